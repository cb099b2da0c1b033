"""What the matrix needs of reminders and the calendar feed."""

from __future__ import annotations

from tests.permissions.people import World


def build(world: World) -> None:
    """Add to the world."""
