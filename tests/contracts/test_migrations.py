"""The migrations make the tables that the models describe, and say in their names what they do."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lero_hub.checks import is_ours
from tests.contracts.ours import files

OURS = {config.label for config in apps.get_app_configs() if is_ours(config.name)}


@pytest.mark.django_db
def test_models_and_migrations_are_in_step() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_for_what_they_do() -> None:
    names = [name.split("/")[-1] for name in files() if re.search(r"/migrations/\d{4}_", name)]
    assert [name for name in names if "_auto_" in name or re.search(r"_\d{8}", name)] == []


@pytest.mark.django_db
def test_every_line_of_migrations_has_one_end() -> None:
    loader = MigrationLoader(connection)
    assert loader.detect_conflicts() == {}
    assert {label for label, _name in loader.graph.leaf_nodes() if label in OURS} <= OURS
