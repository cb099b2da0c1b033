"""What the database refuses about assessments, whatever the code does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from pytest_django import DjangoDbBlocker

from standards.models import Answer, Assessment, AssessmentEvidence, Criterion, EvidenceUse
from standards.uploads import PICTURE, Checked
from tests.factories import NOW
from tests.permissions.people import taken_back
from tests.standards.builders_assessment import answer, assessment_in, begin, piece

pytestmark = pytest.mark.django_db

Changes = dict[str, Any]
SOMEBODY = "somebody"


@pytest.fixture(scope="module", autouse=True)
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make one assessment with an answer and evidence, and one that was withdrawn."""
    with django_db_blocker.unblock(), taken_back():
        assessment = begin()
        answer(assessment, "LED-1")
        answer(assessment, "SUP-4", not_applicable=True, not_applicable_reason="Nobody helps.")
        piece(assessment, "LED-1")
        piece(assessment, "LED-1", kind="document", title="On paper", file=Checked("plan.webp", PICTURE, b"12345"))
        assessment_in("withdrawn")
        yield


def drafting() -> Assessment:
    return Assessment.objects.get(state="drafting")


ASSESSMENT: dict[str, Changes] = {
    "state_known": {"state": "lost"},
    "submitted_at_with_submitted_by": {"submitted_at": NOW},
    "submitted_at_when_state": {"state": "submitted"},
    "withdrawn_at_when_state": {"state": "withdrawn"},
    "decided_at_when_state": {"state": "decided", "submitted_at": NOW, "submitted_by": SOMEBODY},
    "change_request_when_sent_back": {"state": "changes_requested", "submitted_at": NOW, "submitted_by": SOMEBODY},
}
ANSWER: dict[str, tuple[str, Changes]] = {
    "level_on_scale": ("LED-1", {"level": 12}),
    "level_or_not_applicable": ("SUP-4", {"level": 2}),
    "reason_with_not_applicable": ("LED-1", {"not_applicable_reason": "Why"}),
    "number_positive": ("LED-1", {"number": 0}),
}
EVIDENCE: dict[str, tuple[str, Changes]] = {
    "kind_known": ("A talk with three helpers", {"kind": "song"}),
    "title_not_blank": ("A talk with three helpers", {"title": ""}),
    "link_or_file": ("On paper", {"link": "https://steps.example/"}),
    "link_is_web": ("A talk with three helpers", {"link": "javascript:alert(1)"}),
    "file_is_described": ("On paper", {"file_name": ""}),
    "number_positive": ("On paper", {"number": 0}),
}
ONCE = {
    "standards_assessment_one_open",
    "standards_answer_once",
    "standards_evidence_use_once",
}
TESTED = {
    *(f"standards_assessment_{rule}" for rule in ASSESSMENT),
    *(f"standards_answer_{rule}" for rule in ANSWER),
    *(f"standards_assessment_evidence_{rule}" for rule in EVIDENCE),
    *ONCE,
}
"""What is broken here, each by its name."""
TRIGGERS = {
    "standards.Answer:only_while_written",
    "standards.AssessmentEvidence:only_while_written",
    "standards.EvidenceUse:only_while_written",
}


def named(refused: pytest.ExceptionInfo[IntegrityError]) -> str:
    """Give the name of the rule that the database named."""
    return str(refused.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def refuse(name: str, rows: models.QuerySet[Any], changes: Changes) -> None:
    """Change one row past the code, and hear the database name its rule."""
    somebody = drafting().started_by
    changes = {field: somebody if value == SOMEBODY else value for field, value in changes.items()}
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        assert rows.update(**changes) == 1
    assert named(refused) == name


@pytest.mark.parametrize("rule", ASSESSMENT)
def test_assessment(rule: str) -> None:
    refuse(f"standards_assessment_{rule}", Assessment.objects.filter(pk=drafting().pk), ASSESSMENT[rule])


@pytest.mark.parametrize("rule", ANSWER)
def test_answer(rule: str) -> None:
    code, changes = ANSWER[rule]
    refuse(f"standards_answer_{rule}", Answer.objects.filter(criterion__code=code), changes)


@pytest.mark.parametrize("rule", EVIDENCE)
def test_evidence(rule: str) -> None:
    title, changes = EVIDENCE[rule]
    refuse(f"standards_assessment_evidence_{rule}", AssessmentEvidence.objects.filter(title=title), changes)


def again(row: models.Model) -> None:
    """Write the same row a second time, under another id."""
    row.pk = uuid4()
    row._state.adding = True
    row.save(force_insert=True)


@pytest.mark.parametrize("name", sorted(ONCE))
def test_once(name: str) -> None:
    row = {
        "standards_assessment_one_open": drafting,
        "standards_answer_once": Answer.objects.first,
        "standards_evidence_use_once": EvidenceUse.objects.first,
    }[name]()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        again(row)  # type: ignore[arg-type]  # there is one of each


# --- Triggers ------------------------------------------------------------------------------------------------------


def closed() -> Assessment:
    return Assessment.objects.get(state="withdrawn")


@pytest.mark.parametrize("model", [Answer, AssessmentEvidence, EvidenceUse])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_nothing_of_a_closed_assessment_changes_or_goes(model: Any, act: str) -> None:
    assessment = drafting()
    row = model.objects.all()[0]
    Assessment.objects.filter(pk=assessment.pk).update(state="withdrawn", withdrawn_at=NOW)
    table = model._meta.db_table
    statement = f"update {table} set id = id" if act == "update" else f"delete from {table}"
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refused, transaction.atomic():
        cursor.execute(f"{statement} where id = %s", [row.pk])
    assert named(refused) == f"{table}_only_while_written"


def test_nothing_is_added_to_a_closed_assessment() -> None:
    assessment, criterion = closed(), Criterion.objects.get(code="LED-1")
    who = {"changed_at": NOW, "changed_by": assessment.started_by}
    rows: list[tuple[str, models.Model]] = [
        ("standards_answer", Answer(assessment=assessment, criterion=criterion, **who)),
        (
            "standards_assessment_evidence",
            AssessmentEvidence(
                assessment=assessment, kind="visit", title="A", added_at=NOW, added_by=assessment.started_by
            ),
        ),
    ]
    for table, row in rows:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            row.save(force_insert=True)
        assert named(refused) == f"{table}_only_while_written"


def test_an_answer_does_not_move_to_another_assessment() -> None:
    for model in (Answer, AssessmentEvidence):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            model.objects.filter(pk=model.objects.all()[0].pk).update(assessment=closed())  # type: ignore[attr-defined]
        assert named(refused) == f"{model._meta.db_table}_stays"


def test_an_answer_speaks_to_a_criterion_of_its_own_edition() -> None:
    from standards.reference.shipped import shipped_text
    from tests.standards.builders import framework

    text = shipped_text().replace('version: "0.1"', 'version: "0.2"')
    other = Criterion.objects.get(version=framework(text=text, published=False), code="LED-1")
    for rows in (Answer.objects.filter(criterion__code="LED-1"), EvidenceUse.objects.all()[:1]):
        row = rows[0]
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(criterion=other)
        assert named(refused) == f"{row._meta.db_table}_criterion_of_edition"
