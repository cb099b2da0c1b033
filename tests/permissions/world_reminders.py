"""What the matrix needs of reminders and the calendar feed: one that is read, and one whose consent is withdrawn."""

from __future__ import annotations

from peer_supervision.workflows.feeds import make_feed
from tests.factories import NOW, me
from tests.permissions.people import LEAD, WITHDRAWN, World


def build(world: World) -> None:
    """Add to the world."""
    for name, role in (("feed", LEAD), ("feed of withdrawn", WITHDRAWN)):
        world.things[name] = make_feed(by=me(world.people[role]), now=NOW)
