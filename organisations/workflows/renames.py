"""What other apps keep under the name of an organisation, and write again when it has a new one.

This app knows nothing of them: the app that keeps a name registers what it does when it is loaded (`AppConfig.ready`).
"""

from typing import Protocol
from uuid import UUID


class Follow(Protocol):
    """Write again what stands under the name, in the transaction that changed it; its caller holds the lock."""

    def __call__(self, *, organisation_id: UUID) -> None: ...


_follows: list[Follow] = []


def register_renamed(follow: Follow) -> Follow:
    """Tell an app each time an organisation has a new name."""
    if follow not in _follows:
        _follows.append(follow)
    return follow


def tell_renamed(*, organisation_id: UUID) -> None:
    """Tell all of them."""
    for follow in _follows:
        follow(organisation_id=organisation_id)
