"""Is the hub ready? Each part answers ok or failed, with a reason that names no person, host or secret."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
from celery import current_app
from django.db.migrations.loader import MigrationLoader

from lero_hub.runtime import heartbeats
from lero_hub.runtime.models import BEAT, WORKER

PARTS = ("database", "migrations", "broker", "worker", "beat")
_KEPT = 2.0  # seconds for which an answer is given again, so that frequent polling stays cheap
_PATIENCE = 1  # seconds for the broker to answer
OK = "ok"


@dataclass(frozen=True)
class Health:
    """What each part said: `ok`, or why it failed."""

    parts: dict[str, str]

    @property
    def is_ready(self) -> bool:
        """Say whether every part is ok."""
        return all(said == OK for said in self.parts.values())

    def as_json(self) -> dict[str, Any]:
        """Return what `/readyz` answers."""
        return {
            "status": "ready" if self.is_ready else "not ready",
            "parts": {
                name: {"status": OK} if said == OK else {"status": "failed", "reason": said}
                for name, said in self.parts.items()
            },
        }


def check() -> Health:
    """Ask every part now. Answers within about five seconds whatever is down."""
    parts = {"broker": _ask_broker()}
    try:
        with heartbeats.direct_connection() as direct:
            parts["database"] = OK
            parts |= _ask_tables(direct)
    except psycopg.Error:
        parts["database"] = "does not answer"
    unknown = "not known: the database does not answer"
    return Health({name: parts.get(name, unknown) for name in PARTS})


def _ask_tables(direct: psycopg.Connection[Any]) -> dict[str, str]:
    """Read from the database which migrations are in it and who has shown a sign of life."""
    try:
        applied = {(app, name) for app, name in direct.execute("SELECT app, name FROM django_migrations")}
    except psycopg.errors.UndefinedTable:
        applied = set()
    missing = len(known_migrations() - applied)
    if missing:
        waiting = f"{missing} not applied: run manage.py migrate"
        unknown = "not known: the database is not migrated"
        return {"migrations": waiting, WORKER: unknown, BEAT: unknown}
    ages = dict(direct.execute("SELECT name, extract(epoch FROM now() - at)::float8 FROM heartbeat").fetchall())
    return {"migrations": OK, **{name: _judge(ages.get(name)) for name in (WORKER, BEAT)}}


def _judge(age: float | None) -> str:
    """Turn the seconds since the last sign of life into a verdict."""
    if age is None:
        return "has not started"
    return OK if age < heartbeats.LATE else f"no sign of life for {int(age)} seconds"


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations that this version of the code needs; they cannot change while it runs."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return frozenset(key for key in loader.disk_migrations if key not in replaced)


def _ask_broker() -> str:
    """Connect to the broker once, without retries."""
    options = {
        **(current_app.conf.broker_transport_options or {}),
        "socket_connect_timeout": _PATIENCE,
        "socket_timeout": _PATIENCE,
        "max_retries": 0,
    }
    try:
        with current_app.connection_for_write(transport_options=options, connect_timeout=_PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=_PATIENCE)
            broker.default_channel  # noqa: B018 - opening a channel is what talks to the server
    except Exception:  # noqa: BLE001 - each transport has errors of its own, and all of them mean the same here
        return "does not answer"
    return OK


class _Kept:
    """The last answer, shared by the threads of a process; one thread at a time asks anew."""

    def __init__(self, ask: Callable[[], Health], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._lock = threading.Lock()
        self._answer: Health | None = None
        self._asked_at = 0.0

    def get(self) -> Health:
        with self._lock:
            if self._answer is None or time.monotonic() - self._asked_at >= self._seconds:
                self._answer = self._ask()
                self._asked_at = time.monotonic()
            return self._answer


_kept = _Kept(lambda: check(), _KEPT)


def recent() -> Health:
    """Return an answer at most two seconds old."""
    return _kept.get()
