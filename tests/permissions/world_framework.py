"""What the matrix needs of the public standards pages and the pledge: editions in each state, and one pledge."""

from __future__ import annotations

from standards.models import FrameworkVersion
from standards.workflows.frameworks import retire_framework
from standards.workflows.pledges import pledge
from tests.factories import NOW, me
from tests.permissions.people import COORDINATOR, OTHER_LEAD, World
from tests.standards.builders import SMALL, framework

PUBLISHED, DRAFT, RETIRED = "published edition", "draft edition", "retired edition"


def build(world: World) -> None:
    """Add to the world: what ships with the hub is published, and the lead of another organisation has pledged."""
    published = framework()
    retired = framework(text=SMALL.replace("id: small-steps", "id: old-steps"))
    retire_framework(version_id=retired.pk, by=me(world.people[COORDINATOR]), now=NOW)
    _name(world, PUBLISHED, published)
    _name(world, DRAFT, framework(text=SMALL, published=False))
    _name(world, RETIRED, retired)
    other = world.entries["other"]
    made = pledge(organisation_id=other.pk, version_id=published.pk, by=me(world.people[OTHER_LEAD]), now=NOW)
    world.things |= {"pledge of other": str(made.pk), "LED": "LED", "LED-1": "LED-1", "DOOR": "DOOR"}


def _name(world: World, name: str, version: FrameworkVersion) -> None:
    world.things |= {
        name: str(version.pk),
        f"name of {name}": version.framework.slug,
        f"number of {name}": version.number,
    }
