"""Every verb of an assessment in every state, on one that is answered whole: the table leads on, or refuses.

The assessment stands for the whole module, so nothing else is tested here: other tests count rows of their own.
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from lero_hub.errors import WrongState
from standards.models import Answer, Assessment
from standards.states import ASSESSMENT, WRITABLE, AssessmentState
from standards.workflows.assessment import (
    request_assessment_changes,
    submit_assessment,
    take_back_assessment,
    withdraw_assessment,
)
from tests.factories import DAY, NOW, coordinator, me
from tests.permissions.people import taken_back
from tests.standards.builders_assessment import begin, complete, fresh, save

pytestmark = pytest.mark.django_db

A = AssessmentState
LATER = NOW + DAY
VERBS = {
    "submit": submit_assessment,
    "take_back": take_back_assessment,
    "withdraw": withdraw_assessment,
    "request_changes": request_assessment_changes,
}


def forced(assessment, state):
    """Put an assessment into a state, whatever leads there: the table is asked, not the way."""
    later = {A.DECIDED: {"decided_at": NOW}, A.WITHDRAWN: {"withdrawn_at": NOW}}.get(state, {})
    question = {"change_request": "Why?"} if state == A.CHANGES_REQUESTED else {}
    sent = {"submitted_at": NOW, "submitted_by": assessment.started_by}
    Assessment.objects.filter(pk=assessment.pk).update(state=state, **sent, **later, **question)
    return fresh(assessment)


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    """Answer everything once for all pairs below."""
    with django_db_blocker.unblock(), taken_back():
        yield complete(begin()), coordinator()


@pytest.mark.parametrize("state", A.values)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state(whole, verb, state):
    made, desk = whole
    assessment = forced(made, state)
    by = me(desk if verb == "request_changes" else assessment.started_by)
    call = {"assessment_id": assessment.pk, "by": by, "now": LATER}
    call |= {"reason": "Why?"} if verb == "request_changes" else {}
    if ASSESSMENT.allows(verb, state):
        VERBS[verb](**call)
        assert fresh(assessment).state == ASSESSMENT.transitions[verb].target
    else:
        with pytest.raises(WrongState):
            VERBS[verb](**call)
        assert fresh(assessment).state == state


@pytest.mark.parametrize("state", A.values)
def test_answers_change_in_the_states_that_allow_it_and_the_database_says_the_same(whole, state):
    assessment = forced(whole[0], state)
    row = Answer.objects.get(assessment=assessment, criterion__code="LED-1")
    if state in WRITABLE:
        save(assessment, assessment.started_by, number=row.number, level=0)
        assert Answer.objects.get(pk=row.pk).level == 0
        return
    with pytest.raises(WrongState):
        save(assessment, assessment.started_by, number=row.number, level=0)
    with pytest.raises(IntegrityError, match="only_while_written"), transaction.atomic():
        Answer.objects.filter(pk=row.pk).update(level=0)
