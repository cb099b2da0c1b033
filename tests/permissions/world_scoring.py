"""What the matrix needs of scores, consensus, decision and recognition."""

from __future__ import annotations

from tests.permissions.people import World


def build(world: World) -> None:
    """Add to the world."""
