"""From a claim to what became of the message."""

import base64
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connection, transaction
from pytest_django import Settings

from lero_hub.outbox import kinds, nudge
from lero_hub.outbox.kinds import Kind
from lero_hub.outbox.models import BLANK, OutboxMessage
from lero_hub.outbox.rendering import Rendered
from lero_hub.outbox.states import MAX_ATTEMPTS, OUTAGE_PAUSE
from lero_hub.outbox.transport import Answer, Verdict
from lero_hub.outbox.workflows import Attachment, claim_due, deliver, delivery, send_due
from tests.outbox.support import MINUTE, NOW, OPTIONAL, SECURITY, claim, person, queue, send

pytestmark = pytest.mark.django_db

BACKENDS = "tests.outbox.backends."
LIVE_FIELDS = ("to", "text", "html", "headers", "attachments", "reply_to")


def test_claim_takes_what_is_due_and_holds_it() -> None:
    due, later = queue(), queue(not_before=NOW + MINUTE)
    (claimed,) = claim_due(now=NOW)
    assert claimed.message_id == due.pk
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, due.claimed_at, due.claim_token) == ("sending", NOW, claimed.token)
    assert (due.started_at, due.attempts, later.state) == (None, 0, "queued")
    assert claim_due(now=NOW) == []


def test_claim_takes_security_mail_first_then_the_longest_due_up_to_the_limit() -> None:
    queue(now=NOW)
    old = queue(now=NOW - 2 * MINUTE)
    urgent = queue(now=NOW, kind=SECURITY)
    assert [claimed.message_id for claimed in claim_due(now=NOW, limit=2)] == [urgent.pk, old.pk]


