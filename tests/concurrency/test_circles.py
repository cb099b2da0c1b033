"""Many at the same moment: answers are not lost, a swap happens once, sessions and turns are made once."""

from __future__ import annotations

from functools import partial

import pytest

from lero_hub.errors import HubError
from peer_supervision.models import Rsvp, Session, Swap, Turn
from peer_supervision.workflows.rhythm import make_sessions_of
from peer_supervision.workflows.sessions import answer_session
from peer_supervision.workflows.swaps import accept_swap, ask_to_swap, withdraw_swap
from peer_supervision.workflows.turns import pick_turns_of, take_urgent_turn
from tests.concurrency.test_team import at_once
from tests.factories import DAY, NOW, me
from tests.peer_supervision.builders import circle, facilitator, members_of, picked, presenter, weekly

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_people_who_answer_at_once_lose_nothing():
    opened = circle(members=19)
    session = weekly(opened)[0]
    given = {person.pk: ["yes", "maybe", "no"][n % 3] for n, person in enumerate(members_of(opened))}
    calls = [
        partial(answer_session, session_id=session.pk, answer=given[person.pk], by=me(person), now=NOW)
        for person in members_of(opened)
    ]
    results = at_once(*calls)
    assert not [each for each in results if isinstance(each, HubError)]
    assert dict(Rsvp.objects.filter(session=session).values_list("user_id", "answer")) == given


@pytest.mark.parametrize("round_", range(3))
def test_swap_is_agreed_once_by_two_clicks_or_taken_back(round_):
    opened = circle(members=4)
    dated = weekly(opened)
    mine = picked(opened)[dated[0].pk, "presenter"]
    asked = next(each for each in members_of(opened) if each not in {mine.user, facilitator(dated[0])})
    swap = ask_to_swap(turn_id=mine.pk, asked_id=asked.pk, in_exchange_id=None, by=me(mine.user), now=NOW)
    results = at_once(
        lambda: accept_swap(swap_id=swap.pk, by=me(asked), now=NOW),
        lambda: accept_swap(swap_id=swap.pk, by=me(asked), now=NOW),
        lambda: withdraw_swap(swap_id=swap.pk, by=me(mine.user), now=NOW),
    )
    assert len([each for each in results if isinstance(each, Swap)]) == 1
    is_agreed = Swap.objects.get(pk=swap.pk).state == "accepted"
    assert presenter(dated[0]) == (asked if is_agreed else mine.user)
    assert Turn.objects.filter(session=dated[0], state="swapped").count() == int(is_agreed)


def test_job_at_once_makes_and_picks_once():
    opened = circle(members=4)
    weekly(opened)
    later = NOW + 7 * DAY
    calls = [partial(make_sessions_of, circle_id=opened.pk, now=later) for _ in range(4)]
    calls += [partial(pick_turns_of, circle_id=opened.pk, now=later) for _ in range(4)]
    results = at_once(*calls)
    assert sorted(results[:4]) == [0, 0, 0, 1]
    assert sorted(results[4:])[:3] == [0, 0, 0]
    weeks = list(Session.objects.filter(circle=opened).values_list("week", flat=True))
    assert len(weeks) == len(set(weeks))


def test_two_with_something_urgent_get_a_session_each():
    opened = circle(members=4)
    dated = weekly(opened)
    picked(opened)
    free = [each for each in members_of(opened) if each not in {presenter(dated[0]), presenter(dated[1])}]
    turns = at_once(*(partial(take_urgent_turn, circle_id=opened.pk, by=me(each), now=NOW) for each in free[:2]))
    assert {turn.session_id for turn in turns} == {dated[0].pk, dated[1].pk}
