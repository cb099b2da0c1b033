"""What the organisation reads of its review: every criterion by domain, the agreed level beside its own, in counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from lero_hub.authz.actor import Actor
from standards.models import Answer, ConsensusScore, Criterion, Domain, Review, ScaleLevel
from standards.queries.scoring import criteria_of
from standards.states import CriterionType


@dataclass(frozen=True)
class Found:
    """One criterion: what was agreed, and what the organisation had said. Set aside when `level` is None."""

    criterion: Criterion
    level: ScaleLevel | None
    reason: str
    own: ScaleLevel | None = None


@dataclass(frozen=True)
class Stretch:
    """The criteria of a domain at one level, as a piece of its bar. `start` and `width` are shares of 100."""

    level: ScaleLevel
    count: int
    start: str
    middle: str
    width: str


@dataclass(frozen=True)
class FoundPart:
    """One domain. `longest` is the number of criteria in the longest bar, so that one criterion is as wide in all."""

    domain: Domain
    rows: tuple[Found, ...]
    scale: tuple[ScaleLevel, ...]
    longest: int

    @property
    def away(self) -> int:
        """Count what does not apply."""
        return sum(row.level is None for row in self.rows)

    @cached_property
    def bar(self) -> list[Stretch]:
        """Put the levels that occur side by side, the lowest first."""
        counts = Counter(row.level.level for row in self.rows if row.level is not None)
        found, before = [], 0
        for level in self.scale:
            if count := counts[level.level]:
                shares = (self._share(each) for each in (before, before + count / 2, count))
                found.append(Stretch(level, count, *shares))
                before += count
        return found

    @property
    def words(self) -> str:
        """Say the bar, such as "1 Starting, 3 Working"."""
        return ", ".join(f"{each.count} {each.level.name}" for each in self.bar)

    def _share(self, criteria: float) -> str:
        return f"{100 * criteria / self.longest:.1f}%"


@dataclass(frozen=True)
class Findings:
    """All that was found, in the order of the framework."""

    parts: tuple[FoundPart, ...]
    scale: tuple[ScaleLevel, ...]
    met_at: int

    @property
    def rows(self) -> list[Found]:
        """List all criteria."""
        return [row for part in self.parts for row in part.rows]

    @property
    def strong(self) -> list[Found]:
        """List what counts as met."""
        return [row for row in self.rows if row.level is not None and row.level.level >= self.met_at]

    @property
    def next(self) -> list[Found]:
        """List what is not met yet, essential ones first."""
        weight = {kind: place for place, kind in enumerate(CriterionType.values)}
        below = [row for row in self.rows if row.level is not None and row.level.level < self.met_at]
        return sorted(below, key=lambda row: weight[row.criterion.type])


def findings_of(review: Review, actor: Actor) -> Findings:
    """Read agreed levels and reasons beside the organisation's own levels, in four queries however many there are.

    Agreed levels come through `visible_to` alone. Own levels are the organisation's: whoever asks has checked for whom.
    """
    assessment = review.assessment
    scale = tuple(ScaleLevel.objects.filter(version=assessment.version_id).order_by("level"))
    agreed = {each.criterion_id: each for each in ConsensusScore.objects.visible_to(actor).filter(review=review)}
    answers = {each.criterion_id: each for each in Answer.objects.filter(assessment=assessment)}
    rows = [_found(each, agreed.get(each.pk), answers.get(each.pk), scale) for each in criteria_of(assessment)]
    grouped = [(domain, tuple(found)) for domain, found in groupby(rows, key=lambda row: row.criterion.domain)]
    longest = max((sum(row.level is not None for row in found) for __, found in grouped), default=0) or 1
    parts = tuple(FoundPart(domain, found, scale, longest) for domain, found in grouped)
    return Findings(parts, scale, assessment.version.met_at)


def _found(
    criterion: Criterion, agreed: ConsensusScore | None, answer: Answer | None, scale: Sequence[ScaleLevel]
) -> Found:
    words = {each.level: each for each in scale}
    if agreed is None:
        return Found(criterion, None, "" if answer is None else answer.not_applicable_reason)
    own = None if answer is None or answer.level is None else words[answer.level]
    return Found(criterion, words[agreed.level], agreed.reason, own)
