"""Reads of what an assessment says: answers with their criteria and evidence."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from standards.models import Answer, Assessment, AssessmentEvidence, Criterion, EvidenceUse, ScaleLevel


@dataclass(frozen=True)
class ReadAnswer:
    """One criterion, what the organisation says of it, and what it offers to look at, hear or see.

    `level` is the organisation's own choice: templates show it only where `shows_own_level` allows.
    """

    criterion: Criterion
    answer: Answer | None
    level: ScaleLevel | None
    described: str
    evidence: list[AssessmentEvidence]

    @property
    def alone(self) -> "list[ReadAnswer]":
        """Give this one as a list, for templates that show several."""
        return [self]


def read_answers(assessment: Assessment, *, domain: str = "", code: str = "") -> list[ReadAnswer]:
    """Read all answers, those of one domain, or the one to a criterion, in order. Five queries however many."""
    criteria = _criteria(assessment, domain, code)
    answers = {each.criterion_id: each for each in Answer.objects.filter(assessment=assessment, criterion__in=criteria)}
    scale = {each.level: each for each in assessment.version.scale.all()}
    evidence = evidence_by_criterion(assessment)
    return [_read(criterion, answers.get(criterion.pk), scale, evidence[criterion.pk]) for criterion in criteria]


def _criteria(assessment: Assessment, domain: str, code: str) -> list[Criterion]:
    rows = Criterion.objects.filter(version=assessment.version_id)
    if domain:
        rows = rows.filter(domain__code=domain)
    if code:
        rows = rows.filter(code=code)
    return list(rows.select_related("domain").prefetch_related("levels").order_by("domain__position", "position", "id"))


def _read(
    criterion: Criterion, answer: Answer | None, scale: dict[int, ScaleLevel], evidence: list[AssessmentEvidence]
) -> ReadAnswer:
    level = None if answer is None or answer.level is None else answer.level
    words = next((each.text for each in criterion.levels.all() if each.level == level), "")
    return ReadAnswer(criterion, answer, None if level is None else scale.get(level), words, evidence)


def evidence_by_criterion(assessment: Assessment) -> dict[UUID, list[AssessmentEvidence]]:
    """Read the evidence of an assessment by the criterion that it speaks to, oldest first."""
    found: dict[UUID, list[AssessmentEvidence]] = defaultdict(list)
    uses = EvidenceUse.objects.filter(evidence__assessment=assessment).select_related("evidence")
    for use in uses.order_by("evidence__added_at", "evidence_id"):
        found[use.criterion_id].append(use.evidence)
    return found


def evidence_of(assessment: Assessment) -> QuerySet[AssessmentEvidence]:
    """List the evidence of an assessment, oldest first."""
    return AssessmentEvidence.objects.filter(assessment=assessment).order_by("added_at", "id")


def answer_to(assessment: Assessment, criterion: Criterion) -> Answer:
    """Give the answer to a criterion; one that was never saved has number 0 and says nothing."""
    found = Answer.objects.filter(assessment=assessment, criterion=criterion).select_related("changed_by").first()
    return found or Answer(assessment=assessment, criterion=criterion, number=0)
