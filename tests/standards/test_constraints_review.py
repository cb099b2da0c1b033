"""What the database refuses about forming a review, rule by rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import Error, IntegrityError, models, transaction

from standards.models import AssessorAgreement, Assignment, InterestDeclaration, Review
from tests.factories import NOW
from tests.organisations.test_team_constraints import by_somebody, set_to, twin
from tests.standards.builders_review import ask, assessor, declare, forming

pytestmark = pytest.mark.django_db


def another_lead(row: models.Model) -> None:
    """Put a second lead beside the first."""
    assert isinstance(row, Assignment)
    Assignment.objects.filter(pk=row.pk).update(is_lead=True)
    Assignment.objects.create(
        review=row.review, user=assessor(), is_lead=True, assigned_at=NOW, assigned_by=row.assigned_by
    )


BREACHES: dict[str, Callable[[models.Model], None]] = {
    "standards_assessor_agreement_one_open": twin,
    "standards_assessor_agreement_yes_or_nothing": set_to(lived_experience=False),
    "standards_assessor_agreement_nothing_kept_when_withdrawn": set_to(withdrawn_at=NOW),
    "standards_review_one_for_an_assessment": twin,
    "standards_review_state_known": set_to(state="waiting"),
    "standards_review_scores_opened_at_when_state": set_to(state="consensus"),
    "standards_review_panel_at_when_state": set_to(state="panel", scores_opened_at=NOW),
    "standards_review_decided_at_when_state": set_to(state="decided", scores_opened_at=NOW, panel_at=NOW),
    "standards_review_cancelled_at_when_state": set_to(state="cancelled", cancel_reason="They asked."),
    "standards_review_cancelled_at_with_cancelled_by": set_to(cancelled_at=NOW),
    "standards_review_cancel_reason_when_cancelled": by_somebody("cancelled_by", state="cancelled", cancelled_at=NOW),
    "standards_assignment_one_open": twin,
    "standards_assignment_one_lead": another_lead,
    "standards_assignment_end_known": set_to(ended_at=NOW, end="lost"),
    "standards_assignment_end_when_ended": set_to(ended_at=NOW),
    "standards_assignment_submitted_stays": set_to(submitted_at=NOW, ended_at=NOW, end="released"),
    "standards_interest_declaration_once": twin,
    "standards_interest_declaration_interest_known": lambda row: twin(_with(row, interest="maybe")),
}
MODELS = (AssessorAgreement, Review, Assignment, InterestDeclaration)
TRIGGERS = {"standards.Assignment:no_conflict", "standards.InterestDeclaration:append_only"}
"""The triggers that this module and `test_review_conflict` meet."""


def _with(row: models.Model, **changes: object) -> models.Model:
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def row_of(model: type[models.Model]) -> models.Model:
    """Make one row by a workflow."""
    if model is AssessorAgreement:
        return AssessorAgreement.objects.get(user=assessor())
    case = forming()
    if model is Review:
        return case.review
    assignment = ask(case)
    if model is Assignment:
        return assignment
    declare(assignment)
    return InterestDeclaration.objects.get(assignment=assignment)


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_the_database_refuses_it_and_says_so_in_words(name: str) -> None:
    model = next(model for model in MODELS if any(each.name == name for each in model._meta.constraints))
    row = row_of(model)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREACHES[name](row)
    words = next(each for each in model._meta.constraints if each.name == name).violation_error_message
    assert "Constraint" not in str(words)


def test_every_constraint_of_these_tables_has_its_breach() -> None:
    assert {each.name for model in MODELS for each in model._meta.constraints} == set(BREACHES)


@pytest.mark.parametrize("way", ["update", "delete"])
def test_a_declaration_neither_changes_nor_goes(way: str) -> None:
    row_of(InterestDeclaration)
    rows = InterestDeclaration.objects.all()
    with pytest.raises(Error, match="Cannot update or delete rows"), transaction.atomic():
        rows.update(interest="funding") if way == "update" else rows._raw_delete("default")
    assert [each.interest for each in rows] == ["none"]
