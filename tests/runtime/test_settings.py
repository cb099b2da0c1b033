"""What the settings refuse before anything starts."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.contracts.ours import ROOT


def complaint(**environment: str) -> str:
    """Read the settings in a process of its own; give the last line of what it complains about."""
    command = [sys.executable, "-c", "import lero_hub.settings"]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    return (ran.stderr.strip().splitlines() or [""])[-1]


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SOURCE_URL": "javascript:alert(1)"}, "SOURCE_URL is the address of a page"),
        ({"DEMO": "1", "BASE_URL": "https://hub.example"}, "DEMO is for this machine alone"),
    ],
)
def test_what_would_do_harm_is_refused(environment: dict[str, str], words: str) -> None:
    assert words in complaint(**environment)


def test_what_does_none_is_read() -> None:
    assert complaint(SOURCE_URL="https://code.example/hub", BASE_URL="https://hub.example") == ""
