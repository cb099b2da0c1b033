"""An assessor says whether they have an interest, before anything opens, or says no without a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from standards.messages import forming as messages
from standards.models import Assignment, InterestDeclaration
from standards.policies import can_answer_assignment, forget_assignments
from standards.queries.agreements import is_ready_to_assess
from standards.states import OPEN_REVIEW, AssignmentEnd, Interest
from standards.ties import ties
from standards.workflows.leaving import end_assignment, locked_assignment


@transaction.atomic
def declare_interests(*, assignment_id: UUID, interest: str, by: Actor, now: datetime) -> Assignment:
    """Declare an interest, or that there is none: then the assessment opens. Any interest ends the assignment.

    The same declaration twice does no harm. Raises NotAllowed for somebody else's, Refused("ended", "unknown",
    "declared", "agreement", "tied").
    """
    assignment = _own(assignment_id, by)
    if interest not in Interest.values:
        raise Refused("unknown", _("Choose one of the answers."))
    standing = assignment.declarations.first()
    if standing is not None:
        if standing.interest != interest:
            raise Refused("declared", _("You have declared already. If something has come up since, step down."))
        return assignment
    _require_open(assignment)
    can_answer_assignment.require(by, assignment)
    if not is_ready_to_assess(by.person, now):
        raise Refused("agreement", _("Accept the assessor agreement first. It holds for one year."))
    if interest == Interest.NONE and ties(by.person.pk, assignment.review.assessment.organisation_id, now):
        raise Refused("tied", _("You act or acted for this organisation, so somebody else has to look at it."))
    declaration = InterestDeclaration.objects.create(assignment=assignment, interest=interest, declared_at=now)
    record(
        actor=by, verb="standards.declare_interest", subject=declaration, now=now, is_clear=interest == Interest.NONE
    )
    if interest != Interest.NONE:
        end_assignment(assignment, AssignmentEnd.INTEREST, by=by, now=now)
        messages.tell_desk(assignment, now=now)
    forget_assignments(by)
    return assignment


@transaction.atomic
def decline_assignment(*, assignment_id: UUID, by: Actor, now: datetime) -> Assignment:
    """Say no, or step down, without a reason. Twice does no harm.

    Raises NotAllowed for somebody else's, Refused("sent_in") once their levels were sent in.
    """
    assignment = _own(assignment_id, by)
    if assignment.ended_at is not None:
        return assignment
    can_answer_assignment.require(by, assignment)
    if assignment.submitted_at is not None:
        raise Refused("sent_in", _("You have sent in your levels, so they stay. Talk with a coordinator."))
    end_assignment(assignment, AssignmentEnd.DECLINED, by=by, now=now)
    messages.tell_desk(assignment, now=now)
    return assignment


def _own(assignment_id: UUID, by: Actor) -> Assignment:
    assignment = locked_assignment(assignment_id)
    if assignment.user_id != by.user_id:
        can_answer_assignment.require(by, assignment)
    return assignment


def _require_open(assignment: Assignment) -> None:
    if assignment.ended_at is not None or assignment.review.state not in OPEN_REVIEW:
        raise Refused("ended", _("You are no longer asked to look at this one. There is nothing left for you to do."))
