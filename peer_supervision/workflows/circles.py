"""Opening a circle, its name and agenda, and closing it.

The circle's row guards everything in it: every verb locks it first, then reads the actor's own role again, because one
that was read before the wait may have been taken away in the meantime.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.accounts.models import User
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused
from lero_hub.outbox.cleaning import one_line
from lero_hub.typed_text import has_visible
from organisations.models import Organisation
from organisations.policies import roles_by_organisation
from organisations.states import MemberRole, State
from peer_supervision import agenda
from peer_supervision.agreement import stands
from peer_supervision.models import Circle, CircleInvitation, CircleMembership
from peer_supervision.policies import can_host, can_open_circle, forget_roles
from peer_supervision.states import CircleRole

LONGEST_NAME, LONGEST_PURPOSE = 80, 300
MOST_HOSTED = 10


def locked(circle_id: UUID) -> Circle:
    """Lock the circle's row."""
    return Circle.objects.select_for_update(of=("self",), no_key=True).get(pk=circle_id)


def hosted_by(by: Actor, circle_id: UUID, *, now: datetime) -> Circle:
    """Lock a circle that is open and that the actor hosts; raise NotAllowed or Refused("closed", "agreement")."""
    circle, _membership = entered_by(by, circle_id, now=now)
    can_host.require(by, circle)
    return circle


def entered_by(by: Actor, circle_id: UUID, *, now: datetime) -> tuple[Circle, CircleMembership]:
    """Lock a circle that is open and whose agreement the actor has accepted.

    Raises NotAllowed for everybody outside, Refused("closed", "agreement").
    """
    circle = locked(circle_id)
    forget_roles(by)
    can_open_circle.require(by, circle)
    if circle.closed_at is not None:
        raise Refused("closed", _("This circle is closed. What was agreed in it stays so."))
    membership = CircleMembership.objects.open().get(circle=circle, user=by.person)
    if not stands(membership, now):
        raise Refused("agreement", _("Accept what the circle agreed first. Then it opens."))
    return circle, membership


def may_open(by: Actor) -> bool:
    """Tell whether the actor leads an organisation that is listed."""
    led = [pk for pk, role in roles_by_organisation(by).items() if role == MemberRole.LEAD]
    return Organisation.objects.filter(pk__in=led, state=State.LISTED).exists()


def _named(name: str, purpose: str) -> tuple[str, str]:
    kept, why = one_line(name), one_line(purpose, LONGEST_PURPOSE + 1)
    if not has_visible(kept) or len(kept) > LONGEST_NAME or len(why) > LONGEST_PURPOSE:
        raise Refused("bad_name", _("A circle needs a name of up to 80 letters."))
    return kept, why


@transaction.atomic
def open_circle(*, circle_id: UUID, name: str, purpose: str, by: Actor, now: datetime) -> Circle:
    """Open a circle and become its host. The same id again gives back the circle that was opened.

    Raises NotAllowed unless `by` leads a listed organisation, or when the id belongs to somebody else's circle;
    Refused("bad_name", "too_many_circles").
    """
    if not may_open(by):
        raise NotAllowed(_("A lead of an organisation in the directory can open a circle."))
    kept, why = _named(name, purpose)
    # Two clicks on one button race here: the person's row is locked, so that the second finds the first one's circle.
    User.objects.select_for_update(no_key=True).get(pk=by.person.pk)
    standing = Circle.objects.filter(pk=circle_id).first()
    if standing is not None:
        if standing.opened_by_id != by.user_id:
            raise NotAllowed(can_host.refusal)
        return standing
    hosted = CircleMembership.objects.open().hosts().filter(user=by.person, circle__closed_at__isnull=True)
    if hosted.count() >= MOST_HOSTED:
        raise Refused("too_many_circles", _("You host ten circles already. Close one first, or hand one over."))
    circle = Circle.objects.create(pk=circle_id, name=kept, purpose=why, opened_at=now, opened_by=by.person)
    membership = CircleMembership.objects.create(circle=circle, user=by.person, role=CircleRole.HOST, joined_at=now)
    record(actor=by, verb="circles.open", subject=circle, now=now, membership=membership.pk)
    forget_roles(by)
    return circle


@transaction.atomic
def change_circle(*, circle_id: UUID, name: str, purpose: str, by: Actor, now: datetime) -> Circle:
    """Change the name and what the circle is for. Raises NotAllowed unless `by` hosts, Refused("bad_name")."""
    circle = hosted_by(by, circle_id, now=now)
    circle.name, circle.purpose = _named(name, purpose)
    circle.save(update_fields=["name", "purpose"])
    record(actor=by, verb="circles.change", subject=circle, now=now)
    return circle


@transaction.atomic
def set_agenda(*, circle_id: UUID, steps: Sequence[tuple[str, int]], by: Actor, now: datetime) -> Circle:
    """Change the steps of the challenge part; none brings the usual ones back.

    Raises NotAllowed unless `by` hosts, Refused("bad_agenda").
    """
    circle = hosted_by(by, circle_id, now=now)
    circle.agenda = agenda.checked(steps) if steps else []
    circle.save(update_fields=["agenda"])
    record(actor=by, verb="circles.set_agenda", subject=circle, now=now, steps=len(circle.agenda))
    return circle


@transaction.atomic
def close_circle(*, circle_id: UUID, by: Actor, now: datetime) -> Circle:
    """Close a circle for good: its coming sessions are cancelled, open invitations taken back. Twice does no harm.

    Raises NotAllowed unless `by` hosts.
    """
    circle = locked(circle_id)
    forget_roles(by)
    can_host.require(by, circle)
    if circle.closed_at is None:
        end_circle(circle, by=by, now=now)
    return circle


def take_back_invitations(circle: Circle, *, by_person: UUID | None = None, now: datetime) -> None:
    """Take back what nobody accepted, all of a circle or one person's; the caller holds the circle's lock."""
    rows = CircleInvitation.objects.open().filter(circle=circle)
    (rows.filter(invited_by_id=by_person) if by_person else rows).update(revoked_at=now, email="")


def end_circle(circle: Circle, *, by: Actor, now: datetime) -> None:
    """Write the end of a circle; the caller holds its lock."""
    from peer_supervision.workflows.rhythm import stop

    stop(circle, by=by, now=now)
    take_back_invitations(circle, now=now)
    circle.closed_at, circle.closed_by = now, by.person
    circle.save(update_fields=["closed_at", "closed_by"])
    record(actor=by, verb="circles.close", subject=circle, now=now)
