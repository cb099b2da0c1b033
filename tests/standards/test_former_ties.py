"""Who left an organisation is tied to it for 24 months; who put a review together does not decide it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from time_machine import travel

from lero_hub.authz.states import Role
from lero_hub.authz.workflows import grant_role
from lero_hub.errors import NotAllowed
from organisations.models import Membership
from standards.models import Assessment, AssessorScore, Review
from standards.policies import can_see_review
from standards.queries.decision import open_to_panel_member, panel_queue
from standards.workflows.decision import require_decider
from tests.factories import DAY, NOW, browser_of, coordinator, holder, join, me
from tests.standards.builders_scoring import with_panel

pytestmark = pytest.mark.django_db
LATER = NOW + DAY
TWO_YEARS = timedelta(days=732)


@pytest.fixture(autouse=True)
def clock():
    with travel(LATER, tick=False):
        yield


def left(organisation, user, moment):
    """Let somebody have acted for an organisation until a moment."""
    membership = join(organisation, user)
    Membership.objects.filter(pk=membership.pk).update(ended_at=moment, ended_by=user)


def sees(user, review) -> set[bool]:
    """Say by each rule whether somebody sees a review, and the levels in it."""
    actor = me(user)
    return {
        can_see_review(actor, review),
        Review.objects.visible_to(actor).filter(pk=review.pk).exists(),
        AssessorScore.objects.visible_to(actor).filter(assignment__review=review).exists(),
        Assessment.objects.visible_to(actor).filter(pk=review.assessment_id).exists(),
    }


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PANEL_MEMBER])
def test_who_left_sees_nothing_of_its_review_for_24_months(role):
    stage = with_panel()
    recent, old = holder(role, "rae"), holder(role, "oz")
    left(stage.organisation, recent, NOW - DAY)
    left(stage.organisation, old, NOW - TWO_YEARS)
    assert (sees(recent, stage.fresh), sees(old, stage.fresh)) == ({False}, {True})
    pages = [reverse("standards:compare", args=[stage.review.pk])]
    if role == Role.COORDINATOR:
        pages.append(reverse("standards:coordination_review", args=[stage.review.pk]))
    assert {browser_of(recent).get(page).status_code for page in pages} <= {403, 404}
    assert {browser_of(old).get(page).status_code for page in pages} == {200}


def test_who_put_a_review_together_does_not_decide_it():
    stage = with_panel()
    other = coordinator("noor")
    third = me(coordinator("ola"))
    for user in (stage.desk, other):
        grant_role(user_id=user.pk, role=Role.PANEL_MEMBER, reason="Few of us", by=third, now=NOW)
    require_decider(stage.fresh, by=me(other), now=LATER)
    assert list(open_to_panel_member(other, LATER)) == [stage.review]
    assert list(panel_queue(me(other), number="1", now=LATER)) == [stage.review]
    with pytest.raises(NotAllowed, match="You put this review together"):
        require_decider(stage.fresh, by=me(stage.desk), now=LATER)
    assert list(open_to_panel_member(stage.desk, LATER)) == []


def test_who_chose_an_assessor_does_not_decide_either():
    stage = with_panel()
    chooser = holder(Role.PANEL_MEMBER, "ida")
    stage.review.assignments.filter(user=stage.one).update(assigned_by=chooser)
    with pytest.raises(NotAllowed, match="You put this review together"):
        require_decider(stage.fresh, by=me(chooser), now=LATER)
    assert list(open_to_panel_member(chooser, LATER)) == []
