"""Who belongs to a circle: the agreement, leaving, removing, and hosting handed over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from peer_supervision import agreement
from peer_supervision.messages import circle as messages
from peer_supervision.models import AgreementAcceptance, Circle, CircleMembership
from peer_supervision.policies import can_open_circle, forget_roles
from peer_supervision.states import CircleRole
from peer_supervision.workflows.challenges import delete_all_by
from peer_supervision.workflows.circles import end_circle, hosted_by, locked, take_back_invitations
from peer_supervision.workflows.turns import release_all_of

SAME_DAY = timedelta(days=1)


@transaction.atomic
def accept_agreement(*, circle_id: UUID, version: str, by: Actor, now: datetime) -> CircleMembership:
    """Accept the agreement as it reads now. Twice does no harm.

    Raises NotAllowed for everybody outside, Refused("old_words") when the text has changed since it was read.
    """
    circle = locked(circle_id)
    forget_roles(by)
    can_open_circle.require(by, circle)
    membership = CircleMembership.objects.open().get(circle=circle, user=by.person)
    if version != agreement.VERSION:
        raise Refused("old_words", _("The words have changed since you opened the page. Read them again, please."))
    is_fresh = membership.agreed_at is not None and now - membership.agreed_at < SAME_DAY
    if is_fresh and membership.agreed_version == version:
        return membership
    AgreementAcceptance.objects.create(membership=membership, version=version, accepted_at=now)
    membership.agreed_at, membership.agreed_version = now, version
    membership.save(update_fields=["agreed_at", "agreed_version"])
    record(actor=by, verb="circles.accept_agreement", subject=membership, now=now, version=version)
    return membership


def end_membership(membership: CircleMembership, *, verb: str, by: Actor, now: datetime) -> None:
    """Write the end of a membership; the caller holds the circle's lock.

    The person's turns go to others. What they wrote goes with them: they could no longer delete it. Nobody comes in by
    an invitation of theirs any more.
    """
    membership.ended_at, membership.ended_by = now, by.person
    membership.save(update_fields=["ended_at", "ended_by"])
    record(actor=by, verb=verb, subject=membership, now=now, circle=membership.circle_id)
    delete_all_by(membership.user_id, circle_id=membership.circle_id)
    take_back_invitations(membership.circle, by_person=membership.user_id, now=now)
    release_all_of(membership.circle_id, membership.user_id, by=by, now=now)
    forget_roles(by)


@transaction.atomic
def leave_circle(*, circle_id: UUID, by: Actor, now: datetime) -> None:
    """Leave a circle; the last one to leave closes it. Twice does no harm. Raises Refused("last_host")."""
    circle = locked(circle_id)
    forget_roles(by)
    membership = CircleMembership.objects.open().filter(circle=circle, user=by.person).first()
    if membership is not None:
        leave_locked(circle, membership, by=by, now=now)


def leave_locked(circle: Circle, membership: CircleMembership, *, by: Actor, now: datetime) -> None:
    """Let one member go; the caller holds the circle's lock. Raises Refused("last_host")."""
    others = CircleMembership.objects.open().filter(circle=circle).exclude(pk=membership.pk)
    if not others.exists():
        if circle.closed_at is None:
            end_circle(circle, by=by, now=now)
    elif membership.role == CircleRole.HOST and not others.hosts().exists() and circle.closed_at is None:
        message = _("You are the only host. Hand the circle over to somebody, or close it, first.")
        raise Refused("last_host", message)
    end_membership(membership, verb="circles.leave", by=by, now=now)


@transaction.atomic
def remove_from_circle(*, membership_id: UUID, by: Actor, now: datetime) -> CircleMembership:
    """End somebody's membership. Twice does no harm. Raises NotAllowed unless `by` hosts, Refused("own")."""
    circle_id = CircleMembership.objects.values_list("circle_id", flat=True).get(pk=membership_id)
    hosted_by(by, circle_id, now=now)
    membership = CircleMembership.objects.select_related("user", "circle").get(pk=membership_id)
    if membership.user_id == by.user_id:
        raise Refused("own", _("To leave the circle yourself, choose “Leave”."))
    if membership.ended_at is None:
        end_membership(membership, verb="circles.remove", by=by, now=now)
        messages.tell_removed(membership, now=now)
    return membership


@transaction.atomic
def hand_over_hosting(*, membership_id: UUID, by: Actor, now: datetime) -> CircleMembership:
    """Make another member the host and become a member, in one step. Twice does no harm.

    Whom the one before invited is invited no more: only a host lets people in.

    Raises NotAllowed unless `by` hosts, Refused("not_a_member", "own").
    """
    circle_id = CircleMembership.objects.values_list("circle_id", flat=True).get(pk=membership_id)
    circle = locked(circle_id)
    forget_roles(by)
    heir = CircleMembership.objects.select_related("user").get(pk=membership_id)
    own = CircleMembership.objects.open().filter(circle=circle, user=by.person).first()
    if heir.ended_at is not None:
        raise Refused("not_a_member", _("This person has left the circle. Choose somebody else."))
    if own is not None and own.role == CircleRole.MEMBER and heir.role == CircleRole.HOST:
        return heir
    hosted_by(by, circle_id, now=now)
    if own is None or own.pk == heir.pk:
        raise Refused("own", _("You host this circle already. Choose somebody else."))
    for membership, role in ((heir, CircleRole.HOST), (own, CircleRole.MEMBER)):
        membership.role = role
        membership.save(update_fields=["role"])
    take_back_invitations(circle, by_person=own.user_id, now=now)
    record(actor=by, verb="circles.hand_over", subject=circle, now=now, membership=heir.pk)
    forget_roles(by)
    messages.tell_host(heir, now=now)
    return heir
