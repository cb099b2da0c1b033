"""The person behind a request, as policies see them."""

from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from lero_hub.authz.models import RoleGrant

if TYPE_CHECKING:
    from lero_hub.accounts.models import User


class Actor:
    """A visitor or a signed-in person, with their roles read once.

    `known` is a place for other apps to keep what they read about the same person during one request, such as
    memberships; each app uses its own key.
    """

    def __init__(self, user: "User | None") -> None:
        self.user = user
        self.known: dict[str, Any] = {}

    @property
    def user_id(self) -> UUID | None:
        """Give the id for the audit log; None for a visitor."""
        return self.user.pk if self.user else None

    @property
    def person(self) -> "User":
        """Give who acts, where a policy has made sure that somebody does; a visitor here is a fault of ours."""
        if self.user is None:
            raise RuntimeError("A visitor came where a policy should have asked for somebody signed in")
        return self.user

    @property
    def is_authenticated(self) -> bool:
        """Tell whether somebody is signed in with an account that is open."""
        return self.user is not None and self.user.is_active

    @property
    def is_superuser(self) -> bool:
        """Tell whether this is an operator, who may read the admin site and nothing else more than others."""
        return self.user is not None and self.user.is_active and self.user.is_superuser

    @property
    def has_consented(self) -> bool:
        """Tell whether the consent to hold what membership may imply stands."""
        return self.user is not None and self.user.consented_at is not None

    @cached_property
    def roles(self) -> frozenset[str]:
        """Read the roles that are open now; none counts while the consent does not stand."""
        if self.user is None or not (self.user.is_active and self.has_consented):
            return frozenset()
        return frozenset(RoleGrant.objects.open().filter(user=self.user).values_list("role", flat=True))

    def has(self, role: str) -> bool:
        """Tell whether the person holds a role now."""
        return role in self.roles


ANONYMOUS = Actor(None)


def actor_for(user: "User | AnonymousUser") -> Actor:
    """Make the actor of a user of Django's."""
    return Actor(None) if isinstance(user, AnonymousUser) else Actor(user)
