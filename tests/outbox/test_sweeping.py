"""What workers left behind is put right, and what need not be kept is forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from lero_hub.accounts.models import User
from lero_hub.outbox.models import BLANK, OutboxMessage
from lero_hub.outbox.states import KEEP_ENDED, LEASE, MAX_ATTEMPTS
from lero_hub.outbox.transport import Answer, Verdict
from lero_hub.outbox.workflows import deliver, delivery, forget, sweep
from lero_hub.outbox.workflows.sweeping import Swept
from tests.outbox.support import MINUTE, NOW, abandon, claim, fail, person, queue, send

pytestmark = pytest.mark.django_db


def test_sweep_returns_a_claim_that_had_not_begun_and_counts_no_repeat() -> None:
    message = queue()
    abandon(message, started=False)
    assert sweep(now=NOW) == Swept(taken_back=1, expired=0, purged=0)
    message.refresh_from_db()
    assert (message.state, message.repeats, message.attempts) == ("retry", 0, 0)
    assert (message.claimed_at, message.claim_token, message.next_attempt_at) == (None, None, NOW)
    assert message.last_error == "worker_lost"


def test_sweep_returns_a_claim_that_had_begun_and_counts_a_possible_repeat() -> None:
    message = queue()
    abandon(message, started=True)
    sweep(now=NOW)
    sweep(now=NOW)
    message.refresh_from_db()
    assert (message.state, message.repeats, message.started_at) == ("retry", 1, None)


def test_sweep_leaves_a_worker_alone_within_its_lease() -> None:
    message = queue()
    claim(message)
    assert sweep(now=NOW + LEASE - MINUTE).taken_back == 0
    assert sweep(now=NOW + LEASE).taken_back == 1


def test_sweep_gives_up_what_outlived_too_many_workers(coordinator: User) -> None:
    message = queue()
    abandon(message, started=True)
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=MAX_ATTEMPTS)
    sweep(now=NOW)
    message.refresh_from_db()
    assert (message.state, message.failed_at, message.last_error) == ("failed", NOW, "worker_lost")
    assert OutboxMessage.objects.filter(kind="outbox.undelivered", recipient=coordinator).count() == 1


def test_a_worker_that_wakes_after_the_sweep_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    message = queue()
    token = abandon(message, started=False)
    sweep(now=NOW)
    assert deliver(message.pk, token, now=NOW) is None
    assert mail.outbox == []


def test_sweep_drops_what_came_too_late_and_blanks_it() -> None:
    late, good = queue(expires_at=NOW + MINUTE), queue()
    assert sweep(now=NOW).expired == 0
    assert sweep(now=NOW + MINUTE).expired == 1
    late.refresh_from_db()
    good.refresh_from_db()
    assert (late.state, late.dropped_at) == ("expired", NOW + MINUTE)
    assert {field: getattr(late, field) for field in BLANK} == BLANK
    assert good.state == "queued"


@pytest.mark.parametrize(
    "ended",
    [
        {**BLANK, "state": "sent", "sent_at": NOW, "next_attempt_at": None},
        {**BLANK, "state": "void", "dropped_at": NOW, "next_attempt_at": None},
        {**BLANK, "state": "expired", "dropped_at": NOW, "next_attempt_at": None},
        {"state": "failed", "failed_at": NOW, "last_error": "smtp_550", "next_attempt_at": None},
    ],
)
def test_sweep_deletes_what_ended_ninety_days_ago_and_keeps_the_rest(ended: dict[str, Any]) -> None:
    gone, waiting = queue(), queue()
    OutboxMessage.objects.filter(pk=gone.pk).update(**ended)
    assert sweep(now=NOW + KEEP_ENDED - MINUTE).purged == 0
    assert sweep(now=NOW + KEEP_ENDED).purged == 1
    assert list(OutboxMessage.objects.all()) == [waiting]
    assert timedelta(days=90) == KEEP_ENDED


def test_forget_deletes_what_was_not_sent_and_keeps_the_sent_without_address() -> None:
    leaver, other = person(), person("sam")
    queue(recipient=leaver)
    fail(queue(recipient=leaver, now=NOW - MINUTE))
    before_the_account = queue(to="Robin@people.example")
    sent, others = queue(recipient=leaver, now=NOW - 2 * MINUTE), queue(recipient=other)
    send(sent)
    forget(user_id=leaver.pk, addresses=["robin@people.example"])
    assert set(OutboxMessage.objects.all()) == {sent, others}
    assert before_the_account not in OutboxMessage.objects.all()
    sent.refresh_from_db()
    assert (sent.to, sent.text) == ("", "")


def test_forget_while_a_worker_sends_leaves_no_row_behind(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    leaver = person()
    message = queue(recipient=leaver)
    token = claim(message)

    def leaves_meanwhile(email: mail.EmailMessage) -> Answer:
        forget(user_id=leaver.pk)
        return Answer(Verdict.ACCEPTED)

    monkeypatch.setattr(delivery, "_send", leaves_meanwhile)
    deliver(message.pk, token, now=NOW)
    assert OutboxMessage.objects.count() == 0
    assert [record.getMessage() for record in caplog.records] == [
        f"Outbox message {message.pk} was taken from its worker before the answer was recorded"
    ]
