"""One verb behind an address: done once, and said."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from lero_hub.acts import Done, do_once
from lero_hub.errors import Refused, WrongState
from lero_hub.transitions import Machine, Transition

LAMP = Machine(
    "Lamp",
    [("off", "Off"), ("on", "On"), ("broken", "Broken")],
    [Transition("light", frozenset({"off"}), "on", "anybody", "Light")],
)


def request() -> HttpRequest:
    """Make a request that can carry messages."""
    made = RequestFactory().post("/")
    made._messages = CookieStorage(made)  # type: ignore[attr-defined]
    return made


def said(made: HttpRequest) -> list[tuple[str, str]]:
    """List what was said, with its tags."""
    return [(each.message, each.tags) for each in get_messages(made)]


def failing(error: Exception):
    def act() -> None:
        raise error

    return act


def test_done_now_gives_the_result_and_offers_to_undo() -> None:
    made = request()
    assert do_once(made, LAMP, lambda: 7, said="It is lit.", undo="/off/") == Done(7, is_now=True)
    assert said(made) == [("It is lit.", "undo:/off/ success")]


def test_without_a_way_back_none_is_offered() -> None:
    made = request()
    assert do_once(made, LAMP, lambda: None, said="It is lit.").is_now
    assert said(made) == [("It is lit.", "success")]


def test_second_click_finds_it_done() -> None:
    made = request()
    again = failing(WrongState("No.", verb="light", state="on"))
    assert do_once(made, LAMP, again, said="It is lit.", undo="/off/") == Done()
    assert said(made) == [("That was done already.", "info")]


@pytest.mark.parametrize(("verb", "state"), [("light", "broken"), ("mend", "broken")])
def test_what_fits_neither_before_nor_after_is_for_the_caller(verb: str, state: str) -> None:
    made = request()
    with pytest.raises(WrongState):
        do_once(made, LAMP, failing(WrongState("No.", verb=verb, state=state)), said="It is lit.")
    assert said(made) == []


def test_what_is_refused_is_said_in_its_own_words() -> None:
    made = request()
    assert do_once(made, LAMP, failing(Refused("no_oil", "There is no oil.")), said="It is lit.") == Done(
        is_refused=True
    )
    assert said(made) == [("There is no oil.", "error")]
