"""The few errors of workflows carry words fit for a person."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy as _

from lero_hub import errors
from lero_hub.errors import HubError, NotAllowed, Refused, StaleVersion, WrongState


def test_there_are_four_and_no_more() -> None:
    assert {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, HubError)} == {
        HubError,
        NotAllowed,
        WrongState,
        StaleVersion,
        Refused,
    }


@pytest.mark.parametrize(
    ("error", "words", "facts"),
    [
        (NotAllowed(_("Only a lead can do this.")), "Only a lead can do this.", {}),
        (WrongState("It is shut.", verb="open", state="shut"), "It is shut.", {"verb": "open", "state": "shut"}),
        (Refused("last_lead", "It needs a lead."), "It needs a lead.", {"code": "last_lead"}),
        (StaleVersion(3), "Somebody else saved this while you were writing. Nothing of yours is lost.", {"current": 3}),
    ],
)
def test_error_speaks_to_the_person_and_tells_the_code(error: HubError, words: str, facts: dict[str, object]) -> None:
    assert str(error) == words
    assert str(error.message) == words
    assert {name: getattr(error, name) for name in facts} == facts
