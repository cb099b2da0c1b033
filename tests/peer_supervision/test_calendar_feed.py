"""The calendar feed: what is in it, who has one, and that its secret is nowhere."""

from __future__ import annotations

import io
import logging
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import erase_account, withdraw_consent
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.actor import ANONYMOUS
from lero_hub.errors import NotAllowed
from lero_hub.runtime.logs import PrivateJsonFormatter, configuration
from peer_supervision.calendar_entries import entry_id
from peer_supervision.feed_secrets import address, digest
from peer_supervision.models import CalendarFeed, Session
from peer_supervision.states import Answer
from peer_supervision.workflows.circles import close_circle
from peer_supervision.workflows.feeds import make_feed, revoke_feed
from peer_supervision.workflows.membership import leave_circle
from peer_supervision.workflows.sessions import answer_session, cancel_session
from tests.factories import NOW, browser_of, me, person
from tests.peer_supervision.builders import LINK, circle, host_of, join_circle, members_of, sessions_of, weekly

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def path(secret: str) -> str:
    return reverse("peer_supervision:calendar_feed", args=[secret])


def world() -> tuple[User, str, list[Session]]:
    """Give a member of a circle, the secret of their feed, and the sessions ahead."""
    opened = circle(members=2, name="Sentinel Circle")
    sessions = weekly(opened)
    somebody = members_of(opened)[1]
    return somebody, make_feed(by=me(somebody), now=NOW), sessions


def read(secret: str, now: object = NOW) -> list[dict[str, object]]:
    """Read a feed as a calendar program does; give its entries."""
    with time_machine.travel(now, tick=False):  # type: ignore[arg-type]  # an instant
        answer = Client().get(path(secret))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_feed_has_the_sessions_ahead_under_the_ids_of_the_mails() -> None:
    somebody, secret, sessions = world()
    events = read(secret)
    assert [event["UID"] for event in events] == [entry_id(session, somebody.pk) for session in sessions]
    assert [event.decoded("DTSTART") for event in events] == [session.starts_at for session in sessions]
    assert {event["SUMMARY"] for event in events} == {"Meeting"}
    assert {event["STATUS"] for event in events} == {"TENTATIVE"}


def test_a_feed_names_nothing_and_nobody() -> None:
    somebody, secret, sessions = world()
    text = Client().get(path(secret)).content.decode().replace("\r\n ", "")
    words = [
        LINK,
        "Sentinel",
        "circle",
        "recovery",
        "LERO",
        "http",
        "ATTENDEE",
        "ORGANIZER",
        str(sessions[0].circle_id),
    ]
    words += [each.display_name for each in members_of(sessions[0].circle)] + [somebody.email, str(somebody.pk)]
    assert [word for word in words if word.lower() in text.lower()] == []


def test_answers_show_and_a_no_leaves_the_feed() -> None:
    somebody, secret, sessions = world()
    for session, answer in zip(sessions, (Answer.YES, Answer.MAYBE, Answer.NO), strict=False):
        answer_session(session_id=session.pk, answer=answer, by=me(somebody), now=NOW)
    events = {event["UID"]: event["STATUS"] for event in read(secret)}
    assert events[entry_id(sessions[0], somebody.pk)] == "CONFIRMED"
    assert events[entry_id(sessions[1], somebody.pk)] == "TENTATIVE"
    assert entry_id(sessions[2], somebody.pk) not in events


def test_a_cancelled_session_leaves_the_feed_and_a_recent_one_stays_for_four_weeks() -> None:
    somebody, secret, sessions = world()
    cancel_session(session_id=sessions[1].pk, by=me(host_of(sessions[0].circle)), now=NOW)
    ids = {event["UID"] for event in read(secret, sessions[0].ends_at + 27 * DAY)}
    assert entry_id(sessions[0], somebody.pk) in ids
    assert entry_id(sessions[1], somebody.pk) not in ids
    ids = {event["UID"] for event in read(secret, sessions[0].ends_at + 29 * DAY)}
    assert entry_id(sessions[0], somebody.pk) not in ids


