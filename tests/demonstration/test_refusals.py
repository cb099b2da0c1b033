"""The demonstration is never loaded into a real network."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import erase_account
from lero_hub.demonstration.building import build, refuse_strangers
from lero_hub.demonstration.models import Clock
from lero_hub.demonstration.sketch import Sketch
from lero_hub.demonstration.writing import areas
from lero_hub.errors import Refused
from tests.factories import NOW, area, me, person
from tests.permissions.world import fingerprint

pytestmark = pytest.mark.django_db


def test_outside_a_demonstration_nothing_is_built() -> None:
    before = fingerprint()
    with pytest.raises(CommandError, match="DEMO is not set"):
        call_command("demo_data")
    assert fingerprint() == before


@pytest.mark.parametrize("email", ["mo@people.example", "lead@demo.example.com", "lead@mydemo.example"])
def test_a_database_with_a_stranger_is_left_alone(settings: Settings, email: str) -> None:
    settings.DEMO = True
    person("mo", email=email)
    before = fingerprint()
    with pytest.raises(CommandError, match="holds people whom the demonstration did not make"):
        call_command("demo_data")
    with pytest.raises(Refused) as refusal:
        build(NOW)
    assert refusal.value.code == "strangers"
    assert fingerprint() == before


def test_own_people_are_no_strangers_nor_are_those_who_left() -> None:
    person("lead", email="lead@demo.example")
    gone = person("gone")
    erase_account(user_id=gone.pk, by=me(gone), now=NOW)
    refuse_strangers()
    assert User.objects.count() == 2
    assert not Clock.objects.exists()


def test_an_area_that_nobody_knows_stops_the_writing() -> None:
    area()
    sketch = Sketch("Calder Steps", "Leeds", "LS1", "", "", "", "We walk.", (), serves=("Leeds", "Narnia"))
    with pytest.raises(LookupError, match="No area is called Narnia"):
        areas(sketch)
    assert areas(replace(sketch, serves=("Leeds",))).areas == ("E08000035",)
