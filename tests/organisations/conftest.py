"""What the tests of the directory share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from organisations import maps
from organisations.models.geography import Area, Place, PostcodePoint, ReferenceEdition
from organisations.reference.loader import load_reference


@pytest.fixture(scope="module")
def geography(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load all areas, postcodes and places for the tests of one module, and take away what was not there before."""
    with django_db_blocker.unblock():
        report = load_reference(now=timezone.now())
        yield
        maps.forget()
        if report.loaded:
            for table in (ReferenceEdition, PostcodePoint, Place):
                table.objects.all().delete()
            Area.objects.update(parent=None, kind="nation")
            Area.objects.all().delete()
