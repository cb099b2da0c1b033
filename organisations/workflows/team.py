"""Who acts for an organisation: roles changed, people removed, leaving, the lead handed over.

An organisation always has a lead. No constraint can say so, therefore every verb locks the organisation's row first
and counts the leads under that lock; it also reads the actor's own role again there, because a role that was read
before the wait may have been taken away in the meantime.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from organisations.messages import team as messages
from organisations.models import Invitation, JoinRequest, Membership, Organisation
from organisations.policies import can_manage_team, forget_roles
from organisations.states import MemberRole, RequestOutcome
from organisations.workflows.joining_checks import check_joining

if TYPE_CHECKING:
    from lero_hub.accounts.models import User


def locked(organisation_id: UUID) -> Organisation:
    """Lock the organisation's row: it guards its memberships, invitations and requests."""
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)


def led_by(by: Actor, organisation_id: UUID) -> Organisation:
    """Lock the organisation and make sure that the actor leads it now; raise NotAllowed."""
    organisation = locked(organisation_id)
    forget_roles(by)
    can_manage_team.require(by, organisation)
    return organisation


def require_another_lead(membership: Membership) -> None:
    """Raise Refused("last_lead") when the organisation would be left without one; the caller holds the lock."""
    leads = Membership.objects.open().leads().filter(organisation_id=membership.organisation_id, user__is_active=True)
    if membership.role == MemberRole.LEAD and not leads.exclude(pk=membership.pk).exists():
        message = _("An organisation needs a lead. Make somebody else a lead, or hand the lead over, first.")
        raise Refused("last_lead", message)


def _membership(membership_id: UUID) -> Membership:
    """Lock the organisation of a membership, then read the membership."""
    locked(Membership.objects.values_list("organisation_id", flat=True).get(pk=membership_id))
    return Membership.objects.select_related("organisation", "user").get(pk=membership_id)


def admit(user: "User", organisation: Organisation, *, role: str, by: Actor, now: datetime) -> Membership:
    """Let a person act for the organisation, and answer what they asked; the caller holds the lock.

    Somebody who acts for it already keeps the higher of the two roles. Raises the Refused of whichever app stands in
    the way (`joining_checks`).
    """
    membership = Membership.objects.open().filter(user=user, organisation=organisation).first()
    if membership is None:
        check_joining(user_id=user.pk, organisation_id=organisation.pk, by=by, now=now)
        membership = Membership.objects.create(user=user, organisation=organisation, role=role, since=now)
        record(
            actor=by, verb="organisations.join", subject=membership, now=now, organisation=organisation.pk, role=role
        )
        messages.tell_leads(organisation, "joined", but=by.user, key=str(membership.pk), now=now)
    elif role == MemberRole.LEAD:
        _set_role(membership, role, by=by, now=now)
    JoinRequest.objects.open().filter(user=user, organisation=organisation).update(
        answered_at=now, answered_by=by.user_id, outcome=RequestOutcome.ACCEPTED
    )
    forget_roles(by)
    return membership


def _set_role(membership: Membership, role: str, *, by: Actor, now: datetime) -> None:
    if membership.role == role:
        return
    membership.role = role
    membership.save(update_fields=["role"])
    record(
        actor=by,
        verb="organisations.change_role",
        subject=membership,
        now=now,
        organisation=membership.organisation_id,
        role=role,
    )
    forget_roles(by)
    if role != MemberRole.LEAD:
        _end_invitations(membership, by=by, now=now)
    if membership.user_id != by.user_id:
        messages.tell_member(membership, messages.role_word(role), now=now)


