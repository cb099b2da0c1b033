"""The steps of the challenge part, stretched to its minutes, and the drawings."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest

from lero_hub.errors import Refused
from peer_supervision.agenda import checked, clock_of, fitted, steps_of
from peer_supervision.pictures import face, seats
from tests.factories import NOW


def an_hour(minutes=30, agenda=()):
    session = SimpleNamespace(ends_at=NOW, challenge_minutes=minutes)
    return clock_of(session, SimpleNamespace(agenda=list(agenda)))


def test_usual_half_hour_adds_up():
    assert [step.minutes for step in an_hour()] == [2, 5, 3, 8, 8, 3, 1]
    assert an_hour()[-1].ends_at == NOW


@pytest.mark.parametrize("seed", range(30))
def test_minutes_are_fitted_exactly(seed):
    chance = random.Random(seed)
    given = [chance.randrange(1, 60) for _ in range(chance.randrange(1, 13))]
    total = chance.randrange(max(15, len(given)), 241)
    found = fitted(given, total)
    assert sum(found) == total
    assert min(found) >= 1
    assert fitted(found, total) == found


def test_too_many_steps_are_a_fault():
    with pytest.raises(ValueError, match="more steps"):
        fitted([1, 1], 1)


@pytest.mark.parametrize("steps", [[("", 5)], [("A", 0)], [("A", 61)], [("A" * 81, 5)], [("A", 1)] * 13])
def test_bad_agenda_is_refused(steps):
    with pytest.raises(Refused) as refused:
        checked(steps)
    assert refused.value.code == "bad_agenda"


def test_own_steps_are_kept_tidy():
    assert checked([(" A  step ", 5), ("", 9)]) == [["A step", 5]]
    assert steps_of(SimpleNamespace(agenda=[["A step", 5]])) == [("A step", 5)]


def test_face_draws_up_to_an_hour():
    drawn = face(an_hour(), "Europe/London")
    assert drawn is not None
    assert [each.number for each in drawn.slices if each.has_room] == [2, 3, 4, 5, 6]
    assert face(an_hour(60), "Europe/London") is not None
    assert face(an_hour(90), "Europe/London") is None
    assert face([], "Europe/London") is None


def test_seats_are_drawn_for_a_small_circle():
    assert [seat.letters for seat in seats([("Shaz", "brings"), ("Dee", "open")])] == ["Sh", "De"]
    assert seats([]) == []
    assert seats([("Mo", "yes")] * 17) == []
