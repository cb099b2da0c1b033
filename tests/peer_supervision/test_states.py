"""Every verb in every state."""

from __future__ import annotations

import pytest

from lero_hub.errors import WrongState
from peer_supervision.models import (
    Session,
    Swap,
    Turn,
)
from peer_supervision.states import SESSION, SWAP, TURN, SwapState, TurnState
from peer_supervision.workflows import sessions, swaps, turns
from peer_supervision.workflows.shifting import revive
from tests.factories import HOUR, NOW, me
from tests.peer_supervision.builders import (
    facilitator,
    host_of,
    members_of,
    picked,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", SESSION.states)
@pytest.mark.parametrize("verb", SESSION.transitions)
def test_session_verbs_fit_their_states(verb, state, group):
    opened, dated = group
    host, session = me(host_of(opened)), dated[0]
    stamps = {"cancelled": {"cancelled_at": NOW}, "held": {"held_at": NOW}}.get(state, {})
    Session.objects.filter(pk=session.pk).update(state=state, **stamps)
    call = {
        "move": lambda: sessions.move_session(
            session_id=session.pk,
            starts_at=session.starts_at + HOUR,
            minutes=90,
            sequence=0,
            by=host,
            now=NOW,
        ),
        "revive": lambda: revive(
            Session.objects.get(pk=session.pk), starts=session.starts_at, series=session.series, by=host, now=NOW
        ),
        "cancel": lambda: sessions.cancel_session(session_id=session.pk, by=host, now=NOW),
        "mark_held": lambda: sessions.mark_held(
            session_id=session.pk, attended=[], theme="", by=host, now=session.ends_at
        ),
    }[verb]
    if SESSION.allows(verb, state):
        assert call().state == SESSION.transitions[verb].target
    else:
        with pytest.raises(WrongState):
            call()


@pytest.mark.parametrize("state", TURN.states)
@pytest.mark.parametrize("verb", TURN.transitions)
def test_turn_verbs_fit_their_states(verb, state, group):
    opened, dated = group
    turn = picked(opened)[dated[0].pk, "presenter"]
    ended = None if state in {TurnState.ASKED, TurnState.ACCEPTED} else NOW
    Turn.objects.filter(pk=turn.pk).update(state=state, ended_at=ended)
    turn.refresh_from_db()
    call = {
        "accept": lambda: turns.accept_turn(turn_id=turn.pk, by=me(turn.user), now=NOW),
        "decline": lambda: turns.decline_turn(turn_id=turn.pk, by=me(turn.user), now=NOW),
        "swap": lambda: turns.end_turn(turn, "swap", by=me(turn.user), now=NOW),
        "release": lambda: turns.end_turn(turn, "release", by=None, now=NOW),
    }[verb]
    if TURN.allows(verb, state):
        call()
        assert Turn.objects.get(pk=turn.pk).state == TURN.transitions[verb].target
    else:
        with pytest.raises(WrongState):
            call()


@pytest.mark.parametrize("state", SWAP.states)
@pytest.mark.parametrize("verb", ["accept", "decline", "withdraw"])
def test_swap_verbs_fit_their_states(verb, state, group):
    opened, dated = group
    mine = picked(opened)[dated[0].pk, "presenter"]
    asked = next(each for each in members_of(opened) if each not in {mine.user, facilitator(dated[0])})
    swap = swaps.ask_to_swap(turn_id=mine.pk, asked_id=asked.pk, in_exchange_id=None, by=me(mine.user), now=NOW)
    Swap.objects.filter(pk=swap.pk).update(state=state, answered_at=None if state == SwapState.OPEN else NOW)
    act = {"accept": swaps.accept_swap, "decline": swaps.decline_swap, "withdraw": swaps.withdraw_swap}[verb]
    by = me(mine.user if verb == "withdraw" else asked)
    if SWAP.allows(verb, state):
        assert act(swap_id=swap.pk, by=by, now=NOW).state == SWAP.transitions[verb].target
    else:
        with pytest.raises(WrongState):
            act(swap_id=swap.pk, by=by, now=NOW)
