"""What an assessor has before them: reviews to answer, to score, to agree on, and those that are over for them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from standards.models import Assignment
from standards.states import OPEN_REVIEW, AssignmentEnd, Interest, ReviewState

TO_DECLARE, TO_SCORE, TO_AGREE, WAITING, DONE = "declare", "score", "agree", "wait", "done"


@dataclass(frozen=True)
class Task:
    """One review as its assessor sees it: what is theirs to do, in words meant for them."""

    assignment: Assignment
    step: str
    words: str

    @property
    def can_step_down(self) -> bool:
        """Tell whether they can still leave: until they have sent in their levels."""
        return self.step in {TO_DECLARE, TO_SCORE, WAITING} and self.assignment.submitted_at is None


def _own(actor: Actor) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(user=actor.person).select_related("review__assessment__organisation__base_area")
    return rows.prefetch_related(Prefetch("declarations"))


def open_tasks(actor: Actor) -> list[Task]:
    """List what goes on, what is to be done first."""
    rows = _own(actor).filter(ended_at__isnull=True, review__state__in=OPEN_REVIEW).order_by("assigned_at", "id")
    order = (TO_DECLARE, TO_AGREE, TO_SCORE, WAITING)
    return sorted((_task(row) for row in rows), key=lambda task: order.index(task.step))


def done(actor: Actor) -> QuerySet[Assignment]:
    """List what is over for this assessor, the newest first."""
    return _own(actor).exclude(ended_at__isnull=True, review__state__in=OPEN_REVIEW).order_by("-assigned_at", "id")


def done_words(assignment: Assignment) -> str:
    """Say how it ended, to the assessor themselves."""
    review = assignment.review
    if assignment.end == AssignmentEnd.DECLINED:
        return _("You said no.")
    if assignment.end == AssignmentEnd.INTEREST:
        return _("You declared an interest and stood back. Thank you.")
    if review.state == ReviewState.CANCELLED:
        return _("The review was called off. Nothing is left to do.")
    if assignment.end == AssignmentEnd.RELEASED:
        return _("You were released. Nothing is left to do.")
    return _("The panel has decided. Thank you for your work.")


def latest(actor: Actor, review_id: UUID) -> Assignment | None:
    """Give the actor's open assignment to a review, or else the one that ended last."""
    rows = _own(actor).filter(review_id=review_id)
    return rows.filter(ended_at__isnull=True).first() or rows.order_by("-ended_at").first()


def has_declared_none(assignment: Assignment) -> bool:
    """Tell whether the assessment is open to this assessor."""
    return any(each.interest == Interest.NONE for each in assignment.declarations.all())


def _task(assignment: Assignment) -> Task:
    review = assignment.review
    if not has_declared_none(assignment):
        return Task(assignment, TO_DECLARE, _("Say whether you can look at it. Nothing opens before."))
    if review.state == ReviewState.CONSENSUS:
        return Task(
            assignment, TO_AGREE, _("Both of you have sent in your levels. Talk, and write down what you agree.")
        )
    if review.state == ReviewState.PANEL:
        return Task(assignment, WAITING, _("The panel has it. Nothing for you to do now."))
    if assignment.submitted_at is not None:
        return Task(assignment, WAITING, _("You have sent in your levels. The other assessor is still looking."))
    if review.state == ReviewState.FORMING:
        return Task(assignment, TO_SCORE, _("You can begin. The network still looks for the second assessor."))
    return Task(assignment, TO_SCORE, _("Look at each criterion and choose your levels, on your own."))
