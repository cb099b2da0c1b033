"""Builders for the tests of the standards. They go through the workflows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lero_hub.accounts.models import User
from organisations.models import Organisation
from standards.models import FrameworkVersion, Pledge
from standards.reference.shipped import shipped_text
from standards.workflows.frameworks import load_framework, publish_framework
from standards.workflows.pledges import pledge
from tests.factories import NOW, entry, me

SMALL = (Path(__file__).parent / "small.yaml").read_text()
"""A framework of two domains and three criteria, with two levels."""


def framework(*, text: str = "", published: bool = True, now: datetime = NOW) -> FrameworkVersion:
    """Load the edition that ships with the hub, or another text, and publish it."""
    version = load_framework(text=text or shipped_text(), now=now).version
    if published and version.published_at is None:
        publish_framework(version_id=version.pk, by=None, now=now)
    return FrameworkVersion.objects.get(pk=version.pk)


def pledged(organisation: Organisation | None = None, *, by: User | None = None, now: datetime = NOW) -> Pledge:
    """Let a lead of a listed organisation pledge to the edition that ships with the hub."""
    organisation = organisation or entry()
    lead = by or organisation.memberships.open().leads().select_related("user").order_by("since", "id")[0].user
    return pledge(organisation_id=organisation.pk, version_id=framework().pk, by=me(lead), now=now)
