"""Two acts of which the second begins while the first is done and not yet committed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from lero_hub.errors import HubError

PATIENCE = 20
"""Seconds."""


def in_turn(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """Do `first`, and commit it only once `second`, in another thread, waits for a lock that it holds.

    Gives what each returned, or the error of ours that it raised. Fails when the second never waits: then nothing
    keeps it from acting on what it read before the first was over.
    """
    results: list[Any] = [None, None]
    backend: list[int] = []

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend.append(cursor.fetchone()[0])
            results[1] = _outcome(second)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        results[0] = _outcome(first)
        thread.start()
        waited = _waits(thread, backend)
    thread.join(timeout=PATIENCE)
    assert waited, f"the second act did not wait: {results[1]!r}"
    assert not thread.is_alive()
    return results[0], results[1]


def _outcome(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except HubError as error:
        return error


def _waits(thread: threading.Thread, backend: list[int]) -> bool:
    """Tell whether the other thread's connection comes to wait for a lock, before it is over."""
    until = time.monotonic() + PATIENCE
    while thread.is_alive() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pid = ANY(%s)", [backend])
            if cursor.fetchone():
                return True
        time.sleep(0.02)
    return False
