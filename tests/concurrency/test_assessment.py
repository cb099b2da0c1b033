"""Two people at the same moment, with real commits: an answer, a sending in, a beginning."""

from __future__ import annotations

import pytest

from lero_hub.errors import HubError, Refused, StaleVersion, WrongState
from standards.models import Answer, Assessment
from standards.states import AssessmentState
from standards.workflows.assessment import AnswerValues, save_answer, start_assessment, submit_assessment
from tests.concurrency.test_team import at_once, known
from tests.factories import NOW, entry, join
from tests.standards.builders_assessment import begin, complete, edition

pytestmark = pytest.mark.django_db(transaction=True)


def saving(assessment, by, words, *, number=0, code="LED-1"):
    """Give a call that saves an answer."""
    values = AnswerValues(2, words)
    given = {"assessment_id": assessment.pk, "code": code, "values": values, "number": number, "by": by, "now": NOW}
    return lambda: save_answer(**given)


@pytest.mark.parametrize("round_", range(3))
def test_two_who_save_the_same_answer_at_once_one_is_told(round_):
    assessment = begin()
    editor = join(assessment.organisation).user
    results = at_once(
        saving(assessment, known(assessment.started_by), "One."), saving(assessment, known(editor), "Other.")
    )
    assert sorted(type(each) is StaleVersion for each in results) == [False, True]
    kept = Answer.objects.get()
    assert kept.number == 1
    assert kept.narrative in {"One.", "Other."}


def test_two_who_save_different_answers_at_once_both_win():
    assessment = begin()
    editor = join(assessment.organisation).user
    results = at_once(
        saving(assessment, known(assessment.started_by), "One."),
        saving(assessment, known(editor), "Other.", code="LED-2"),
    )
    assert [type(each) for each in results] == [Answer, Answer]
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("round_", range(4))
def test_a_save_and_a_sending_at_once_cannot_both_win_unseen(round_):
    """Either the save came first and was sent in with the rest, or it is refused: nothing changes after sending."""
    assessment = complete(begin())
    editor = join(assessment.organisation).user
    lead = known(assessment.started_by)
    saved, sent = at_once(
        saving(assessment, known(editor), "Late.", number=1),
        lambda: submit_assessment(assessment_id=assessment.pk, by=lead, now=NOW),
    )
    assert not isinstance(sent, HubError)
    narrative = Answer.objects.get(assessment=assessment, criterion__code="LED-1").narrative
    assert isinstance(saved, WrongState) == (narrative != "Late.")
    assert Assessment.objects.get().state == AssessmentState.SUBMITTED


def test_two_clicks_on_begin_make_one_assessment():
    organisation, version = entry(), edition()
    call = {"organisation_id": organisation.pk, "version_id": version.pk, "now": NOW}
    one, two = known(organisation.created_by), known(organisation.created_by)
    results = at_once(lambda: start_assessment(by=one, **call), lambda: start_assessment(by=two, **call))
    assert sorted(isinstance(each, Refused) for each in results) == [False, True]
    assert Assessment.objects.count() == 1
