"""`docs/states.md` says what the transition tables say."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from lero_hub.runtime.management.commands.print_states import machines, page
from lero_hub.transitions import Machine
from tests.contracts.ours import source, text


def test_page_is_what_the_tables_say() -> None:
    assert text("docs/states.md") == page(), "Run: .venv/bin/python manage.py print_states > docs/states.md"


def test_command_prints_the_page() -> None:
    printed = StringIO()
    call_command("print_states", stdout=printed)
    assert printed.getvalue() == page()


def test_every_table_stands_where_the_page_looks() -> None:
    made = {name: text(name).count(f" = {Machine.__name__}(") for name in source() if name != "lero_hub/transitions.py"}
    assert [name for name, number in made.items() if number and not name.endswith("/states.py")] == []
    assert sum(made.values()) == len(list(machines()))


def test_every_table_and_state_is_on_the_page() -> None:
    shown = text("docs/states.md")
    for machine in machines():
        assert f"## {machine.name}\n" in shown
        assert [state for state in machine.states if f"| `{state}` |" not in shown] == []
        assert [verb for verb in machine.transitions if f"| `{verb}` |" not in shown] == []
