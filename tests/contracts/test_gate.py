"""What judges the code looks at all of it: every package of ours is measured, typed and formatted."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from typing import Any

import pytest

from tests.contracts.ours import OURS, source, text

TOOLS: dict[str, Any] = tomllib.loads(text("pyproject.toml"))["tool"]
STRICT = [
    pattern
    for line in re.findall(r"^STRICT := (.+)$", text("Makefile"), re.MULTILINE)
    for pattern in line.split(",")
    if not pattern.startswith("$")
]
"""The patterns of `make coverage` for what is tested to the last branch."""


def test_coverage_is_measured_in_every_package() -> None:
    assert TOOLS["coverage"]["run"]["source"] == list(OURS)
    assert TOOLS["coverage"]["run"]["branch"] is True


def test_every_package_is_typed_and_formatted() -> None:
    [code] = re.findall(r"^CODE := (.+)$", text("Makefile"), re.MULTILINE)
    assert set(OURS) - set(code.split()) == set()
    assert set(OURS) - set(TOOLS["mypy"]["files"]) == set()


@pytest.mark.parametrize("pattern", STRICT)
def test_what_is_tested_to_the_last_branch_exists(pattern: str) -> None:
    assert [name for name in source() if fnmatch(name, pattern)] != []


def test_every_state_policy_and_workflow_is_tested_to_the_last_branch() -> None:
    strict = [name for name in source() if any(fnmatch(name, pattern) for pattern in STRICT)]
    rooms = re.compile(r"/(states|policies|workflows)(\.py$|/)")
    assert [name for name in source() if rooms.search(name) and name not in strict] == []


def test_every_module_of_the_kernel_is_tested_to_the_last_branch() -> None:
    joined_up = {"__init__", "celery", "celery_conf", "schedule", "settings", "urls", "wsgi"}
    kernel = {name for name in source() if re.fullmatch(r"lero_hub/\w+\.py", name)}
    rest = {name for name in kernel if not any(fnmatch(name, pattern) for pattern in STRICT)}
    assert rest == {f"lero_hub/{name}.py" for name in joined_up} & kernel


def test_ci_checks_and_tests_and_there_is_a_gate_to_measure_by() -> None:
    commands = [line for line in text(".ci/run").splitlines() if line.startswith("make ")]
    assert commands == ["make check", "make test"]
    recipe = text("Makefile").partition("\ncoverage:")[2].partition("\n\n")[0]
    assert re.findall(r"--fail-under=(\d+)", recipe) == ["95", "100"]
