"""Whoever gets a presenter's turn inside the last week hears of it at once, once, and only while it is theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from lero_hub.accounts.models import User
from peer_supervision.models import Session
from peer_supervision.reminders import ONE_WEEK
from peer_supervision.workflows.reminders import write_due
from peer_supervision.workflows.sessions import move_session
from peer_supervision.workflows.swaps import accept_swap, ask_to_swap
from peer_supervision.workflows.turns import decline_turn, take_urgent_turn
from tests.factories import me
from tests.peer_supervision.builders import circle, host_of, members_of, picked, presenter, weekly
from tests.peer_supervision.support_reminders import HOUR, MINUTE, fresh, reminders, send_all, silence

pytestmark = pytest.mark.django_db

INSIDE = [timedelta(days=6), 71 * HOUR, 3 * HOUR, HOUR]


def world() -> Session:
    """Give the second session of a circle of five, whose presenter was told a week before."""
    session = weekly(circle(members=4))[1]
    picked(session.circle)
    tick(session.starts_at - timedelta(days=7))
    assert told() == [presenter(session)]
    mail.outbox.clear()
    return session


def tick(now: datetime) -> None:
    """Let a minute of beat and workers pass."""
    write_due(now=now)
    send_all(now)


def told() -> list[User]:
    """Give who got the mail about a turn, in the order of the mails."""
    people = {person.email: person for person in User.objects.all()}
    return [people[message.to[0]] for message in mail.outbox if "It is your turn" in message.body]


def passes(session: Session, now: datetime) -> User:
    turn = session.turns.standing().presenters().get()
    decline_turn(turn_id=turn.pk, by=me(turn.user), now=now)
    return presenter(session)


@pytest.mark.parametrize("before", INSIDE)
def test_who_is_picked_after_a_pass_hears_of_it_at_once_and_once(before: timedelta) -> None:
    session = world()
    now = session.starts_at - before
    new = passes(session, now)
    for minutes in range(3):
        tick(now + minutes * MINUTE)
    assert told() == [new]
    [row] = [row for row in reminders("presenter") if row.recipient_id == new.pk]
    assert row.expires_at == session.starts_at
    assert row.subject == "A date on Thursday 12 March, 6 pm"


@pytest.mark.parametrize("before", INSIDE)
def test_who_takes_it_over_in_a_swap_or_for_something_urgent_hears_of_it(before: timedelta) -> None:
    session = world()
    now = session.starts_at - before
    mine = session.turns.standing().presenters().get()
    theirs = Session.objects.get(circle=session.circle, week=session.week + timedelta(days=7))
    picked(session.circle, now=now)
    asked = presenter(theirs)
    other = theirs.turns.standing().presenters().get()
    swap = ask_to_swap(turn_id=mine.pk, asked_id=None, in_exchange_id=other.pk, by=me(mine.user), now=now)
    accept_swap(swap_id=swap.pk, by=me(asked), now=now)
    tick(now)
    assert told() == [asked]
    mail.outbox.clear()
    urgent = next(each for each in members_of(session.circle) if each not in {mine.user, asked})
    take_urgent_turn(circle_id=session.circle_id, by=me(urgent), now=now + MINUTE)
    tick(now + 2 * MINUTE)
    assert told() == [urgent]


def test_a_turn_that_ends_before_the_mail_goes_is_not_told() -> None:
    session = world()
    now = session.starts_at - 50 * HOUR
    first = passes(session, now)
    write_due(now=now)
    second = passes(session, now + MINUTE)
    tick(now + MINUTE)
    assert told() == [second]
    assert {row.state for row in reminders("presenter") if row.recipient_id == first.pk} == {"void"}


def test_a_session_moved_inside_the_week_still_tells_who_does_not_know() -> None:
    session = world()
    now = session.starts_at - timedelta(days=4)
    knows = presenter(session)
    move(session, 5, now)
    tick(now)
    assert told() == []
    new = passes(session, now + HOUR)
    tick(now + HOUR)
    assert new != knows
    assert told() == [new]


def test_a_session_moved_nearer_tells_its_presenter_who_was_not_told_before() -> None:
    session = weekly(circle(members=4))[1]
    picked(session.circle)
    silence()
    now = session.starts_at - timedelta(days=9)
    move(session, -5 * 24, now)
    tick(now)
    assert [row.state for row in reminders("presenter") if str(session.pk) in row.dedupe_key] == ["sent"]
    assert presenter(session) in told()


def test_nobody_hears_of_a_turn_once_the_session_has_started() -> None:
    session = world()
    new = passes(session, session.starts_at - MINUTE)
    tick(session.starts_at)
    assert new not in told()
    assert ONE_WEEK.expires_at(session.starts_at) == session.starts_at


def move(session: Session, hours: int, now: datetime) -> None:
    here, by = fresh(session), me(host_of(session.circle))
    starts = here.starts_at + hours * HOUR
    move_session(session_id=here.pk, starts_at=starts, minutes=90, sequence=here.sequence, by=by, now=now)
    session.refresh_from_db()
