"""Reads about who acts for an organisation."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef

from lero_hub.authz.actor import Actor
from organisations.models import Invitation, JoinRequest, Membership, Organisation
from organisations.policies import is_lead
from organisations.querysets import OrganisationQuerySet
from organisations.states import MemberRole, State

if TYPE_CHECKING:
    from lero_hub.accounts.models import User


@dataclass(frozen=True)
class Member:
    """A person of the team, as one viewer sees them."""

    membership: Membership
    name: str
    is_viewer: bool
    is_lead: bool
    is_last_lead: bool


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that waits, and whether its link still works."""

    invitation: Invitation
    invited_by: str
    has_expired: bool


@dataclass(frozen=True)
class Team:
    """What the page of a team shows to one viewer."""

    members: list[Member]
    invitations: list[OpenInvitation]
    requests: list[JoinRequest]
    viewer_leads: bool
    viewer_can_leave: bool
    has_others: bool


def team_of(organisation: Organisation, *, actor: Actor, now: datetime) -> Team:
    """Read a team in a fixed number of queries: leads first, then by name."""
    rows = list(
        Membership.objects.open()
        .visible_to(actor)
        .filter(organisation=organisation)
        .select_related("user")
        .order_by("id")
    )
    leads = [row for row in rows if row.role == MemberRole.LEAD and row.user.is_active]
    members = [
        Member(
            membership=row,
            name=row.user.shown_name,
            is_viewer=row.user_id == actor.user_id,
            is_lead=row.role == MemberRole.LEAD,
            is_last_lead=leads == [row],
        )
        for row in rows
    ]
    members.sort(key=lambda member: (not member.is_lead, member.name.casefold()))
    invitations = Invitation.objects.open().visible_to(actor).filter(organisation=organisation)
    requests = JoinRequest.objects.open().visible_to(actor).filter(organisation=organisation)
    leads_it = is_lead(actor, organisation)
    return Team(
        members=members,
        invitations=[
            OpenInvitation(row, row.invited_by.shown_name, row.expires_at <= now)
            for row in invitations.select_related("invited_by").order_by("sent_at", "id")
        ],
        requests=list(requests.select_related("user").order_by("created_at", "id")) if leads_it else [],
        viewer_leads=leads_it,
        viewer_can_leave=not any(member.is_viewer and member.is_last_lead for member in members),
        has_others=any(not member.is_viewer for member in members),
    )


def owns_address(user: "User", address: str) -> bool:
    """Tell whether a person has confirmed an e-mail address as theirs."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=address, verified=True).exists())


def owner_of(address: str) -> UUID | None:
    """Give the person who has confirmed an e-mail address as theirs, if there is one."""
    owner = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    return owner.user.pk if owner else None


def own_request(actor: Actor, organisation: Organisation) -> JoinRequest | None:
    """Find the request of the actor that waits for an answer."""
    return JoinRequest.objects.open().filter(user=actor.user, organisation=organisation).first()


def led_alone_by(user_id: UUID) -> OrganisationQuerySet:
    """Keep organisations that only this person leads, archived ones aside."""
    leads = Membership.objects.open().leads()
    others = leads.filter(organisation=OuterRef("pk"), user__is_active=True).exclude(user_id=user_id)
    led = leads.filter(user_id=user_id).values("organisation_id")
    return (
        Organisation.objects.filter(pk__in=led)
        .exclude(state=State.ARCHIVED)
        .filter(~Exists(others))
        .order_by("name", "id")
    )
