"""Coordinators hear of mail that could not be delivered, try it again or set it aside."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from pytest_django import Settings

from lero_hub.accounts.models import User
from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused, WrongState
from lero_hub.outbox import kinds
from lero_hub.outbox.kinds import UNDELIVERED
from lero_hub.outbox.models import BLANK, OutboxMessage
from lero_hub.outbox.queries import describe, error_in_words, failed_kinds, failures
from lero_hub.outbox.states import STATES
from lero_hub.outbox.transport import judge
from lero_hub.outbox.workflows import send_due, set_all_aside, set_aside, try_again, try_all_again
from tests.outbox.backends import Deferring, Refusing, Unanswering, Unreachable
from tests.outbox.support import (
    MINUTE,
    NOW,
    OPTIONAL,
    SECURITY,
    By,
    Coordinators,
    abandon,
    claim,
    fail,
    person,
    queue,
    send,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def refusing(settings: Settings) -> None:
    settings.OUTBOX_DELIVERY_BACKEND = "tests.outbox.backends.Refusing"


def notices() -> list[tuple[str, datetime | None]]:
    found = OutboxMessage.objects.filter(kind=UNDELIVERED).order_by("created_at", "next_attempt_at")
    return list(found.values_list("to", "not_before"))


@pytest.mark.usefixtures("refusing", "coordinator")
def test_a_failure_is_told_once_whatever_becomes_of_the_row() -> None:
    message = queue()
    send(message)
    assert notices() == [("coordinator@people.example", None)]
    notice = OutboxMessage.objects.get(kind=UNDELIVERED)
    assert notice.subject == "Some mail needs a look"
    assert "http://127.0.0.1:8000/coordination/mail/" in notice.text
    assert 'href="http://127.0.0.1:8000/coordination/mail/"' in notice.html
    assert "reader@people.example" not in notice.text + notice.html


@pytest.mark.usefixtures("refusing", "coordinator")
def test_many_failures_in_an_hour_are_told_now_and_at_the_next_hour() -> None:
    for minutes in (0, 1, 2):
        send(queue(now=NOW + minutes * MINUTE), NOW + minutes * MINUTE)
    top_of_hour = NOW.replace(minute=0) + HOUR
    address = "coordinator@people.example"
    assert notices() == [(address, None), (address, top_of_hour)]
    later = queue(now=NOW + HOUR)
    send(later, NOW + HOUR)
    assert notices() == [(address, None), (address, top_of_hour), (address, top_of_hour + HOUR)]


@pytest.mark.usefixtures("refusing")
def test_a_failure_is_not_told_to_the_coordinator_whose_mail_it_was(
    coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = person("second")
    monkeypatch.setattr(kinds, "_coordinators", Coordinators([coordinator, second]))
    send(queue(recipient=coordinator))
    assert notices() == [("second@people.example", None)]


@pytest.mark.usefixtures("refusing", "coordinator")
def test_a_notice_that_fails_makes_no_notice() -> None:
    send(queue())
    notice = OutboxMessage.objects.get(kind=UNDELIVERED)
    send(notice)
    assert (notice.state, len(notices())) == ("failed", 1)


@pytest.mark.usefixtures("refusing")
def test_a_notice_that_cannot_be_made_stops_neither_the_record_nor_the_others(
    coordinator: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = person("broken")
    broken.email = "no address"
    monkeypatch.setattr(kinds, "_coordinators", Coordinators([broken, coordinator]))
    message = queue()
    send(message)
    assert (message.state, notices()) == ("failed", [("coordinator@people.example", None)])
    assert [record.getMessage() for record in caplog.records] == [f"No notice of undelivered mail for user {broken.pk}"]


@pytest.mark.parametrize("dealt_with", [True, False])
def test_a_notice_is_sent_only_while_there_is_something_to_see(
    settings: Settings, coordinator: User, dealt_with: bool
) -> None:
    settings.OUTBOX_DELIVERY_BACKEND = "tests.outbox.backends.Refusing"
    message = queue()
    send(message)
    settings.OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    if dealt_with:
        set_aside(message_id=message.pk, by=By(coordinator), now=NOW)
    send_due(clock=lambda: NOW)
    assert [sent.to for sent in mail.outbox] == ([] if dealt_with else [["coordinator@people.example"]])
    assert OutboxMessage.objects.get(kind=UNDELIVERED).state == ("void" if dealt_with else "sent")


def test_a_notice_to_somebody_who_is_no_coordinator_any_more_is_dropped(
    coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(queue())
    notice = queue(kind=UNDELIVERED, recipient=coordinator)
    monkeypatch.setattr(kinds, "_coordinators", Coordinators([]))
    send(notice)
    assert notice.state == "void"


def test_try_again_queues_with_all_tries_and_the_same_message_id(coordinator: User) -> None:
    message = fail(queue())
    first_id = message.message_id
    try_again(message_id=message.pk, by=By(coordinator), now=NOW + HOUR)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error, message.failed_at) == ("queued", 0, "", None)
    assert message.next_attempt_at == NOW + HOUR
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id, event.subject_id) == ("outbox.try_again", coordinator.pk, str(message.pk))
    assert event.detail == {"kind": OPTIONAL}
    send(message, NOW + HOUR)
    assert (message.state, mail.outbox[0].message()["Message-ID"]) == ("sent", first_id)


def test_try_again_when_it_is_too_late_is_refused(coordinator: User) -> None:
    message = fail(queue(expires_at=NOW + HOUR))
    with pytest.raises(Refused, match="too late") as refusal:
        try_again(message_id=message.pk, by=By(coordinator), now=NOW + HOUR)
    assert refusal.value.code == "too_late"
    assert AuditEvent.objects.count() == 0


def test_set_aside_blanks_and_ends_the_message(coordinator: User) -> None:
    message = fail(queue())
    set_aside(message_id=message.pk, by=By(coordinator), now=NOW + HOUR)
    message.refresh_from_db()
    assert (message.state, message.dropped_at, message.failed_at) == ("void", NOW + HOUR, None)
    assert {field: getattr(message, field) for field in BLANK} == BLANK
    assert AuditEvent.objects.get().verb == "outbox.set_aside"


@pytest.mark.parametrize("act", [try_again, set_aside])
def test_only_a_coordinator_may_deal_with_a_failure(coordinator: User, act: object) -> None:
    message = fail(queue())
    for by in (By(None), By(person("member"))):
        with pytest.raises(NotAllowed):
            act(message_id=message.pk, by=by, now=NOW)  # type: ignore[operator]  # one of two workflows
    message.refresh_from_db()
    assert (message.state, AuditEvent.objects.count()) == ("failed", 0)


@pytest.mark.parametrize("state", [state for state, _ in STATES if state != "failed"])
@pytest.mark.parametrize("act", [try_again, set_aside])
def test_only_a_failure_can_be_dealt_with(coordinator: User, act: object, state: str) -> None:
    message = queue()
    if state == "sending":
        claim(message)
    elif state != "queued":
        blank = {**BLANK, "next_attempt_at": None}
        changes = {
            "retry": {"state": "retry"},
            "sent": {**blank, "state": "sent", "sent_at": NOW},
            "void": {**blank, "state": "void", "dropped_at": NOW},
            "expired": {**blank, "state": "expired", "dropped_at": NOW},
        }
        OutboxMessage.objects.filter(pk=message.pk).update(**changes[state])
    with pytest.raises(WrongState):
        act(message_id=message.pk, by=By(coordinator), now=NOW)  # type: ignore[operator]  # one of two workflows


def test_several_are_dealt_with_and_what_others_did_is_passed_over(coordinator: User) -> None:
    by = By(coordinator)
    first, second, late = fail(queue()), fail(queue()), fail(queue(expires_at=NOW + HOUR))
    waiting, unknown = queue(), uuid4()
    ids = [first.pk, second.pk, late.pk, waiting.pk, unknown]
    assert try_all_again(message_ids=ids, by=by, now=NOW + HOUR) == 2
    assert list(failures()) == [late]
    assert set_all_aside(message_ids=ids, by=by, now=NOW + HOUR) == 1
    assert list(failures()) == []
    with pytest.raises(NotAllowed):
        try_all_again(message_ids=ids, by=By(None), now=NOW)


def test_failures_are_listed_by_kind_and_in_order() -> None:
    old = fail(queue(kind=SECURITY))
    new = fail(queue(now=NOW + MINUTE), NOW + MINUTE)
    queue()
    assert list(failures()) == [new, old]
    assert list(failures(order="oldest")) == [old, new]
    assert list(failures(order="sideways")) == [new, old]
    assert list(failures(kind=SECURITY)) == [old]
    assert failed_kinds() == [(OPTIONAL, "Something optional"), (SECURITY, "Something about security")]


def test_a_failure_in_words_names_nobody_but_the_reader_by_display_name() -> None:
    known, unknown = describe(fail(queue(recipient=person()))), describe(fail(queue()))
    assert (known.to_whom, unknown.to_whom) == ("Robin", "Somebody without an account")
    assert (known.kind, known.at, known.tries) == ("Something optional", NOW, "Tried once.")
    assert known.error == "The mail server refused this message for good (answer 550). The address may be wrong."
    assert "@" not in f"{known} {unknown}"


def test_a_failure_that_may_have_arrived_says_so() -> None:
    message = queue()
    abandon(message, started=True)
    message.attempts, message.repeats, message.last_error = 30, 1, "worker_lost"
    described = describe(message)
    assert described.tries == "Tried 30 times. It may have arrived all the same."
    assert described.error == "The hub stopped each time while it was sending this."


@pytest.mark.parametrize("backend", [Deferring, Refusing, Unanswering, Unreachable])
def test_every_answer_of_a_server_has_words_of_its_own(backend: type[Deferring]) -> None:
    words = error_in_words(judge(backend.error).code)
    assert "Something went wrong" not in words
    assert "@" not in words


def test_an_unknown_code_speaks_for_itself() -> None:
    assert error_in_words("odd") == "Something went wrong (odd)."
