"""The layers hold, and every package of ours stands in one of them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.ours import ROOT, files, source, text

CONFIG: dict[str, Any] = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]
KERNEL, ROOMS = (contract for contract in CONFIG["contracts"] if contract["type"] == "layers")
LAYERS = [{name.strip() for name in layer.replace(":", "|").split("|")} for layer in KERNEL["layers"]]
START = {
    "lero_hub",
    "lero_hub.settings",
    "lero_hub.celery",
    "lero_hub.celery_conf",
    "lero_hub.schedule",
    "lero_hub.checks",
}
"""What starts the hub and names everything in it; nothing imports these but Django and Celery."""


def packages() -> set[str]:
    """List the packages and flat modules of ours, as layers name them."""
    found = set()
    for name in source():
        first, second, *_ = (*name.removesuffix(".py").split("/"), "")
        found.add(first if first != "lero_hub" or second == "__init__" else f"{first}.{second}")
    return found


def test_every_package_stands_in_a_layer() -> None:
    assert packages() - set.union(*LAYERS) - START == set()


def test_every_layer_exists() -> None:
    assert {name for name in set.union(*LAYERS) - packages() if not name.startswith("(")} == set()


def test_every_app_keeps_the_order_of_its_rooms() -> None:
    """Every package that has rooms such as models or workflows is held by the contract about rooms."""
    rooms = ("models", "workflows", "policies", "querysets")
    with_rooms = {
        ".".join(Path(name).parent.parts[: 2 if name.startswith("lero_hub/") else 1])
        for name in source()
        if any(f"/{room}.py" in name or f"/{room}/" in name for room in rooms)
    }
    assert with_rooms - {"lero_hub.demonstration"} <= set(ROOMS["containers"])


def test_first_packages_are_all_looked_at() -> None:
    apps = {name.split("/")[0] for name in files() if name.endswith("/apps.py")}
    assert {name for name in apps if name != "tests"} <= set(CONFIG["root_packages"])


def test_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.fail("import-linter is not installed: make install-dev")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
