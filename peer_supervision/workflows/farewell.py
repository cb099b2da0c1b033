"""What happens to circles when a person deletes their account."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.accounts.erasure import Obstacle
from lero_hub.authz.actor import Actor
from peer_supervision.models import ChallengeKey, CircleInvitation, CircleMembership
from peer_supervision.states import CircleRole
from peer_supervision.workflows.circles import locked
from peer_supervision.workflows.membership import leave_locked


def obstacles(user_id: UUID) -> list[Obstacle]:
    """Say which circles with others in them a person hosts alone."""
    others = CircleMembership.objects.open().filter(circle=OuterRef("circle")).exclude(user_id=user_id)
    hosted = (
        CircleMembership.objects.open()
        .filter(user_id=user_id, role=CircleRole.HOST, circle__closed_at__isnull=True)
        .filter(Exists(others), ~Exists(others.hosts()))
        .select_related("circle")
        .order_by("circle__name", "id")
    )
    message = _("You are the only host of %(name)s. Hand the circle over to somebody, or close it, first.")
    return [
        Obstacle(
            "last_host",
            message % {"name": membership.circle.name},
            reverse("peer_supervision:members", args=[membership.circle_id]),
        )
        for membership in hosted
    ]


def say_farewell(*, user_id: UUID, by: Actor, now: datetime) -> None:
    """End a person's memberships, delete what they wrote with its keys, and forget invitations to their addresses.

    Runs in the transaction of the erasure. Raises Refused("last_host") when a host left in the meantime.
    """
    theirs = CircleMembership.objects.open().filter(user_id=user_id)
    for circle_id in theirs.order_by("circle_id").values_list("circle_id", flat=True):
        circle = locked(circle_id)
        for membership in theirs.filter(circle=circle):
            leave_locked(circle, membership, by=by, now=now)
    ChallengeKey.objects.filter(challenge__presenter_id=user_id).delete()
    addresses = EmailAddress.objects.filter(user_id=user_id).values(address=Lower("email"))
    for invitation in CircleInvitation.objects.open().alias(address=Lower("email")).filter(address__in=addresses):
        invitation.revoked_at, invitation.email = now, ""
        invitation.save(update_fields=["revoked_at", "email"])
