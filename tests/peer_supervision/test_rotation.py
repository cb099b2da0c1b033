"""The rule of whose turn it is, by hand and by chance."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

import pytest

from peer_supervision.rotation import Candidate, pick
from peer_supervision.states import Why
from tests.factories import DAY, NOW


def somebody(number: int, *, joined: int = 0, last: int | None = None, turns: int = 0) -> Candidate:
    return Candidate(UUID(int=number), NOW - joined * DAY, None if last is None else NOW - last * DAY, turns)


@pytest.mark.parametrize(
    ("people", "who", "why"),
    [
        ([somebody(1, last=70, turns=1), somebody(2)], 2, Why.NEVER_YET),
        ([somebody(1, joined=2), somebody(2, joined=9)], 2, Why.NEVER_YET),
        ([somebody(1, last=7, turns=1), somebody(2, last=14, turns=5)], 2, Why.LONGEST),
        ([somebody(1, last=7, turns=2), somebody(2, last=7, turns=1)], 2, Why.FEWEST),
        ([somebody(1, last=7, turns=1, joined=3), somebody(2, last=7, turns=1, joined=4)], 2, Why.EARLIEST),
        ([somebody(2, last=7, turns=1)], 2, Why.ONLY_ONE),
    ],
)
def test_rule_picks_and_says_why(people, who, why):
    found = pick(people)
    assert found is not None
    assert (found.user_id, found.why) == (UUID(int=who), why)


def test_nobody_is_picked_when_all_are_barred():
    assert pick([]) is None
    assert pick([somebody(1), somebody(2)], barred={UUID(int=1), UUID(int=2)}) is None


@pytest.mark.parametrize("seed", range(40))
def test_order_of_the_question_does_not_matter_and_nobody_barred_is_picked(seed):
    chance = random.Random(seed)
    people = [
        somebody(n, joined=chance.randrange(5), last=chance.choice([None, 7, 14, 21]), turns=chance.randrange(4))
        for n in range(1, chance.randrange(2, 9))
    ]
    barred = {each.user_id for each in people if chance.random() < 0.3}
    found = pick(people, barred=barred)
    chance.shuffle(people)
    assert pick(people, barred=barred) == found
    if found is not None:
        assert found.user_id not in barred
        free = [each for each in people if each.user_id not in barred]
        chosen = next(each for each in free if each.user_id == found.user_id)
        assert all(chosen.last is None or (each.last is not None and chosen.last <= each.last) for each in free)


@pytest.mark.parametrize("size", [3, 4, 7])
def test_over_many_weeks_turns_are_even_and_never_twice_running(size):
    turns: dict[UUID, list[int]] = {UUID(int=n): [] for n in range(1, size + 1)}
    before: UUID | None = None
    for week in range(size * 10):
        people = [
            Candidate(user_id, NOW, NOW + timedelta(weeks=had[-1]) if had else None, len(had))
            for user_id, had in turns.items()
        ]
        found = pick(people, barred={before} if before else ())
        assert found is not None
        assert found.user_id != before
        turns[found.user_id].append(week)
        before = found.user_id
    assert {len(had) for had in turns.values()} == {10}
