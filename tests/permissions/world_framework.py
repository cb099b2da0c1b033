"""What the matrix needs of the public standards pages and the pledge."""

from __future__ import annotations

from tests.permissions.people import World


def build(world: World) -> None:
    """Add to the world."""
