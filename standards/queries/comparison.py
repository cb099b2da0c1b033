"""The levels side by side once the seal is open: the organisation's, each assessor's, and the agreed one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from uuid import UUID

from lero_hub.authz.actor import Actor
from standards.models import Answer, AssessorScore, Assignment, ConsensusScore, Criterion, Domain, Review, ScaleLevel
from standards.queries.scoring import criteria_of

Scale = dict[int, ScaleLevel]
Choices = tuple[tuple[str, str], ...]
"""The levels as a select offers them: value and words."""


@dataclass(frozen=True)
class Seen:
    """What one assessor chose, and the note beside it."""

    name: str
    level: ScaleLevel
    note: str


@dataclass(frozen=True)
class Compared:
    """One criterion that applies: who saw what. `own` is the organisation's level, where it gave one."""

    criterion: Criterion
    own: ScaleLevel | None
    seen: tuple[Seen, ...]
    agreed: ConsensusScore | None
    agreed_level: ScaleLevel | None
    met_at: int
    choices: Choices

    @cached_property
    def levels(self) -> list[int]:
        """List the assessors' levels."""
        return [each.level.level for each in self.seen]

    @cached_property
    def gap(self) -> int:
        """Say how many levels lie between the assessors."""
        return max(self.levels) - min(self.levels) if self.levels else 0

    @property
    def differs(self) -> bool:
        """Tell whether the assessors chose different levels: then the agreed one needs a reason."""
        return self.gap > 0

    @property
    def straddles(self) -> bool:
        """Tell whether one of them sees it as met and the other does not."""
        return self.differs and min(self.levels) < self.met_at <= max(self.levels)

    @property
    def notes(self) -> list[Seen]:
        """List those who left a note."""
        return [each for each in self.seen if each.note]


@dataclass(frozen=True)
class ComparedPart:
    """One domain."""

    domain: Domain
    rows: tuple[Compared, ...]


@dataclass(frozen=True)
class Comparison:
    """All criteria that apply, and those that do not with their reasons."""

    parts: tuple[ComparedPart, ...]
    set_aside: tuple[tuple[Criterion, str], ...]
    names: tuple[str, ...]
    choices: Choices

    @property
    def rows(self) -> list[Compared]:
        """List all rows in the order of the framework."""
        return [row for part in self.parts for row in part.rows]

    @property
    def same(self) -> int:
        """Count where both chose the same level."""
        return sum(not row.differs for row in self.rows)

    @property
    def within_one(self) -> int:
        """Count where they are at most one level apart."""
        return sum(row.gap <= 1 for row in self.rows)

    @property
    def waiting(self) -> list[Compared]:
        """List the rows without an agreed level."""
        return [row for row in self.rows if row.agreed is None]

    @property
    def to_talk_about(self) -> list[Compared]:
        """List the rows that the assessors saw differently and have not agreed on."""
        return [row for row in self.waiting if row.differs]

    @property
    def same_and_waiting(self) -> int:
        """Count the rows that can be agreed on by one press of a button."""
        return sum(not row.differs for row in self.waiting)


def comparison_of(review: Review, actor: Actor) -> Comparison:
    """Read everything side by side, in the same number of queries for any number of criteria.

    Levels come through `visible_to` alone: whoever may not see them gets a comparison without any.
    """
    scale: Scale = {each.level: each for each in ScaleLevel.objects.filter(version=review.assessment.version_id)}
    people = list(review.assignments.open().select_related("user").order_by("-is_lead", "assigned_at", "id"))
    seen = _seen(people, actor, scale)
    agreed = {each.criterion_id: each for each in ConsensusScore.objects.visible_to(actor).filter(review=review)}
    answers = {answer.criterion_id: answer for answer in review.assessment.answers.all()}
    choices = tuple((str(level), f"{level} {scale[level].name}") for level in sorted(scale))
    rows, away = [], []
    for criterion in criteria_of(review.assessment):
        answer, settled = answers.get(criterion.pk), agreed.get(criterion.pk)
        if answer is not None and answer.not_applicable:
            away.append((criterion, answer.not_applicable_reason))
            continue
        rows.append(
            Compared(
                criterion=criterion,
                own=_level(answer, scale),
                seen=tuple(seen[criterion.pk]),
                agreed=settled,
                agreed_level=scale[settled.level] if settled else None,
                met_at=review.assessment.version.met_at,
                choices=choices,
            )
        )
    parts = tuple(ComparedPart(domain, tuple(found)) for domain, found in groupby(rows, key=_domain))
    names = tuple(each.user.shown_name for each in people)
    return Comparison(parts, tuple(away), names, choices)


def _domain(row: Compared) -> Domain:
    return row.criterion.domain


def _level(answer: Answer | None, scale: Scale) -> ScaleLevel | None:
    return scale[answer.level] if answer is not None and answer.level is not None else None


def _seen(people: Sequence[Assignment], actor: Actor, scale: Scale) -> dict[UUID, list[Seen]]:
    """Sort the levels of the given assessors by criterion, in the order of the assessors."""
    names = {person.pk: person.user.shown_name for person in people}
    order = list(names)
    found = AssessorScore.objects.visible_to(actor).filter(assignment__in=order, level__isnull=False)
    by_criterion: dict[UUID, list[Seen]] = defaultdict(list)
    for score in sorted(found, key=lambda score: order.index(score.assignment_id)):
        assert score.level is not None  # filtered above
        by_criterion[score.criterion_id].append(Seen(names[score.assignment_id], scale[score.level], score.note))
    return by_criterion
