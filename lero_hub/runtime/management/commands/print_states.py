"""Print `docs/states.md` from the transition tables, so that the page cannot say anything else than the code."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.translation import override

from lero_hub.transitions import Machine

HEAD = """# States

What may happen to a thing that has a life of its own, and who may do it. Each verb is one workflow, checked against
these tables; the database holds what a state requires. This page is printed from the tables:
`.venv/bin/python manage.py print_states > docs/states.md`. A test compares the two.
"""


def machines() -> Iterator[Machine]:
    """Find every transition table: each stands in the `states` module of its app."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        name = f"{config.name}.states"
        if find_spec(name) is not None:
            yield from (each for each in vars(import_module(name)).values() if isinstance(each, Machine))


def page() -> str:
    """Write the whole page."""
    with override("en-gb"):
        return "\n".join([HEAD, *(_section(machine) for machine in machines())])


def _section(machine: Machine) -> str:
    states = [f"| `{state}` | {words} |" for state, words in machine.states.items()]
    verbs = [
        f"| `{each.verb}` | {each.label} | {_states(machine, each.source)} | `{each.target}` | {each.who} |"
        for each in machine.transitions.values()
    ]
    arrows = [
        f"  {source} --> {each.target}: {each.verb}"
        for each in machine.transitions.values()
        for source in _in_order(machine, each.source)
    ]
    first = next(iter(machine.states))
    lines = [
        f"## {machine.name}",
        "",
        "| state | in words |",
        "| --- | --- |",
        *states,
        "",
        "| verb | in words | from | to | by |",
        "| --- | --- | --- | --- | --- |",
        *verbs,
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"  [*] --> {first}",
        *arrows,
        "```",
        "",
    ]
    return "\n".join(lines)


def _states(machine: Machine, states: frozenset[str]) -> str:
    return ", ".join(f"`{state}`" for state in _in_order(machine, states))


def _in_order(machine: Machine, states: frozenset[str]) -> list[str]:
    return [str(state) for state in machine.states if state in states]


class Command(BaseCommand):
    """Print the page about states."""

    help = "Print docs/states.md from the transition tables."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(page(), ending="")
