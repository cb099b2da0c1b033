"""Mails about belonging to a circle. They name neither the circle nor anybody in it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.outbox import kinds
from lero_hub.outbox.workflows import enqueue
from peer_supervision.messages.members import CLOSED
from peer_supervision.models import CircleMembership

CIRCLE = "circles.circle"


def register() -> None:
    """Make the kind known to the outbox."""
    kinds.register(kinds.Kind(CIRCLE, _("Your place in a circle changes"), closed=CLOSED))


def tell_removed(membership: CircleMembership, *, now: datetime) -> None:
    """Tell somebody that a host removed them."""
    _tell(membership, "removed", "", now=now)


def tell_host(membership: CircleMembership, *, now: datetime) -> None:
    """Tell somebody that they host now."""
    _tell(membership, "host", reverse("peer_supervision:circle", args=[membership.circle_id]), now=now)


def _tell(membership: CircleMembership, what: str, path: str, *, now: datetime) -> None:
    enqueue(
        kind=CIRCLE,
        recipient=membership.user,
        to=membership.user.email,
        template="circles_place",
        context={"what": what, "path": path},
        dedupe_key=f"circle:{what}:{membership.pk}:{now.timestamp()}",
        now=now,
    )
