"""When reminders fall due, to whom they go, and what makes them void."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from celery import current_app
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import set_notifications, withdraw_consent
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.schedule import SCHEDULE
from peer_supervision import tasks
from peer_supervision.messages import reminders as messages
from peer_supervision.models import Session
from peer_supervision.reminders import ALL, LOOKAHEAD, ONE_WEEK, THREE_DAYS, TWO_HOURS, Key, named
from peer_supervision.states import Answer
from peer_supervision.workflows.circles import close_circle
from peer_supervision.workflows.membership import leave_circle
from peer_supervision.workflows.reminders import write_due
from peer_supervision.workflows.sessions import answer_session, cancel_session, move_session
from peer_supervision.workflows.turns import decline_turn
from tests.factories import NOW, me
from tests.peer_supervision.builders import circle, host_of, join_circle, members_of, picked, presenter, weekly
from tests.peer_supervision.support_reminders import HOUR, MINUTE, fresh, reminders, send_all, silence, written_to

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 5, 18, tzinfo=UTC)


def world(members: int = 2) -> Session:
    """Give the first session of a circle: Thursday 5 March, at six, with a host and some members."""
    session = weekly(circle(members=members))[0]
    assert session.starts_at == START
    silence()
    return session


# --- Pure -------------------------------------------------------------------------------------------------------------


def test_each_reminder_gives_way_to_the_next_or_to_the_start() -> None:
    assert [each.before for each in ALL] == [timedelta(days=7), timedelta(hours=72), timedelta(hours=2)]
    assert [each.until for each in ALL] == [timedelta(0), timedelta(hours=2), timedelta(0)]
    for each in ALL:
        assert each.due_at(START) < each.expires_at(START) <= START
        assert named(each.name) is each


def test_a_key_says_all_that_is_asked_again() -> None:
    key = Key("two_hours", uuid4(), 3, uuid4())
    assert Key.read(str(key)) == key
    with pytest.raises(ValueError):
        Key.read("invitation:1")


# --- Due --------------------------------------------------------------------------------------------------------------


def test_nothing_is_written_before_it_is_nearly_due() -> None:
    session = world()
    early = THREE_DAYS.due_at(session.starts_at) - LOOKAHEAD - MINUTE
    assert write_due(now=early) == 0
    assert write_due(now=early + 2 * MINUTE) == 3
    assert {row.not_before for row in reminders()} == {session.starts_at - 72 * HOUR}
    assert {row.expires_at for row in reminders()} == {session.starts_at - 2 * HOUR}


def test_a_row_waits_until_it_is_due_to_the_minute() -> None:
    session = world()
    due = THREE_DAYS.due_at(session.starts_at)
    write_due(now=due - 3 * MINUTE)
    send_all(due - MINUTE)
    assert mail.outbox == []
    send_all(due)
    assert {message.to[0] for message in mail.outbox} == {person.email for person in members_of(session.circle)}


@pytest.mark.parametrize(("reminder", "name"), [(THREE_DAYS, "three_days"), (TWO_HOURS, "two_hours")])
def test_every_member_gets_each_reminder_once(reminder: object, name: str) -> None:
    session = world()
    due = named(name).due_at(session.starts_at)
    for minutes in range(0, 30, 5):
        write_due(now=due + minutes * MINUTE)
        send_all(due + minutes * MINUTE)
    assert written_to(name) == set(members_of(session.circle))
    assert len(mail.outbox) == 3


def test_the_presenter_hears_a_week_before_and_nobody_else_does() -> None:
    later = weekly(circle(members=2))[1]
    picked(later.circle)
    silence()
    write_due(now=ONE_WEEK.due_at(later.starts_at))
    assert written_to("presenter") == {presenter(later)}


def test_who_takes_over_the_turn_hears_of_it_and_who_passed_does_not() -> None:
    later = weekly(circle(members=2))[1]
    turn = picked(later.circle)[(later.pk, "presenter")]
    silence()
    due = ONE_WEEK.due_at(later.starts_at)
    write_due(now=due - MINUTE)
    decline_turn(turn_id=turn.pk, by=me(turn.user), now=due - MINUTE)
    write_due(now=due)
    send_all(due)
    new = presenter(later)
    assert new != turn.user
    assert [message.to for message in mail.outbox if "your turn" in message.body] == [[new.email]]
    of_it = [row for row in reminders("presenter") if str(later.pk) in row.dedupe_key]
    assert {row.recipient: row.state for row in of_it} == {turn.user: "void", new: "sent"}


def test_late_is_better_than_never_until_the_next_one_takes_over() -> None:
    session = world()
    assert write_due(now=session.starts_at - 2 * HOUR - MINUTE) == 6
    assert {row.kind for row in reminders()} == {THREE_DAYS.kind, TWO_HOURS.kind}
    silence()
    assert write_due(now=session.starts_at - 2 * HOUR) == 3
    assert {row.kind for row in reminders()} == {TWO_HOURS.kind}


def test_nothing_is_written_once_it_has_started() -> None:
    session = world()
    assert write_due(now=session.starts_at) == 0


def test_what_was_not_sent_in_time_expires() -> None:
    session = world()
    write_due(now=session.starts_at - 72 * HOUR)
    send_all(session.starts_at - 2 * HOUR)
    assert mail.outbox == []
    assert {row.state for row in reminders("three_days")} == {"queued"}
    write_due(now=session.starts_at - HOUR)
    send_all(session.starts_at + MINUTE)
    assert mail.outbox == []


# --- Wanted -----------------------------------------------------------------------------------------------------------


def test_who_said_no_is_left_in_peace_and_maybe_is_reminded() -> None:
    session = world()
    host, first, second = members_of(session.circle)
    for person, answer in ((host, Answer.YES), (first, Answer.MAYBE), (second, Answer.NO)):
        answer_session(session_id=session.pk, answer=answer, by=me(person), now=NOW)
    write_due(now=session.starts_at - 72 * HOUR)
    assert written_to("three_days") == {host, first}


def _says_no(session: Session, person: User) -> None:
    answer_session(session_id=session.pk, answer=Answer.NO, by=me(person), now=NOW + HOUR)


def _leaves(session: Session, person: User) -> None:
    leave_circle(circle_id=session.circle_id, by=me(person), now=NOW + HOUR)


def _withdraws(session: Session, person: User) -> None:
    withdraw_consent(user_id=person.pk, by=me(person), now=NOW + HOUR)


def _is_closed(session: Session, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def _switches_off(session: Session, person: User) -> None:
    wanted = {kind.switch: kind.name != THREE_DAYS.kind for kind in kinds.optional()}
    set_notifications(user_id=person.pk, wanted=wanted, by=me(person), now=NOW)


@pytest.mark.parametrize("what", [_says_no, _leaves, _withdraws, _is_closed, _switches_off])
def test_what_changes_in_between_is_asked_again_when_the_mail_goes(what: object) -> None:
    session = world()
    person = members_of(session.circle)[-1]
    due = session.starts_at - 72 * HOUR
    write_due(now=due - MINUTE)
    what(session, person)  # type: ignore[operator]  # one of the functions above
    send_all(due)
    assert person.email not in {to for message in mail.outbox for to in message.to}
    assert len([message for message in mail.outbox if message.subject.startswith("A date on")]) == 2
    assert [row.state for row in reminders("three_days") if row.recipient_id == person.pk] == ["void"]


def test_who_joins_late_is_reminded_from_then_on() -> None:
    session = world()
    due = session.starts_at - 72 * HOUR
    write_due(now=due)
    person = join_circle(session.circle, now=due + HOUR).user
    assert write_due(now=due + 2 * HOUR) == 1
    assert person in written_to("three_days")


def test_a_cancelled_session_reminds_nobody() -> None:
    session = world()
    due = session.starts_at - 72 * HOUR
    write_due(now=due - MINUTE)
    cancel_session(session_id=session.pk, by=me(host_of(session.circle)), now=due - MINUTE)
    send_all(due)
    assert {row.state for row in reminders()} == {"void"}
    silence()
    assert write_due(now=session.starts_at - HOUR) == 0


def test_a_closed_circle_reminds_nobody() -> None:
    session = world()
    close_circle(circle_id=session.circle_id, by=me(host_of(session.circle)), now=NOW)
    silence()
    assert write_due(now=session.starts_at - HOUR) == 0


def _move(session: Session, to: datetime, *, now: datetime) -> None:
    here = fresh(session)
    by = me(host_of(session.circle))
    move_session(session_id=here.pk, starts_at=to, minutes=90, sequence=here.sequence, by=by, now=now)


def test_moving_voids_what_was_due_and_reminds_of_the_new_time() -> None:
    session = world()
    due, new = session.starts_at - 72 * HOUR, session.starts_at + 24 * HOUR
    write_due(now=due - MINUTE)
    _move(session, new, now=due - MINUTE)
    send_all(due)
    assert {row.state for row in reminders()} == {"void"}
    mail.outbox.clear()
    assert write_due(now=due + 24 * HOUR) == 3
    send_all(due + 24 * HOUR)
    assert len(mail.outbox) == 3
    assert all("Friday 6 March, 6 pm" in message.subject for message in mail.outbox)


def test_who_was_just_told_of_a_new_time_is_not_reminded_of_it_as_well() -> None:
    session = world()
    now = session.starts_at - 24 * HOUR
    _move(session, session.starts_at + HOUR, now=now)
    assert write_due(now=now) == 0
    assert write_due(now=session.starts_at - HOUR) == 3
    assert {row.kind for row in reminders()} == {TWO_HOURS.kind}


# --- The task ---------------------------------------------------------------------------------------------------------


def test_beat_asks_every_minute() -> None:
    entry = SCHEDULE["peer_supervision.remind"]
    assert (entry["task"], entry["schedule"]) == (tasks.remind.name, 60.0)
    assert tasks.remind.name in current_app.tasks


def test_the_task_twice_in_a_row_writes_once() -> None:
    session = world()
    with time_machine.travel(session.starts_at - 72 * HOUR, tick=False):
        assert (tasks.remind(), tasks.remind()) == (3, 0)


def test_a_fault_with_one_session_holds_nobody_else_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = world()
    second = weekly(circle(members=1), local_time=time(18, 1))[0]
    silence()
    write = messages.remind

    def fail(reminder: object, session: Session, *people: object, **rest: object) -> OutboxMessage | None:
        if session.pk == first.pk:
            raise RuntimeError("a fault of ours")
        return write(reminder, session, *people, **rest)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(messages, "remind", fail)
    assert write_due(now=second.starts_at - 72 * HOUR) == 2
    assert str(first.pk) in caplog.text
    monkeypatch.undo()
    assert write_due(now=second.starts_at - 72 * HOUR) == 3


def test_how_many_questions_are_asked_does_not_grow_with_the_circles() -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            write_due(now=START - 72 * HOUR)
        return len(captured)

    world()
    write_due(now=START - 72 * HOUR)
    few = count()
    for _each in range(2):
        weekly(circle(members=3))
    write_due(now=START - 72 * HOUR)
    assert count() == few