def test_deliver_sends_the_row_and_blanks_it() -> None:
    message = queue(
        recipient=person(),
        reply_to="lead@people.example",
        headers={"List-Id": "circle", "Auto-Submitted": "auto-replied"},
        attachments=[Attachment("date.ics", b"BEGIN:VCALENDAR", "text/calendar")],
    )
    assert send(message) == Answer(Verdict.ACCEPTED)
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to, sent.subject) == (
        ["robin@people.example"],
        ["lead@people.example"],
        "A neutral subject",
    )
    assert (sent.from_email, sent.body) == ("LERO Hub <hub@lero-hub.example>", "The text\n")
    wire = sent.message()
    assert wire["Message-ID"] == message.message_id
    assert (wire["List-Id"], wire["Auto-Submitted"]) == ("circle", "auto-replied")
    assert [part.get_content_type() for part in wire.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert (message.state, message.sent_at, message.attempts) == ("sent", NOW, 1)
    assert {field: getattr(message, field) for field in LIVE_FIELDS} == BLANK
    assert (message.subject, message.claim_token, message.next_attempt_at) == ("A neutral subject", None, None)


def test_deliver_without_html_sends_plain_text_and_no_answers_wanted() -> None:
    send(queue(words=Rendered("Subject", "Text\n", "")))
    wire = mail.outbox[0].message()
    assert (wire.get_content_type(), wire["Auto-Submitted"]) == ("text/plain", "auto-generated")


def test_deliver_twice_with_one_claim_sends_once() -> None:
    message = queue()
    token = claim(message)
    assert deliver(message.pk, token, now=NOW) == Answer(Verdict.ACCEPTED)
    assert deliver(message.pk, token, now=NOW) is None
    assert len(mail.outbox) == 1


def test_deliver_without_the_claim_sends_nothing() -> None:
    message = queue()
    claim(message)
    assert deliver(message.pk, uuid4(), now=NOW) is None
    assert mail.outbox == []


def test_deliver_of_a_claim_that_is_being_served_sends_nothing() -> None:
    message = queue()
    token = claim(message)
    OutboxMessage.objects.filter(pk=message.pk).update(started_at=NOW)
    assert deliver(message.pk, token, now=NOW) is None
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_deliver_inside_a_transaction_is_a_fault() -> None:
    message = queue()
    token = claim(message)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver(message.pk, token, now=NOW)
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_deliver_talks_to_the_mail_server_outside_any_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    open_then: list[bool] = []

    def look(email: mail.EmailMessage) -> Answer:
        open_then.append(connection.in_atomic_block)
        return Answer(Verdict.ACCEPTED)

    monkeypatch.setattr(delivery, "_send", look)
    send(queue())
    assert open_then == [False]


@pytest.mark.parametrize(
    ("backend", "code"), [("Deferring", "smtp_451"), ("Unreachable", "no_connection"), ("Unanswering", "answer_lost")]
)
def test_deliver_that_may_work_later_waits_longer_each_time(settings: Settings, backend: str, code: str) -> None:
    settings.OUTBOX_DELIVERY_BACKEND = BACKENDS + backend
    message = queue()
    now = NOW
    for attempt, minutes in ((1, 1), (2, 2), (3, 4)):
        send(message, now)
        assert (message.state, message.attempts, message.last_error) == ("retry", attempt, code)
        assert message.next_attempt_at == now + minutes * MINUTE
        now = message.next_attempt_at
    assert message.repeats == (3 if backend == "Unanswering" else 0)
    assert (message.to, message.text) == ("reader@people.example", "The text\n")


def test_deliver_that_works_on_the_second_try_carries_the_same_message_id(settings: Settings) -> None:
    message = queue()
    first_id = message.message_id
    settings.OUTBOX_DELIVERY_BACKEND = BACKENDS + "Deferring"
    send(message)
    settings.OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(message, NOW + MINUTE)
    assert (message.state, message.last_error, message.attempts) == ("sent", "", 2)
    assert [sent.message()["Message-ID"] for sent in mail.outbox] == [first_id]


def test_deliver_that_is_refused_for_good_stops_and_keeps_the_words(settings: Settings) -> None:
    settings.OUTBOX_DELIVERY_BACKEND = BACKENDS + "Refusing"
    message = queue()
    assert send(message) == Answer(Verdict.REFUSED, "smtp_550")
    assert (message.state, message.failed_at, message.last_error) == ("failed", NOW, "smtp_550")
    assert (message.to, message.text, message.next_attempt_at) == ("reader@people.example", "The text\n", None)
    assert claim_due(now=NOW + timedelta(days=30)) == []


def test_deliver_that_was_put_off_too_often_is_given_up(settings: Settings) -> None:
    settings.OUTBOX_DELIVERY_BACKEND = BACKENDS + "Deferring"
    message = queue()
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=MAX_ATTEMPTS - 1)
    send(message)
    assert (message.state, message.attempts, message.last_error) == ("failed", MAX_ATTEMPTS, "smtp_451")


@pytest.mark.parametrize(
    "broken",
    [
        {"headers": {"X-Kind": "one\ntwo"}},
        {"attachments": [{"name": "without content"}]},
        {"attachments": [{"name": "a", "content_type": "text/plain", "base64": "no base 64"}]},
    ],
)
def test_deliver_of_a_row_that_is_no_email_fails_without_asking_a_server(broken: dict[str, object]) -> None:
    message = queue()
    OutboxMessage.objects.filter(pk=message.pk).update(**broken)
    assert send(message) == Answer(Verdict.REFUSED, "not_an_email")
    assert (message.state, mail.outbox) == ("failed", [])


def test_deliver_too_late_drops_the_message() -> None:
    message = queue(expires_at=NOW + MINUTE)
    token = claim(message)
    assert deliver(message.pk, token, now=NOW + MINUTE) is None
    message.refresh_from_db()
    assert (message.state, message.dropped_at, message.text) == ("expired", NOW + MINUTE, "")
    assert mail.outbox == []


def switched_off(user_id: UUID, switch: str) -> bool:
    return switch != OPTIONAL


