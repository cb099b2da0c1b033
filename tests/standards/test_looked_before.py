"""Whoever has seen the other assessor's levels does not look at the same self-assessment alone again."""

from __future__ import annotations

import pytest

from lero_hub.errors import Refused
from standards.queries.assessors import candidates
from standards.states import ReviewState
from standards.workflows.assigning import assign_assessor
from standards.workflows.reviews import cancel_review, open_review
from tests.factories import DAY, NOW, me
from tests.standards.builders_scoring import Stage, opened, scoring

pytestmark = pytest.mark.django_db
LATER = NOW + DAY


def anew(stage: Stage):
    """Call the review off and open another one of the same assessment."""
    cancel_review(review_id=stage.review.pk, reason="It went wrong.", by=me(stage.desk), now=LATER)
    return open_review(assessment_id=stage.review.assessment_id, by=me(stage.desk), now=LATER)


def ask_again(stage: Stage, review):
    """Ask the first assessor to look at the new review."""
    return assign_assessor(review_id=review.pk, user_id=stage.one.pk, is_lead=True, by=me(stage.desk), now=LATER)


def test_whoever_saw_the_levels_is_barred_with_a_reason():
    stage = opened()
    review = anew(stage)
    bars = {each.user: each.bar for each in candidates(review, "", now=LATER)}
    for user in (stage.one, stage.two):
        assert bars[user].code == "has_seen"
        assert "has seen another assessor's levels" in bars[user].words
    with pytest.raises(Refused) as caught:
        ask_again(stage, review)
    assert caught.value.code == "has_seen"


def test_whoever_saw_nothing_can_be_asked_again():
    stage = scoring()
    review = anew(stage)
    assert all(each.bar is None for each in candidates(review, "", now=LATER))
    assert ask_again(stage, review).review_id == review.pk
    assert review.state == ReviewState.FORMING
