"""Limits against floods, counted by allauth in the database's cache, for forms that anybody may send."""

from datetime import datetime

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as counting
from django.db import connection
from django.http import HttpRequest, HttpResponse


def too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """Count one use of an action that `ACCOUNT_RATE_LIMITS` names; give the page that says "later" when it is too much.

    A GET is never counted.
    """
    answer: HttpResponse | None = ratelimit.consume_or_429(request, action=action)
    return answer


def read_too_often(request: HttpRequest, action: str, key: str | None = None) -> HttpResponse | None:
    """Count one reading of an address that programs fetch by themselves, else as `too_often`.

    `key` is for limits "per key". The door above never counts a GET, so this asks the one behind it.
    """
    usage = counting.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    answer: HttpResponse | None = None if usage else ratelimit.respond_429(request)
    return answer


def forget_expired_counters(*, now: datetime) -> int:
    """Delete counters that have run out, and with them the network addresses in their keys. Returns how many.

    Django deletes one only when it is asked for again, or when the table is full.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache WHERE expires < %s", [now])
        return int(cursor.rowcount)