@pytest.mark.parametrize(("kind", "state"), [(OPTIONAL, "void"), (SECURITY, "sent")])
def test_deliver_asks_the_preference_except_for_security(
    monkeypatch: pytest.MonkeyPatch, kind: str, state: str
) -> None:
    monkeypatch.setattr(kinds, "_wants", switched_off)
    message = queue(kind=kind, recipient=person())
    send(message)
    assert (message.state, len(mail.outbox)) == (state, 1 if state == "sent" else 0)


@pytest.mark.parametrize(("kind", "state"), [(OPTIONAL, "void"), (SECURITY, "sent")])
def test_deliver_to_a_closed_account_sends_security_mail_alone(kind: str, state: str) -> None:
    message = queue(kind=kind, recipient=person(is_active=False))
    send(message)
    assert message.state == state


def test_deliver_to_somebody_without_an_account_asks_no_preference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_wants", switched_off)
    message = queue()
    send(message)
    assert message.state == "sent"


@pytest.mark.parametrize(
    ("still_on", "security", "state"), [(True, False, "sent"), (False, False, "void"), (False, True, "sent")]
)
def test_deliver_asks_whether_the_thing_is_still_on(still_on: bool, security: bool, state: str) -> None:
    asked: list[OutboxMessage] = []

    def still_wanted(message: OutboxMessage) -> bool:
        asked.append(message)
        return still_on

    kinds.register(Kind("test.asks", "Asks", security=security, still_wanted=still_wanted))
    message = queue(kind="test.asks")
    send(message)
    assert message.state == state
    assert asked == ([] if security else [message])


class Clock:
    """A clock that moves on by a second each time it is read."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def test_send_due_sends_everything_batch_by_batch() -> None:
    for _ in range(5):
        queue()
    assert send_due(clock=Clock(), batch=2) == 5
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}
    assert send_due(clock=Clock()) == 0


def test_send_due_stops_when_its_time_is_up_and_asks_for_another_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    nudged: list[bool] = []
    monkeypatch.setattr(nudge, "nudge", lambda: nudged.append(True))
    for _ in range(5):
        queue()
    # Each message takes two readings of the clock, a batch one more.
    assert send_due(clock=Clock(), batch=3, budget=timedelta(seconds=4)) == 2
    assert nudged == [True]
    assert sorted(OutboxMessage.objects.values_list("state", "attempts")) == [
        ("queued", 0),
        ("queued", 0),
        ("retry", 0),
        ("sent", 1),
        ("sent", 1),
    ]
    assert OutboxMessage.objects.due(NOW + MINUTE).count() == 3


def test_send_due_leaves_the_rest_alone_when_the_server_cannot_be_reached(settings: Settings) -> None:
    settings.OUTBOX_DELIVERY_BACKEND = BACKENDS + "Unreachable"
    tried, spared = queue(now=NOW - MINUTE), queue()
    assert send_due(clock=lambda: NOW) == 0
    tried.refresh_from_db()
    spared.refresh_from_db()
    assert (tried.state, tried.attempts) == ("retry", 1)
    assert (spared.state, spared.attempts, spared.last_error) == ("retry", 0, "")
    assert spared.next_attempt_at == NOW + OUTAGE_PAUSE


def test_send_due_goes_on_after_a_fault_with_one_message(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    def faulty(message: OutboxMessage) -> bool:
        raise RuntimeError("a fault of ours")

    kinds.register(Kind("test.faulty", "Faulty", still_wanted=faulty))
    broken, good = queue(kind="test.faulty", now=NOW - MINUTE), queue()
    assert send_due(clock=lambda: NOW) == 1
    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.state, broken.attempts, good.state) == ("sending", 0, "sent")
    assert [record.getMessage() for record in caplog.records] == [f"Outbox message {broken.pk} could not be dealt with"]


def test_base64_of_an_attachment_comes_back_whole() -> None:
    content = bytes(range(256))
    message = queue(attachments=[Attachment("all.bin", content, "application/octet-stream")])
    assert base64.b64decode(message.attachments[0]["base64"]) == content
    send(message)
    assert mail.outbox[0].attachments[0][1] == content
