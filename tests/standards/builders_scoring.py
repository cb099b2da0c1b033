"""Reviews at each stage, for tests: answers as rows, everything from the opening of the review through workflows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lero_hub.accounts.models import User
from lero_hub.authz.states import Role
from organisations.models import Organisation
from standards.models import (
    Answer,
    Assessment,
    AssessorScore,
    Criterion,
    FrameworkVersion,
    PanelDecision,
    Recognition,
    Review,
)
from standards.queries.scoring import criteria_of
from standards.queries.shown import mark_of
from standards.states import Interest, ReviewState
from standards.workflows.agreement import accept_assessor_agreement
from standards.workflows.assigning import assign_assessor
from standards.workflows.consensus import agree_where_equal, record_consensus, send_to_panel
from standards.workflows.decision import decide_review
from standards.workflows.declaring import declare_interests
from standards.workflows.reviews import open_review
from standards.workflows.scoring import submit_scores
from tests.factories import DAY, HOUR, NOW, coordinator, entry, holder, me
from tests.standards.builders import framework

AWAY = "SUP-4"
"""The criterion that the organisation of these tests sets aside: the framework allows it."""
Levels = Mapping[str, int]


@dataclass
class Stage:
    """A review and the people around it."""

    review: Review
    organisation: Organisation
    version: FrameworkVersion
    lead: User
    desk: User
    one: User
    two: User
    panel: User

    @property
    def assessment(self) -> Assessment:
        """Give the assessment as it is now."""
        return Assessment.objects.get(pk=self.review.assessment_id)

    @property
    def fresh(self) -> Review:
        """Give the review as it is now."""
        return Review.objects.select_related("assessment__organisation", "assessment__version").get(pk=self.review.pk)

    @property
    def codes(self) -> list[str]:
        """List the codes of the criteria that apply."""
        return [each.code for each in criteria_of(self.assessment) if each.code != AWAY]


def edition() -> FrameworkVersion:
    """Give the published edition, loaded when it is not there."""
    return FrameworkVersion.objects.current().first() or framework()


def sent_in(organisation: Organisation, lead: User, *, level: int = 2, now: datetime = NOW) -> Assessment:
    """Make an assessment that was sent in, with an answer to every criterion; one is set aside."""
    assessment = Assessment.objects.create(
        organisation=organisation, version=edition(), started_at=now - 30 * DAY, started_by=lead
    )
    Answer.objects.bulk_create(
        Answer(assessment=assessment, criterion=each, changed_at=now, changed_by=lead, **_said(each, level))
        for each in Criterion.objects.filter(version=assessment.version)
    )
    Assessment.objects.filter(pk=assessment.pk).update(state="submitted", submitted_at=now, submitted_by=lead)
    return Assessment.objects.get(pk=assessment.pk)


def _said(criterion: Criterion, level: int) -> dict[str, object]:
    if criterion.code == AWAY:
        return {"not_applicable": True, "not_applicable_reason": "We have no volunteers who drive."}
    return {"level": level, "narrative": f"What happens here for {criterion.code}."}


def assessor(name: str = "", *, now: datetime = NOW) -> User:
    """Make an assessor who has accepted the agreement."""
    user = holder(Role.ASSESSOR, name)
    accept_assessor_agreement(by=me(user), lived_experience=True, now=now)
    return user


@dataclass
class Cast:
    """Who takes part; whoever is not given is made."""

    lead: User | None = None
    desk: User | None = None
    one: User | None = None
    two: User | None = None
    panel: User | None = None


def scoring(cast: Cast | None = None, *, name: str = "", own_level: int = 2, now: datetime = NOW) -> Stage:
    """Bring a review to where both assessors look alone, with nothing to declare. The first one leads."""
    cast = cast or Cast()
    organisation = entry(name=name, lead=cast.lead)
    lead = cast.lead or organisation.created_by
    desk, one, two = cast.desk or coordinator(), cast.one or assessor(), cast.two or assessor()
    assessment = sent_in(organisation, lead, level=own_level, now=now)
    review = open_review(assessment_id=assessment.pk, by=me(desk), now=now)
    for user in (one, two):
        call = {"review_id": review.pk, "user_id": user.pk, "is_lead": user == one}
        assignment = assign_assessor(**call, by=me(desk), now=now)
        declare_interests(assignment_id=assignment.pk, interest=Interest.NONE, by=me(user), now=now)
    review = Review.objects.get(pk=review.pk)
    panel = cast.panel or holder(Role.PANEL_MEMBER)
    return Stage(review, organisation, assessment.version, lead, desk, one, two, panel)


def score_all(stage: Stage, user: User, levels: Levels | None = None, *, level: int = 2, note: str = "") -> None:
    """Let an assessor choose a level everywhere: the rows that `save_score` would write one by one, at once."""
    assignment = stage.review.assignments.open().get(user=user)
    AssessorScore.objects.bulk_create(
        AssessorScore(
            assignment=assignment,
            criterion=each,
            level=(levels or {}).get(each.code, level),
            note=note,
            changed_at=NOW + HOUR,
        )
        for each in criteria_of(stage.assessment)
        if each.code != AWAY
    )


def send_in(stage: Stage, user: User, levels: Levels | None = None, *, level: int = 2, note: str = "") -> None:
    """Let an assessor choose everywhere and send in."""
    score_all(stage, user, levels, level=level, note=note)
    submit_scores(review_id=stage.review.pk, by=me(user), now=NOW + 2 * HOUR)


def opened(
    stage: Stage | None = None, *, one: Levels | None = None, two: Levels | None = None, level: int = 2
) -> Stage:
    """Bring a review to where the levels are open."""
    stage = stage or scoring()
    send_in(stage, stage.one, one, level=level)
    send_in(stage, stage.two, two, level=level)
    return stage


def agreed(stage: Stage | None = None, *, but: Levels | None = None, reason: str = "We talked it over.") -> Stage:
    """Write down an agreed level everywhere: as both chose, or as `but` says."""
    stage = stage or scoring()
    if stage.fresh.state == ReviewState.SCORING:
        opened(stage)
    call = {"review_id": stage.review.pk, "by": me(stage.one), "now": NOW + 3 * HOUR}
    for code, level in (but or {}).items():
        record_consensus(code=code, level=level, reason=reason, number=0, **call)
    agree_where_equal(**call)
    return stage


def with_panel(stage: Stage | None = None, *, but: Levels | None = None) -> Stage:
    """Bring a review to the panel."""
    stage = agreed(stage, but=but)
    send_to_panel(review_id=stage.review.pk, seen=mark_of(stage.fresh), by=me(stage.one), now=NOW + 4 * HOUR)
    return stage


def decided(stage: Stage | None = None, *, but: Levels | None = None, now: datetime = NOW + DAY) -> Stage:
    """Bring a review to its end."""
    stage = with_panel(stage, but=but)
    call = {"review_id": stage.review.pk, "seen": mark_of(stage.fresh), "by": me(stage.panel), "now": now}
    decide_review(reasons="Sound work, fairly seen.", **call)
    return stage


def below(codes: Iterable[str], level: int = 1) -> dict[str, int]:
    """Say that these criteria are seen below what counts as met."""
    return dict.fromkeys(codes, level)


def codes_of(version: FrameworkVersion, kind: str) -> list[str]:
    """List the codes of one type, without the one that is set aside."""
    found = Criterion.objects.filter(version=version, type=kind).exclude(code=AWAY)
    return list(found.order_by("code").values_list("code", flat=True))


def decision_of(stage: Stage) -> PanelDecision:
    """Give the decision."""
    return PanelDecision.objects.get(review=stage.review)


def recognition_of(stage: Stage) -> Recognition:
    """Give the recognition."""
    return Recognition.objects.get(review=stage.review)
