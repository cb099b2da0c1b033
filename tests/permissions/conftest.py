"""The world of one module, and the clock of its requests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.permissions.people import CLOCK, World, taken_back
from tests.permissions.world import build


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Build the world, and take it away after the module: its tests reach the database through this fixture alone."""
    home: Path = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), taken_back(), override_settings(HOME_DIR=home, MEDIA_ROOT=home / "media"):
        built = build()
        with time_machine.travel(CLOCK):
            yield built
