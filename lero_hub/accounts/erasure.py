"""What other apps have to say when a person leaves: what stands in the way, and what to hand back.

The accounts app stands below the apps that hold memberships, so those apps register here when they are loaded
(`AppConfig.ready`). An obstacle is shown on the page before the person decides; a farewell runs in the transaction
of the erasure and raises Refused when its rule, read again under its own lock, stands in the way.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from lero_hub.authz.actor import Actor
from lero_hub.words import Words


@dataclass(frozen=True)
class Obstacle:
    """One thing to settle first: `message` says what and how, `address` leads to the page where."""

    code: str
    message: Words
    address: str = ""


class Farewell(Protocol):
    """End what a person holds in one app: memberships, open invitations, requests."""

    def __call__(self, *, user_id: UUID, by: Actor, now: datetime) -> None: ...


Look = Callable[[UUID], Iterable[Obstacle]]

_looks: list[Look] = []
_farewells: list[Farewell] = []


def register_obstacles(look: Look) -> Look:
    """Ask an app what stands in the way, each time somebody wants to leave."""
    if look not in _looks:
        _looks.append(look)
    return look


def register_farewell(farewell: Farewell) -> Farewell:
    """Let an app end what a person holds in it; the app registered last goes first, as it stands highest."""
    if farewell not in _farewells:
        _farewells.insert(0, farewell)
    return farewell


def obstacles(user_id: UUID) -> list[Obstacle]:
    """List all that stands in the way of erasing this account."""
    return [obstacle for look in _looks for obstacle in look(user_id)]


def farewells() -> tuple[Farewell, ...]:
    """List what to run when an account is erased, in order."""
    return tuple(_farewells)
