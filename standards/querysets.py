"""Chains of adjectives for the tables of the standards. `visible_to` says the same as the policies."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from lero_hub.authz.actor import Actor
from lero_hub.authz.states import Role
from organisations.policies import roles_by_organisation
from standards.policies import WITH_PANEL, own_assignments, tied_organisations
from standards.states import (
    OPEN_ASSESSMENT,
    OPEN_REVIEW,
    READ_BY_DESK,
    UNSEALED,
    AssessmentState,
    ReviewState,
    VersionState,
)

if TYPE_CHECKING:
    # Named in the base classes below, as texts.
    from standards.models import (  # noqa: F401  # see above
        Assessment,
        AssessmentEvidence,
        AssessorScore,
        Assignment,
        ConsensusScore,
        FrameworkVersion,
        PanelDecision,
        Pledge,
        Recognition,
        Review,
    )

NOTHING = Q(pk__in=[])


def _teams(actor: Actor, path: str) -> Q:
    """Say that the organisation at the end of the path is one that the actor acts for."""
    return Q(**{f"{path}__in": list(roles_by_organisation(actor))})


def _tied(actor: Actor, path: str) -> Q:
    """Say that the organisation at the end of the path is one that the actor acts for, or did within 24 months."""
    return Q(**{f"{path}__in": list(tied_organisations(actor))})


def _reviews(actor: Actor, path: str) -> Q:
    """Say that the review at the end of the path is one that the actor sees as coordinator, assessor or panel."""
    at = f"{path}__" if path else ""
    organisation = f"{at}assessment__organisation_id"
    rule = Q(**{f"{at}pk__in": [each.review_id for each in own_assignments(actor) if each.is_open]})
    if actor.has(Role.COORDINATOR):
        rule |= ~_tied(actor, organisation)
    if actor.has(Role.PANEL_MEMBER):
        assessed = Q(**{f"{at}pk__in": [each.review_id for each in own_assignments(actor)]})
        rule |= Q(**{f"{at}state__in": sorted(WITH_PANEL)}) & ~assessed & ~_tied(actor, organisation)
    return rule


def _assessments(actor: Actor, path: str) -> Q:
    """Say that the assessment at the end of the path is one that the actor may read."""
    from standards.models import Review

    at = f"{path}__" if path else ""
    organisation = f"{at}organisation_id"
    clear = [each.assessment_id for each in own_assignments(actor) if each.is_open and each.is_clear]
    rule = _teams(actor, organisation) | Q(**{f"{at}pk__in": clear})
    if actor.has(Role.COORDINATOR):
        rule |= Q(**{f"{at}state__in": sorted(READ_BY_DESK)}) & ~_tied(actor, organisation)
    if actor.has(Role.PANEL_MEMBER):
        assessed = [each.review_id for each in own_assignments(actor)]
        with_panel = Review.objects.filter(state__in=sorted(WITH_PANEL)).exclude(pk__in=assessed)
        rule |= Q(**{f"{at}pk__in": with_panel.values("assessment_id")}) & ~_tied(actor, organisation)
    return rule


class FrameworkVersionQuerySet(models.QuerySet["FrameworkVersion"]):
    """Editions, narrowed."""

    def public(self) -> "FrameworkVersionQuerySet":
        """Keep what was published, retired ones too: recognitions point at them."""
        return self.exclude(state=VersionState.DRAFT)

    def visible_to(self, actor: Actor) -> "FrameworkVersionQuerySet":
        """Keep what is public; coordinators read drafts before they publish them."""
        return self if actor.has(Role.COORDINATOR) else self.public()

    def current(self) -> "FrameworkVersionQuerySet":
        """Keep what an organisation may pledge to or assess itself against now."""
        return self.filter(state=VersionState.PUBLISHED)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Pledges, narrowed."""

    def open(self) -> "PledgeQuerySet":
        """Keep those that stand."""
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, actor: Actor) -> "PledgeQuerySet":
        """Keep those of organisations that the actor acts for; the directory shows the rest by a date alone."""
        return self.filter(_teams(actor, "organisation_id"))


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments, narrowed."""

    def open(self) -> "AssessmentQuerySet":
        """Keep those that are not over."""
        return self.filter(state__in=sorted(OPEN_ASSESSMENT))

    def submitted(self) -> "AssessmentQuerySet":
        """Keep those that wait for a review."""
        return self.filter(state=AssessmentState.SUBMITTED)

    def at_desk(self, actor: Actor) -> "AssessmentQuerySet":
        """Keep those that a coordinator follows: what they may read, and that one was sent back, by its name alone."""
        if not actor.has(Role.COORDINATOR):
            return self.none()
        followed = [*READ_BY_DESK, AssessmentState.CHANGES_REQUESTED]
        return self.filter(state__in=followed).exclude(_tied(actor, "organisation_id"))

    def visible_to(self, actor: Actor) -> "AssessmentQuerySet":
        """Keep what `can_see_assessment` allows."""
        return self.filter(_assessments(actor, ""))


class AssessmentEvidenceQuerySet(models.QuerySet["AssessmentEvidence"]):
    """Evidence, narrowed."""

    def visible_to(self, actor: Actor) -> "AssessmentEvidenceQuerySet":
        """Keep what belongs to an assessment that the actor may read."""
        return self.filter(_assessments(actor, "assessment"))


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews, narrowed."""

    def open(self) -> "ReviewQuerySet":
        """Keep those that go on."""
        return self.filter(state__in=sorted(OPEN_REVIEW))

    def visible_to(self, actor: Actor) -> "ReviewQuerySet":
        """Keep what `can_see_review` allows."""
        return self.filter(_reviews(actor, ""))

    def with_result_for(self, actor: Actor) -> "ReviewQuerySet":
        """Keep decided ones of organisations that the actor acts for."""
        return self.filter(_teams(actor, "assessment__organisation_id"), state=ReviewState.DECIDED)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, narrowed."""

    def open(self) -> "AssignmentQuerySet":
        """Keep those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, actor: Actor) -> "AssignmentQuerySet":
        """Keep the actor's own, and for coordinators those of organisations that they have no tie to."""
        rule = Q(pk__in=[each.id for each in own_assignments(actor)])
        if actor.has(Role.COORDINATOR):
            rule |= ~_tied(actor, "review__assessment__organisation_id")
        return self.filter(rule)


