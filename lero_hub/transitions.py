"""Transition tables: which verb leads from which states to which, as data.

Workflows ask the table, the database checks what a state requires, `docs/states.md` is printed from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lero_hub.errors import WrongState
from lero_hub.words import Words


@dataclass(frozen=True)
class Transition:
    """Lead from any state in `source` to `target` by `verb`; `who` says in words who may."""

    verb: str
    source: frozenset[str]
    target: str
    who: Words
    label: Words


class Machine:
    """Hold the states of one aggregate, in order, and its transitions by verb."""

    def __init__(self, name: str, states: Iterable[tuple[str, Words]], transitions: Iterable[Transition]) -> None:
        self.name = name
        self.states = dict(states)
        self.transitions = {transition.verb: transition for transition in transitions}
        for transition in self.transitions.values():
            unknown = (transition.source | {transition.target}) - self.states.keys()
            if unknown:
                raise ValueError(f"{name}.{transition.verb} names unknown states: {sorted(unknown)}")

    def allows(self, verb: str, state: str) -> bool:
        """Tell whether the verb fits the state."""
        return state in self.transitions[verb].source

    def check(self, verb: str, state: str) -> str:
        """Return the state that the verb leads to; raise WrongState when it does not fit."""
        transition = self.transitions[verb]
        if state not in transition.source:
            message = _("This is %(state)s now, so “%(verb)s” is no longer possible.") % {
                "state": str(self.states[state]).lower(),
                "verb": str(transition.label),
            }
            raise WrongState(message, verb=verb, state=state)
        return transition.target

    def verbs_from(self, state: str) -> list[Transition]:
        """List what may happen next."""
        return [transition for transition in self.transitions.values() if state in transition.source]
