"""People and their consents, narrowed."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from lero_hub.accounts.states import WORDING
from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.policies import is_coordinator

if TYPE_CHECKING:
    from lero_hub.accounts.models import Consent, User  # noqa: F401  # named in the base classes below


class UserQuerySet(models.QuerySet["User"]):
    """People, narrowed."""

    def open(self) -> "UserQuerySet":
        """Keep accounts that are in use: not closed, not erased."""
        return self.filter(is_active=True, erased_at__isnull=True)

    def visible_to(self, actor: Actor) -> "UserQuerySet":
        """Keep the accounts that this person may look at: their own, and as a coordinator every open one."""
        if is_coordinator(actor, None):
            return self.open()
        return self.filter(pk=actor.user.pk) if actor.user is not None and actor.is_authenticated else self.none()

    def matching(self, text: str) -> "UserQuerySet":
        """Keep people whose display name or e-mail address holds every word of the text."""
        found = self
        for word in text.split():
            found = found.filter(Q(display_name__icontains=word) | Q(email__icontains=word))
        return found

    def holding(self, role: str) -> "UserQuerySet":
        """Keep the people who hold a role now."""
        return self.filter(pk__in=RoleGrant.objects.open().filter(role=role).values("user"))


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents, narrowed."""

    def standing(self) -> "ConsentQuerySet":
        """Keep those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def outdated(self) -> "ConsentQuerySet":
        """Keep those given in words that have been replaced since."""
        of_today = [Q(purpose=purpose, wording=wording) for purpose, wording in WORDING.items()]
        return self.exclude(reduce(or_, of_today))
