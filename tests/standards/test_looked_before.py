"""Whoever has seen another assessor's levels does not look at the same self-assessment alone again."""

from __future__ import annotations

import pytest

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import end_role, grant_role
from lero_hub.errors import Refused
from standards.models import Assignment
from standards.queries.assessors import candidates
from standards.states import AssignmentEnd, ReviewState
from standards.workflows.assigning import assign_assessor, release_assessor
from standards.workflows.declaring import declare_interests
from standards.workflows.reviews import cancel_review, open_review
from tests.factories import DAY, HOUR, NOW, me
from tests.standards.builders_scoring import Stage, assessor, opened, scoring, with_panel

pytestmark = pytest.mark.django_db
LATER = NOW + DAY
OPENED = NOW + 2 * HOUR
"""When the levels open in the reviews of these tests."""


def anew(stage: Stage):
    """Call the review off and open another one of the same assessment."""
    cancel_review(review_id=stage.review.pk, reason="It went wrong.", by=me(stage.desk), now=LATER)
    return open_review(assessment_id=stage.review.assessment_id, by=me(stage.desk), now=LATER)


def bar(review, user) -> str:
    """Say why somebody cannot look at a review, and check that the list and the one who asks say the same."""
    found = {each.user: each.bar for each in candidates(review, "", now=LATER)}[user]
    call = {"review_id": review.pk, "user_id": user.pk, "is_lead": True, "by": me(review.opened_by), "now": LATER}
    if found is None:
        release_assessor(assignment_id=assign_assessor(**call).pk, by=call["by"], now=LATER)
        return ""
    with pytest.raises(Refused) as refused:
        assign_assessor(**call)
    assert (refused.value.code, str(refused.value)) == (found.code, f"{user.shown_name}: {found.words}")
    return found.code


def give(stage: Stage, user, role, *, now) -> RoleGrant:
    """Give somebody a role."""
    return grant_role(user_id=user.pk, role=role, by=me(stage.desk), reason="Needed", now=now)


def test_whoever_saw_the_levels_is_barred_with_a_reason():
    stage = opened()
    review = anew(stage)
    assert [bar(review, user) for user in (stage.one, stage.two)] == ["has_seen"] * 2
    words = {each.user: each.bar.words for each in candidates(review, "", now=LATER) if each.bar}
    assert "has seen another assessor's levels" in words[stage.one]


def test_whoever_saw_nothing_can_be_asked_again():
    stage = scoring()
    review = anew(stage)
    assert [bar(review, user) for user in (stage.one, stage.two)] == ["", ""]
    assert review.state == ReviewState.FORMING


def test_whoever_had_left_before_the_levels_opened_can_be_asked_again():
    stage, next_one = scoring(), assessor()
    left = stage.two
    assignment = stage.review.assignments.get(user=left)
    release_assessor(assignment_id=assignment.pk, by=me(stage.desk), now=NOW + HOUR)
    call = {"review_id": stage.review.pk, "user_id": next_one.pk, "is_lead": False}
    asked = assign_assessor(**call, by=me(stage.desk), now=NOW + HOUR)
    declare_interests(assignment_id=asked.pk, interest="none", by=me(next_one), now=NOW + HOUR)
    stage.two = next_one
    review = anew(opened(stage))
    assert [bar(review, user) for user in (left, stage.one, next_one)] == ["", "has_seen", "has_seen"]


def test_whoever_left_once_the_levels_were_open_is_barred():
    stage, left = scoring(), assessor()
    Assignment.objects.create(
        review=opened(stage).review,
        user=left,
        assigned_at=NOW,
        assigned_by=stage.desk,
        ended_at=OPENED,
        end=AssignmentEnd.RELEASED,
    )
    assert bar(anew(stage), left) == "has_seen"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PANEL_MEMBER])
def test_whoever_could_read_the_levels_by_another_duty_is_barred(role):
    stage, user = with_panel(), assessor()
    give(stage, user, role, now=OPENED + HOUR)
    review = anew(stage)
    assert bar(review, user) == "could_see"
    end_role(grant_id=RoleGrant.objects.get(user=user, role=role).pk, by=me(user), reason="Enough", now=LATER)
    assert bar(review, user) == "could_see"


def test_the_panel_could_read_nothing_of_a_review_that_it_never_had():
    stage, user = opened(), assessor()
    give(stage, user, Role.PANEL_MEMBER, now=NOW)
    assert bar(anew(stage), user) == ""


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PANEL_MEMBER])
def test_a_duty_that_ended_before_the_levels_opened_or_began_after_the_review_bars_nobody(role):
    before, after = assessor(), assessor()
    stage = scoring()
    grant = give(stage, before, role, now=NOW)
    end_role(grant_id=grant.pk, by=me(before), reason="Enough", now=NOW + HOUR)
    review = anew(with_panel(stage))
    give(stage, after, role, now=LATER + HOUR)
    assert [bar(review, user) for user in (before, after)] == ["", ""]
