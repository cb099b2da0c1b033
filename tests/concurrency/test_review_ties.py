"""Deciding about an organisation and joining it at the same moment: nobody decides about their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lero_hub.errors import NotAllowed, Refused
from organisations.invitation_links import token_for
from organisations.models import Membership
from organisations.workflows.invitations import accept, invite
from standards.models import Assignment, PanelDecision, Recognition
from standards.queries.shown import mark_of
from standards.states import ReviewState
from standards.workflows.decision import decide_review, return_to_assessors
from tests.concurrency.in_turn import in_turn
from tests.concurrency.test_reviews import known
from tests.concurrency.test_team import at_once
from tests.factories import HOUR, NOW, me
from tests.standards.builders_scoring import Stage, with_panel

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + 5 * HOUR
Act = Callable[[], Any]


def decide(stage: Stage) -> Act:
    """Give a call by which the panel member decides."""
    call = {"review_id": stage.review.pk, "seen": mark_of(stage.fresh), "by": known(stage.panel), "now": LATER}
    return lambda: decide_review(reasons="Sound.", **call)


def give_back(stage: Stage) -> Act:
    """Give a call by which the panel member asks the assessors to look again."""
    call = {"review_id": stage.review.pk, "seen": mark_of(stage.fresh), "by": known(stage.panel), "now": LATER}
    return lambda: return_to_assessors(reason="Was there a visit?", **call)


def join(stage: Stage, user: Any) -> Act:
    """Give a call by which somebody joins the reviewed organisation, by an invitation that they hold already."""
    call = {"organisation_id": stage.organisation.pk, "email": user.email, "role": "editor", "now": LATER}
    token, by = token_for(invite(by=me(stage.lead), **call)), known(user)
    return lambda: accept(token=token, by=by, now=LATER)


def is_member(stage: Stage, user: Any) -> bool:
    """Tell whether somebody acts for the reviewed organisation."""
    return Membership.objects.open().filter(organisation=stage.organisation, user=user).exists()


@pytest.mark.parametrize("act", [decide, give_back])
def test_the_panel_member_who_joins_first_no_longer_acts(act: Callable[[Stage], Act]) -> None:
    stage = with_panel()
    _joined, answer = in_turn(join(stage, stage.panel), act(stage))
    assert isinstance(answer, NotAllowed)
    assert (is_member(stage, stage.panel), stage.fresh.state) == (True, ReviewState.PANEL)
    assert not PanelDecision.objects.exists()


def test_the_panel_member_who_decides_first_joins_after() -> None:
    stage = with_panel()
    decision, membership = in_turn(decide(stage), join(stage, stage.panel))
    assert (decision, membership) == (PanelDecision.objects.get(), Membership.objects.get(user=stage.panel))
    assert stage.fresh.state == ReviewState.DECIDED


@pytest.mark.parametrize("round_", range(3))
def test_deciding_and_joining_at_once_end_with_a_decision_made_before_or_with_none(round_: int) -> None:
    stage = with_panel()
    answer, membership = at_once(decide(stage), join(stage, stage.panel))
    assert isinstance(membership, Membership)
    is_decided = stage.fresh.state == ReviewState.DECIDED
    assert isinstance(answer, PanelDecision if is_decided else NotAllowed)
    assert PanelDecision.objects.count() == Recognition.objects.count() == is_decided


def test_an_assessor_joins_only_once_the_decision_stands() -> None:
    stage = with_panel()
    _decision, membership = in_turn(decide(stage), join(stage, stage.one))
    assert (membership.user_id, stage.fresh.state) == (stage.one.pk, ReviewState.DECIDED)


@pytest.mark.parametrize("round_", range(3))
def test_an_assessor_who_joins_while_the_panel_decides_is_let_in_after_or_told_to_wait(round_: int) -> None:
    stage = with_panel()
    decision, answer = at_once(decide(stage), join(stage, stage.one))
    assert decision == PanelDecision.objects.get()
    assert isinstance(answer, Membership) or (isinstance(answer, Refused) and answer.code == "assessing")
    assert isinstance(answer, Membership) == is_member(stage, stage.one)
    assert Assignment.objects.open().filter(user=stage.one).exists()
