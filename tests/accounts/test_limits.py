"""Limits hold however many others are counted, and counters go when they have run out."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from lero_hub.accounts.limits import forget_expired_counters
from lero_hub.accounts.tasks import tidy
from tests.accounts.support import person, sign_in

pytestmark = pytest.mark.django_db

KEEPS_BY_DEFAULT = 300


def rows() -> int:
    """Count what the table holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        return int(cursor.fetchone()[0])


def test_a_limit_stands_while_some_hundreds_of_others_are_counted() -> None:
    user = person()
    for _ in range(5):
        sign_in(Client(), user, password="not the right one")
    for number in range(KEEPS_BY_DEFAULT + 100):
        cache.set(f"zz:{number}", [1.0], 60)

    locked = sign_in(Client(), user)

    assert "That was wrong too often. Wait five minutes, or set a new password." in locked.text  # type: ignore[attr-defined]


def test_counters_are_forgotten_once_they_have_run_out() -> None:
    cache.set("minute", [1.0], 60)
    cache.set("day", [1.0], 24 * 3600)
    now = timezone.now()

    assert forget_expired_counters(now=now) == 0
    assert forget_expired_counters(now=now + timedelta(minutes=2)) == 1
    assert (rows(), cache.get("day")) == (1, [1.0])


def test_tidy_forgets_counters() -> None:
    cache.set("minute", [1.0], 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cache SET expires = now() - interval '1 minute'")

    tidy()

    assert rows() == 0
