"""Chains of adjectives for the tables of the directory."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from lero_hub.authz.actor import Actor
from lero_hub.authz.states import Role
from organisations.policies import roles_by_organisation
from organisations.states import MemberRole, State

if TYPE_CHECKING:
    # Named in the base classes below, as texts.
    from organisations.models import EntryReport, Invitation, JoinRequest, Membership, Organisation  # noqa: F401  # see above


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, narrowed."""

    def listed(self) -> "OrganisationQuerySet":
        """Keep what the public sees."""
        return self.filter(state=State.LISTED)

    def submitted(self) -> "OrganisationQuerySet":
        """Keep what waits for a coordinator."""
        return self.filter(state=State.SUBMITTED)

    def visible_to(self, actor: Actor) -> "OrganisationQuerySet":
        """Keep what the actor may see: the same answer as the policy `can_see_entry`, and listed ones for visitors."""
        rule = Q(state=State.LISTED) | Q(pk__in=list(roles_by_organisation(actor)))
        if actor.has(Role.COORDINATOR):
            rule |= Q(submitted_at__isnull=False)
        return self.filter(rule)

    def based_in_area(self, code: str) -> "OrganisationQuerySet":
        """Keep those based in an area or in one that lies in it."""
        return self.filter(based_in__contains=[code])

    def serving_area(self, code: str, lineage: list[str]) -> "OrganisationQuerySet":
        """Keep those that serve the area, one around it, or one in it."""
        return self.filter(Q(serves__overlap=lineage) | Q(serves_within__contains=[code]))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, narrowed."""

    def open(self) -> "MembershipQuerySet":
        """Keep those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def leads(self) -> "MembershipQuerySet":
        """Keep leads."""
        return self.filter(role=MemberRole.LEAD)

    def visible_to(self, actor: Actor) -> "MembershipQuerySet":
        """Keep those of organisations that the actor acts for; coordinators see all."""
        if actor.has(Role.COORDINATOR):
            return self
        return self.filter(organisation_id__in=list(roles_by_organisation(actor)))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, narrowed."""

    def open(self) -> "InvitationQuerySet":
        """Keep those neither accepted nor revoked (they may have expired)."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def visible_to(self, actor: Actor) -> "InvitationQuerySet":
        """Keep those of organisations that the actor acts for."""
        return self.filter(organisation_id__in=list(roles_by_organisation(actor)))


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Requests to join, narrowed."""

    def open(self) -> "JoinRequestQuerySet":
        """Keep those without an answer."""
        return self.filter(answered_at__isnull=True)

    def visible_to(self, actor: Actor) -> "JoinRequestQuerySet":
        """Keep the actor's own, and those to organisations that the actor leads."""
        led = [pk for pk, role in roles_by_organisation(actor).items() if role == MemberRole.LEAD]
        return self.filter(Q(user_id=actor.user_id) | Q(organisation_id__in=led))


class EntryReportQuerySet(models.QuerySet["EntryReport"]):
    """Reports about entries, narrowed."""

    def open(self) -> "EntryReportQuerySet":
        """Keep those that nobody closed."""
        return self.filter(closed_at__isnull=True)

    def visible_to(self, actor: Actor) -> "EntryReportQuerySet":
        """Keep all for coordinators, none for others."""
        return self if actor.has(Role.COORDINATOR) else self.none()
