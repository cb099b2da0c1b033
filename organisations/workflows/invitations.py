"""Inviting somebody by e-mail to act for an organisation, and what becomes of the invitation.

The link is signed, works once, and expires. Whoever accepts has confirmed the invited address as theirs, so that a
link that was passed on, or opened by a machine, lets nobody in.
"""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from lero_hub.outbox import cleaning
from lero_hub.sent_links import fresh_nonce
from organisations.invitation_links import read
from organisations.messages import team as messages
from organisations.models import Invitation, Membership, Organisation
from organisations.policies import forget_roles
from organisations.queries.invitations import why_closed
from organisations.queries.team import owns_address
from organisations.states import INVITATION_DAYS, MemberRole, State
from organisations.workflows.invitation_limit import require_invitations_left
from organisations.workflows.team import admit, led_by, locked

MOST_SENDINGS = 5
SAME_CLICK = timedelta(minutes=1)


@transaction.atomic
def invite(*, organisation_id: UUID, email: str, role: str, by: Actor, now: datetime) -> Invitation:
    """Invite an address. Doing it twice gives back the open invitation and sends nothing more.

    Raises NotAllowed unless `by` leads, Refused("archived", "bad_address", "unknown_role", "member_already",
    "invited_already", "too_many_today").
    """
    organisation = led_by(by, organisation_id)
    if organisation.state == State.ARCHIVED:
        raise Refused("archived", _("This organisation is archived. Bring it back first."))
    address = cleaning.address(email.strip().lower())
    if role not in MemberRole.values:
        raise Refused("unknown_role", _("There is no such role."))
    _refuse_member(organisation, address)
    standing = Invitation.objects.open().filter(organisation=organisation, email__iexact=address).first()
    if standing is not None and standing.expires_at > now:
        if standing.role == role:
            return standing
        raise Refused("invited_already", _("An invitation to this address is open. Take it back to change the role."))
    if standing is not None:
        _close(standing, now)
    require_invitations_left(by=by, now=now)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        role=role,
        nonce=fresh_nonce(),
        invited_by=by.person,
        created_at=now,
        sent_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record(actor=by, verb="organisations.invite", subject=invitation, now=now, organisation=organisation.pk, role=role)
    messages.send_invitation(invitation, now=now)
    return invitation


def _refuse_member(organisation: Organisation, address: str) -> None:
    owners = EmailAddress.objects.filter(email__iexact=address, verified=True).values("user_id")
    if Membership.objects.open().filter(organisation=organisation, user_id__in=owners).exists():
        raise Refused("member_already", _("The person with this address acts for the organisation already."))


def _close(invitation: Invitation, now: datetime) -> None:
    invitation.revoked_at, invitation.email = now, ""
    invitation.save(update_fields=["revoked_at", "email"])


def _locked_invitation(invitation_id: UUID, by: Actor) -> Invitation:
    """Lock the organisation first, then the invitation: the order of every workflow here."""
    led_by(by, Invitation.objects.values_list("organisation_id", flat=True).get(pk=invitation_id))
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return rows.get(pk=invitation_id)


@transaction.atomic
def send_again(*, invitation_id: UUID, by: Actor, now: datetime) -> Invitation:
    """Send a new link and let the old one die. A second click within a minute sends nothing more.

    Raises NotAllowed unless `by` leads, Refused("ended", "sent_often", "too_many_today").
    """
    invitation = _locked_invitation(invitation_id, by)
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
    record(actor=by, verb="organisations.send_invitation_again", subject=invitation, now=now)
    messages.send_invitation(invitation, now=now)
    return invitation


@transaction.atomic
def revoke(*, invitation_id: UUID, by: Actor, now: datetime) -> Invitation:
    """Take an invitation back; its link is dead and its address forgotten. Twice does no harm.

    Raises NotAllowed unless `by` leads, Refused("accepted_already").
    """
    invitation = _locked_invitation(invitation_id, by)
    if invitation.accepted_at:
        raise Refused("accepted_already", _("This invitation was accepted. You can remove the person instead."))
    if invitation.revoked_at is None:
        _close(invitation, now)
        record(actor=by, verb="organisations.revoke_invitation", subject=invitation, now=now)
    return invitation


@transaction.atomic
def accept(*, token: str, by: Actor, now: datetime) -> Membership:
    """Follow an invitation. The same person doing it twice gets the same membership.

    A person who is an editor already and is invited as a lead becomes one; nobody loses a role by accepting.
    Raises Refused("forged", "replaced", "revoked", "used", "expired", "archived", "other_address").
    """
    invitation, nonce = _from_token(token)
    organisation = locked(invitation.organisation_id)
    forget_roles(by)
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    invitation = rows.get(pk=invitation.pk)
    if invitation.accepted_at is not None and invitation.accepted_by_id == by.user_id:
        standing = Membership.objects.open().filter(organisation=organisation, user=by.person).first()
        if standing is not None:
            return standing
    why = why_closed(invitation, nonce, now)
    if why:
        raise Refused(why, CLOSED[why])
    if not owns_address(by.person, invitation.email):
        raise Refused("other_address", _("This invitation went to another e-mail address than yours."))
    invitation.accepted_at, invitation.accepted_by, invitation.email = now, by.person, ""
    invitation.save(update_fields=["accepted_at", "accepted_by", "email"])
    record(actor=by, verb="organisations.accept_invitation", subject=invitation, now=now, organisation=organisation.pk)
    return admit(by.person, organisation, role=invitation.role, by=by, now=now)


def _from_token(token: str) -> tuple[Invitation, str]:
    known = read(token)
    invitation = Invitation.objects.filter(pk=known[0]).first() if known else None
    if known is None or invitation is None:
        raise Refused("forged", _("This link is not one of ours, or it was cut short."))
    return invitation, known[1]


CLOSED = {
    "used": gettext_lazy("This invitation was used already. Each one works once."),
    "revoked": gettext_lazy("This invitation was taken back."),
    "replaced": gettext_lazy("A newer link was sent to you. Open the one in the latest e-mail."),
    "expired": gettext_lazy("This invitation is more than two weeks old, so its link no longer works."),
    "archived": gettext_lazy("This organisation has closed its entry, so nobody can join it now."),
}
