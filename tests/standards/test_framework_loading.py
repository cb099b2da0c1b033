"""Editions: loaded from a file, published for good, retired."""

import pytest

from standards.models import Criterion, FrameworkVersion, LevelDescriptor
from standards.reference.shipped import shipped_text
from standards.workflows.frameworks import load_framework
from tests.factories import NOW
from tests.standards.builders import framework

pytestmark = pytest.mark.django_db


def test_shipped_framework_is_loaded_whole() -> None:
    version = framework()

    assert (version.framework.slug, version.number, version.state) == ("lero-seed-draft", "0.1", "published")
    assert Criterion.objects.filter(version=version).count() == 39
    assert LevelDescriptor.objects.filter(version=version).count() == 156


def test_the_same_file_twice_changes_nothing() -> None:
    first = framework()

    again = load_framework(text=shipped_text(), now=NOW)

    assert (again.version, again.changed) == (first, False)
    assert FrameworkVersion.objects.count() == 1
