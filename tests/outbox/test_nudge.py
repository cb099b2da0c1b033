"""Waking a worker, and not being held up by a broker that is down."""

import logging
import socket
import time

import pytest
from celery import current_app
from django.db import transaction

from lero_hub.outbox import nudge
from lero_hub.outbox.models import OutboxMessage
from tests.outbox.support import queue


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the hub at a broker address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    address = f"redis://127.0.0.1:{port}/0"
    monkeypatch.setattr(current_app.conf, "broker_url", address)
    return address


def waiting() -> int:
    """Take every task out of the tests' own broker, and count them."""
    with current_app.connection_for_read() as connection:
        queued = connection.SimpleQueue("celery")
        found = 0
        while True:
            try:
                queued.get(block=False).ack()
            except queued.Empty:
                return found
            found += 1


def test_a_nudge_reaches_the_broker() -> None:
    waiting()
    nudge.nudge()
    assert waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_nudges_after_the_commit_and_not_before() -> None:
    waiting()
    with transaction.atomic():
        queue()
        queue()
        assert waiting() == 0
    assert waiting() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("broker")
def test_a_broker_that_is_down_costs_one_line_and_no_message(caplog: pytest.LogCaptureFixture) -> None:
    started = time.monotonic()
    with caplog.at_level(logging.WARNING, "lero_hub.outbox.nudge"):
        queue()
        queue()
    assert time.monotonic() - started < 2
    assert OutboxMessage.objects.count() == 2
    assert len(caplog.records) == 1
    assert caplog.records[0].getMessage().startswith("No worker was nudged (")


def test_a_broker_that_never_answers_is_given_up_soon(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(current_app.conf, "broker_url", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        started = time.monotonic()
        nudge.nudge()
        nudge.nudge()
        assert time.monotonic() - started < 3
    assert len(caplog.records) == 1


@pytest.mark.usefixtures("broker")
def test_a_broker_that_is_back_is_nudged_again_after_the_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    nudge.nudge()
    monkeypatch.setattr(current_app.conf, "broker_url", "memory://")
    waiting()
    nudge.nudge()
    assert waiting() == 0
    monkeypatch.setattr(nudge, "_leave_alone_until", time.monotonic() - 1)
    nudge.nudge()
    assert waiting() == 1
