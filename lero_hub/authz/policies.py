"""Policies: named questions with a refusal in plain words, and the ones about roles alone."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from lero_hub.authz.actor import Actor
from lero_hub.authz.states import Role
from lero_hub.errors import NotAllowed
from lero_hub.words import Words

T = TypeVar("T")


class Policy(Generic[T]):
    """A question about an actor and a thing, answered yes or no; `refusal` says why not."""

    def __init__(self, test: Callable[[Actor, T], bool], refusal: Words) -> None:
        self.name, self.test, self.refusal = test.__name__, test, refusal
        self.__doc__ = test.__doc__

    def __call__(self, actor: Actor, thing: T) -> bool:
        """Tell whether the actor may."""
        return actor.is_authenticated and self.test(actor, thing)

    def require(self, actor: Actor, thing: T) -> None:
        """Raise NotAllowed with the refusal when the actor may not."""
        if not self(actor, thing):
            raise NotAllowed(self.refusal)

    def __repr__(self) -> str:
        return f"<Policy {self.name}>"


def policy(*, refusal: Words) -> Callable[[Callable[[Actor, T], bool]], Policy[T]]:
    """Make a function a policy. It is never asked about a visitor: the answer to them is no."""
    return lambda test: Policy(test, refusal)


@policy(refusal=_("Only coordinators of the network can open this."))
def is_coordinator(actor: Actor, thing: object) -> bool:
    """Coordinators run the network's queues."""
    return actor.has(Role.COORDINATOR)


@policy(refusal=_("Only operators of this site can open this."))
def is_superuser(actor: Actor, thing: object) -> bool:
    """Superusers read the admin site."""
    return actor.is_superuser
