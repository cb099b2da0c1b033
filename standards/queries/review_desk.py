"""Reads for coordinators: assessments that wait for a review, reviews by where they stand, and one review as a whole.

Nothing here reads a level: before the seal opens, a coordinator sees that an assessor has sent theirs in, and no more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, F, Prefetch, Q
from django.utils.translation import gettext_lazy, ngettext

from lero_hub.authz.actor import Actor
from lero_hub.words import Words
from organisations.desk_places import ASSESSMENTS, REVIEWS
from organisations.queries.desk import Queue
from standards.models import Assessment, Assignment, Review
from standards.policies import tied_organisations
from standards.querysets import AssessmentQuerySet, ReviewQuerySet
from standards.states import ASSESSORS, AssessmentState, AssignmentEnd, Interest, ReviewState


@dataclass(frozen=True)
class Tab:
    """One part of a list. `since` names the column that tells for how long a row has been in it."""

    slug: str
    label: Words
    rule: Q
    since: str


ASSESSMENT_TABS: Final = {
    tab.slug: tab
    for tab in (
        Tab("waiting", gettext_lazy("Waiting for a review"), Q(state=AssessmentState.SUBMITTED), "submitted_at"),
        Tab(
            "sent_back",
            gettext_lazy("Sent back with a question"),
            Q(state=AssessmentState.CHANGES_REQUESTED),
            "submitted_at",
        ),
        Tab("in_review", gettext_lazy("In review"), Q(state=AssessmentState.IN_REVIEW), "submitted_at"),
        Tab("decided", gettext_lazy("Decided"), Q(state=AssessmentState.DECIDED), "decided_at"),
    )
}
REVIEW_TABS: Final = {
    tab.slug: tab
    for tab in (
        Tab("forming", gettext_lazy("Looking for assessors"), Q(state=ReviewState.FORMING), "opened_at"),
        Tab("scoring", gettext_lazy("Assessors are looking"), Q(state=ReviewState.SCORING), "opened_at"),
        Tab("consensus", gettext_lazy("Agreeing on levels"), Q(state=ReviewState.CONSENSUS), "scores_opened_at"),
        Tab("panel", gettext_lazy("With the panel"), Q(state=ReviewState.PANEL), "panel_at"),
        Tab("decided", gettext_lazy("Decided"), Q(state=ReviewState.DECIDED), "decided_at"),
        Tab("cancelled", gettext_lazy("Called off"), Q(state=ReviewState.CANCELLED), "cancelled_at"),
    )
}


def _assessments(actor: Actor) -> AssessmentQuerySet:
    """Leave out the coordinator's own organisations: somebody else looks after those."""
    return Assessment.objects.at_desk(actor)


def _reviews(actor: Actor) -> ReviewQuerySet:
    own = list(tied_organisations(actor))
    return Review.objects.visible_to(actor).exclude(assessment__organisation_id__in=own)


def _named(text: str, path: str) -> Q:
    rule = Q()
    for word in text.split():
        rule &= Q(**{f"{path}__name__icontains": word}) | Q(**{f"{path}__base_place__icontains": word})
    return rule


def count_assessments(actor: Actor) -> dict[str, int]:
    """Count each part of the queue, in one query."""
    return _assessments(actor).aggregate(
        **{slug: Count("pk", filter=tab.rule) for slug, tab in ASSESSMENT_TABS.items()}
    )


def count_reviews(actor: Actor) -> dict[str, int]:
    """Count each part of the list, in one query."""
    return _reviews(actor).aggregate(**{slug: Count("pk", filter=tab.rule) for slug, tab in REVIEW_TABS.items()})


def assessments(actor: Actor, *, tab: Tab, text: str) -> AssessmentQuerySet:
    """List one part of the queue, what waits longest first, by words of the organisation's name or place."""
    found = _assessments(actor).filter(tab.rule).filter(_named(text, "organisation"))
    return found.select_related("organisation", "version").order_by(tab.since, "id")


def reviews(actor: Actor, *, tab: Tab, text: str) -> ReviewQuerySet:
    """List one part of the reviews, longest first. `asked`, `declared`, `sent` count assessors on it now."""
    found = _reviews(actor).filter(tab.rule).filter(_named(text, "assessment__organisation"))
    on_it = Q(assignments__ended_at__isnull=True)
    clear = on_it & Q(assignments__declarations__interest=Interest.NONE)
    return (
        found.select_related("assessment__organisation", "assessment__version")
        .annotate(
            asked=Count("assignments", filter=on_it & Q(assignments__pk__isnull=False), distinct=True),
            declared=Count("assignments", filter=clear, distinct=True),
            sent=Count("assignments", filter=on_it & Q(assignments__submitted_at__isnull=False), distinct=True),
        )
        .order_by(F(tab.since).asc(nulls_last=True), "id")
    )


@dataclass(frozen=True)
class Standing:
    """How far one assessor has come: yes or no to each step, and never a level."""

    assignment: Assignment
    declared_at: datetime | None
    has_sent: bool
    can_release: bool


@dataclass(frozen=True)
class Folder:
    """One review as a coordinator looks after it."""

    standings: list[Standing]
    gone: list[Assignment]
    lacking: int


def folder(review: Review) -> Folder:
    """Read who is on a review, who has left and why, and how many are lacking: two queries."""
    rows = Assignment.objects.filter(review=review).select_related("user").prefetch_related(Prefetch("declarations"))
    found = list(rows.order_by("assigned_at", "id"))
    is_open = review.state in {ReviewState.FORMING, ReviewState.SCORING}
    standings = [_standing(each, is_open) for each in found if each.ended_at is None]
    return Folder(
        standings=standings,
        gone=[each for each in found if each.ended_at is not None],
        lacking=max(ASSESSORS - len(standings), 0) if review.state == ReviewState.FORMING else 0,
    )


def _standing(assignment: Assignment, is_open: bool) -> Standing:
    declared = next(iter(assignment.declarations.all()), None)
    sent = assignment.submitted_at is not None
    return Standing(assignment, declared.declared_at if declared else None, sent, is_open and not sent)


def earlier_reviews(assessment: Assessment) -> list[Review]:
    """List the reviews of an assessment, the newest first: one that goes on or is decided, and those called off."""
    return list(assessment.reviews.order_by("-opened_at", "id"))


def end_words(assignment: Assignment) -> Words:
    """Say why an assessor left."""
    return AssignmentEnd(assignment.end).label


def queues(actor: Actor) -> list[Queue]:
    """Say on the first page of coordination how many assessments and reviews wait, in two queries."""
    waiting = _assessments(actor).submitted().count()
    lacking = _reviews(actor).filter(state=ReviewState.FORMING).count()
    return [
        Queue(ASSESSMENTS, ngettext("%(n)s waits", "%(n)s wait", waiting) % {"n": waiting}, bool(waiting)),
        Queue(
            REVIEWS,
            ngettext("%(n)s lacks assessors", "%(n)s lack assessors", lacking) % {"n": lacking},
            bool(lacking),
        ),
    ]
