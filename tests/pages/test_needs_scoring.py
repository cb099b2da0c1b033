"""What reviews need from whom, and that the badge counts the same."""

from __future__ import annotations

import pytest

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import end_role, grant_role
from lero_hub.pages.needs import count_of, needs_of
from standards.queries.shown import mark_of
from standards.workflows.decision import return_to_assessors
from tests.factories import DAY, NOW, me
from tests.standards.builders_scoring import Stage, decided, opened, scoring, send_in, with_panel

pytestmark = pytest.mark.django_db
LATER = NOW + 2 * DAY


def labels(user) -> list[str]:
    """List what reviews need from somebody, and check that the badge counts all that is listed."""
    needs = needs_of(me(user), now=LATER)
    assert count_of(me(user), now=LATER) == len(needs)
    return [need.label for need in needs if "Solent Hearth" in need.label]


@pytest.fixture
def stage() -> Stage:
    return scoring(name="Solent Hearth")


def test_each_stage_asks_those_whom_it_waits_for(stage):
    score, agree = ["Look at Solent Hearth and send in your levels"], ["Agree the levels of Solent Hearth"]
    assert (labels(stage.one), labels(stage.two), labels(stage.panel)) == (score, score, [])
    send_in(stage, stage.one)
    assert (labels(stage.one), labels(stage.two)) == ([], score)
    send_in(stage, stage.two)
    assert (labels(stage.one), labels(stage.two)) == (agree, agree)
    with_panel(stage)
    assert (labels(stage.one), labels(stage.panel)) == ([], ["Decide on the review of Solent Hearth"])
    call = {"review_id": stage.review.pk, "by": me(stage.panel), "now": NOW + DAY}
    return_to_assessors(reason="Was there a visit?", seen=mark_of(stage.fresh), **call)
    assert "given it back" in next(n.note for n in needs_of(me(stage.one), now=LATER) if n.label == agree[0])
    decided(stage)
    assert (labels(stage.panel), labels(stage.one)) == ([], [])
    assert labels(stage.lead) == ["Read the result of the review of Solent Hearth"]
    assert [n for n in needs_of(me(stage.lead), now=LATER + 60 * DAY) if n.label.startswith("Read the result")] == []


def test_assessor_of_a_review_is_never_asked_to_decide_it(stage):
    opened(stage)
    assert labels(stage.panel) == []


def test_nothing_waits_for_somebody_whose_role_has_ended_until_they_have_it_again(stage):
    agree = ["Agree the levels of Solent Hearth"]
    send_in(stage, stage.one)
    send_in(stage, stage.two)
    assert labels(stage.one) == agree
    grant = RoleGrant.objects.open().get(user=stage.one, role=Role.ASSESSOR)
    end_role(grant_id=grant.pk, by=me(stage.desk), reason="Moved away", now=NOW + DAY)
    assert (labels(stage.one), labels(stage.two)) == ([], agree)
    grant_role(user_id=stage.one.pk, role=Role.ASSESSOR, by=me(stage.desk), reason="Is back", now=NOW + DAY)
    assert labels(stage.one) == agree


def test_nothing_to_score_waits_for_somebody_who_lost_the_role(stage):
    grant = RoleGrant.objects.open().get(user=stage.two, role=Role.ASSESSOR)
    RoleGrant.objects.filter(pk=grant.pk).update(ended_at=NOW, ended_by=stage.desk)
    assert stage.review.assignments.open().filter(user=stage.two).exists()
    assert (labels(stage.one), labels(stage.two)) == (["Look at Solent Hearth and send in your levels"], [])
