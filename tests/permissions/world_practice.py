"""What the matrix needs of practice items and their moderation."""

from __future__ import annotations

from tests.permissions.people import World


def build(world: World) -> None:
    """Add to the world."""
