"""One session: answered, moved, cancelled, held."""

from __future__ import annotations

import pytest

from lero_hub.errors import NotAllowed
from lero_hub.outbox.models import OutboxMessage
from peer_supervision.models import (
    Attendance,
    Challenge,
    ChallengeKey,
    Session,
)
from peer_supervision.workflows import sessions
from peer_supervision.workflows.challenges import write_challenge
from tests.factories import DAY, HOUR, NOW, me
from tests.peer_supervision.builders import (
    facilitator,
    host_of,
    members_of,
    picked,
    presenter,
)
from tests.peer_supervision.support import refused

pytestmark = pytest.mark.django_db


def test_moving_keeps_identity_raises_the_sequence_and_asks_again(group):
    opened, dated = group
    host, session = me(host_of(opened)), dated[0]
    sessions.answer_session(session_id=session.pk, answer="yes", by=host, now=NOW)
    OutboxMessage.objects.all().delete()
    given = {"session_id": session.pk, "minutes": 60, "by": host, "now": NOW}
    for _click in range(2):
        sessions.move_session(starts_at=session.starts_at + HOUR, sequence=0, **given)
    moved = Session.objects.get(pk=session.pk)
    assert (moved.sequence, moved.week, moved.rsvps.count()) == (1, session.week, 0)
    assert OutboxMessage.objects.count() == 5
    at = session.starts_at
    refused("moved_meanwhile", sessions.move_session, starts_at=at + 2 * HOUR, sequence=0, **given)
    for code, starts in (("past", NOW), ("too_far", at + 22 * DAY), ("taken", at + 7 * DAY)):
        refused(code, sessions.move_session, starts_at=starts, sequence=1, **given)
    refused("bad_length", sessions.move_session, starts_at=at + 2 * HOUR, sequence=1, **given | {"minutes": 20})
    late = given | {"now": at + 3 * HOUR}
    refused("started", sessions.move_session, starts_at=at + 4 * HOUR, sequence=1, **late)


def test_cancelling_lets_go_of_turns_and_what_was_written(group):
    opened, dated = group
    picked(opened)
    write_challenge(session_id=dated[0].pk, text="It", question="", by=me(presenter(dated[0])), now=NOW)
    OutboxMessage.objects.all().delete()
    host = me(host_of(opened))
    sessions.cancel_session(session_id=dated[0].pk, by=host, now=NOW)
    assert (Challenge.objects.count(), ChallengeKey.objects.count()) == (0, 0)
    assert not dated[0].turns.standing().exists()
    assert OutboxMessage.objects.count() == 5
    refused("over", sessions.cancel_session, session_id=dated[1].pk, by=host, now=dated[1].ends_at)


def test_answering_stops_when_it_starts(group):
    opened, dated = group
    by = me(members_of(opened)[1])
    refused("unknown_answer", sessions.answer_session, session_id=dated[0].pk, answer="x", by=by, now=NOW)
    refused("started", sessions.answer_session, session_id=dated[0].pk, answer="no", by=by, now=dated[0].starts_at)


def test_saying_no_gives_ones_turn_to_the_next_in_line(group):
    opened, dated = group
    picked(opened)
    first = presenter(dated[0])
    sessions.answer_session(session_id=dated[0].pk, answer="no", by=me(first), now=NOW)
    assert presenter(dated[0]) not in {first, facilitator(dated[0]), presenter(dated[1])}


def test_holding_notes_who_was_there_and_one_theme(group):
    opened, dated = group
    picked(opened)
    keeper, other = (
        facilitator(dated[0]),
        next(each for each in members_of(opened) if each not in {facilitator(dated[0]), host_of(opened)}),
    )
    after = dated[0].ends_at
    given = {"session_id": dated[0].pk, "attended": [keeper.pk], "theme": "funding"}
    with pytest.raises(NotAllowed):
        sessions.mark_held(by=me(other), now=after, **given)
    refused("not_yet", sessions.mark_held, by=me(keeper), now=NOW, **given)
    refused("unknown_theme", sessions.mark_held, by=me(keeper), now=after, **given | {"theme": "x"})
    refused("not_yet", sessions.note_attendance, session_id=dated[0].pk, attended=True, by=me(other), now=NOW)
    sessions.note_attendance(session_id=dated[0].pk, attended=True, by=me(other), now=after)
    sessions.mark_held(by=me(keeper), now=after, **given)
    there = Attendance.objects.filter(session=dated[0], attended=True).values_list("user_id", flat=True)
    assert set(there) == {keeper.pk, other.pk}
    sessions.cancel_session(session_id=dated[1].pk, by=me(host_of(opened)), now=NOW)
    refused("cancelled", sessions.note_attendance, session_id=dated[1].pk, attended=True, by=me(other), now=after)
