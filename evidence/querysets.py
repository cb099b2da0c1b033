"""Chains of adjectives for the tables of the library."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q

from evidence.states import SENT_IN, Kind, State
from lero_hub.authz.actor import Actor
from lero_hub.authz.states import Role
from organisations.policies import roles_by_organisation

if TYPE_CHECKING:
    # Named in the base classes below, as texts.
    from evidence.models import ImportRun, Item  # noqa: F401  # see above


class ItemQuerySet(models.QuerySet["Item"]):
    """Items of the library, narrowed."""

    def research(self) -> "ItemQuerySet":
        """Keep studies and reviews."""
        return self.filter(kind=Kind.RESEARCH)

    def practice(self) -> "ItemQuerySet":
        """Keep what organisations tried."""
        return self.filter(kind=Kind.PRACTICE)

    def published(self) -> "ItemQuerySet":
        """Keep what the public reads."""
        return self.filter(state=State.PUBLISHED)

    def submitted(self) -> "ItemQuerySet":
        """Keep what waits for a curator's answer."""
        return self.filter(state=State.SUBMITTED)

    def of_organisation(self, organisation_id: UUID) -> "ItemQuerySet":
        """Keep the practice that an organisation shares."""
        return self.filter(organisation_id=organisation_id)

    def speaking_to(self, criterion: str) -> "ItemQuerySet":
        """Keep what speaks to a criterion, by its permanent name (`models.criterion_key`)."""
        return self.filter(criteria__contains=[criterion])

    def visible_to(self, actor: Actor) -> "ItemQuerySet":
        """Keep what the actor may see: as the policy `can_see_item` says, and what is published for visitors."""
        rule = Q(state=State.PUBLISHED) | Q(organisation_id__in=list(roles_by_organisation(actor)))
        if actor.has(Role.CURATOR):
            rule |= Q(kind=Kind.RESEARCH) | Q(state__in=sorted(SENT_IN))
        return self.filter(rule)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Imports of references, narrowed."""

    def visible_to(self, actor: Actor) -> "ImportRunQuerySet":
        """Keep the actor's own, while they are a curator."""
        return self.filter(made_by_id=actor.user_id) if actor.has(Role.CURATOR) else self.none()
