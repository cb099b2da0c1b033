"""A session that is moved or cancelled: each member is told once, of what holds by then, with a file that says so."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from django.core import mail
from icalendar import Calendar

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from peer_supervision.messages.sessions import SESSION
from peer_supervision.models import Session
from peer_supervision.reminders import THREE_DAYS
from peer_supervision.workflows.membership import leave_circle
from peer_supervision.workflows.reminders import write_due
from peer_supervision.workflows.rhythm import end_rhythm
from peer_supervision.workflows.sessions import cancel_session, move_session
from tests.factories import NOW, me
from tests.peer_supervision.builders import circle, host_of, members_of, weekly
from tests.peer_supervision.support_reminders import HOUR, MINUTE, entry_in, fresh, send_all, silence, wire

pytestmark = pytest.mark.django_db


def world() -> Session:
    """Give the first session of a circle of three: Thursday 5 March 2026, at six."""
    session = weekly(circle(members=2))[0]
    silence()
    return session


def move(session: Session, hours: int, *, now: datetime = NOW) -> None:
    here = fresh(session)
    by = me(host_of(session.circle))
    starts = here.starts_at + hours * HOUR
    move_session(session_id=here.pk, starts_at=starts, minutes=90, sequence=here.sequence, by=by, now=now)


def cancel(session: Session, *, now: datetime = NOW) -> None:
    cancel_session(session_id=session.pk, by=me(host_of(session.circle)), now=now)


def everybody(session: Session) -> list[str]:
    return sorted(person.email for person in members_of(session.circle))


def recipients() -> list[str]:
    return sorted(to for message in mail.outbox for to in message.to)


def test_moving_tells_each_member_once_with_a_file_of_the_new_time() -> None:
    session = world()
    move(session, 2)
    send_all(NOW)
    assert recipients() == everybody(session)
    for message in mail.outbox:
        parsed = wire(message)
        calendar, event = entry_in(parsed)
        assert calendar["METHOD"] == "REQUEST"
        assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")
        assert event.decoded("DTSTART") == datetime(2026, 3, 5, 20, tzinfo=UTC)
        assert event["ATTENDEE"] == f"mailto:{message.to[0]}"
        assert message.subject == "A date has changed: now Thursday 5 March, 8 pm"
        assert "It was: Thursday 5 March, 6 pm to 7.30 pm, UK time." in message.body
        assert "It is now: Thursday 5 March, 8 pm to 9.30 pm, UK time." in message.body


def test_a_second_move_before_the_first_is_told_is_all_that_anybody_hears_of() -> None:
    session = world()
    move(session, 2)
    move(session, 3, now=NOW + MINUTE)
    send_all(NOW + 2 * MINUTE)
    assert recipients() == everybody(session)
    assert all("11 pm" in message.body for message in mail.outbox)
    assert all("It was" not in message.body for message in mail.outbox)  # nobody ever heard of 8 pm
    states = OutboxMessage.objects.filter(kind=SESSION).values_list("state", flat=True)
    assert sorted(states) == ["sent"] * 3 + ["void"] * 3


def test_a_second_move_after_the_first_was_told_is_told_as_well() -> None:
    session = world()
    move(session, 2)
    send_all(NOW)
    move(session, 3, now=NOW + HOUR)
    send_all(NOW + HOUR)
    assert recipients() == sorted(everybody(session) * 2)
    assert [entry_in(wire(message))[1]["SEQUENCE"] for message in mail.outbox] == [1] * 3 + [2] * 3
    assert all("It was: Thursday 5 March, 8 pm" in message.body for message in mail.outbox[3:])


def test_cancelling_tells_each_member_once_and_takes_the_entry_away() -> None:
    session = world()
    write_due(now=THREE_DAYS.due_at(session.starts_at))
    send_all(THREE_DAYS.due_at(session.starts_at))
    reminded = {message.to[0]: entry_in(wire(message))[1]["UID"] for message in mail.outbox}
    mail.outbox.clear()
    later = THREE_DAYS.due_at(session.starts_at) + HOUR
    cancel(session, now=later)
    send_all(later)
    assert recipients() == everybody(session)
    for message in mail.outbox:
        calendar, event = entry_in(wire(message))
        assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
        assert event["UID"] == reminded[message.to[0]]


def test_moved_and_then_cancelled_is_told_as_cancelled_alone() -> None:
    session = world()
    move(session, 2)
    cancel(session, now=NOW + MINUTE)
    send_all(NOW + 2 * MINUTE)
    assert recipients() == everybody(session)
    assert {message.subject for message in mail.outbox} == {"A date is off: Thursday 5 March, 8 pm"}


def test_who_left_before_it_went_hears_nothing() -> None:
    session = world()
    move(session, 2)
    person = members_of(session.circle)[-1]
    leave_circle(circle_id=session.circle_id, by=me(person), now=NOW)
    send_all(NOW + MINUTE)
    assert recipients() == everybody(session)
    assert person.email not in recipients()


def test_a_new_rhythm_carries_the_files_of_the_next_two_and_of_what_was_moved_before() -> None:
    session = world()
    later = Session.objects.filter(circle=session.circle).order_by("starts_at")[5]
    host = me(host_of(session.circle))
    move_session(session_id=later.pk, starts_at=later.starts_at + HOUR, minutes=90, sequence=0, by=host, now=NOW)
    send_all(NOW)
    mail.outbox.clear()
    end_rhythm(circle_id=session.circle_id, by=host, now=NOW + HOUR)
    send_all(NOW + HOUR)
    assert recipients() == everybody(session)
    for message in mail.outbox:
        files = [part for part in wire(message).iter_attachments() if part.get_content_type() == "text/calendar"]
        events = [Calendar.from_ical(part.get_content()).walk("VEVENT")[0] for part in files]
        assert [event["SEQUENCE"] for event in events] == [1, 1, 2]
        assert {part.get_param("method") for part in files} == {"CANCEL"}


def test_a_rhythm_that_changes_tells_members_once() -> None:
    session = world()
    weekly(session.circle, local_time=time(19))
    send_all(NOW)
    assert recipients() == everybody(session)
    assert {message.subject for message in mail.outbox} == {"Dates have changed: now from Thursday 5 March, 7 pm"}
    assert all("first on Thursday 5 March, 7 pm to 8.30 pm, UK time." in message.body for message in mail.outbox)
    _calendar, event = next(_entries(mail.outbox[0]))
    assert event.decoded("DTSTART") == datetime(2026, 3, 5, 19, tzinfo=UTC)


def _entries(message: mail.EmailMessage) -> object:
    for part in wire(message).iter_attachments():
        calendar = Calendar.from_ical(part.get_content())
        yield calendar, calendar.walk("VEVENT")[0]


def test_changes_can_be_switched_off_apart_from_reminders() -> None:
    switches = {kind.switch for kind in kinds.optional()}
    assert {SESSION, THREE_DAYS.kind} <= switches
