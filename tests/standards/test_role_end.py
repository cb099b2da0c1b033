"""Ending the role of an assessor hands back what was not sent in, and closes what was."""

from __future__ import annotations

import pytest

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import end_role
from lero_hub.errors import NotAllowed
from standards.models import Assessment, AssessorScore, Review
from standards.policies import can_score, can_see_assessment, can_see_review
from standards.states import ReviewState
from standards.workflows.consensus import record_consensus
from tests.factories import DAY, NOW, me
from tests.standards.builders_scoring import Stage, decided, opened, score_all, scoring

pytestmark = pytest.mark.django_db


def end(stage: Stage) -> None:
    """Let the coordinator end the role of the first assessor."""
    grant = RoleGrant.objects.open().get(user=stage.one, role=Role.ASSESSOR)
    end_role(grant_id=grant.pk, by=me(stage.desk), reason="Enough", now=NOW + DAY)


def reads(stage: Stage) -> tuple[bool, bool, bool, bool]:
    """Tell what the first assessor reads: by policy and by rows, the review and the assessment."""
    by, review = me(stage.one), stage.fresh
    return (
        can_see_review(by, review),
        Review.objects.visible_to(by).filter(pk=review.pk).exists(),
        can_see_assessment(by, review.assessment),
        Assessment.objects.visible_to(by).filter(pk=review.assessment_id).exists(),
    )


def test_whoever_has_sent_nothing_in_leaves_the_review():
    stage = scoring()
    score_all(stage, stage.one)
    assert reads(stage) == (True,) * 4
    end(stage)
    assignment = stage.review.assignments.get(user=stage.one)
    assert (assignment.end, assignment.ended_at, stage.fresh.state) == ("released", NOW + DAY, ReviewState.FORMING)
    assert not AssessorScore.objects.filter(assignment=assignment).exists()
    assert reads(stage) == (False,) * 4


def test_whoever_has_sent_in_stays_on_the_review_and_can_no_longer_open_it():
    stage = opened()
    end(stage)
    assert stage.review.assignments.get(user=stage.one).ended_at is None
    assert stage.fresh.state == ReviewState.CONSENSUS
    assert reads(stage) == (False,) * 4
    assert not can_score(me(stage.one), stage.fresh)
    assert not AssessorScore.objects.visible_to(me(stage.one)).exists()
    with pytest.raises(NotAllowed):
        record_consensus(
            review_id=stage.review.pk, code="SUP-1", level=2, reason="", number=0, by=me(stage.one), now=NOW + DAY
        )


def test_a_decided_review_stays_open_to_those_who_made_it():
    stage = decided()
    end(stage)
    assert reads(stage) == (True,) * 4
