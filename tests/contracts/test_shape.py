"""How long a file and a function may be, what a module may not be called, and what nobody writes here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.contracts.ours import python, source, text, tree

LONGEST_FILE, LONGEST_FUNCTION = 500, 50
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "services", "signals", "managers", "mixins"}

SILENCED = re.compile("# no" + "qa|pragma: no " + "cover")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(name: str) -> Iterator[Function]:
    """List the functions and methods of a module."""
    return (node for node in ast.walk(tree(name)) if isinstance(node, Function))


def test_files_are_short() -> None:
    lengths = {name: len(text(name).splitlines()) for name in python()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{name} {each.name}": (each.end_lineno or 0) - each.lineno + 1 for name in python() for each in functions(name)
    }
    assert {each: lines for each, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    named = {name: set(name.removesuffix(".py").split("/")) for name in python()}
    assert {name: parts & FORBIDDEN_NAMES for name, parts in named.items() if parts & FORBIDDEN_NAMES} == {}


def test_modules_say_what_they_are_for() -> None:
    assert [name for name in source() if text(name).strip() and not ast.get_docstring(tree(name))] == []


def test_public_functions_and_classes_say_what_they_do() -> None:
    """What stands at the top of a module, and the methods of its public classes that override nobody's."""
    silent = [
        f"{name} {node.name}"
        for name in source()
        for node in tree(name).body
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_happens_behind_the_code() -> None:
    """Side effects are called by name in workflows: no signals, and no `save` or `delete` of a model's own."""
    listening = [name for name in source() if imports(name, "django.db.models.signals", "django.dispatch")]
    assert listening == []
    overriding = [
        f"{name} {each.name}"
        for name in source()
        if "/models" in name
        for each in functions(name)
        if each.name in {"save", "delete", "bulk_create"}
    ]
    assert overriding == []


def test_mail_leaves_by_the_outbox_alone() -> None:
    """Whoever writes a letter enqueues it; nobody else knows how to send one."""
    others = [name for name in source() if not name.startswith("lero_hub/outbox/")]
    assert [name for name in others if imports(name, "django.core.mail", "smtplib")] == []
    assert [name for name in others if "email_user(" in text(name)] == []


def test_clock_is_read_at_the_edge() -> None:
    """Workflows and queries are told what time it is."""
    clocks = {"timezone.now", "now", "datetime.now", "datetime.today", "date.today", "time.time"}
    read = [
        f"{name}:{node.lineno}"
        for name in source()
        if "/workflows" in name or "/queries" in name
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in clocks
    ]
    assert read == []


def test_workflows_know_nothing_of_requests() -> None:
    knowing = [
        name
        for name in source()
        if "/workflows" in name and imports(name, "django.http", "django.contrib.messages", "django.shortcuts")
    ]
    assert knowing == []


def test_nothing_is_left_for_later() -> None:
    """No note to do something later, and no rule switched off without its reason on the same line."""
    marks = tuple(f"# {mark}" for mark in ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"))
    lines = [(name, line) for name in python() for line in text(name).splitlines()]
    assert [each for each in lines if any(mark in each[1] for mark in marks)] == []
    assert [each for each in lines if SILENCED.search(each[1]) and not has_reason(each[1])] == []


def imports(name: str, *modules: str) -> bool:
    """Tell whether a module imports any of these, or something from them."""
    return any(module.startswith(modules) for module in imported(name))


def imported(name: str) -> Iterator[str]:
    """List what a module imports, by full name."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def has_reason(line: str) -> bool:
    """Tell whether words follow the mark that switches a rule off."""
    rest = SILENCED.split(line)[-1]
    return len(re.findall(r"[a-z]{2,}", re.sub(r"[A-Z]+[0-9]+", "", rest))) >= 2
