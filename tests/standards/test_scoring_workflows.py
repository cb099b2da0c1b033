"""Each assessor chooses alone; the seal opens when both have sent in, and not before."""

from __future__ import annotations

import pytest

from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from lero_hub.outbox.models import OutboxMessage
from standards.models import AssessorScore
from standards.states import ReviewState
from standards.workflows.assigning import assign_assessor
from standards.workflows.declaring import declare_interests, decline_assignment
from standards.workflows.scoring import save_score, submit_scores
from tests.factories import HOUR, NOW, me, person
from tests.standards.builders_scoring import AWAY, Stage, assessor, opened, score_all, scoring, send_in

pytestmark = pytest.mark.django_db
LATER = NOW + HOUR


@pytest.fixture
def stage() -> Stage:
    return scoring()


def save(stage: Stage, user, code="SUP-1", level=2, note="", number=0, now=LATER):
    """Save one level."""
    return save_score(review_id=stage.review.pk, code=code, level=level, note=note, number=number, by=me(user), now=now)


def test_saving_writes_level_and_note_once_and_counts_up(stage):
    first = save(stage, stage.one, level=1, note=" A word. ")
    assert (first.level, first.note, first.number) == (1, "A word.", 1)
    same = save(stage, stage.one, level=1, note="A word.", number=1, now=LATER + HOUR)
    assert (same.number, same.changed_at) == (1, LATER)
    second = save(stage, stage.one, level=3, note="A word.", number=1)
    assert (second.pk, second.level, second.number) == (first.pk, 3, 2)
    assert AssessorScore.objects.count() == 1


def test_saving_on_an_older_row_is_stale_and_changes_nothing(stage):
    save(stage, stage.one, level=1)
    with pytest.raises(StaleVersion) as caught:
        save(stage, stage.one, level=2, number=0)
    assert caught.value.current == 1
    assert AssessorScore.objects.get().level == 1


@pytest.mark.parametrize(
    ("code", "level", "refusal"),
    [(AWAY, 2, "not_applicable"), ("SUP-1", 4, "off_scale"), ("NOT-1", 2, "unknown_criterion")],
)
def test_what_cannot_be_scored_is_refused(stage, code, level, refusal):
    with pytest.raises(Refused) as caught:
        save(stage, stage.one, code=code, level=level)
    assert caught.value.code == refusal
    assert not AssessorScore.objects.exists()


def test_a_level_can_be_taken_away_again(stage):
    save(stage, stage.one, level=1)
    assert save(stage, stage.one, level=None, number=1).level is None


def test_others_do_not_score(stage):
    for user in (stage.desk, stage.lead, stage.panel, person()):
        with pytest.raises(NotAllowed):
            save(stage, user)
        with pytest.raises(NotAllowed):
            submit_scores(review_id=stage.review.pk, by=me(user), now=LATER)


def test_sending_in_is_refused_while_levels_are_missing(stage):
    save(stage, stage.one)
    with pytest.raises(Refused) as caught:
        submit_scores(review_id=stage.review.pk, by=me(stage.one), now=LATER)
    assert caught.value.code == "incomplete"
    assert "SUP-2" in str(caught.value)
    assert AWAY not in str(caught.value)
    assert "SUP-1" not in str(caught.value)


def test_one_missing_level_is_said_in_the_singular(stage):
    score_all(stage, stage.one)
    row = AssessorScore.objects.get(criterion__code="EVI-4")
    save(stage, stage.one, code="EVI-4", level=None, number=row.number)
    with pytest.raises(Refused, match="One criterion still needs a level: EVI-4"):
        submit_scores(review_id=stage.review.pk, by=me(stage.one), now=LATER)


def test_first_to_send_in_opens_nothing(stage):
    send_in(stage, stage.one)
    assert stage.fresh.state == ReviewState.SCORING
    assert stage.fresh.scores_opened_at is None
    assert (
        not OutboxMessage.objects.filter(kind__startswith="standards.review_")
        .exclude(kind="standards.review_asked")
        .exists()
    )


def test_sent_in_levels_stay(stage):
    send_in(stage, stage.one)
    with pytest.raises(Refused) as caught:
        save(stage, stage.one, level=3, number=1)
    assert caught.value.code == "sent_in"
    assert submit_scores(review_id=stage.review.pk, by=me(stage.one), now=LATER + HOUR).state == ReviewState.SCORING
    assert AuditEvent.objects.filter(verb="standards.submit_scores").count() == 1


def test_second_to_send_in_opens_the_levels_and_tells_both_and_the_desk(stage):
    opened(stage)
    review = stage.fresh
    assert (review.state, review.scores_opened_at) == (ReviewState.CONSENSUS, NOW + 2 * HOUR)
    told = OutboxMessage.objects.filter(kind="standards.review_assessing").values_list("recipient", flat=True)
    assert set(told) == {stage.one.pk, stage.two.pk}
    desk = OutboxMessage.objects.filter(kind="standards.review_coordinating")
    assert stage.desk.pk in set(desk.values_list("recipient", flat=True))
    assert AuditEvent.objects.filter(verb="standards.open_scores").count() == 1
    with pytest.raises(WrongState):
        save(stage, stage.one, level=3, number=1)


def test_levels_wait_while_a_second_assessor_is_being_found(stage):
    """Nothing that somebody writes is lost when the other one leaves; sending in waits for two."""
    assignment = stage.review.assignments.get(user=stage.two)
    decline_assignment(assignment_id=assignment.pk, by=me(stage.two), now=LATER)
    assert stage.fresh.state == ReviewState.FORMING
    score_all(stage, stage.one)
    with pytest.raises(WrongState):
        submit_scores(review_id=stage.review.pk, by=me(stage.one), now=LATER)


def test_levels_wait_for_the_declaration(stage):
    assignment = stage.review.assignments.get(user=stage.two)
    decline_assignment(assignment_id=assignment.pk, by=me(stage.two), now=LATER)
    third = assessor()
    call = {"review_id": stage.review.pk, "user_id": third.pk, "is_lead": False, "by": me(stage.desk), "now": LATER}
    asked = assign_assessor(**call)
    assert stage.fresh.state == ReviewState.SCORING
    with pytest.raises(NotAllowed):
        save(stage, third)
    declare_interests(assignment_id=asked.pk, interest="none", by=me(third), now=LATER)
    assert save(stage, third).number == 1


def test_audit_holds_no_level_and_no_word(stage):
    save(stage, stage.one, level=3, note="Unheard of")
    event = AuditEvent.objects.get(verb="standards.save_score")
    assert event.detail == {}
