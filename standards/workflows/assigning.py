"""A coordinator asks assessors to look at a review, makes one of them the lead, and releases them."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lero_hub.accounts.models import User
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor, actor_for
from lero_hub.authz.states import Role
from lero_hub.errors import Refused
from organisations.policies import forget_roles
from standards.messages import forming as messages
from standards.models import Assignment, Review
from standards.policies import can_coordinate_review
from standards.queries.assessors import background, bar_of
from standards.states import ASSESSORS, REVIEW, AssignmentEnd, ReviewState
from standards.workflows.leaving import end_assignment, locked_assignment, locked_review

FULL = (ReviewState.SCORING, ReviewState.CONSENSUS, ReviewState.PANEL)


def hold_person(user_id: UUID) -> None:
    """Make an assignment and a membership of the same person wait for each other, as the triggers do.

    Whoever comes second reads what the first wrote, and can refuse in words.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 24))", [str(user_id)])


@transaction.atomic
def assign_assessor(*, review_id: UUID, user_id: UUID, is_lead: bool, by: Actor, now: datetime) -> Assignment:
    """Ask an assessor to look at a review. With the second one scoring begins; the first leads unless one was chosen.

    Asking somebody twice gives back the open assignment. Raises NotAllowed unless `by` coordinates without a tie,
    WrongState when the review is over, Refused("full", "own", "not_assessor", "closed_account") and the codes of
    `queries.assessors.bar_of`.
    """
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Refused("closed_account", _("This account is closed."))
    hold_person(user.pk)
    review = locked_review(review_id)
    forget_roles(by)
    can_coordinate_review.require(by, review)
    standing = review.assignments.filter(user=user, ended_at__isnull=True).first()
    if standing is not None:
        return standing
    _require_assignable(review, user, by, now)
    if is_lead:
        review.assignments.filter(ended_at__isnull=True, is_lead=True).update(is_lead=False)
    assignment = Assignment.objects.create(
        review=review, user=user, is_lead=is_lead, assigned_at=now, assigned_by=by.person
    )
    record(actor=by, verb="standards.assign_assessor", subject=assignment, now=now, review=review.pk, user=user.pk)
    messages.ask(assignment, now=now)
    _begin(review, by=by, now=now)
    assignment.refresh_from_db(fields=["is_lead"])
    return assignment


def _require_assignable(review: Review, user: User, by: Actor, now: datetime) -> None:
    if review.state in FULL:
        raise Refused("full", _("Two assessors look at this review already. Release one of them first."))
    REVIEW.check("begin_scoring", review.state)
    if user.pk == by.user_id:
        raise Refused("own", _("You cannot choose yourself. Another coordinator can ask you."))
    if not actor_for(user).has(Role.ASSESSOR):
        raise Refused("not_assessor", _("This person is no assessor now."))
    organisation_id = review.assessment.organisation_id
    bar = bar_of(user, organisation_id, background([user], review.assessment, now), now)
    if bar is not None:
        raise Refused(bar.code, f"{user.shown_name}: {bar.words}")


def _begin(review: Review, *, by: Actor, now: datetime) -> None:
    """Let scoring begin once two are found, and make sure that one of them leads."""
    found = list(review.assignments.filter(ended_at__isnull=True).order_by("assigned_at", "id"))
    if len(found) < ASSESSORS:
        return
    if not any(each.is_lead for each in found):
        found[0].is_lead = True
        found[0].save(update_fields=["is_lead"])
    review.state = REVIEW.check("begin_scoring", review.state)
    review.save(update_fields=["state"])
    record(actor=by, verb="standards.begin_scoring", subject=review, now=now)


@transaction.atomic
def choose_lead_assessor(*, assignment_id: UUID, by: Actor, now: datetime) -> Assignment:
    """Make one of the assessors the lead, who sends what both agreed on to the panel. Twice does no harm.

    Raises NotAllowed unless `by` coordinates without a tie, Refused("ended"), and Refused("too_late") once the
    panel has it.
    """
    assignment = locked_assignment(assignment_id)
    forget_roles(by)
    can_coordinate_review.require(by, assignment.review)
    if assignment.ended_at is not None:
        raise Refused("ended", _("This person is no longer on the review."))
    if assignment.is_lead:
        return assignment
    if assignment.review.state not in {ReviewState.FORMING, ReviewState.SCORING, ReviewState.CONSENSUS}:
        raise Refused("too_late", _("The assessors have done their part, so the lead stays as it is."))
    assignment.review.assignments.filter(ended_at__isnull=True, is_lead=True).update(is_lead=False)
    assignment.is_lead = True
    assignment.save(update_fields=["is_lead"])
    record(actor=by, verb="standards.choose_lead_assessor", subject=assignment, now=now)
    return assignment


@transaction.atomic
def release_assessor(*, assignment_id: UUID, by: Actor, now: datetime) -> Assignment:
    """Let an assessor go, so that somebody else can be asked. Twice does no harm.

    Raises NotAllowed unless `by` coordinates without a tie, Refused("sent_in") once their levels were sent in.
    """
    assignment = locked_assignment(assignment_id)
    forget_roles(by)
    can_coordinate_review.require(by, assignment.review)
    if assignment.ended_at is not None:
        return assignment
    if assignment.submitted_at is not None:
        raise Refused("sent_in", _("This assessor has sent in their levels, and stays with the review."))
    end_assignment(assignment, AssignmentEnd.RELEASED, by=by, now=now)
    messages.call_off(assignment, "released", now=now)
    return assignment
