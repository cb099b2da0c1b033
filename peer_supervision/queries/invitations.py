"""What the link of an invitation to a circle is good for, to whoever holds it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy

from lero_hub.authz.actor import Actor
from lero_hub.sent_links import is_newest
from lero_hub.words import Words
from organisations.policies import roles_by_organisation
from organisations.queries.team import owns_address
from peer_supervision.invitation_links import read
from peer_supervision.models import CircleInvitation, CircleMembership

CLOSED = {
    "forged": gettext_lazy("This link is not one of ours, or it was cut short."),
    "used": gettext_lazy("This invitation was used already. Each one works once."),
    "revoked": gettext_lazy("This invitation was taken back."),
    "replaced": gettext_lazy("A newer link was sent to you. Open the one in the latest e-mail."),
    "expired": gettext_lazy("This invitation is more than two weeks old, so its link no longer works."),
    "circle_closed": gettext_lazy("This circle has closed, so nobody can join it now."),
}


def why_closed(invitation: CircleInvitation, nonce: str, now: datetime) -> str:
    """Say by a key of CLOSED why a link no longer works; "" when it does."""
    if invitation.accepted_at is not None:
        return "used"
    if not is_newest(invitation, nonce):
        return "replaced"
    if invitation.circle.closed_at is not None:
        return "circle_closed"
    if invitation.revoked_at is not None:
        return "revoked"
    return "expired" if invitation.expires_at <= now else ""


@dataclass(frozen=True)
class Letter:
    """An invitation as its page shows it. A closed one says why, and names nobody and no circle."""

    closed: str = ""
    why: Words = ""
    invited_by: str = ""
    name: str = ""
    purpose: str = ""
    email: str = ""
    expires_at: datetime | None = None
    is_for_reader: bool = False
    acts_for_one: bool = False
    already_in: CircleMembership | None = None

    @property
    def masked(self) -> str:
        """Give the address as whoever owns it knows it again, and nobody else learns it: "n…@demo.example"."""
        name, _at, host = self.email.rpartition("@")
        return f"{name[:1]}…@{host}"


def letter(token: str, *, actor: Actor, now: datetime) -> Letter:
    """Read what a link is good for; one that is forged or cut short is closed like any other."""
    known = read(token)
    rows = CircleInvitation.objects.select_related("circle", "invited_by")
    invitation = rows.filter(pk=known[0]).first() if known else None
    if known is None or invitation is None:
        return Letter(closed="forged", why=CLOSED["forged"])
    if actor.user is not None and invitation.accepted_by_id == actor.user.pk:
        own = CircleMembership.objects.open().filter(circle=invitation.circle, user=actor.user).first()
        if own is not None:
            return Letter(already_in=own)
    closed = why_closed(invitation, known[1], now)
    if closed:
        return Letter(closed=closed, why=CLOSED[closed])
    is_for_reader = actor.user is not None and owns_address(actor.user, invitation.email)
    return Letter(
        invited_by=invitation.invited_by.shown_name,
        name=invitation.circle.name if is_for_reader else "",
        purpose=invitation.circle.purpose if is_for_reader else "",
        email=invitation.email,
        expires_at=invitation.expires_at,
        is_for_reader=is_for_reader,
        acts_for_one=bool(roles_by_organisation(actor)),
    )
