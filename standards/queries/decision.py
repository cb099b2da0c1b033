"""How the outcome of a review comes about, in counts; the panel's queue; how a review ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.accounts.models import User
from lero_hub.authz.actor import Actor
from standards.models import (
    Assessment,
    PanelDecision,
    Recognition,
    Review,
    ScaleLevel,
    Threshold,
)
from standards.outcomes import Count, Result, Rule, compute_outcome
from standards.policies import can_see_result
from standards.states import AssessmentState, CriterionType, Outcome, ReviewState
from standards.ties import tying_memberships

PAGE_SIZE = 25


@dataclass(frozen=True)
class Part:
    """What one outcome asks of the criteria of one type, and how many are met."""

    type: CriterionType
    count: Count
    share: int

    @property
    def needed(self) -> int:
        """Give the least number of criteria that reaches the share."""
        return -(-self.share * self.count.applicable // 100)

    @property
    def holds(self) -> bool:
        """Tell whether enough are met."""
        return self.count.reaches(self.share)

    @property
    def words(self) -> str:
        """Say it in one line, such as "14 of 17 expected criteria are met; 14 are needed"."""
        kind = str(self.type.label).lower()
        if not self.count.applicable:
            return _("No %(kind)s criterion applies here.") % {"kind": kind}
        met = ngettext(
            "%(met)s of %(all)s %(kind)s criterion is met",
            "%(met)s of %(all)s %(kind)s criteria are met",
            self.count.applicable,
        ) % {"met": self.count.met, "all": self.count.applicable, "kind": kind}
        needed = _("all are needed") if self.needed == self.count.applicable else _("%(n)s are needed")
        return f"{met}; {needed % {'n': self.needed}}."


@dataclass(frozen=True)
class Step:
    """One outcome that was tried."""

    outcome: Outcome
    parts: tuple[Part, ...]

    @property
    def holds(self) -> bool:
        """Tell whether all that it asks is there."""
        return all(part.holds for part in self.parts)


@dataclass(frozen=True)
class Reckoning:
    """The outcome that the framework's thresholds give, and how it came about."""

    result: Result
    steps: tuple[Step, ...]
    met_at: ScaleLevel

    @property
    def outcome(self) -> Outcome:
        """Give the outcome."""
        return self.result.outcome

    @property
    def counts(self) -> Mapping[CriterionType, Count]:
        """Give met and applicable by type."""
        return self.result.counts


def reckon(review: Review) -> Reckoning:
    """Compute the outcome from the agreed levels. Whoever asks has checked that they may see these."""
    version = review.assessment.version
    types = {code: CriterionType(kind) for code, kind in version.criteria.values_list("code", "type")}
    levels = dict(review.consensus.values_list("criterion__code", "level"))
    thresholds = list(Threshold.objects.filter(version=version).order_by("position", "id"))
    rules: list[Rule] = [(Outcome(each.outcome), each.essential, each.expected) for each in thresholds]
    result = compute_outcome(types=types, levels=levels, met_at=version.met_at, thresholds=rules)
    steps = [Step(outcome, _parts(result, essential, expected)) for outcome, essential, expected in rules]
    tried = next((place for place, step in enumerate(steps, start=1) if step.holds), len(steps))
    return Reckoning(result, tuple(steps[:tried]), ScaleLevel.objects.get(version=version, level=version.met_at))


def _parts(result: Result, essential: int | None, expected: int | None) -> tuple[Part, ...]:
    asked = {CriterionType.ESSENTIAL: essential, CriterionType.EXPECTED: expected}
    return tuple(Part(kind, result.counts[kind], share) for kind, share in asked.items() if share is not None)


def open_to_panel_member(person: User, now: datetime) -> QuerySet[Review]:
    """Find what waits for the panel and this member may decide, those that wait longest first.

    Left out are reviews that they assessed or put together, and of organisations that they acted for within 24 months.
    """
    tied = tying_memberships(now).filter(user=person).values("organisation_id")
    found = Review.objects.filter(state=ReviewState.PANEL).exclude(opened_by=person)
    found = found.exclude(assessment__organisation_id__in=tied)
    found = found.exclude(assignments__user=person).exclude(assignments__assigned_by=person)
    return found.select_related("assessment__organisation").order_by("panel_at", "id")


def panel_queue(actor: Actor, *, number: str, now: datetime) -> Page[Review]:
    """List the reviews that this panel member may decide now."""
    rows = open_to_panel_member(actor.person, now).select_related("assessment__version")
    return Paginator(rows, PAGE_SIZE).get_page(number)


@dataclass(frozen=True)
class Ending:
    """What a review ended with. `opens_result`: the reader may open the page for the organisation."""

    decision: PanelDecision
    recognition_id: UUID | None
    opens_result: bool


def ending_of(assessment: Assessment, actor: Actor) -> Ending | None:
    """Read how the review of an assessment ended, for somebody who may see that; None while nothing is decided."""
    if assessment.state != AssessmentState.DECIDED:
        return None
    recognition = Recognition.objects.filter(review=OuterRef("review_id")).values("pk")[:1]
    rows = PanelDecision.objects.visible_to(actor).filter(review__assessment=assessment)
    rows = rows.select_related("review__assessment__organisation")
    found = rows.annotate(recognition_id=Subquery(recognition)).first()
    if found is None:
        return None
    proof: UUID | None = getattr(found, "recognition_id", None)
    return Ending(found, proof, can_see_result(actor, found.review))