class AssessorScoreQuerySet(models.QuerySet["AssessorScore"]):
    """Levels of single assessors: the seal."""

    def visible_to(self, actor: Actor) -> "AssessorScoreQuerySet":
        """Keep the actor's own, and those of reviews whose seal has opened and that the actor sees."""
        own = Q(assignment__in=[each.id for each in own_assignments(actor) if each.is_open])
        opened = Q(assignment__review__state__in=sorted(UNSEALED)) & _reviews(actor, "assignment__review")
        return self.filter(own | opened)


class ConsensusScoreQuerySet(models.QuerySet["ConsensusScore"]):
    """Agreed levels, narrowed."""

    def visible_to(self, actor: Actor) -> "ConsensusScoreQuerySet":
        """Keep those of reviews that the actor sees, and of decided ones about their organisation."""
        decided = Q(review__state=ReviewState.DECIDED) & _teams(actor, "review__assessment__organisation_id")
        return self.filter(_reviews(actor, "review") | decided)


class PanelDecisionQuerySet(models.QuerySet["PanelDecision"]):
    """Decisions, narrowed."""

    def visible_to(self, actor: Actor) -> "PanelDecisionQuerySet":
        """Keep those of reviews that the actor sees, and about their organisation."""
        return self.filter(_reviews(actor, "review") | _teams(actor, "review__assessment__organisation_id"))


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    """Recognitions, narrowed. Each is public."""

    def current(self, today: date) -> "RecognitionQuerySet":
        """Keep those that hold on this day; the last day counts."""
        return self.filter(valid_from__lte=today, valid_until__gte=today)
