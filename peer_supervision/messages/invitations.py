"""The mail that invites somebody into a circle. It names neither the circle nor who is in it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from lero_hub.sent_links import is_newest
from peer_supervision.invitation_links import path_to
from peer_supervision.messages.members import CLOSED
from peer_supervision.models import CircleInvitation

INVITATION = "circles.invitation"


def _link_still_works(message: OutboxMessage) -> bool:
    """An invitation is sent while it is open and no newer link was made."""
    _name, invitation_id, nonce = message.dedupe_key.split(":")
    invitation = CircleInvitation.objects.open().filter(pk=invitation_id).first()
    return invitation is not None and is_newest(invitation, nonce)


def register() -> None:
    """Make the kind known to the outbox."""
    label = _("Somebody invites you to a circle")
    kinds.register(kinds.Kind(INVITATION, label, still_wanted=_link_still_works, closed=CLOSED))


def send_invitation(invitation: CircleInvitation, *, now: datetime) -> None:
    """Send the newest link to the invited address. Its person may have an account, or none yet."""
    known = EmailAddress.objects.filter(email__iexact=invitation.email, verified=True).select_related("user").first()
    enqueue(
        kind=INVITATION,
        recipient=known.user if known else None,
        to=invitation.email,
        template="circles_invitation",
        context={"path": path_to(invitation), "expires_at": invitation.expires_at},
        dedupe_key=f"circle_invitation:{invitation.pk}:{invitation.nonce}",
        now=now,
        expires_at=invitation.expires_at,
    )
