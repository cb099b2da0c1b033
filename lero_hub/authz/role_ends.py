"""What other apps do when somebody's role ends.

This app stands below those whose work a role allows, so they register here when they are loaded (`AppConfig.ready`). A
callback runs in the transaction that ends the role, after the person's row was locked and the end was written.
"""

from collections import defaultdict
from datetime import datetime
from typing import Protocol
from uuid import UUID

from lero_hub.authz.actor import Actor
from lero_hub.authz.states import Role


class RoleEnd(Protocol):
    """Hand back what a person held by a role."""

    def __call__(self, *, user_id: UUID, by: Actor, now: datetime) -> None: ...


_callbacks: defaultdict[str, list[RoleEnd]] = defaultdict(list)


def register_role_end(role: Role, callback: RoleEnd) -> RoleEnd:
    """Let an app hand back what somebody held by this role."""
    if callback not in _callbacks[role]:
        _callbacks[role].append(callback)
    return callback


def role_ends(role: str) -> tuple[RoleEnd, ...]:
    """List what to run when this role ends."""
    return tuple(_callbacks[role])
