"""Limits against floods, counted by allauth in the database's cache, for forms that anybody may send."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse


def too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """Count one use of an action that `ACCOUNT_RATE_LIMITS` names; give the page that says "later" when it is too much.

    A GET is never counted.
    """
    answer: HttpResponse | None = ratelimit.consume_or_429(request, action=action)
    return answer
