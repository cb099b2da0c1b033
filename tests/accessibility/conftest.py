"""The demonstration, built once and served by a server of its own while the pages are looked at."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from django.test.testcases import LiveServerThread
from django.utils import timezone

from lero_hub.demonstration.building import build
from organisations import maps
from organisations.reference.loader import load_reference
from organisations.workflows.terms import load_terms

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="package")
def demonstration(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """Build the demonstration, serve it, and give its address; everything is taken away afterwards."""
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        load_terms()
        load_reference(now=timezone.now())
        call_command("load_help_lines", verbosity=0)
        maps.forget()
        build(timezone.now())
        server = LiveServerThread("127.0.0.1", StaticFilesHandler, port=0)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()
        call_command("flush", interactive=False, verbosity=0)
        maps.forget()
        connections.close_all()


def nu_checker() -> Path | None:
    """Find the Nu HTML checker and the Java that runs it."""
    jar = Path(os.environ.get("VNU_JAR") or ROOT / ".cache" / "vnu.jar")
    return jar if jar.is_file() and which("java") else None


def complaints_of_nu(pages: list[Path]) -> list[str]:
    """Have the Nu checker read pages; give back what it has to say, a line for each."""
    jar = nu_checker()
    assert jar is not None
    command = ["java", "-jar", str(jar), "--format", "gnu", "--stdout", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