@transaction.atomic
def change_role(*, membership_id: UUID, role: str, by: Actor, now: datetime) -> Membership:
    """Make a member a lead or an editor. Giving the role that they have changes nothing.

    Somebody who leads no longer loses the invitations that they sent. Raises NotAllowed unless `by` leads,
    Refused("unknown_role", "left_already", "last_lead").
    """
    membership = _membership(membership_id)
    forget_roles(by)
    if role not in MemberRole.values:
        raise Refused("unknown_role", _("There is no such role."))
    if membership.ended_at is not None:
        raise Refused("left_already", _("This person no longer acts for the organisation."))
    if membership.role == role:
        return membership
    can_manage_team.require(by, membership.organisation)
    if role != MemberRole.LEAD:
        require_another_lead(membership)
    _set_role(membership, role, by=by, now=now)
    return membership


@transaction.atomic
def remove_member(*, membership_id: UUID, by: Actor, now: datetime) -> Membership:
    """End somebody's membership, with the invitations that they sent. Twice does no harm.

    Raises NotAllowed unless `by` leads, Refused("own", "last_lead").
    """
    membership = _membership(membership_id)
    forget_roles(by)
    if membership.user_id == by.user_id:
        raise Refused("own", _("To stop acting for the organisation yourself, choose “Leave”."))
    can_manage_team.require(by, membership.organisation)
    if membership.ended_at is not None:
        return membership
    require_another_lead(membership)
    end_membership(membership, verb="organisations.remove_member", by=by, now=now)
    messages.tell_member(membership, "removed", now=now)
    return membership


def end_membership(membership: Membership, *, verb: str, by: Actor, now: datetime) -> None:
    """Write the end of a membership, and of what hangs on it; the caller holds the lock and has counted the leads."""
    membership.ended_at, membership.ended_by_id = now, by.user_id
    membership.save(update_fields=["ended_at", "ended_by"])
    record(actor=by, verb=verb, subject=membership, now=now, organisation=membership.organisation_id)
    forget_roles(by)
    _end_invitations(membership, by=by, now=now)


def _end_invitations(membership: Membership, *, by: Actor, now: datetime) -> None:
    """Take back what a person invited to as a lead: else one to a second address of theirs would bring them back."""
    for invitation in Invitation.objects.open().filter(
        organisation_id=membership.organisation_id, invited_by_id=membership.user_id
    ):
        invitation.revoked_at, invitation.email = now, ""
        invitation.save(update_fields=["revoked_at", "email"])
        record(actor=by, verb="organisations.revoke_invitation", subject=invitation, now=now)


@transaction.atomic
def leave(*, organisation_id: UUID, by: Actor, now: datetime) -> None:
    """Stop acting for an organisation. Leaving twice is harmless. Raises Refused("last_lead")."""
    organisation = locked(organisation_id)
    forget_roles(by)
    membership = Membership.objects.open().filter(organisation=organisation, user=by.person).first()
    if membership is None:
        return
    require_another_lead(membership)
    end_membership(membership, verb="organisations.leave", by=by, now=now)
    messages.tell_leads(organisation, "left", but=by.user, key=str(membership.pk), now=now)


@transaction.atomic
def hand_over(*, organisation_id: UUID, membership_id: UUID, by: Actor, now: datetime) -> Membership:
    """Give the lead to another member and become an editor, in one step. Twice does no harm.

    Raises NotAllowed unless `by` leads, Refused("not_a_member", "own").
    """
    organisation = locked(organisation_id)
    forget_roles(by)
    members = Membership.objects.open().filter(organisation=organisation).select_related("organisation", "user")
    heir = members.filter(pk=membership_id).first()
    own = members.filter(user=by.person).first()
    if heir is None:
        raise Refused("not_a_member", _("This person no longer acts for the organisation. Choose somebody else."))
    if own is not None and own.role == MemberRole.EDITOR and heir.role == MemberRole.LEAD:
        return heir
    can_manage_team.require(by, organisation)
    assert own is not None
    if own.pk == heir.pk:
        raise Refused("own", _("You lead this organisation already. Choose somebody else."))
    _set_role(heir, MemberRole.LEAD, by=by, now=now)
    _set_role(own, MemberRole.EDITOR, by=by, now=now)
    record(actor=by, verb="organisations.hand_over", subject=organisation, now=now, membership=heir.pk)
    return heir
