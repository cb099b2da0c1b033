"""What the matrix needs of forming a review: assessors, assignments, interests."""

from __future__ import annotations

from tests.permissions.people import World


def build(world: World) -> None:
    """Add to the world."""
