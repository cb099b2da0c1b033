"""Who is written to: the members of a circle who still belong to it, asked again when the mail goes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lero_hub.outbox.models import OutboxMessage
from peer_supervision.models import CircleMembership

if TYPE_CHECKING:
    from lero_hub.accounts.models import User

CLOSED = _("Mail about a circle")
"""All that coordinators read of a mail that could not be delivered: neither to whom nor what it was about."""


def people_of(circle_id: UUID) -> "Iterable[User]":
    """List the members of a circle."""
    rows = CircleMembership.objects.open().filter(circle_id=circle_id, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("joined_at", "id")]


def still_member(message: OutboxMessage) -> bool:
    """Tell whether the recipient belongs to the circle whose id ends the dedupe key."""
    circle_id = message.dedupe_key.rpartition(":")[2]
    members = CircleMembership.objects.open().filter(circle_id=circle_id)
    return members.filter(user=message.recipient).exists()
