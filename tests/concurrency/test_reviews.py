"""Two at the same moment, with real commits: the seal opens once, the panel decides once, nobody's words are lost."""

from __future__ import annotations

from typing import Any

import pytest

from lero_hub.audit.models import AuditEvent
from lero_hub.authz.states import Role
from lero_hub.errors import HubError, NotAllowed, StaleVersion, WrongState
from lero_hub.outbox.models import OutboxMessage
from standards.models import AssessorScore, ConsensusScore, PanelDecision, Recognition
from standards.policies import own_assignments
from standards.queries.shown import mark_of
from standards.states import ReviewState
from standards.workflows.consensus import agree_where_equal, record_consensus, send_to_panel
from standards.workflows.decision import decide_review, return_to_assessors
from standards.workflows.scoring import save_score, submit_scores
from tests.concurrency.test_team import at_once
from tests.factories import HOUR, NOW, holder, me
from tests.standards.builders_scoring import Stage, agreed, opened, score_all, scoring, with_panel

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + 5 * HOUR


def known(user: Any) -> Any:
    """Give an actor that read its roles and assignments before the race, as a request does when it checks access."""
    actor = me(user)
    assert isinstance(actor.roles, frozenset)
    own_assignments(actor)
    return actor


def errors(results: list[Any]) -> list[type]:
    """Give the kinds of errors that came."""
    return [type(each) for each in results if isinstance(each, HubError)]


@pytest.mark.parametrize("round_", range(3))
def test_two_who_send_in_at_once_open_the_seal_once(round_: int) -> None:
    stage = scoring()
    for user in (stage.one, stage.two):
        score_all(stage, user)
    one, two, call = known(stage.one), known(stage.two), {"review_id": stage.review.pk, "now": LATER}
    results = at_once(lambda: submit_scores(by=one, **call), lambda: submit_scores(by=two, **call))
    assert errors(results) == []
    assert stage.fresh.state == ReviewState.CONSENSUS
    assert AuditEvent.objects.filter(verb="standards.open_scores").count() == 1
    assert OutboxMessage.objects.filter(kind="standards.review_assessing").count() == 2


def test_sending_in_and_saving_at_once_leave_what_was_sent_in() -> None:
    stage = scoring()
    score_all(stage, stage.one)
    one, again = known(stage.one), known(stage.one)
    call = {"review_id": stage.review.pk, "now": LATER}
    results = at_once(
        lambda: submit_scores(by=one, **call),
        lambda: save_score(code="SUP-1", level=None, note="", number=1, by=again, **call),
    )
    row = AssessorScore.objects.get(assignment__user=stage.one, criterion__code="SUP-1")
    sent = stage.review.assignments.get(user=stage.one).submitted_at
    assert (row.level is None) == (sent is None)
    assert len(errors(results)) == 1


def test_two_windows_that_save_one_level_at_once_keep_one_and_tell_the_other() -> None:
    stage = scoring()
    call = {"review_id": stage.review.pk, "code": "SUP-1", "note": "", "number": 0, "now": LATER}
    actors = known(stage.one), known(stage.one)
    results = at_once(*[lambda level=n, by=by: save_score(level=level, by=by, **call) for n, by in enumerate(actors)])
    assert errors(results) == [StaleVersion]
    assert AssessorScore.objects.count() == 1


def test_two_who_agree_on_one_criterion_at_once_are_told() -> None:
    stage = opened()
    call = {"review_id": stage.review.pk, "code": "SUP-1", "reason": "We talked.", "number": 0, "now": LATER}
    one, two = known(stage.one), known(stage.two)
    results = at_once(
        lambda: record_consensus(level=1, by=one, **call), lambda: record_consensus(level=3, by=two, **call)
    )
    assert errors(results) == [StaleVersion]
    assert ConsensusScore.objects.get().number == 1


def test_agreeing_at_once_where_equal_writes_each_level_once() -> None:
    stage = opened()
    call = {"review_id": stage.review.pk, "now": LATER}
    one, two = known(stage.one), known(stage.two)
    results = at_once(lambda: agree_where_equal(by=one, **call), lambda: agree_where_equal(by=two, **call))
    assert sorted(results) == [0, 38]


def test_sending_to_the_panel_and_changing_a_level_at_once_leave_one_of_the_two() -> None:
    stage = agreed()
    call = {"review_id": stage.review.pk, "now": LATER}
    one, two, seen = known(stage.one), known(stage.two), mark_of(stage.fresh)
    results = at_once(
        lambda: send_to_panel(seen=seen, by=one, **call),
        lambda: record_consensus(code="SUP-1", level=3, reason="More.", number=1, by=two, **call),
    )
    level = ConsensusScore.objects.get(criterion__code="SUP-1").level
    assert (stage.fresh.state, errors(results)) == (
        (ReviewState.PANEL, [WrongState]) if level == 2 else (ReviewState.CONSENSUS, [StaleVersion])
    )


@pytest.mark.parametrize("round_", range(3))
def test_two_panel_members_at_once_take_one_decision(round_: int) -> None:
    stage: Stage = with_panel()
    one, two, seen = known(stage.panel), known(holder(Role.PANEL_MEMBER)), mark_of(stage.fresh)
    call = {"review_id": stage.review.pk, "now": LATER}
    results = at_once(
        lambda: decide_review(seen=seen, reasons="As one saw it.", by=one, **call),
        lambda: decide_review(seen=seen, reasons="As two saw it.", by=two, **call),
    )
    assert errors(results) == [WrongState]
    assert PanelDecision.objects.count() == Recognition.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="standards.review_result").count() == 1


def test_deciding_and_giving_back_at_once_leave_one_of_the_two() -> None:
    stage = with_panel()
    one, two, seen = known(stage.panel), known(holder(Role.PANEL_MEMBER)), mark_of(stage.fresh)
    call = {"review_id": stage.review.pk, "now": LATER}
    results = at_once(
        lambda: decide_review(seen=seen, reasons="Sound.", by=one, **call),
        lambda: return_to_assessors(seen=seen, reason="Was there a visit?", by=two, **call),
    )
    (error,) = errors(results)
    state = stage.fresh.state
    assert (state, error) in [(ReviewState.DECIDED, WrongState), (ReviewState.CONSENSUS, NotAllowed)]
    assert PanelDecision.objects.exists() == (state == ReviewState.DECIDED)
