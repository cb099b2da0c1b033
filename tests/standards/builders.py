"""Builders for the tests of the standards. They go through the workflows."""

from __future__ import annotations

from typing import Any

from standards.models import FrameworkVersion
from standards.reference.shipped import shipped_text
from standards.workflows.frameworks import load_framework, publish_framework
from tests.factories import NOW


def framework(*, text: str = "", published: bool = True, now: Any = NOW) -> FrameworkVersion:
    """Load the edition that ships with the hub, or another text, and publish it."""
    version = load_framework(text=text or shipped_text(), now=now).version
    if published and version.published_at is None:
        publish_framework(version_id=version.pk, by=None, now=now)
    return FrameworkVersion.objects.get(pk=version.pk)
