"""`/readyz` names the part that is not well, quickly, whatever is down."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from celery import current_app
from django.db import connection
from django.test import Client

from lero_hub.runtime import health, heartbeats
from lero_hub.runtime.models import BEAT, WORKER, Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)

ALL_OK = dict.fromkeys(health.PARTS, "ok")


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the answer that an earlier test was given."""
    monkeypatch.setattr(health, "_kept", health._Kept(health.check, 2.0))


@pytest.fixture
def _all_alive() -> None:
    assert heartbeats.beat(WORKER)
    assert heartbeats.beat(BEAT)


@pytest.fixture
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")


@pytest.fixture
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")


def age(name: str, seconds: float) -> None:
    """Let the last sign of life of a process be this old."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE heartbeat SET at = now() - make_interval(secs => %s) WHERE name = %s", [seconds, name])


@pytest.mark.usefixtures("_all_alive")
def test_everything_well_is_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ready",
        "parts": {
            "database": {"status": "ok"},
            "migrations": {"status": "ok"},
            "broker": {"status": "ok"},
            "worker": {"status": "ok"},
            "beat": {"status": "ok"},
        },
    }
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_processes_that_never_started_are_named(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert health.check().parts == ALL_OK | {"worker": "has not started", "beat": "has not started"}


@pytest.mark.usefixtures("_all_alive")
@pytest.mark.parametrize("name", [WORKER, BEAT])
def test_a_process_that_fell_silent_is_named(name: str) -> None:
    age(name, heartbeats.LATE - 2)
    assert health.check().parts == ALL_OK
    age(name, heartbeats.LATE + 5)
    assert health.check().parts == ALL_OK | {name: "no sign of life for 25 seconds"}


@pytest.mark.usefixtures("_all_alive", "_no_broker")
def test_a_broker_that_is_down_is_named_at_once() -> None:
    started = time.monotonic()
    assert health.check().parts == ALL_OK | {"broker": "does not answer"}
    assert time.monotonic() - started < 5


@pytest.mark.usefixtures("_no_database")
def test_a_database_that_is_down_is_named_and_the_rest_is_not_known(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    unknown = "not known: the database does not answer"
    assert health.check().parts == {
        "database": "does not answer",
        "migrations": unknown,
        "broker": "ok",
        "worker": unknown,
        "beat": unknown,
    }


@pytest.mark.usefixtures("_no_database")
def test_a_heartbeat_that_the_database_does_not_take_is_not_fatal() -> None:
    assert heartbeats.beat(WORKER) is False


@pytest.fixture
def _one_migration_missing() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = 'gone' WHERE app = 'runtime' AND name = '0001_initial'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = '0001_initial' WHERE app = 'runtime' AND name = 'gone'")


@pytest.mark.usefixtures("_one_migration_missing")
def test_a_migration_that_is_missing_is_counted() -> None:
    parts = health.check().parts
    assert parts["migrations"] == "1 not applied: run manage.py migrate"
    assert parts["worker"] == parts["beat"] == "not known: the database is not migrated"


def test_an_empty_database_needs_all_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "postgres")
    parts = health.check().parts
    assert parts["database"] == "ok"
    assert parts["migrations"] == f"{len(health.known_migrations())} not applied: run manage.py migrate"


def test_frequent_polling_asks_once(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    asked: list[int] = []

    def ask() -> health.Health:
        asked.append(1)
        return health.Health(ALL_OK)

    monkeypatch.setattr(health, "_kept", health._Kept(ask, 60.0))
    assert [client.get("/readyz").status_code for _ in range(5)] == [200] * 5
    assert len(asked) == 1


@pytest.mark.usefixtures("_no_database", "_no_broker")
def test_healthz_asks_nothing(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert not response.cookies


@pytest.mark.usefixtures("_all_alive")
def test_a_second_sign_of_life_replaces_the_first() -> None:
    age(WORKER, 60)
    assert heartbeats.beat(WORKER)
    assert Heartbeat.objects.count() == 2
    assert health.check().parts["worker"] == "ok"
    assert str(Heartbeat.objects.get(name=WORKER)).startswith("worker at ")
