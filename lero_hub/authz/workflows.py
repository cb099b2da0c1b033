"""Granting and ending roles. Each writes one audit event; the last coordinator can never be removed."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.role_ends import role_ends
from lero_hub.authz.states import Role
from lero_hub.errors import Refused

if TYPE_CHECKING:
    from uuid import UUID


@transaction.atomic
def grant_role(*, user_id: "UUID", role: str, by: Actor, reason: str, now: datetime) -> RoleGrant:
    """Give a person a role; giving it twice gives back the first grant.

    Raises NotAllowed unless `by` is a coordinator, Refused for an unknown role or a closed account, and for oneself:
    whoever runs a review must not make themselves its panel.
    """
    is_coordinator.require(by, None)
    if user_id == by.user_id:
        raise Refused("own_role", _("You cannot give yourself a role. Ask another coordinator."))
    return _grant(user_id=user_id, role=role, by=by, reason=reason, now=now)


@transaction.atomic
def grant_first_coordinator(*, user_id: "UUID", reason: str, now: datetime) -> RoleGrant:
    """Give the role of coordinator from the command line (`manage.py grant`), by whoever runs the server."""
    return _grant(user_id=user_id, role=Role.COORDINATOR, by=None, reason=reason, now=now)


def _grant(*, user_id: "UUID", role: str, by: Actor | None, reason: str, now: datetime) -> RoleGrant:
    if role not in Role.values:
        raise Refused("unknown_role", _("There is no such role."))
    # The person's row is locked, so that two coordinators who grant at once make one grant. Not its key: rows that
    # point at the person are checked against the key at commit, and would wait for us while we wait for them.
    user = get_user_model().objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Refused("closed_account", _("This account is closed."))
    standing = RoleGrant.objects.open().filter(user=user, role=role).first()
    if standing is not None:
        return standing
    grant = RoleGrant.objects.create(
        user=user, role=role, reason=reason, granted_at=now, granted_by_id=by.user_id if by else None
    )
    record(actor=by, verb="authz.grant_role", subject=grant, now=now, role=role, user=user.pk)
    return grant


@transaction.atomic
def end_role(*, grant_id: "UUID", by: Actor, reason: str, now: datetime) -> RoleGrant:
    """End a grant, and hand back what the person held by it. Ending it twice is harmless.

    Raises NotAllowed unless `by` is a coordinator or the holder, Refused for the last coordinator.
    """
    # The person first, as whoever gives them work by this role locks them: that work is either found below, or refused.
    holder = RoleGrant.objects.values_list("user_id", flat=True).get(pk=grant_id)
    get_user_model().objects.select_for_update(no_key=True).get(pk=holder)
    # All open grants of coordinators are locked in one order, so that two who end each other cannot both succeed.
    coordinators = list(
        RoleGrant.objects.open().filter(role=Role.COORDINATOR).select_for_update().order_by("id").values_list("id")
    )
    grant = RoleGrant.objects.select_for_update().get(pk=grant_id)
    if grant.user_id != by.user_id:
        is_coordinator.require(by, None)
    if grant.ended_at is not None:
        return grant
    if grant.role == Role.COORDINATOR and len(coordinators) == 1:
        raise Refused("last_coordinator", _("The network needs a coordinator. Give the role to somebody else first."))
    grant.ended_at, grant.ended_by_id, grant.end_reason = now, by.user_id, reason
    grant.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(actor=by, verb="authz.end_role", subject=grant, now=now, role=grant.role, user=grant.user_id)
    for hand_back in role_ends(grant.role):
        hand_back(user_id=grant.user_id, by=by, now=now)
    return grant
