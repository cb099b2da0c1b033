"""Turns: picked, passed, swapped, taken for something urgent."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import uuid4

import pytest

from lero_hub.errors import NotAllowed, WrongState
from lero_hub.outbox.models import OutboxMessage
from peer_supervision.models import (
    Challenge,
    ChallengeKey,
    Rsvp,
    Swap,
    Turn,
)
from peer_supervision.states import SwapState
from peer_supervision.workflows import membership, sessions, swaps, turns
from peer_supervision.workflows.challenges import write_challenge
from tests.factories import DAY, NOW, me
from tests.peer_supervision.builders import (
    circle,
    facilitator,
    host_of,
    leader,
    members_of,
    picked,
    presenter,
    weekly,
)
from tests.peer_supervision.support import refused

pytestmark = pytest.mark.django_db


def test_turns_are_picked_two_weeks_ahead_once_and_never_twice_running(group):
    opened, dated = group
    first = picked(opened)
    assert {session_id for session_id, _role in first} == {dated[0].pk, dated[1].pk}
    assert picked(opened) == first
    held = []
    for week in range(10):
        picked(opened, now=NOW + week * 7 * DAY)
        held.append((presenter(dated[week]), facilitator(dated[week])))
    for index in range(2):
        row = [pair[index] for pair in held]
        assert all(one != next_one for one, next_one in pairwise(row))
        assert {row.count(each) for each in members_of(opened)} <= ({2} if index == 0 else {1, 2, 3})
    assert all(one != other for one, other in held)


def test_passing_asks_no_reason_and_picks_the_next(group):
    opened, dated = group
    turn = picked(opened)[dated[0].pk, "presenter"]
    with pytest.raises(NotAllowed):
        turns.decline_turn(turn_id=turn.pk, by=me(presenter(dated[1])), now=NOW)
    turns.decline_turn(turn_id=turn.pk, by=me(turn.user), now=NOW)
    assert presenter(dated[0]) != turn.user
    with pytest.raises(WrongState):
        turns.decline_turn(turn_id=turn.pk, by=me(turn.user), now=NOW)
    late = dated[1].starts_at
    other = Turn.objects.standing().presenters().get(session=dated[1])
    refused("started", turns.decline_turn, turn_id=other.pk, by=me(other.user), now=late)


def test_when_everybody_passes_nobody_has_it():
    opened = circle(members=2)
    dated = weekly(opened)
    for _number in range(3):
        for turn in picked(opened).values():
            if turn.session_id == dated[0].pk and turn.role == "presenter":
                turns.decline_turn(turn_id=turn.pk, by=me(turn.user), now=NOW)
    assert not dated[0].turns.standing().presenters().exists()


def test_something_urgent_jumps_the_queue_once(group):
    opened, dated = group
    picked(opened)
    stepped_back, volunteer = presenter(dated[0]), facilitator(dated[0])
    for _click in range(2):
        turn = turns.take_urgent_turn(circle_id=opened.pk, by=me(volunteer), now=NOW)
    assert (turn.session_id, turn.why, turn.state) == (dated[0].pk, "urgent", "accepted")
    assert facilitator(dated[0]) != volunteer
    assert OutboxMessage.objects.filter(kind="circles.turn", recipient=stepped_back).count() == 1
    others = [each for each in members_of(opened) if each not in {volunteer, presenter(dated[1])}]
    assert turns.take_urgent_turn(circle_id=opened.pk, by=me(others[0]), now=NOW).session_id == dated[1].pk
    assert turns.take_urgent_turn(circle_id=opened.pk, by=me(others[1]), now=NOW).session_id == dated[2].pk


def test_written_challenge_keeps_its_session():
    opened = circle(members=4)
    dated = weekly(opened, ends_on=date(2026, 3, 8))
    picked(opened)
    write_challenge(session_id=dated[0].pk, text="It", question="", by=me(presenter(dated[0])), now=NOW)
    other = next(each for each in members_of(opened) if each != presenter(dated[0]))
    refused("nothing_free", turns.take_urgent_turn, circle_id=opened.pk, by=me(other), now=NOW)


def test_swap_changes_nothing_before_the_other_says_yes(group):
    opened, dated = group
    rows = picked(opened)
    mine, theirs = rows[dated[0].pk, "presenter"], rows[dated[1].pk, "presenter"]
    ask = {"turn_id": mine.pk, "by": me(mine.user), "now": NOW}
    refused("own", swaps.ask_to_swap, asked_id=mine.user_id, in_exchange_id=None, **ask)
    refused("not_a_member", swaps.ask_to_swap, asked_id=leader().pk, in_exchange_id=None, **ask)
    other_role = rows[dated[1].pk, "facilitator"]
    refused("other_role", swaps.ask_to_swap, asked_id=None, in_exchange_id=other_role.pk, **ask)
    refused("over", swaps.ask_to_swap, asked_id=None, in_exchange_id=uuid4(), **ask)
    swap = swaps.ask_to_swap(asked_id=None, in_exchange_id=theirs.pk, **ask)
    refused("asked_already", swaps.ask_to_swap, asked_id=None, in_exchange_id=theirs.pk, **ask)
    assert presenter(dated[0]) == mine.user
    outsider = next(each for each in members_of(opened) if each not in {mine.user, theirs.user})
    for act in (swaps.accept_swap, swaps.decline_swap, swaps.withdraw_swap):
        with pytest.raises(NotAllowed):
            act(swap_id=swap.pk, by=me(outsider), now=NOW)
    swaps.decline_swap(swap_id=swap.pk, by=me(theirs.user), now=NOW)
    second = swaps.ask_to_swap(asked_id=None, in_exchange_id=theirs.pk, **ask)
    swaps.withdraw_swap(swap_id=second.pk, by=me(mine.user), now=NOW)
    third = swaps.ask_to_swap(asked_id=None, in_exchange_id=theirs.pk, **ask)
    refused("started", swaps.accept_swap, swap_id=third.pk, by=me(theirs.user), now=dated[0].starts_at)
    swaps.accept_swap(swap_id=third.pk, by=me(theirs.user), now=NOW)
    assert (presenter(dated[0]), presenter(dated[1])) == (theirs.user, mine.user)
    assert OutboxMessage.objects.filter(kind__in=["circles.swap", "circles.turn"]).count() == 5


def test_somebody_takes_a_turn_and_an_ended_turn_cannot_be_swapped(group):
    opened, dated = group
    mine = picked(opened)[dated[0].pk, "facilitator"]
    taker = next(each for each in members_of(opened) if each not in {mine.user, presenter(dated[0])})
    ask = {"turn_id": mine.pk, "in_exchange_id": None, "by": me(mine.user), "now": NOW}
    both = swaps.ask_to_swap(asked_id=presenter(dated[0]).pk, **ask)
    refused("both_roles", swaps.accept_swap, swap_id=both.pk, by=me(presenter(dated[0])), now=NOW)
    swaps.withdraw_swap(swap_id=both.pk, by=me(mine.user), now=NOW)
    swap = swaps.ask_to_swap(asked_id=taker.pk, **ask)
    swaps.accept_swap(swap_id=swap.pk, by=me(taker), now=NOW)
    assert facilitator(dated[0]) == taker
    refused("over", swaps.ask_to_swap, asked_id=taker.pk, **ask)


def test_passing_voids_the_offer_and_deletes_what_was_written(group):
    opened, dated = group
    mine = picked(opened)[dated[0].pk, "presenter"]
    write_challenge(session_id=dated[0].pk, text="It", question="", by=me(mine.user), now=NOW)
    swaps.ask_to_swap(turn_id=mine.pk, asked_id=presenter(dated[1]).pk, in_exchange_id=None, by=me(mine.user), now=NOW)
    turns.decline_turn(turn_id=mine.pk, by=me(mine.user), now=NOW)
    assert Swap.objects.get().state == SwapState.VOID
    assert (Challenge.objects.count(), ChallengeKey.objects.count()) == (0, 0)


def test_who_leaves_lets_go_of_turns_answers_and_offers(group):
    opened, dated = group
    mine = picked(opened)[dated[0].pk, "presenter"]
    leaver = next(each for each in members_of(opened) if each not in {mine.user, host_of(opened)})
    sessions.answer_session(session_id=dated[0].pk, answer="yes", by=me(leaver), now=NOW)
    swaps.ask_to_swap(turn_id=mine.pk, asked_id=leaver.pk, in_exchange_id=None, by=me(mine.user), now=NOW)
    membership.leave_circle(circle_id=opened.pk, by=me(leaver), now=NOW)
    assert not Rsvp.objects.exists()
    assert Swap.objects.get().state == SwapState.VOID
    assert not Turn.objects.standing().filter(user=leaver).exists()
    assert dated[0].turns.standing().count() == 2


def test_when_only_the_time_keeper_is_left_and_brings_the_next_one_nobody_brings_this_one():
    opened = circle(members=1)
    dated = weekly(opened)
    mine, theirs = picked(opened)[dated[0].pk, "presenter"], presenter(dated[1])
    assert (facilitator(dated[0]), mine.user) == (theirs, facilitator(dated[1]))
    turns.decline_turn(turn_id=mine.pk, by=me(mine.user), now=NOW)
    assert [turn.role for turn in dated[0].turns.standing()] == ["facilitator"]
    assert facilitator(dated[0]) == theirs


def test_when_only_the_time_keeper_is_free_to_bring_it_they_do_and_the_other_keeps_the_time():
    opened = circle(members=1)
    [session] = weekly(opened, ends_on=date(2026, 3, 8))
    mine, other = picked(opened)[session.pk, "presenter"], facilitator(session)
    turns.decline_turn(turn_id=mine.pk, by=me(mine.user), now=NOW)
    assert (presenter(session), facilitator(session)) == (other, mine.user)
    assert Turn.objects.get(session=session, user=other, role="facilitator").state == "released"