def test_what_was_over_before_somebody_joined_is_not_theirs() -> None:
    _somebody, _secret, sessions = world()
    joined = sessions[0].ends_at + DAY
    late = join_circle(sessions[0].circle, now=joined).user
    secret = make_feed(by=me(late), now=joined)
    ids = {event["UID"] for event in read(secret, joined)}
    assert entry_id(sessions[0], late.pk) not in ids
    assert entry_id(sessions[1], late.pk) in ids


def test_who_left_sees_nothing_of_the_circle_any_more() -> None:
    somebody, secret, sessions = world()
    leave_circle(circle_id=sessions[0].circle_id, by=me(somebody), now=NOW)
    assert read(secret) == []


def test_a_closed_circle_leaves_the_feed() -> None:
    _somebody, secret, sessions = world()
    close_circle(circle_id=sessions[0].circle_id, by=me(host_of(sessions[0].circle)), now=NOW)
    assert read(secret) == []


def test_a_program_may_keep_what_has_not_changed() -> None:
    somebody, secret, sessions = world()
    client = Client()
    with time_machine.travel(NOW, tick=False):
        first = client.get(path(secret))
        again = client.get(path(secret), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        answer_session(session_id=sessions[0].pk, answer=Answer.YES, by=me(somebody), now=NOW)
        changed = client.get(path(secret), headers={"If-None-Match": first["ETag"]})
        head = client.head(path(secret))
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)
    assert (head.status_code, head.content) == (200, b"")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    for answer in (first, again, changed):
        assert answer["Cache-Control"] == "private, max-age=300"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert not answer.cookies


def _revoke(somebody: User) -> None:
    revoke_feed(by=me(somebody), now=NOW)


def _renew(somebody: User) -> None:
    make_feed(by=me(somebody), now=NOW)


def _withdraw(somebody: User) -> None:
    withdraw_consent(user_id=somebody.pk, by=me(somebody), now=NOW)


def _close(somebody: User) -> None:
    User.objects.filter(pk=somebody.pk).update(is_active=False)


def _erase(somebody: User) -> None:
    erase_account(user_id=somebody.pk, by=me(somebody), now=NOW)
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("end", [_revoke, _renew, _withdraw, _close, _erase])
def test_an_address_that_opens_no_feed_is_not_there(end: object) -> None:
    somebody = person()
    secret = make_feed(by=me(somebody), now=NOW)
    assert Client().get(path(secret)).status_code == 200
    end(somebody)  # type: ignore[operator]  # one of the functions above
    answer = Client().get(path(secret))
    assert answer.status_code == 404
    assert secret not in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("secret", ["x", "é" * 40, "a" * 3000, "..%2F", "%00"])
def test_an_address_that_never_was_is_not_there(secret: str) -> None:
    assert Client().get(f"/calendar/{secret}.ics").status_code in {400, 404}


def test_guesses_and_floods_are_slowed_down(settings: Settings) -> None:
    _somebody, secret, _sessions = world()
    limits = {"calendar_missed": "2/m/ip", "calendar_read": "3/h/key"}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **limits}
    assert [Client().get(path("guess")).status_code for _each in range(3)] == [404, 404, 429]
    assert [Client().get(path(secret)).status_code for _each in range(4)] == [200, 200, 200, 429]


# --- The secret -------------------------------------------------------------------------------------------------------


def test_the_secret_is_kept_nowhere_and_shown_once() -> None:
    somebody = person()
    browser = browser_of(somebody)
    made = browser.post(reverse("peer_supervision:calendar_make"))
    (feed,) = CalendarFeed.objects.all()
    secret = made.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert digest(secret) == feed.digest
    assert "no-store" in made["Cache-Control"]
    assert address(secret) in made.content.decode()
    assert secret not in browser.get(reverse("peer_supervision:calendar")).content.decode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{secret}%"])
            assert cursor.fetchone() == (0,), table


