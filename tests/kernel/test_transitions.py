"""Transition tables: any verb in any state leads where the table says, or is refused in words."""

from __future__ import annotations

import pytest

from lero_hub.errors import WrongState
from lero_hub.runtime.management.commands.print_states import machines
from lero_hub.transitions import Machine, Transition

EVERY = {machine.name: machine for machine in machines()}
TRIALS = [
    (name, verb, state) for name, machine in EVERY.items() for verb in machine.transitions for state in machine.states
]


def test_tables_are_found() -> None:
    assert sorted(EVERY) == [
        "Assessment", "Edition of a framework", "Item", "Organisation", "OutboxMessage", "Review", "Session", "Swap",
        "Turn",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "verb", "state"), TRIALS)
def test_verb_leads_on_or_is_refused(name: str, verb: str, state: str) -> None:
    machine = EVERY[name]
    transition = machine.transitions[verb]
    if state in transition.source:
        assert machine.allows(verb, state)
        assert machine.check(verb, state) == transition.target
        assert transition in machine.verbs_from(state)
    else:
        assert not machine.allows(verb, state)
        assert transition not in machine.verbs_from(state)
        with pytest.raises(WrongState) as refusal:
            machine.check(verb, state)
        assert (refusal.value.verb, refusal.value.state) == (verb, state)
        assert str(transition.label) in str(refusal.value)


@pytest.mark.parametrize("name", EVERY)
def test_every_state_can_be_reached_from_the_first(name: str) -> None:
    machine = EVERY[name]
    reached = {next(iter(machine.states))}
    for _ in machine.states:
        reached |= {each.target for each in machine.transitions.values() if each.source & reached}
    assert reached == set(machine.states)


def test_table_with_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Door\.open names unknown states: \['ajar'\]"):
        Machine("Door", [("shut", "Shut")], [Transition("open", frozenset({"shut"}), "ajar", "Anybody", "Open")])


def test_refusal_names_the_state_in_lower_case_and_the_verb() -> None:
    door = Machine(
        "Door",
        [("shut", "Shut"), ("open", "Wide open")],
        [Transition("open", frozenset({"shut"}), "open", "Anybody", "Open")],
    )
    with pytest.raises(WrongState, match="This is wide open now, so “Open” is no longer possible"):
        door.check("open", "open")
