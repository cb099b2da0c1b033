"""What the link of an invitation is good for, to whoever holds it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lero_hub.authz.actor import Actor
from lero_hub.sent_links import is_newest
from organisations.invitation_links import read
from organisations.models import Invitation, Membership
from organisations.queries.team import owns_address
from organisations.states import MemberRole, State

if TYPE_CHECKING:
    from lero_hub.accounts.models import User


@dataclass(frozen=True)
class Letter:
    """An invitation as its page shows it. `closed` says by a code why the link no longer works; "" when it does.

    A closed one names nobody: neither the organisation nor the address.
    """

    closed: str = ""
    name: str = ""
    slug: str = ""
    as_lead: bool = False
    invited_by: str = ""
    email: str = ""
    expires_at: datetime | None = None
    is_for_reader: bool = False
    already_in: bool = False


def letter(token: str, *, actor: Actor, now: datetime) -> Letter:
    """Read what a link is good for; one that is forged or cut short is closed like any other."""
    known = read(token)
    rows = Invitation.objects.select_related("organisation", "invited_by")
    invitation = rows.filter(pk=known[0]).first() if known else None
    if known is None or invitation is None:
        return Letter(closed="forged")
    organisation, user = invitation.organisation, actor.user
    if user is not None and invitation.accepted_by_id == user.pk and _belongs(user, invitation):
        return Letter(already_in=True, slug=organisation.slug)
    closed = why_closed(invitation, known[1], now)
    if closed:
        return Letter(closed=closed)
    return Letter(
        name=organisation.name,
        slug=organisation.slug,
        as_lead=invitation.role == MemberRole.LEAD,
        invited_by=invitation.invited_by.shown_name,
        email=invitation.email,
        expires_at=invitation.expires_at,
        is_for_reader=user is not None and owns_address(user, invitation.email),
    )


def _belongs(user: "User", invitation: Invitation) -> bool:
    return Membership.objects.open().filter(user=user, organisation=invitation.organisation).exists()


def why_closed(invitation: Invitation, nonce: str, now: datetime) -> str:
    """Say why a link no longer works: `used`, `revoked`, `replaced`, `expired`, `archived`; "" when it does."""
    if invitation.accepted_at is not None:
        return "used"
    if invitation.revoked_at is not None:
        return "revoked"
    if not is_newest(invitation, nonce):
        return "replaced"
    if invitation.expires_at <= now:
        return "expired"
    return "archived" if invitation.organisation.state == State.ARCHIVED else ""