def test_the_logs_never_hold_the_secret(caplog: pytest.LogCaptureFixture) -> None:
    _somebody, secret, _sessions = world()
    stream, formatter = io.StringIO(), PrivateJsonFormatter()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        with caplog.at_level(logging.DEBUG):
            Client().get(path(secret))
            Client().get(path(secret[:-1]))
            Client(raise_request_exception=False).get(path(secret), headers={"If-None-Match": "what?"})
            logging.getLogger("gunicorn.error").error("Error handling request %s", path(secret))
    finally:
        root.removeHandler(handler)
    written = stream.getvalue()
    assert "peer_supervision:calendar_feed" in written
    assert "The server could not read or answer a request." in written
    assert secret[:-1] not in written


def test_the_server_writes_no_log_of_requests_and_hands_its_errors_over() -> None:
    from pathlib import Path

    root = Path(__file__).parents[2]
    for name in ("Dockerfile", "docker-compose.yml", "lero_hub/runtime/supervisor.py", "deploy/Caddyfile"):
        text = (root / name).read_text()
        assert "access-logfile" not in text
        assert "access_log" not in text
    assert configuration()["loggers"]["gunicorn.error"] == {"handlers": [], "propagate": True}


def test_the_audit_log_says_that_and_not_where() -> None:
    somebody, secret, _sessions = world()
    make_feed(by=me(somebody), now=NOW)
    revoke_feed(by=me(somebody), now=NOW)
    revoke_feed(by=me(somebody), now=NOW)
    events = AuditEvent.objects.filter(verb__contains="_feed").order_by("at", "id")
    assert sorted(event.verb for event in events) == ["circles.make_feed", "circles.renew_feed", "circles.revoke_feed"]
    assert all(secret not in str(event.__dict__) and digest(secret) not in str(event.__dict__) for event in events)


def test_a_visitor_makes_no_feed() -> None:
    with pytest.raises(NotAllowed):
        make_feed(by=ANONYMOUS, now=NOW)


def test_reading_takes_the_same_number_of_questions_however_much_there_is() -> None:
    somebody, secret, _sessions = world()

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(secret)
        return len(captured)

    count()
    few = count()
    other = circle(members=1)
    weekly(other)
    join_circle(other, somebody)
    assert len(read(secret)) == 2 * len(sessions_of(other))
    assert count() == few


# --- The page ---------------------------------------------------------------------------------------------------------


def test_a_feed_is_made_renewed_and_ended_on_its_page() -> None:
    browser = browser_of(person())
    page = reverse("peer_supervision:calendar")
    assert "Make my address" in browser.get(page).content.decode()
    first = browser.post(reverse("peer_supervision:calendar_make")).context["address"]
    assert "Your feed has been on since" in browser.get(page).content.decode()
    assert browser.get(reverse("peer_supervision:calendar_renew")).status_code == 200
    second = browser.post(reverse("peer_supervision:calendar_make")).context["address"]
    assert first != second
    assert browser.get(reverse("peer_supervision:calendar_end")).status_code == 200
    answer = browser.post(reverse("peer_supervision:calendar_end"), follow=True)
    assert "The feed has ended" in answer.content.decode()
    assert "Make my address" in answer.content.decode()


# --- Constraints ------------------------------------------------------------------------------------------------------

BROKEN = {
    "peer_supervision_calendar_feed_one_each": {"digest": "1" * 64},
    "peer_supervision_calendar_feed_digest_once": {"user": None},
    "peer_supervision_calendar_feed_digest_is_one": {"user": None, "digest": "secret"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_holds_each_rule(name: str) -> None:
    row = {"user": person(), "digest": "0" * 64, "made_at": NOW}
    CalendarFeed.objects.create(**row)
    changes = {**BROKEN[name]}
    if "user" in changes:
        changes["user"] = person()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CalendarFeed.objects.create(**row | changes)
