"""Calendar files: small, neutral, stable, and right on the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from icalendar import Calendar

from peer_supervision.calendar_entries import entry_id, feed_of, file_for
from peer_supervision.models import Session
from peer_supervision.reminders import THREE_DAYS, TWO_HOURS
from peer_supervision.workflows.reminders import write_due
from tests.factories import NOW
from tests.peer_supervision.builders import circle, members_of, sessions_of, weekly
from tests.peer_supervision.support_reminders import MINUTE, entry_in, send_all, silence, wire

pytestmark = pytest.mark.django_db

KNOWN = {
    "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP", "STATUS", "ORGANIZER", "ATTENDEE",
}  # fmt: skip


def test_an_entry_says_when_and_nothing_else() -> None:
    session = weekly(circle(members=1, name="Candle"))[0]
    person = members_of(session.circle)[1]
    file = file_for(session, user_id=person.pk, email=person.email, answer="maybe", now=NOW)
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert set(event) == KNOWN
    assert (event["SUMMARY"], event["CLASS"]) == ("Meeting", "PRIVATE")
    assert event["ORGANIZER"] == "mailto:hub@lero-hub.example"
    assert event["ORGANIZER"].params == {}
    assert event["ATTENDEE"] == f"mailto:{person.email}"
    assert dict(event["ATTENDEE"].params) == {"RSVP": "FALSE", "PARTSTAT": "TENTATIVE"}
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=90)
    assert (file.name, file.content_type) == ("meeting.ics", "text/calendar; method=REQUEST")


def test_who_has_not_answered_is_asked() -> None:
    session = weekly(circle())[0]
    file = file_for(session, user_id=members_of(session.circle)[0].pk, email="mo@people.example", now=NOW)
    assert b"PARTSTAT=NEEDS-ACTION" in file.content


def test_the_id_is_one_for_person_and_session_and_leads_back_to_neither() -> None:
    first, second = weekly(circle(members=1))[:2]
    host, member = members_of(first.circle)
    ids = {entry_id(session, person.pk) for session in (first, second) for person in (host, member)}
    assert len(ids) == 4
    assert entry_id(first, host.pk) == entry_id(first, host.pk)
    assert not {str(first.pk), str(host.pk), str(first.circle_id)} & ids


def test_files_follow_the_letter_of_the_format() -> None:
    session = weekly(circle())[0]
    person = members_of(session.circle)[0]
    long = f"{'a' * 60}@{'b' * 60}.example"
    content = file_for(session, user_id=person.pk, email=long, now=NOW).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    for calendar in (Calendar.from_ical(content), Calendar.from_ical(feed_of([(session, "yes")], user_id=person.pk))):
        assert calendar["VERSION"] == "2.0"
        assert not calendar.errors
        assert all(not event.errors for event in calendar.walk("VEVENT"))


def test_the_file_comes_through_the_mail_whole() -> None:
    session = weekly(circle())[0]
    silence()
    due = THREE_DAYS.due_at(session.starts_at)
    write_due(now=due)
    send_all(due)
    (message,) = mail.outbox
    parsed = wire(message)
    (part,) = parsed.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "meeting.ics")
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    _calendar, event = entry_in(parsed)
    assert event["ATTENDEE"] == f"mailto:{message.to[0]}"


# --- Clock changes ----------------------------------------------------------------------------------------------------

CHANGES = [
    # zone, weekday, the sessions just before and after the clocks change, each as local date and UTC hour
    ("Europe/London", 6, (date(2027, 3, 21), 18), (date(2027, 3, 28), 17)),
    ("Europe/London", 6, (date(2027, 10, 24), 17), (date(2027, 10, 31), 18)),
    ("America/New_York", 6, (date(2027, 3, 7), 23), (date(2027, 3, 14), 22)),
    ("America/New_York", 6, (date(2027, 10, 31), 22), (date(2027, 11, 7), 23)),
    ("Australia/Sydney", 6, (date(2027, 3, 28), 7), (date(2027, 4, 4), 8)),
]


def at_six(zone: str, weekday: int, first: date) -> list[Session]:
    """Give the sessions of a circle that meets at six by the clocks of a zone, from two weeks before a date on."""
    start = first - timedelta(weeks=2)
    now = datetime.combine(start - timedelta(days=3), time(12), UTC)
    with time_machine.travel(now, tick=False):
        opened = circle(members=1, now=now)
        return weekly(opened, now=now, zone=zone, weekday=weekday, starts_on=start)


@pytest.mark.parametrize(("zone", "weekday", "before", "after"), CHANGES)
def test_six_stays_six_on_the_clock_and_reminders_keep_their_distance(
    zone: str, weekday: int, before: tuple[date, int], after: tuple[date, int]
) -> None:
    by_day = {each.starts_at.astimezone(ZoneInfo(zone)).date(): each for each in at_six(zone, weekday, before[0])}
    for day, hour in (before, after):
        session = by_day[day]
        assert session.starts_at.astimezone(ZoneInfo(zone)).time() == time(18)
        assert session.starts_at.astimezone(UTC).hour == hour
        silence()
        for reminder, hours in ((THREE_DAYS, 72), (TWO_HOURS, 2)):
            mail.outbox.clear()
            due = session.starts_at - timedelta(hours=hours)
            write_due(now=due - 3 * MINUTE)
            send_all(due - MINUTE)
            assert mail.outbox == []
            send_all(due)
            assert len(mail.outbox) == 2
            for message in mail.outbox:
                _calendar, event = entry_in(wire(message))
                assert event.decoded("DTSTART") == session.starts_at
                assert "6 pm" in message.subject
            assert reminder.due_at(session.starts_at) == due


def test_the_reminder_before_a_long_weekend_comes_an_hour_off_on_the_clock() -> None:
    """Clocks go forward at 1 am on 28 March 2027: 72 hours before 6 pm that day is 5 pm on the Thursday."""
    session = next(
        each for each in at_six("Europe/London", 6, date(2027, 3, 28)) if each.starts_at.date() == date(2027, 3, 28)
    )
    due = THREE_DAYS.due_at(session.starts_at).astimezone(ZoneInfo("Europe/London"))
    assert (due.date(), due.time()) == (date(2027, 3, 25), time(17))


def test_a_feed_over_a_change_has_instants_and_needs_no_zone() -> None:
    sessions = at_six("Europe/London", 6, date(2027, 3, 28))
    person = members_of(sessions[0].circle)[0]
    feed = Calendar.from_ical(feed_of([(each, "") for each in sessions_of(sessions[0].circle)], user_id=person.pk))
    assert feed.walk("VTIMEZONE") == []
    starts = [event.decoded("DTSTART") for event in feed.walk("VEVENT")]
    assert starts == [session.starts_at for session in sessions]
    assert {start.tzinfo for start in starts} == {UTC} or {start.utcoffset() for start in starts} == {timedelta(0)}
