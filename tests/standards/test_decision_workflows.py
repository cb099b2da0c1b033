"""The panel's word: what the thresholds say, with reasons, once, by somebody who has nothing to do with it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from time_machine import travel

from lero_hub.audit.models import AuditEvent
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import grant_role
from lero_hub.errors import NotAllowed, Refused, WrongState
from lero_hub.outbox.models import OutboxMessage
from organisations.models import Organisation
from organisations.states import MemberRole
from organisations.workflows.team import remove_member
from standards.models import PanelDecision, Recognition
from standards.queries.shown import mark_of
from standards.states import AssessmentState, Outcome, ReviewState
from standards.workflows.consensus import record_consensus, send_to_panel
from standards.workflows.decision import decide_review, last_day, return_to_assessors
from tests.factories import DAY, HOUR, NOW, holder, join, me
from tests.standards.builders_scoring import (
    Stage,
    below,
    codes_of,
    decided,
    decision_of,
    recognition_of,
    with_panel,
)

pytestmark = pytest.mark.django_db
LATER = NOW + DAY


def decide(stage: Stage, by=None, reasons="Sound and fair.", now=LATER, seen=None):
    """Decide as the panel."""
    seen = mark_of(stage.fresh) if seen is None else seen
    call = {"review_id": stage.review.pk, "by": me(by or stage.panel), "now": now}
    return decide_review(reasons=reasons, seen=seen, **call)


def give_back(stage: Stage, by=None, reason="Was the visit held?", now=LATER, seen=None):
    """Give the review back."""
    seen = mark_of(stage.fresh) if seen is None else seen
    call = {"review_id": stage.review.pk, "by": me(by or stage.panel), "now": now}
    return return_to_assessors(reason=reason, seen=seen, **call)


def test_decision_writes_everything_that_follows_from_it():
    stage = decided()
    decision, review, recognition = decision_of(stage), stage.fresh, recognition_of(stage)
    assert (decision.outcome, decision.reasons) == (Outcome.RECOGNISED, "Sound work, fairly seen.")
    assert (decision.decided_by, decision.decided_at) == (stage.panel, LATER)
    assert (review.state, review.decided_at) == (ReviewState.DECIDED, LATER)
    assert (stage.assessment.state, stage.assessment.decided_at) == (AssessmentState.DECIDED, LATER)
    assert (recognition.outcome, recognition.criteria_assessed, recognition.assessors) == ("recognised", 38, 2)
    assert (recognition.valid_from, recognition.valid_until) == (date(2026, 3, 3), date(2029, 3, 2))
    organisation = Organisation.objects.get(pk=stage.organisation.pk)
    assert organisation.recognition_id == recognition.pk
    assert (organisation.recognised_from, organisation.recognised_until) == (
        recognition.valid_from,
        recognition.valid_until,
    )
    assert AuditEvent.objects.get(verb="standards.decide_review").detail == {"outcome": "recognised"}


def test_team_assessors_and_desk_hear_of_a_decision():
    stage = decided()
    of_kind = {
        kind: set(
            OutboxMessage.objects.filter(kind=kind, dedupe_key__contains="decided").values_list("recipient", flat=True)
        )
        for kind in ("standards.review_result", "standards.review_assessing", "standards.review_coordinating")
    }
    assert of_kind["standards.review_result"] == {stage.lead.pk}
    assert of_kind["standards.review_assessing"] == {stage.one.pk, stage.two.pk}
    assert stage.desk.pk in of_kind["standards.review_coordinating"]


@pytest.mark.parametrize(
    ("essential", "expected", "outcome"),
    [
        (0, 0, Outcome.RECOGNISED),
        (0, 3, Outcome.RECOGNISED),  # 13 of 16
        (0, 4, Outcome.RECOGNISED_WITH_ACTIONS),
        (0, 6, Outcome.RECOGNISED_WITH_ACTIONS),  # 10 of 16
        (0, 7, Outcome.DEFERRED),
        (1, 0, Outcome.DEFERRED),
        (3, 0, Outcome.DEFERRED),  # 15 of 18
        (4, 0, Outcome.NOT_YET),
    ],
)
def test_outcome_is_what_the_thresholds_of_the_edition_say(essential, expected, outcome):
    stage = with_panel(but=_some_below(essential, expected))
    assert decide(stage).outcome == outcome
    recognised = outcome in {Outcome.RECOGNISED, Outcome.RECOGNISED_WITH_ACTIONS}
    assert Recognition.objects.filter(review=stage.review).exists() == recognised
    assert (Organisation.objects.get(pk=stage.organisation.pk).recognised_until is not None) == recognised


def _some_below(essential: int, expected: int) -> dict[str, int]:
    from tests.standards.builders_scoring import edition

    version = edition()
    codes = codes_of(version, "essential")[:essential] + codes_of(version, "expected")[:expected]
    return below(codes)


def test_a_decision_needs_reasons():
    stage = with_panel()
    with pytest.raises(Refused) as caught:
        decide(stage, reasons=" ")
    assert caught.value.code == "no_reason"
    assert stage.fresh.state == ReviewState.PANEL
    assert not PanelDecision.objects.exists()


def test_a_decision_is_taken_once():
    stage = decided()
    with pytest.raises(WrongState):
        decide(stage, by=holder(Role.PANEL_MEMBER))
    assert PanelDecision.objects.count() == 1


def test_whoever_assessed_or_acts_for_the_organisation_or_has_no_role_does_not_decide():
    stage = with_panel()
    for user in (stage.one, stage.lead):
        grant_role(user_id=user.pk, role=Role.PANEL_MEMBER, by=me(stage.desk), reason="Needed", now=NOW)
    for user in (stage.one, stage.two, stage.lead, stage.desk):
        with pytest.raises(NotAllowed):
            decide(stage, by=user)
        with pytest.raises(NotAllowed):
            give_back(stage, by=user)


def test_whoever_left_the_organisation_within_two_years_does_not_decide():
    stage = with_panel()
    membership = join(stage.organisation, stage.panel, MemberRole.EDITOR)
    remove_member(membership_id=membership.pk, by=me(stage.lead), now=NOW)
    with pytest.raises(NotAllowed, match="has no tie to the organisation"):
        decide(stage)
    with pytest.raises(NotAllowed, match="has no tie to the organisation"):
        give_back(stage)
    two_years_on = NOW.replace(year=NOW.year + 2) + HOUR
    with travel(two_years_on):
        with pytest.raises(NotAllowed, match="within two years"):  # the clock of the act counts too
            decide(stage)
        assert decide(stage, now=two_years_on).outcome == Outcome.RECOGNISED


def test_giving_back_lets_the_assessors_change_and_send_anew():
    stage = with_panel()
    give_back(stage, reason=" Was the visit held? ")
    assert (stage.fresh.state, stage.fresh.return_reason) == (ReviewState.CONSENSUS, "Was the visit held?")
    told = OutboxMessage.objects.filter(kind="standards.review_assessing", dedupe_key__contains=":returned:")
    assert set(told.values_list("recipient", flat=True)) == {stage.one.pk, stage.two.pk}
    with pytest.raises(NotAllowed):
        decide(stage)
    call = {"review_id": stage.review.pk, "by": me(stage.one), "now": LATER + HOUR}
    record_consensus(code="SUP-1", level=3, reason="We rang and asked.", number=1, **call)
    assert send_to_panel(seen=mark_of(stage.fresh), **call).return_reason == ""
    assert decide(stage, now=LATER + 2 * HOUR).outcome == Outcome.RECOGNISED


def test_giving_back_needs_a_reason_and_a_review_with_the_panel():
    stage = with_panel()
    with pytest.raises(Refused) as caught:
        give_back(stage, reason="")
    assert caught.value.code == "no_reason"
    decide(stage)
    with pytest.raises(WrongState):
        give_back(stage)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 22), date(2029, 11, 21)),
        (date(2028, 2, 29), date(2031, 2, 28)),
        (date(2025, 3, 1), date(2028, 2, 29)),
        (date(2026, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_recognition_holds_for_three_years(first, last):
    assert last_day(first) == last


def test_a_recognition_begins_on_the_local_day_of_the_decision():
    """Half past midnight in London in summer is still the day before in UTC."""
    late = datetime(2026, 7, 2, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    assert recognition_of(decided(now=late)).valid_from == date(2026, 7, 2)
