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
        ({"BASE_URL": "http://hub.example"}, "BASE_URL starts with https://"),
        ({"BASE_URL": "http://127.0.0.1.hub.example:8000"}, "BASE_URL starts with https://"),
        ({"BASE_URL": "https://hub.example", "SECRET_KEY": "a" * 60}, "too plain: SECRET_KEY."),
        ({"BASE_URL": "https://hub.example", "BACKUP_KEY": "", "FIELD_KEYS": "x"}, "plain: BACKUP_KEY, FIELD_KEYS."),
    ],
)
def test_what_would_do_harm_is_refused(environment: dict[str, str], words: str) -> None:
    assert words in complaint(**environment)


def test_a_server_that_is_started_by_itself_refuses_too() -> None:
    command = [sys.executable, "-c", "import lero_hub.wsgi"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lero_hub.settings", "BASE_URL": "https://hub.example"}
    ran = subprocess.run(
        command, cwd=ROOT, env={**environment, "FIELD_KEYS": "x"}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stderr.strip().endswith("too plain: FIELD_KEYS. See deploy/hub.env.example")


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_an_address_of_this_machine_needs_neither_https_nor_keys(address: str) -> None:
    assert complaint(BASE_URL=address, CREDENTIAL_KEY="", FIELD_KEYS="") == ""


def test_what_does_none_is_read() -> None:
    assert complaint(SOURCE_URL="https://code.example/hub", BASE_URL="https://hub.example") == ""
