"""Inviting a leader by e-mail into a circle, and what becomes of the invitation.

The link is signed, works once, and expires. Whoever accepts has confirmed the invited address as theirs and acts for an
organisation. Accepting lets a person in; what is in the circle opens when they have accepted what it agreed. One that
nobody follows is ended, and its address forgotten, some time after its link has run out.
"""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from lero_hub.outbox import cleaning
from lero_hub.sent_links import fresh_nonce
from organisations.policies import roles_by_organisation
from organisations.queries.team import owns_address
from organisations.workflows.invitation_limit import require_invitations_left
from organisations.workflows.retention import KEEP_EXPIRED_INVITATIONS
from peer_supervision.invitation_links import read
from peer_supervision.messages import invitations as messages
from peer_supervision.models import Circle, CircleInvitation, CircleMembership
from peer_supervision.policies import forget_roles
from peer_supervision.queries.invitations import CLOSED, why_closed
from peer_supervision.states import INVITATION_DAYS, CircleRole
from peer_supervision.workflows.circles import hosted_by, locked

MOST_SENDINGS, SAME_CLICK = 5, timedelta(minutes=1)


@transaction.atomic
def invite_to_circle(*, circle_id: UUID, email: str, by: Actor, now: datetime) -> CircleInvitation:
    """Invite an address. Doing it twice gives back the open invitation and sends nothing more.

    Raises NotAllowed unless `by` hosts, Refused("closed", "agreement", "bad_address", "member_already",
    "too_many_today").
    """
    circle = hosted_by(by, circle_id, now=now)
    address = cleaning.address(email.strip().lower())
    owners = EmailAddress.objects.filter(email__iexact=address, verified=True).values("user_id")
    if CircleMembership.objects.open().filter(circle=circle, user_id__in=owners).exists():
        raise Refused("member_already", _("The person with this address belongs to the circle already."))
    standing = CircleInvitation.objects.open().filter(circle=circle, email__iexact=address).first()
    if standing is not None and standing.expires_at > now:
        return standing
    if standing is not None:
        _close(standing, now)
    require_invitations_left(by=by, now=now)
    invitation = CircleInvitation.objects.create(
        circle=circle,
        email=address,
        nonce=fresh_nonce(),
        invited_by=by.person,
        created_at=now,
        sent_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record(actor=by, verb="circles.invite", subject=invitation, now=now, circle=circle.pk)
    messages.send_invitation(invitation, now=now)
    return invitation


def _close(invitation: CircleInvitation, now: datetime) -> None:
    invitation.revoked_at, invitation.email = now, ""
    invitation.save(update_fields=["revoked_at", "email"])


def _locked_invitation(invitation_id: UUID, by: Actor, now: datetime) -> CircleInvitation:
    """Lock the circle first, then read the invitation."""
    circle_id = CircleInvitation.objects.values_list("circle_id", flat=True).get(pk=invitation_id)
    hosted_by(by, circle_id, now=now)
    return _own_row(invitation_id)


def _own_row(invitation_id: UUID) -> CircleInvitation:
    """Lock the invitation too: what forgets old ones knows of no circle."""
    rows = CircleInvitation.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    return rows.get(pk=invitation_id)


@transaction.atomic
def send_invitation_again(*, invitation_id: UUID, by: Actor, now: datetime) -> CircleInvitation:
    """Send a new link and let the old one die. A second click within a minute sends nothing more.

    Raises NotAllowed unless `by` hosts, Refused("ended", "sent_often", "too_many_today").
    """
    invitation = _locked_invitation(invitation_id, by, now)
    if invitation.accepted_at or invitation.revoked_at:
        raise Refused("ended", _("This invitation has ended. You can send a new one."))
    if now - invitation.sent_at < SAME_CLICK:
        return invitation
    if invitation.times_sent >= MOST_SENDINGS:
        raise Refused("sent_often", _("This was sent five times. Check the address, or ask the person another way."))
    require_invitations_left(by=by, now=now)
    invitation.nonce, invitation.sent_at = fresh_nonce(), now
    invitation.expires_at = now + timedelta(days=INVITATION_DAYS)
    invitation.times_sent += 1
    invitation.save(update_fields=["nonce", "sent_at", "expires_at", "times_sent"])
    record(actor=by, verb="circles.send_invitation_again", subject=invitation, now=now)
    messages.send_invitation(invitation, now=now)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation_id: UUID, by: Actor, now: datetime) -> CircleInvitation:
    """Take an invitation back; its link is dead and its address forgotten. Twice does no harm.

    Raises NotAllowed unless `by` hosts, Refused("accepted_already").
    """
    invitation = _locked_invitation(invitation_id, by, now)
    if invitation.accepted_at:
        raise Refused("accepted_already", _("This invitation was accepted. You can remove the person instead."))
    if invitation.revoked_at is None:
        _close(invitation, now)
        record(actor=by, verb="circles.revoke_invitation", subject=invitation, now=now)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, by: Actor, now: datetime) -> CircleMembership:
    """Join the circle by its link. The same person doing it twice gets the same membership.

    Raises Refused("forged", "used", "replaced", "revoked", "expired", "circle_closed", "other_address", "no_leader").
    """
    known = read(token)
    found = CircleInvitation.objects.filter(pk=known[0]).first() if known else None
    if known is None or found is None:
        raise Refused("forged", CLOSED["forged"])
    circle = locked(found.circle_id)
    forget_roles(by)
    invitation = _own_row(found.pk)
    standing = CircleMembership.objects.open().filter(circle=circle, user=by.person).first()
    if invitation.accepted_by_id == by.user_id and standing is not None:
        return standing
    why = why_closed(invitation, known[1], now)
    if why:
        raise Refused(why, CLOSED[why])
    if not owns_address(by.person, invitation.email):
        raise Refused("other_address", _("This invitation went to another e-mail address than yours."))
    if not roles_by_organisation(by):
        raise Refused(
            "no_leader",
            _("Circles are for people who act for an organisation here. Join yours, or add it, then come back."),
        )
    invitation.accepted_at, invitation.accepted_by, invitation.email = now, by.person, ""
    invitation.save(update_fields=["accepted_at", "accepted_by", "email"])
    record(actor=by, verb="circles.accept_invitation", subject=invitation, now=now, circle=circle.pk)
    return standing or _admit(circle, by=by, now=now)


def forget_unanswered(*, now: datetime) -> int:
    """End the invitations that ran out long ago, with their addresses. Returns how many; twice ends none.

    One UPDATE: a row that is sent again at the same moment is read anew by PostgreSQL, and passed over.
    """
    old = CircleInvitation.objects.open().filter(expires_at__lte=now - KEEP_EXPIRED_INVITATIONS)
    return old.update(revoked_at=now, email="")


def _admit(circle: Circle, *, by: Actor, now: datetime) -> CircleMembership:
    membership = CircleMembership.objects.create(circle=circle, user=by.person, role=CircleRole.MEMBER, joined_at=now)
    record(actor=by, verb="circles.join", subject=membership, now=now, circle=circle.pk)
    forget_roles(by)
    return membership
