"""Two assessors agree on levels: with a reason wherever they differ, one after the other, then the panel."""

from __future__ import annotations

import pytest

from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from lero_hub.outbox.models import OutboxMessage
from standards.models import ConsensusScore
from standards.queries.shown import mark_of
from standards.states import ReviewState
from standards.workflows.consensus import agree_where_equal, record_consensus, send_to_panel
from tests.factories import HOUR, NOW, me
from tests.standards.builders_scoring import AWAY, Stage, agreed, opened, scoring, send_in, with_panel

pytestmark = pytest.mark.django_db
LATER = NOW + 3 * HOUR


@pytest.fixture
def stage() -> Stage:
    """Give a review with open levels: they differ at SUP-1 by two, and at SUP-2 by one."""
    return opened(one={"SUP-1": 3, "SUP-2": 2}, two={"SUP-1": 1, "SUP-2": 3})


def agree(stage: Stage, code="SUP-1", level=2, reason="We saw more together.", number=0, by=None, now=LATER):
    """Write down one agreed level."""
    by = me(by or stage.one)
    return record_consensus(
        review_id=stage.review.pk, code=code, level=level, reason=reason, number=number, by=by, now=now
    )


def test_an_agreed_level_is_written_with_its_reason_and_counts_up(stage):
    first = agree(stage, reason=" We saw more. ")
    assert (first.level, first.reason, first.number, first.recorded_by) == (2, "We saw more.", 1, stage.one)
    again = agree(stage, level=2, reason="We saw more.", number=1, by=stage.two)
    assert (again.number, again.recorded_by) == (1, stage.one)
    second = agree(stage, level=1, number=1, by=stage.two)
    assert (second.pk, second.level, second.number, second.recorded_by) == (first.pk, 1, 2, stage.two)


def test_second_to_write_on_an_older_row_is_told(stage):
    agree(stage)
    with pytest.raises(StaleVersion) as caught:
        agree(stage, level=3, by=stage.two)
    assert caught.value.current == 1
    assert ConsensusScore.objects.get().level == 2


@pytest.mark.parametrize(("code", "level"), [("SUP-1", 2), ("SUP-1", 1), ("SUP-2", 2), ("SUP-3", 3), ("SUP-3", 0)])
def test_reason_is_asked_for_wherever_it_is_not_what_both_chose(stage, code, level):
    with pytest.raises(Refused) as caught:
        agree(stage, code=code, level=level, reason="  ")
    assert caught.value.code == "no_reason"


def test_no_reason_is_needed_for_what_both_chose(stage):
    assert agree(stage, code="SUP-3", level=2, reason="").reason == ""


@pytest.mark.parametrize(
    ("code", "level", "refusal"),
    [(AWAY, 2, "unknown_criterion"), ("NOT-1", 2, "unknown_criterion"), ("SUP-1", 7, "off_scale")],
)
def test_what_cannot_be_agreed_on_is_refused(stage, code, level, refusal):
    with pytest.raises(Refused) as caught:
        agree(stage, code=code, level=level)
    assert caught.value.code == refusal


def test_agreeing_at_once_writes_what_both_chose_and_leaves_the_rest(stage):
    agree(stage, code="SUP-3", level=3, reason="Better than we thought.")
    number = agree_where_equal(review_id=stage.review.pk, by=me(stage.two), now=LATER)
    assert number == len(stage.codes) - 3
    rows = dict(ConsensusScore.objects.values_list("criterion__code", "level"))
    assert rows["SUP-3"] == 3
    assert set(stage.codes) - set(rows) == {"SUP-1", "SUP-2"}
    assert agree_where_equal(review_id=stage.review.pk, by=me(stage.two), now=LATER) == 0
    assert AuditEvent.objects.get(verb="standards.agree_where_equal").detail == {"number": number}


def test_only_assessors_agree(stage):
    for user in (stage.desk, stage.lead, stage.panel):
        with pytest.raises(NotAllowed):
            agree(stage, by=user)
        with pytest.raises(NotAllowed):
            agree_where_equal(review_id=stage.review.pk, by=me(user), now=LATER)
        with pytest.raises(NotAllowed):
            send_to_panel(review_id=stage.review.pk, seen=mark_of(stage.fresh), by=me(user), now=LATER)


def test_nothing_is_agreed_while_sealed_nor_once_the_panel_has_it():
    stage = scoring()
    send_in(stage, stage.one)
    with pytest.raises(WrongState):
        agree(stage)
    send_in(stage, stage.two)
    with_panel(stage)
    with pytest.raises(WrongState):
        agree(stage, code="SUP-3", level=3, number=1)


def test_sending_to_the_panel_is_refused_while_something_is_open(stage):
    agree_where_equal(review_id=stage.review.pk, by=me(stage.one), now=LATER)
    with pytest.raises(Refused, match="SUP-1, SUP-2") as caught:
        send_to_panel(review_id=stage.review.pk, seen=mark_of(stage.fresh), by=me(stage.one), now=LATER)
    assert caught.value.code == "incomplete"
    agree(stage, code="SUP-1")
    with pytest.raises(Refused, match="One criterion still needs an agreed level: SUP-2"):
        send_to_panel(review_id=stage.review.pk, seen=mark_of(stage.fresh), by=me(stage.one), now=LATER)


def test_only_the_lead_assessor_sends_to_the_panel():
    stage = agreed()
    with pytest.raises(NotAllowed):
        send_to_panel(review_id=stage.review.pk, seen=mark_of(stage.fresh), by=me(stage.two), now=LATER)
    assert stage.fresh.state == ReviewState.CONSENSUS


def test_panel_hears_and_the_levels_are_fixed():
    stage = with_panel()
    assert (stage.fresh.state, stage.fresh.panel_at) == (ReviewState.PANEL, NOW + 4 * HOUR)
    told = OutboxMessage.objects.filter(kind="standards.review_panel").values_list("recipient", flat=True)
    assert list(told) == [stage.panel.pk]
    with pytest.raises(WrongState):
        send_to_panel(review_id=stage.review.pk, seen=mark_of(stage.fresh), by=me(stage.one), now=LATER)


def test_audit_holds_no_level_and_no_word(stage):
    agree(stage)
    assert AuditEvent.objects.get(verb="standards.record_consensus").detail == {"criterion": "SUP-1"}
