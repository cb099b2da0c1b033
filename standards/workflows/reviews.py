"""A coordinator opens a review of an assessment that was sent in, and calls it off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from organisations.policies import forget_roles
from standards.messages import forming as messages
from standards.models import Assessment, Review
from standards.policies import can_coordinate_assessment, can_coordinate_review
from standards.states import ASSESSMENT, REVIEW, AssignmentEnd
from standards.workflows.leaving import end_assignment, locked_review


def _locked_assessment(assessment_id: UUID) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation").get(pk=assessment_id)


@transaction.atomic
def open_review(*, assessment_id: UUID, by: Actor, now: datetime) -> Review:
    """Begin a review. A second click gives back the one that is open.

    Raises NotAllowed unless `by` coordinates without a tie, WrongState unless the assessment waits.
    """
    assessment = _locked_assessment(assessment_id)
    forget_roles(by)
    can_coordinate_assessment.require(by, assessment)
    standing = Review.objects.open().filter(assessment=assessment).first()
    if standing is not None:
        return standing
    assessment.state = ASSESSMENT.check("begin_review", assessment.state)
    assessment.save(update_fields=["state"])
    review = Review.objects.create(assessment=assessment, opened_at=now, opened_by=by.person)
    record(actor=by, verb="standards.open_review", subject=review, now=now, assessment=assessment.pk)
    return review


@transaction.atomic
def cancel_review(*, review_id: UUID, reason: str, by: Actor, now: datetime) -> Review:
    """Call a review off with a reason; the assessment waits for another one, and everybody in it is told.

    Assessors who have sent nothing in are released. Raises NotAllowed unless `by` coordinates without a tie,
    WrongState when it is over, Refused("no_reason").
    """
    review = locked_review(review_id)
    forget_roles(by)
    can_coordinate_review.require(by, review)
    target = REVIEW.check("cancel", review.state)
    if not reason.strip():
        raise Refused("no_reason", _("Say why, so that people know what to do next."))
    assessment = _locked_assessment(review.assessment_id)
    assessment.state = ASSESSMENT.check("leave_review", assessment.state)
    assessment.save(update_fields=["state"])
    review.state, review.cancelled_at, review.cancelled_by, review.cancel_reason = (
        target,
        now,
        by.person,
        reason.strip(),
    )
    review.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    record(actor=by, verb="standards.cancel_review", subject=review, now=now, assessment=assessment.pk)
    for assignment in review.assignments.filter(ended_at__isnull=True).select_related("user").order_by("id"):
        assignment.review = review
        messages.call_off(assignment, "cancelled", now=now)
        if assignment.submitted_at is None:
            end_assignment(assignment, AssignmentEnd.RELEASED, by=by, now=now)
    messages.tell_leads(review, now=now)
    return review
