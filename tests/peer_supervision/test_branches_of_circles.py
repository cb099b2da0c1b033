"""What seldom happens in a circle: leaving one that is closed, a host that was, a day that is half over, both turns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lero_hub.accounts.workflows.consents import withdraw_consent
from lero_hub.errors import NotAllowed
from lero_hub.outbox.models import OutboxMessage
from peer_supervision.models import CircleInvitation, Turn
from peer_supervision.policies import can_host_session, can_open_session, roles_by_circle
from peer_supervision.states import TurnRole, TurnState, Why
from peer_supervision.workflows import circles, feeds, membership, swaps
from tests.factories import HOUR, NOW, coordinator, me
from tests.peer_supervision.builders import (
    circle,
    facilitator,
    host_of,
    invited,
    leader,
    members_of,
    picked,
    presenter,
    weekly,
)

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 3, 5, 19, tzinfo=UTC)
"""A Thursday, an hour after the circle met."""


def test_the_last_one_leaves_a_closed_circle_as_it_is() -> None:
    opened = circle()
    host = host_of(opened)
    circles.close_circle(circle_id=opened.pk, by=me(host), now=NOW)
    membership.leave_circle(circle_id=opened.pk, by=me(host), now=NOW + HOUR)
    opened.refresh_from_db()
    assert opened.closed_at == NOW
    assert members_of(opened) == []


def test_the_only_host_may_leave_others_in_a_closed_circle() -> None:
    opened = circle(members=1)
    host, other = members_of(opened)
    circles.close_circle(circle_id=opened.pk, by=me(host), now=NOW)
    membership.leave_circle(circle_id=opened.pk, by=me(host), now=NOW + HOUR)
    assert members_of(opened) == [other]


def test_invitations_of_a_host_that_was_go_with_them_and_others_stay() -> None:
    opened = circle(members=1)
    first, second = members_of(opened)
    theirs = leader()
    invited(opened, theirs)
    heir = opened.memberships.open().get(user=second)
    membership.hand_over_hosting(membership_id=heir.pk, by=me(first), now=NOW)
    mine = leader()
    invited(opened, mine)
    leaving = opened.memberships.open().get(user=first)
    membership.remove_from_circle(membership_id=leaving.pk, by=me(second), now=NOW)
    assert list(CircleInvitation.objects.open().values_list("email", flat=True)) == [mine.email]
    assert not CircleInvitation.objects.filter(email=theirs.email).exists()


def test_a_rhythm_that_is_set_after_its_hour_begins_a_week_later() -> None:
    opened = circle()
    dated = weekly(opened, now=EVENING, starts_on=EVENING.date())
    assert dated[0].starts_at == EVENING - HOUR + timedelta(days=7)


def test_a_rhythm_that_changes_nothing_moves_and_tells_nothing() -> None:
    opened = circle(members=1)
    before = weekly(opened)
    OutboxMessage.objects.all().delete()
    after = weekly(opened, challenge_minutes=45)
    assert [session.sequence for session in after] == [session.sequence for session in before]
    assert {session.challenge_minutes for session in after} == {45}
    assert not OutboxMessage.objects.exists()


def test_a_session_before_the_new_first_day_is_cancelled() -> None:
    opened = circle(members=1)
    weekly(opened)
    changed = weekly(opened, starts_on=date(2026, 3, 9))
    assert [session.state for session in changed[:2]] == ["cancelled", "planned"]


def test_who_keeps_the_time_takes_the_challenge_and_the_next_in_line_keeps_the_time() -> None:
    opened = circle(members=4)
    dated = weekly(opened)
    picked(opened)
    brings, keeps = presenter(dated[0]), facilitator(dated[0])
    turn = Turn.objects.standing().presenters().get(session=dated[0])
    swap = swaps.ask_to_swap(turn_id=turn.pk, asked_id=keeps.pk, in_exchange_id=None, by=me(brings), now=NOW)
    swaps.accept_swap(swap_id=swap.pk, by=me(keeps), now=NOW)
    taken = Turn.objects.standing().presenters().get(session=dated[0])
    assert (taken.user, taken.why, taken.state) == (keeps, Why.TOOK_OVER, TurnState.ACCEPTED)
    assert facilitator(dated[0]) != keeps
    released = Turn.objects.get(session=dated[0], user=keeps, role=TurnRole.FACILITATOR)
    assert released.state == TurnState.RELEASED


def test_a_host_renames_the_circle_and_a_coordinator_does_not() -> None:
    opened = circle()
    circles.change_circle(circle_id=opened.pk, name=" Ours ", purpose="To think.", by=me(host_of(opened)), now=NOW)
    with pytest.raises(NotAllowed):
        circles.change_circle(circle_id=opened.pk, name="Theirs", purpose="", by=me(coordinator()), now=NOW)
    opened.refresh_from_db()
    assert (opened.name, opened.purpose) == ("Ours", "To think.")


def test_a_session_is_its_members_and_its_host_runs_it() -> None:
    opened = circle(members=1)
    session = weekly(opened)[0]
    host, member = members_of(opened)
    asked = [me(host), me(member), me(coordinator())]
    assert [can_open_session(by, session) for by in asked] == [True, True, False]
    assert [can_host_session(by, session) for by in asked] == [True, False, False]


def test_who_withdrew_consent_has_no_circle_and_makes_no_feed() -> None:
    opened = circle(members=1)
    member = members_of(opened)[1]
    assert list(roles_by_circle(me(member))) == [opened.pk]
    withdraw_consent(user_id=member.pk, by=me(member), now=NOW)
    assert roles_by_circle(me(member)) == {}
    with pytest.raises(NotAllowed):
        feeds.make_feed(by=me(member), now=NOW)
