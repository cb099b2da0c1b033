"""Assessments in every state, through the workflows that people's clicks call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from PIL import Image

from lero_hub.accounts.models import User
from organisations.models import Organisation
from standards.models import Answer, Assessment, AssessmentEvidence, Criterion, FrameworkVersion
from standards.queries.answers import answer_to
from standards.states import AssessmentState, CriterionType, EvidenceKind
from standards.uploads import Checked
from standards.workflows.assessment import (
    AnswerValues,
    request_assessment_changes,
    save_answer,
    start_assessment,
    submit_assessment,
    withdraw_assessment,
)
from standards.workflows.evidence import EvidenceValues, add_evidence
from tests.factories import NOW, coordinator, entry, me
from tests.standards.builders import framework


def edition() -> FrameworkVersion:
    """Give the current edition, loaded when there is none."""
    return FrameworkVersion.objects.current().first() or framework()


def begin(organisation: Organisation | None = None, *, lead: User | None = None, now: datetime = NOW) -> Assessment:
    """Begin an assessment."""
    organisation = organisation or entry(lead=lead)
    by = me(lead or organisation.created_by)
    return start_assessment(organisation_id=organisation.pk, version_id=edition().pk, by=by, now=now)


def fresh(assessment: Assessment) -> Assessment:
    """Read an assessment anew."""
    return Assessment.objects.get(pk=assessment.pk)


def save(
    assessment: Assessment, by: User, *, number: int = 0, code: str = "LED-1", now: datetime = NOW, **values: Any
) -> Answer:
    """Save an answer as somebody who built on the one of this number."""
    said = AnswerValues(**{"level": 2, "narrative": "We meet."} | values)
    return save_answer(assessment_id=assessment.pk, code=code, values=said, number=number, by=me(by), now=now)


def answer(
    assessment: Assessment, code: str, *, by: User | None = None, now: datetime = NOW, **values: Any
) -> AnswerValues:
    """Save an answer on top of what stands there."""
    said = AnswerValues(**{"level": 2, "narrative": f"This is how it is, {code}."} | values)
    criterion = Criterion.objects.get(version=assessment.version_id, code=code)
    save_answer(
        assessment_id=assessment.pk,
        code=code,
        values=said,
        number=answer_to(assessment, criterion).number,
        by=me(by or assessment.started_by),
        now=now,
    )
    return said


def piece(
    assessment: Assessment,
    *codes: str,
    kind: str = EvidenceKind.CONVERSATION,
    title: str = "A talk with three helpers",
    link: str = "",
    file: Checked | None = None,
    by: User | None = None,
    now: datetime = NOW,
) -> AssessmentEvidence:
    """Add a piece of evidence to some criteria."""
    return add_evidence(
        assessment_id=assessment.pk,
        evidence_id=uuid4(),
        codes=codes,
        values=EvidenceValues(kind, title, link=link),
        file=file,
        by=me(by or assessment.started_by),
        now=now,
    )


def codes_of(assessment: Assessment, *, kind: str = "") -> list[str]:
    """List the codes of the edition, in order, or those of one type."""
    rows = Criterion.objects.filter(version=assessment.version_id).order_by("domain__position", "position", "id")
    return list((rows.filter(type=kind) if kind else rows).values_list("code", flat=True))


def complete(assessment: Assessment, *, but: Iterable[str] = (), now: datetime = NOW) -> Assessment:
    """Answer everything, with one talk that speaks to all essential criteria."""
    left = set(but)
    for code in codes_of(assessment):
        if code not in left:
            answer(assessment, code, now=now)
    piece(assessment, *codes_of(assessment, kind=CriterionType.ESSENTIAL), now=now)
    return assessment


def assessment_in(
    state: str, *, organisation: Organisation | None = None, lead: User | None = None, now: datetime = NOW
) -> Assessment:
    """Bring an assessment to a state that it reaches without a review."""
    assessment = begin(organisation, lead=lead, now=now)
    by = me(assessment.started_by)
    if state in {AssessmentState.SUBMITTED, AssessmentState.CHANGES_REQUESTED}:
        complete(assessment, now=now)
        submit_assessment(assessment_id=assessment.pk, by=by, now=now)
    if state == AssessmentState.CHANGES_REQUESTED:
        call = {"assessment_id": assessment.pk, "reason": "Which drivers do you mean?", "now": now}
        request_assessment_changes(by=me(coordinator()), **call)
    if state == AssessmentState.WITHDRAWN:
        withdraw_assessment(assessment_id=assessment.pk, by=by, now=now)
    return Assessment.objects.get(pk=assessment.pk)


def picture(kind: str = "PNG") -> bytes:
    """Draw a small picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "SENTINEL: taken in the kitchen"
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, kind, exif=exif)
    return drawn.getvalue()
