"""Reviews that are being formed, for tests. An assessment that was sent in comes from `builders_scoring`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lero_hub.accounts.models import User
from organisations.models import Organisation
from standards.models import Assessment, Assignment, Review
from standards.states import Interest, ReviewState
from standards.workflows.assigning import assign_assessor
from standards.workflows.declaring import declare_interests
from standards.workflows.reviews import cancel_review, open_review
from tests.factories import NOW, coordinator, entry, me, person
from tests.standards.builders_scoring import assessor, scoring, sent_in

__all__ = ["Forming", "ask", "assessor", "declare", "forming", "review_in", "review_in_scoring", "waiting"]


@dataclass
class Forming:
    """A review that looks for assessors, and the people around it."""

    organisation: Organisation
    lead: User
    desk: User
    assessment: Assessment
    review: Review

    @property
    def state(self) -> str:
        """Give the state of the review as it is now."""
        return Review.objects.values_list("state", flat=True).get(pk=self.review.pk)


def waiting(*, name: str = "", lead: User | None = None, now: datetime = NOW) -> Assessment:
    """Give an assessment that waits for a review."""
    lead = lead or person()
    return sent_in(entry(lead=lead, name=name), lead, now=now)


def forming(*, name: str = "", lead: User | None = None, desk: User | None = None, now: datetime = NOW) -> Forming:
    """Open a review of an assessment that was sent in."""
    assessment, desk = waiting(name=name, lead=lead, now=now), desk or coordinator()
    review = open_review(assessment_id=assessment.pk, by=me(desk), now=now)
    lead = lead or assessment.started_by
    return Forming(assessment.organisation, lead, desk, assessment, review)


def ask(case: Forming, user: User | None = None, *, is_lead: bool = False, now: datetime = NOW) -> Assignment:
    """Ask somebody who is ready to look at it."""
    user = user or assessor(now=now)
    return assign_assessor(review_id=case.review.pk, user_id=user.pk, is_lead=is_lead, by=me(case.desk), now=now)


def declare(assignment: Assignment, interest: str = Interest.NONE, *, now: datetime = NOW) -> Assignment:
    """Let an assessor declare."""
    return declare_interests(assignment_id=assignment.pk, interest=interest, by=me(assignment.user), now=now)


def review_in_scoring() -> Review:
    """Give a review at which both assessors look, each alone."""
    return scoring().review


def review_in(state: str) -> Forming:
    """Give a review in a state; the later ones are set in the row, with what the database asks of them."""
    case = forming()
    if state == ReviewState.FORMING:
        return case
    if state == ReviewState.CANCELLED:
        cancel_review(review_id=case.review.pk, reason="They asked for it.", by=me(case.desk), now=NOW)
        return case
    for _number in range(2):
        declare(ask(case))
    if state != ReviewState.SCORING:
        at = {"scores_opened_at": NOW, "panel_at": NOW, "decided_at": NOW}
        Assignment.objects.filter(review=case.review).update(submitted_at=NOW)
        Review.objects.filter(pk=case.review.pk).update(state=state, **at)
    if state == ReviewState.DECIDED:
        Assessment.objects.filter(pk=case.assessment.pk).update(state="decided", decided_at=NOW)
    return case
