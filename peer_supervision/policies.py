"""Who may do what in a circle. Being a coordinator or a superuser opens nothing here."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import policy
from peer_supervision.states import CircleRole

if TYPE_CHECKING:
    from peer_supervision.models import Circle, Session

KNOWN = "peer_supervision.roles"
_NOT_YOURS = _("Only members of this circle can open it.")
_ONLY_HOST = _("Only a host of this circle can do this. Ask one of them.")


def roles_by_circle(actor: Actor) -> dict[UUID, str]:
    """Read the actor's open memberships, once a request: circle id to role. None counts without consent."""
    if actor.user is None or not (actor.is_authenticated and actor.has_consented):
        return {}
    if KNOWN not in actor.known:
        rows = actor.user.circle_memberships.filter(ended_at__isnull=True).values_list("circle_id", "role")
        actor.known[KNOWN] = dict(rows)
    known: dict[UUID, str] = actor.known[KNOWN]
    return known


def forget_roles(actor: Actor) -> None:
    """Drop what was read, after a workflow has changed memberships."""
    actor.known.pop(KNOWN, None)


@policy(refusal=_NOT_YOURS)
def can_open_circle(actor: Actor, circle: "Circle") -> bool:
    """Members open their circle, and nobody else does."""
    return circle.pk in roles_by_circle(actor)


@policy(refusal=_ONLY_HOST)
def can_host(actor: Actor, circle: "Circle") -> bool:
    """A host invites, removes, sets the rhythm, moves and cancels."""
    return roles_by_circle(actor).get(circle.pk) == CircleRole.HOST


@policy(refusal=_NOT_YOURS)
def can_open_session(actor: Actor, session: "Session") -> bool:
    """Members open the sessions of their circle."""
    return session.circle_id in roles_by_circle(actor)


@policy(refusal=_ONLY_HOST)
def can_host_session(actor: Actor, session: "Session") -> bool:
    """A host moves and cancels sessions."""
    return roles_by_circle(actor).get(session.circle_id) == CircleRole.HOST
