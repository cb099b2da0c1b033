"""How an address may answer, and the classes of access: what each role meets when some may come in.

A class is a function from what those who may come in get to what everybody gets; `matrix.py` is written in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lero_hub.authz.actor import Actor
from organisations.states import State
from tests.permissions.people import (
    COORDINATOR,
    EDITOR,
    LEAD,
    ROLES,
    VISITOR,
    WITHDRAWN,
)

Outcome = int | str
Outcomes = Mapping[str, Outcome]
Rule = Callable[[Actor, Any], bool]
"""What a policy or its like says of an actor and a row."""

SIGN_IN = "to sign in"
CONSENT = "to consent"
ON = "on"
"""A redirect to anywhere but sign-in and consent: done, or led on."""

TEAM = frozenset({LEAD, EDITOR})


def everybody(outcome: Outcome) -> Outcomes:
    """Everybody, with or without an account."""
    return dict.fromkeys(ROLES, outcome)


def account(outcome: Outcome) -> Outcomes:
    """Whoever is signed in, also with their consent withdrawn."""
    return {**everybody(outcome), VISITOR: SIGN_IN}


def signed_in(outcome: Outcome, **others: Outcome) -> Outcomes:
    """Whoever is signed in and consents; `others` names exceptions, with `_` for a blank."""
    return {**account(outcome), WITHDRAWN: CONSENT, **{role.replace("_", " "): each for role, each in others.items()}}


def coordinators(outcome: Outcome, others: Outcome = 403) -> Outcomes:
    """Coordinators alone."""
    return {**signed_in(others), COORDINATOR: outcome}


def outsiders(state: str) -> Outcomes:
    """What people who do not act for an entry meet on its team's pages: 403 if they can see the entry, else 404."""
    seen = State.LISTED if state == "other" else state
    everyone_else = 403 if seen == State.LISTED else 404
    return signed_in(everyone_else, coordinator=404 if seen in {State.DRAFT, "other draft"} else 403)


def team(outcome: Outcome, state: str = State.LISTED) -> Outcomes:
    """Leads and editors of an entry in this state."""
    return {**outsiders(state), **dict.fromkeys(TEAM, outcome)}


def leads(outcome: Outcome, state: str = State.LISTED) -> Outcomes:
    """Leads of an entry in this state; their editors are told that it takes a lead."""
    return {**outsiders(state), LEAD: outcome, EDITOR: 403}


def leads_and_coordinators(outcome: Outcome, state: str = State.LISTED) -> Outcomes:
    """Leads of an entry in this state, and coordinators."""
    return {**leads(outcome, state), COORDINATOR: outcome}


def desk(outcome: Outcome, state: str) -> Outcomes:
    """Coordinators, about an entry that was sent in; others are told apart by whether they can see it."""
    everyone_else = 403 if state == State.LISTED else 404
    return {**signed_in(everyone_else), LEAD: 403, EDITOR: 403, COORDINATOR: outcome}


@dataclass(frozen=True)
class Row:
    """One address, about one thing: what GET and POST answer to each role, and whose POST changes anything.

    `on` gives the parts of the address by their names in `World.things`; a value of `data` that starts with `@` is
    looked up there too. `changes` lists the roles whose POST writes something; the rest of those who may post write
    nothing (a form with a mistake, or a thing that is done already). `case` tells two rows about one thing apart.
    """

    name: str
    get: Outcomes
    post: Outcomes
    on: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    changes: frozenset[str] = frozenset()
    query: str = ""
    demo: bool = False
    case: str = ""

    @property
    def label(self) -> str:
        """Name the row in the report of a test."""
        return " ".join(
            [self.name, *self.on.values(), *filter(None, [self.case, "in a demonstration" if self.demo else ""])]
        )


def closed_method(outcomes: Outcomes) -> Outcomes:
    """Say what another method answers: 405 for those who may come in, the same as ever for the rest."""
    return {role: each if each in {SIGN_IN, CONSENT, 403, 404} else 405 for role, each in outcomes.items()}


def page(name: str, get: Outcomes, *, post: Outcomes | None = None, **options: Any) -> Row:
    """Describe an address that only shows. An open one refuses other methods before it looks anything up."""
    is_open = get[VISITOR] != SIGN_IN
    return Row(name, get, post or (everybody(405) if is_open else closed_method(get)), **options)


def form(name: str, get: Outcomes, post: Outcomes, *, changes: Iterable[str] | None = None, **options: Any) -> Row:
    """Describe an address with a form. Without `changes`, every POST that leads on changes something."""
    return Row(name, get, post, changes=_changing(post, changes), **options)


def act(
    name: str, post: Outcomes, *, get: Outcomes | None = None, changes: Iterable[str] | None = None, **options: Any
) -> Row:
    """Describe an address that takes POST alone. `get` is said where more is asked than who may come in."""
    return Row(name, get or closed_method(post), post, changes=_changing(post, changes), **options)


def _changing(post: Outcomes, changes: Iterable[str] | None) -> frozenset[str]:
    return frozenset(role for role, each in post.items() if each == ON) if changes is None else frozenset(changes)
