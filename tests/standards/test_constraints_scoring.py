"""What the database refuses about levels, decisions and recognitions, whatever the code does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, models, transaction

from standards.models import AssessorScore, ConsensusScore, Criterion, PanelDecision, Recognition
from tests.factories import NOW
from tests.standards.builders_scoring import AWAY, Stage, agreed, decided, decision_of, opened, recognition_of, scoring

pytestmark = pytest.mark.django_db

SCORE, AGREED = "standards_assessor_score", "standards_consensus_score"
DECISION, RECOGNITION = "standards_panel_decision", "standards_recognition"
TRIGGERS = {
    "standards.AssessorScore:fixed_once_submitted",
    "standards.ConsensusScore:only_in_consensus",
    "standards.PanelDecision:append_only",
    "standards.PanelDecision:not_by_an_assessor",
    "standards.Recognition:append_only",
}
"""The triggers that this module tries to get past."""

Changes = dict[str, Any]


def score(stage: Stage, **changes: Any) -> None:
    """Write a level as an assessor's."""
    own = stage.review.assignments.get(user=stage.one)
    given: Changes = {"criterion": criterion("SUP-1"), "level": 1, "number": 1, "changed_at": NOW}
    AssessorScore.objects.create(assignment=own, **given | changes)


def consensus(stage: Stage, **changes: Any) -> None:
    """Write an agreed level."""
    given: Changes = {"criterion": criterion("SUP-1"), "level": 2, "reason": "We talked.", "recorded_at": NOW}
    ConsensusScore.objects.create(review=stage.review, recorded_by=stage.one, **given | changes)


def decision(stage: Stage, **changes: Any) -> None:
    """Write a decision."""
    given: Changes = {"outcome": "recognised", "reasons": "Sound.", "decided_at": NOW, "decided_by": stage.panel}
    PanelDecision.objects.create(review=stage.review, **given | changes)


def recognition(stage: Stage, **changes: Any) -> None:
    """Write a recognition."""
    given: Changes = {
        "organisation": stage.organisation,
        "version": stage.version,
        "outcome": "recognised",
        "criteria_assessed": 38,
        "assessors": 2,
        "valid_from": date(2026, 3, 2),
        "valid_until": date(2029, 3, 1),
    }
    Recognition.objects.create(review=stage.review, **given | changes)


def criterion(code: str) -> Criterion:
    """Give a criterion of the edition."""
    return Criterion.objects.get(code=code)


Write = Callable[..., None]
BROKEN: dict[str, tuple[Write, Changes]] = {
    f"{SCORE}_level_on_scale": (score, {"level": 10}),
    f"{SCORE}_number_positive": (score, {"number": 0}),
    f"{AGREED}_level_on_scale": (consensus, {"level": 10}),
    f"{AGREED}_number_positive": (consensus, {"number": 0}),
    f"{DECISION}_outcome_known": (decision, {"outcome": "perfect"}),
    f"{DECISION}_reasons_not_blank": (decision, {"reasons": ""}),
    f"{RECOGNITION}_outcome_known": (recognition, {"outcome": "deferred"}),
    f"{RECOGNITION}_ends_later": (recognition, {"valid_until": date(2026, 3, 2)}),
    f"{RECOGNITION}_by_two_or_more": (recognition, {"assessors": 1}),
}
TWICE: dict[str, Write] = {
    f"{SCORE}_once": score,
    f"{AGREED}_once": consensus,
    f"{DECISION}_once": decision,
    f"{RECOGNITION}_one_for_a_review": recognition,
}
TESTED = {*BROKEN, *TWICE}


def refused(name: str, write: Callable[[], object]) -> None:
    """Check that the database refuses under the name of a rule."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    assert getattr(caught.value.__cause__, "diag").constraint_name == name  # noqa: B009  # of the driver


def stage_for(write: Write) -> Stage:
    """Give a review at the stage at which such a row can be written."""
    return opened() if write is consensus else scoring()


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_broken_row(name: str) -> None:
    write, changes = BROKEN[name]
    stage = stage_for(write)
    refused(name, lambda: write(stage, **changes))
    write(stage)


@pytest.mark.parametrize("name", TWICE)
def test_the_database_refuses_a_second_row(name: str) -> None:
    write = TWICE[name]
    stage = stage_for(write)
    write(stage)
    refused(name, lambda: write(stage))


def test_levels_that_were_sent_in_do_not_change() -> None:
    stage = opened()
    row = AssessorScore.objects.filter(assignment__user=stage.one).first()
    assert row is not None
    fixed = f"{SCORE}_fixed"
    refused(fixed, lambda: AssessorScore.objects.filter(pk=row.pk).update(level=0))
    refused(fixed, lambda: AssessorScore.objects.filter(pk=row.pk).delete())
    refused(fixed, lambda: score(stage, criterion=criterion(AWAY)))
    refused(fixed, lambda: run(f"update {SCORE} set note = 'x' where id = '{row.pk}'"))


def run(sql: str) -> None:
    """Run a statement as whoever has the password of the database would."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_levels_are_agreed_on_in_their_time_alone() -> None:
    early = scoring()
    refused(f"{AGREED}_only_in_consensus", lambda: consensus(early))
    late = decided()
    row = ConsensusScore.objects.filter(review=late.review).first()
    assert row is not None
    refused(f"{AGREED}_only_in_consensus", lambda: ConsensusScore.objects.filter(pk=row.pk).update(level=0))
    refused(f"{AGREED}_only_in_consensus", lambda: ConsensusScore.objects.filter(pk=row.pk).delete())


@pytest.mark.parametrize(("one", "two", "level"), [(3, 1, 2), (2, 3, 2), (2, 3, 3), (2, 2, 3), (2, 2, 1)])
def test_an_agreed_level_that_is_not_both_assessors_own_needs_a_reason(one: int, two: int, level: int) -> None:
    stage = opened(one={"SUP-1": one}, two={"SUP-1": two})
    refused(f"{AGREED}_reason", lambda: consensus(stage, level=level, reason=""))
    consensus(stage, level=level)
    refused(f"{AGREED}_reason", lambda: ConsensusScore.objects.update(reason=""))


def test_an_agreed_level_may_be_taken_back_while_they_talk() -> None:
    stage = agreed()
    assert ConsensusScore.objects.filter(review=stage.review).delete()[0] == 38


def test_assessors_do_not_decide() -> None:
    stage = opened()
    refused(f"{DECISION}_not_by_an_assessor", lambda: decision(stage, decided_by=stage.two))


@pytest.mark.parametrize("kind", [PanelDecision, Recognition])
def test_what_was_decided_and_recognised_stays(kind: type[models.Model]) -> None:
    stage = decided()
    row = decision_of(stage) if kind is PanelDecision else recognition_of(stage)
    rows: Any = kind._default_manager.filter(pk=row.pk)
    for change in (
        lambda: rows.update(outcome="recognised_with_actions"),
        lambda: rows.delete(),
        lambda: run(f"delete from {kind._meta.db_table} where id = '{row.pk}'"),
    ):
        with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
            change()
    assert rows.values_list("outcome", flat=True).get() == "recognised"
