"""What one assessor reads while they score: the criteria that apply, and their own levels alone."""

from dataclasses import dataclass
from itertools import groupby

from lero_hub.authz.actor import Actor
from standards.models import Answer, Assessment, AssessorScore, Assignment, Criterion, Domain, Review


@dataclass(frozen=True)
class Line:
    """One criterion, what the organisation wrote, and the assessor's own level."""

    criterion: Criterion
    answer: Answer | None
    score: AssessorScore | None

    @property
    def applies(self) -> bool:
        """Tell whether the criterion is scored: what the organisation set aside with a reason is not."""
        return self.answer is None or not self.answer.not_applicable

    @property
    def is_done(self) -> bool:
        """Tell whether a level is chosen, or none is needed."""
        return not self.applies or (self.score is not None and self.score.level is not None)


@dataclass(frozen=True)
class Part:
    """One domain with its lines."""

    domain: Domain
    lines: tuple[Line, ...]

    @property
    def scored(self) -> list[Line]:
        """List the lines that are scored."""
        return [line for line in self.lines if line.applies]

    @property
    def done(self) -> int:
        """Count the levels chosen."""
        return sum(line.is_done for line in self.scored)


@dataclass(frozen=True)
class Sheet:
    """All that one assessor has before them."""

    assignment: Assignment
    parts: tuple[Part, ...]

    @property
    def lines(self) -> list[Line]:
        """List all lines in the order of the framework."""
        return [line for part in self.parts for line in part.lines]

    @property
    def scored(self) -> list[Line]:
        """List the lines that are scored."""
        return [line for line in self.lines if line.applies]

    @property
    def open_lines(self) -> list[Line]:
        """List the lines that wait for a level."""
        return [line for line in self.scored if not line.is_done]


def criteria_of(assessment: Assessment) -> list[Criterion]:
    """List the criteria of the assessment's edition in order, each with its domain."""
    criteria = Criterion.objects.filter(version_id=assessment.version_id).select_related("domain")
    return list(criteria.order_by("domain__position", "position", "id"))


def set_aside(assessment: Assessment) -> set[str]:
    """Give the codes of the criteria that do not apply to the organisation."""
    away = assessment.answers.filter(not_applicable=True)
    return set(away.values_list("criterion__code", flat=True))


def own_assignment(review: Review, actor: Actor) -> Assignment:
    """Give the actor's open assignment; whoever asks has checked that there is one."""
    return review.assignments.open().get(user=actor.person)


def sheet_of(review: Review, actor: Actor) -> Sheet:
    """Read everything that the actor scores in four queries, however many criteria there are."""
    assignment = own_assignment(review, actor)
    own = AssessorScore.objects.visible_to(actor).filter(assignment=assignment)
    scores = {score.criterion_id: score for score in own}
    answers = {answer.criterion_id: answer for answer in review.assessment.answers.all()}
    lines = [Line(each, answers.get(each.pk), scores.get(each.pk)) for each in criteria_of(review.assessment)]
    parts = [Part(domain, tuple(found)) for domain, found in groupby(lines, key=lambda line: line.criterion.domain)]
    return Sheet(assignment, tuple(parts))


def others_of(review: Review, actor: Actor) -> list[Assignment]:
    """List the other assessors' open assignments: whether they have sent in is all that may be shown of them."""
    others = review.assignments.open().exclude(user=actor.person)
    return list(others.select_related("user").order_by("assigned_at", "id"))
