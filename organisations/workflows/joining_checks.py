"""What other apps have to say before a person begins to act for an organisation.

This app knows nothing of reviews, so the app that does registers its check when it is loaded (`AppConfig.ready`). A
check raises Refused, with words fit for whoever acts: the person themselves, or a lead who lets them in.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from lero_hub.authz.actor import Actor


class Check(Protocol):
    """Stand in the way of a membership, or say nothing. The caller holds the lock of the organisation."""

    def __call__(self, *, user_id: UUID, organisation_id: UUID, by: Actor, now: datetime) -> None: ...


_checks: list[Check] = []


def register(check: Check) -> Check:
    """Ask an app each time somebody is about to join."""
    if check not in _checks:
        _checks.append(check)
    return check


def check_joining(*, user_id: UUID, organisation_id: UUID, by: Actor, now: datetime) -> None:
    """Ask all of them; raises the Refused of the first that says no."""
    for check in _checks:
        check(user_id=user_id, organisation_id=organisation_id, by=by, now=now)
