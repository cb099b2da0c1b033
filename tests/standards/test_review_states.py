"""Each verb of forming a review in each state of a review: what it leads to, or that it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lero_hub.errors import HubError, Refused, WrongState
from standards.models import Assessment, Assignment, Review
from standards.states import ASSESSMENT, REVIEW, AssessmentState, ReviewState
from standards.workflows.assigning import release_assessor
from standards.workflows.declaring import decline_assignment
from standards.workflows.reviews import cancel_review, open_review
from tests.factories import NOW, coordinator, me
from tests.standards.builders_review import Forming, ask, declare, forming, review_in, waiting

pytestmark = pytest.mark.django_db


def second(case: Forming) -> Assignment:
    """Ask one more; the one before is there for the review to begin scoring."""
    if case.state == ReviewState.FORMING:
        ask(case)
    return ask(case)


def on_it(case: Forming) -> Assignment:
    """Give somebody on the review, asked where nobody is."""
    return case.review.assignments.select_related("user").first() or ask(case)


VERBS: dict[str, Callable[[Forming], Any]] = {
    "begin_scoring": second,
    "cancel": lambda case: cancel_review(review_id=case.review.pk, reason="They asked.", by=me(case.desk), now=NOW),
}


@pytest.mark.parametrize("state", ReviewState.values)
@pytest.mark.parametrize("verb", VERBS)
def test_verb_leads_where_the_table_says_and_nowhere_else(verb: str, state: str) -> None:
    case = review_in(state)
    if REVIEW.allows(verb, state):
        VERBS[verb](case)
        assert case.state == REVIEW.transitions[verb].target
    else:
        with pytest.raises(HubError) as stopped:
            VERBS[verb](case)
        assert isinstance(stopped.value, WrongState) or getattr(stopped.value, "code", "") == "full"
        assert case.state == state


LEAVING: dict[str, Callable[[Forming, Assignment], Any]] = {
    "decline": lambda case, row: decline_assignment(assignment_id=row.pk, by=me(row.user), now=NOW),
    "release": lambda case, row: release_assessor(assignment_id=row.pk, by=me(case.desk), now=NOW),
    "declare an interest": lambda case, row: declare(row, "other"),
}


@pytest.mark.parametrize("verb", LEAVING)
def test_losing_an_assessor_brings_a_review_back_to_looking(verb: str) -> None:
    case = forming()
    ask(case)
    row = ask(case)
    assert case.state == ReviewState.SCORING
    LEAVING[verb](case, row)
    assert case.state == REVIEW.transitions["lose_assessor"].target


@pytest.mark.parametrize("verb", LEAVING)
def test_losing_one_while_it_looks_changes_no_state(verb: str) -> None:
    case = forming()
    LEAVING[verb](case, ask(case))
    assert case.state == ReviewState.FORMING


@pytest.mark.parametrize("state", [ReviewState.CONSENSUS, ReviewState.PANEL, ReviewState.DECIDED])
@pytest.mark.parametrize("verb", ["decline", "release"])
def test_nobody_leaves_once_the_levels_are_open(verb: str, state: str) -> None:
    case = review_in(state)
    with pytest.raises(Refused) as refused:
        LEAVING[verb](case, on_it(case))
    assert refused.value.code == "sent_in"
    assert case.state == state


@pytest.mark.parametrize("state", AssessmentState.values)
def test_a_review_is_opened_where_the_table_of_assessments_says(state: str) -> None:
    assessment = waiting()
    at = {"change_request": "Say more.", "decided_at": NOW, "withdrawn_at": NOW}
    Assessment.objects.filter(pk=assessment.pk).update(state=state, **at)
    call = {"assessment_id": assessment.pk, "by": me(coordinator()), "now": NOW}
    if ASSESSMENT.allows("begin_review", state):
        open_review(**call)
        assert Assessment.objects.get(pk=assessment.pk).state == AssessmentState.IN_REVIEW
    else:
        with pytest.raises(WrongState):
            open_review(**call)
        assert not Review.objects.exists()


@pytest.mark.parametrize("state", sorted(REVIEW.transitions["cancel"].source))
def test_calling_off_gives_the_assessment_back(state: str) -> None:
    case = review_in(state)
    VERBS["cancel"](case)
    assert Assessment.objects.get(pk=case.assessment.pk).state == AssessmentState.SUBMITTED
