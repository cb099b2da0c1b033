"""The demonstration, built once for a module as its first start builds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from organisations import maps
from tests.permissions.people import taken_back

START = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def network(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """Build the network and give the time at which it was built; the module's tests run at that time."""
    home: Path = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        taken_back(),
        override_settings(DEMO=True, HOME_DIR=home),
        time_machine.travel(START, tick=False),
    ):
        for step in ("load_places", "load_terms", "load_help_lines", "demo_data"):
            call_command(step, verbosity=0)
        yield START
    maps.forget()
