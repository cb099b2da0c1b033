"""Workers at once, with real commits: nothing goes twice, nothing is lost, and what may have gone twice is counted."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.rendering import Rendered
from lero_hub.outbox.states import LEASE
from lero_hub.outbox.transport import Answer, Verdict
from lero_hub.outbox.workflows import Claim, Draft, claim_due, deliver, delivery, enqueue_draft, send_due, sweep
from tests.outbox.support import MINUTE, NOW, OPTIONAL, queue, register_kinds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know the kinds of the tests, and nobody to tell of failures."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(kinds, "_coordinators", lambda: ())
    register_kinds()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread of its own, all starting together; give their results, or the first error."""
    start = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            results[place] = work()
        except BaseException as error:  # noqa: BLE001 - raised again in the test's own thread
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def clock() -> datetime:
    return NOW


def test_workers_that_claim_at_once_share_the_messages() -> None:
    messages = {queue().pk for _ in range(40)}
    claims: list[list[Claim]] = at_once(*[lambda: claim_due(now=NOW, limit=10)] * 4)
    claimed = [each.message_id for part in claims for each in part]
    assert len(claimed) == len(set(claimed))
    rest = [each.message_id for each in claim_due(now=NOW, limit=40)]
    assert set(claimed) | set(rest) == messages
    assert set(claimed) & set(rest) == set()


def test_a_claim_in_progress_is_passed_over_and_not_waited_for() -> None:
    first, second = queue(now=NOW - MINUTE), queue()
    with transaction.atomic():
        OutboxMessage.objects.select_for_update().get(pk=first.pk)
        (claims,) = at_once(lambda: claim_due(now=NOW))
    assert [each.message_id for each in claims] == [second.pk]


def test_workers_that_send_at_once_send_each_message_once() -> None:
    for _ in range(30):
        queue()
    assert sum(at_once(*[lambda: send_due(clock=clock, batch=3)] * 4)) == 30
    ids = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    assert len(ids) == len(set(ids)) == 30
    assert set(OutboxMessage.objects.values_list("state", "repeats")) == {("sent", 0)}


def test_one_claim_served_by_two_threads_is_sent_once() -> None:
    message = queue()
    (held,) = claim_due(now=NOW)
    answers = at_once(*[lambda: deliver(message.pk, held.token, now=NOW)] * 2)
    assert sorted(answer is None for answer in answers) == [False, True]
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_between_the_answer_and_the_record_repeats_once_and_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = queue()

    def dies(*anything: object) -> None:
        raise DatabaseError("the worker is gone")

    with monkeypatch.context() as broken:
        broken.setattr(delivery, "_record", dies)
        assert send_due(clock=clock) == 0
    message.refresh_from_db()
    assert (message.state, message.repeats, len(mail.outbox)) == ("sending", 0, 1)

    later = NOW + LEASE + MINUTE
    assert send_due(clock=lambda: later) == 0
    at_once(lambda: sweep(now=later), lambda: sweep(now=later))
    sent = at_once(*[lambda: send_due(clock=lambda: later)] * 2)
    message.refresh_from_db()
    assert (sum(sent), message.state, message.repeats, message.attempts) == (1, "sent", 1, 2)
    assert [each.extra_headers["Message-ID"] for each in mail.outbox] == [message.message_id] * 2


def test_a_worker_that_sleeps_through_its_lease_overwrites_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = queue()
    asleep, awake = threading.Event(), threading.Event()
    real = delivery._send

    def sleep_once(email: mail.EmailMessage) -> Answer:
        if not asleep.is_set():
            asleep.set()
            awake.wait(timeout=10)
            return Answer(Verdict.REFUSED, "smtp_550")
        return real(email)

    monkeypatch.setattr(delivery, "_send", sleep_once)
    later = NOW + LEASE + MINUTE

    def meanwhile() -> None:
        asleep.wait(timeout=10)
        sweep(now=later)
        assert send_due(clock=lambda: later) == 1
        awake.set()

    at_once(lambda: send_due(clock=clock), meanwhile)
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.repeats) == ("sent", later, 1)
    assert f"Outbox message {message.pk} was taken from its worker" in caplog.text


def test_messages_under_one_key_at_once_are_queued_once() -> None:
    def enqueue_one() -> UUID | None:
        draft = Draft(OPTIONAL, None, "reader@people.example", Rendered("Subject", "Text\n", ""), "the same key")
        with transaction.atomic():
            queued = enqueue_draft(draft, now=NOW)
            return queued.pk if queued else None

    winners = [each for each in at_once(*[enqueue_one] * 4) if each is not None]
    assert winners == list(OutboxMessage.objects.values_list("pk", flat=True))
    assert len(winners) == 1


def test_a_message_whose_first_writer_rolls_back_is_queued_by_the_second() -> None:
    draft = Draft(OPTIONAL, None, "reader@people.example", Rendered("Subject", "Text\n", ""), "the same key")
    written, waiting = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            assert enqueue_draft(draft, now=NOW) is not None
            written.set()
            waiting.wait(timeout=10)
            # The second writer is inside its INSERT by now, or soon: either way it must come out with a row.
            transaction.set_rollback(True)

    def second() -> UUID | None:
        written.wait(timeout=10)
        waiting.set()
        with transaction.atomic():
            queued = enqueue_draft(draft, now=NOW)
            return queued.pk if queued else None

    _, winner = at_once(first, second)
    assert winner is not None
    assert list(OutboxMessage.objects.values_list("pk", flat=True)) == [winner]


def test_expiry_and_a_claim_at_once_leave_one_of_the_two() -> None:
    for _ in range(10):
        queue(expires_at=NOW + MINUTE)
    at_once(lambda: sweep(now=NOW + MINUTE), lambda: send_due(clock=clock, batch=2))
    states = list(OutboxMessage.objects.values_list("state", flat=True))
    assert set(states) <= {"sent", "expired"}
    assert states.count("sent") == len(mail.outbox)


def test_the_due_queue_is_read_by_its_index() -> None:
    for _ in range(3):
        queue()
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    try:
        plan = OutboxMessage.objects.due(NOW).explain()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET enable_seqscan")
    assert "outbox_message_due" in plan
