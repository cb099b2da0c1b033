"""An assessor leaves a review before its end, whoever ends it, and what that does to the review.

The order of locks here and in `assigning`: the person, then the review. The row of an assignment is guarded by the lock
of its review.
"""

from datetime import datetime
from uuid import UUID

from lero_hub.accounts.models import User
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from standards.messages import forming as messages
from standards.models import AssessorScore, Assignment, Review
from standards.policies import forget_assignments
from standards.queries.agreements import open_agreement
from standards.states import OPEN_REVIEW, REVIEW, AssignmentEnd, ReviewState


def locked_review(review_id: UUID) -> Review:
    """Lock a review; it guards its assignments."""
    rows = Review.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("assessment__organisation").get(pk=review_id)


def locked_assignment(assignment_id: UUID) -> Assignment:
    """Lock the review of an assignment, then read the assignment."""
    review = locked_review(Assignment.objects.values_list("review_id", flat=True).get(pk=assignment_id))
    assignment = Assignment.objects.select_related("user").get(pk=assignment_id)
    assignment.review = review
    return assignment


def end_assignment(assignment: Assignment, end: str, *, by: Actor, now: datetime) -> None:
    """Write why an assignment ended, and let the review look for somebody else; the caller holds the lock.

    What the assessor had chosen and not sent in is deleted: it is nobody's, and must not show when the seal opens.
    """
    AssessorScore.objects.filter(assignment=assignment).delete()
    assignment.ended_at, assignment.end = now, end
    assignment.save(update_fields=["ended_at", "end"])
    record(actor=by, verb="standards.end_assignment", subject=assignment, now=now, end=str(end))
    review = assignment.review
    if review.state == ReviewState.SCORING:
        review.state = REVIEW.check("lose_assessor", review.state)
        review.save(update_fields=["state"])
        record(actor=by, verb="standards.lose_assessor", subject=review, now=now)
    forget_assignments(by)


def leave_open_reviews(*, user_id: UUID, by: Actor, now: datetime) -> None:
    """End a person's assignments in open reviews, but for those whose levels were sent in: these stay.

    Levels that were sent in belong to the review, and whoever sent them in stays one of its two assessors, so that the
    review does not begin anew. Somebody who no longer has the role can open neither (`policies.own_assignments`): the
    other assessor writes down what is agreed, a coordinator can make them the lead, or calls the review off.
    """
    theirs = Assignment.objects.open().filter(user_id=user_id, review__state__in=OPEN_REVIEW)
    for pk in theirs.order_by("review_id").values_list("pk", flat=True):
        assignment = locked_assignment(pk)
        if assignment.ended_at is None and assignment.submitted_at is None:
            end_assignment(assignment, AssignmentEnd.RELEASED, by=by, now=now)
            messages.tell_desk(assignment, now=now)


def say_farewell(*, user_id: UUID, by: Actor, now: datetime) -> None:
    """Take back the agreement of somebody who deletes their account, and give back their reviews.

    Runs in the transaction of the erasure, which holds the lock of the person.
    """
    leave_open_reviews(user_id=user_id, by=by, now=now)
    agreement = open_agreement(User.objects.get(pk=user_id))
    if agreement is not None:
        agreement.withdrawn_at, agreement.lived_experience = now, None
        agreement.save(update_fields=["withdrawn_at", "lived_experience"])
        record(actor=by, verb="standards.withdraw_agreement", subject=agreement, now=now, version=agreement.version)
