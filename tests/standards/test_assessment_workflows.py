"""An assessment's life by its verbs: who may, in which state, and what each leaves behind."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from lero_hub.audit.models import AuditEvent
from lero_hub.authz.states import Role
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from lero_hub.outbox.models import OutboxMessage
from organisations.states import State
from standards.models import Answer, Assessment
from standards.queries.assessment import progress, standings
from standards.states import AssessmentState, CriterionType
from standards.workflows.assessment import (
    request_assessment_changes,
    start_assessment,
    submit_assessment,
    take_back_assessment,
    withdraw_assessment,
)
from tests.factories import DAY, NOW, coordinator, entry, holder, join, me, person
from tests.standards.builders import framework
from tests.standards.builders_assessment import (
    answer,
    assessment_in,
    begin,
    codes_of,
    complete,
    edition,
    fresh,
    piece,
    save,
)

pytestmark = pytest.mark.django_db

A = AssessmentState
LATER = NOW + DAY


# --- Beginning ---------------------------------------------------------------------------------------------------


def test_an_editor_begins_an_assessment_against_the_current_edition():
    organisation = entry()
    editor = person()
    join(organisation, editor)
    made = begin(organisation, lead=editor)
    assert (made.state, made.started_by, made.version) == (A.DRAFTING, editor, edition())
    assert AuditEvent.objects.filter(verb="standards.start_assessment", subject_id=str(made.pk)).count() == 1


def test_nobody_begins_for_somebody_elses_organisation_or_one_that_is_not_listed():
    organisation, version = entry(), edition()
    call = {"organisation_id": organisation.pk, "version_id": version.pk, "now": NOW}
    for outsider in (person(), coordinator(), holder(Role.ASSESSOR)):
        with pytest.raises(NotAllowed):
            start_assessment(by=me(outsider), **call)
    draft = entry(State.DRAFT)
    with pytest.raises(NotAllowed):
        start_assessment(**call | {"organisation_id": draft.pk}, by=me(draft.created_by))
    assert Assessment.objects.count() == 0


def test_a_second_one_waits_until_the_first_is_over():
    assessment = begin()
    with pytest.raises(Refused) as refused:
        begin(assessment.organisation)
    assert refused.value.code == "one_open"
    withdraw_assessment(assessment_id=assessment.pk, by=me(assessment.started_by), now=LATER)
    assert begin(assessment.organisation).pk != assessment.pk


def test_an_edition_that_is_not_published_is_refused():
    organisation, version = entry(), framework(published=False)
    call = {"organisation_id": organisation.pk, "by": me(organisation.created_by), "now": NOW}
    for unknown in (version.pk, uuid4()):
        with pytest.raises(Refused) as refused:
            start_assessment(version_id=unknown, **call)
        assert refused.value.code == "not_current"


# --- Answers -----------------------------------------------------------------------------------------------------


def test_an_answer_carries_a_number_that_rises_with_each_change():
    assessment = begin()
    lead = assessment.started_by
    assert save(assessment, lead).number == 1
    assert save(assessment, lead, number=1, level=3).number == 2
    assert save(assessment, lead, number=2, level=3).number == 2
    assert AuditEvent.objects.filter(verb="standards.save_answer").count() == 2
    assert AuditEvent.objects.filter(verb="standards.save_answer").latest("at").detail == {"criterion": "LED-1"}


def test_the_second_to_save_the_same_answer_is_told():
    assessment = begin()
    editor = join(assessment.organisation).user
    save(assessment, assessment.started_by)
    with pytest.raises(StaleVersion) as stale:
        save(assessment, editor, narrative="Something else.")
    assert stale.value.current == 1
    assert Answer.objects.get().narrative == "We meet."
    assert save(assessment, editor, number=1, narrative="Something else.").number == 2


def test_saving_what_stands_there_is_no_clash_even_on_an_old_number():
    assessment = begin()
    save(assessment, assessment.started_by)
    assert save(assessment, join(assessment.organisation).user).number == 1


def test_ones_own_save_of_seconds_ago_is_no_clash_and_an_older_one_is():
    assessment = begin()
    lead = assessment.started_by
    save(assessment, lead)
    assert save(assessment, lead, narrative="On.", now=NOW + timedelta(seconds=29)).number == 2
    with pytest.raises(StaleVersion):
        save(assessment, lead, number=1, narrative="From another tab.", now=NOW + timedelta(minutes=1))


def test_what_does_not_apply_has_a_reason_and_no_level_and_only_where_the_edition_allows_it():
    assessment = begin()
    lead = assessment.started_by
    with pytest.raises(Refused) as refused:
        save(assessment, lead, not_applicable=True, not_applicable_reason="No.")
    assert refused.value.code == "always_applies"
    kept = save(assessment, lead, code="SUP-4", not_applicable=True, not_applicable_reason=" We have no helpers. ")
    assert (kept.level, kept.not_applicable_reason) == (None, "We have no helpers.")
    back = save(assessment, lead, code="SUP-4", number=1, level=1, not_applicable_reason="Left over")
    assert (back.level, back.not_applicable, back.not_applicable_reason) == (1, False, "")


@pytest.mark.parametrize("level", [4, 9, 10, 32_000, -1])
def test_a_level_outside_the_scale_is_refused(level):
    assessment = begin()
    with pytest.raises(Refused) as refused:
        save(assessment, assessment.started_by, level=level)
    assert refused.value.code == "off_scale"


def test_a_criterion_that_the_edition_does_not_have_is_refused():
    assessment = begin()
    with pytest.raises(Refused) as refused:
        save(assessment, assessment.started_by, code="XYZ-9")
    assert refused.value.code == "unknown_criterion"


@pytest.mark.parametrize("who", ["member", "coordinator", "assessor", "other lead"])
def test_nobody_else_writes_an_answer(who):
    assessment = begin()
    outsider = {
        "member": person,
        "coordinator": coordinator,
        "assessor": lambda: holder(Role.ASSESSOR),
        "other lead": lambda: entry().created_by,
    }[who]()
    with pytest.raises(NotAllowed):
        save(assessment, outsider)
    assert Answer.objects.count() == 0


# --- What is missing -----------------------------------------------------------------------------------------------


def test_what_is_missing_is_named_by_code_and_what_it_lacks():
    assessment = complete(begin(), but=["LED-1", "LED-2", "LED-3"])
    lead = assessment.started_by
    save(assessment, lead, code="LED-2", narrative="")
    save(assessment, lead, code="LED-3", level=None)
    with pytest.raises(Refused) as refused:
        submit_assessment(assessment_id=assessment.pk, by=me(lead), now=LATER)
    assert refused.value.code == "incomplete"
    assert "LED-1, LED-2, LED-3" in str(refused.value)
    told = {gap.code: gap.message for gap in progress(fresh(assessment)).gaps}
    assert told == {
        "LED-1": "not answered yet",
        "LED-2": "say in your own words what happens",
        "LED-3": "choose a level",
    }


def test_many_gaps_are_counted_after_the_first_six():
    assessment = begin()
    with pytest.raises(Refused) as refused:
        submit_assessment(assessment_id=assessment.pk, by=me(assessment.started_by), now=LATER)
    assert "and 33 more" in str(refused.value)


def test_an_essential_one_that_is_met_needs_something_to_show_and_one_that_is_not_met_needs_nothing():
    assessment = begin()
    for code in codes_of(assessment):
        answer(assessment, code)
    essentials = codes_of(assessment, kind=CriterionType.ESSENTIAL)
    assert [gap.code for gap in progress(assessment).gaps] == essentials
    answer(assessment, essentials[0], level=1)
    piece(assessment, *essentials[1:])
    assert progress(assessment).gaps == []


def test_a_reason_is_all_that_something_left_out_needs():
    assessment = begin()
    answer(assessment, "SUP-4", not_applicable=True, not_applicable_reason="", narrative="")
    lines = {line.code: line for line in standings([assessment])[assessment.pk]}
    assert (lines["SUP-4"].is_answered, lines["SUP-4"].is_begun, lines["SUP-4"].state) == (False, True, "Begun")
    assert next(gap for gap in progress(assessment).gaps if gap.code == "SUP-4").message == "say why it does not apply"
    answer(assessment, "SUP-4", not_applicable=True, not_applicable_reason="Nobody helps.", narrative="")
    line = next(each for each in standings([assessment])[assessment.pk] if each.code == "SUP-4")
    assert (line.is_answered, line.state) == (True, "Does not apply")


# --- Sending in and back -------------------------------------------------------------------------------------------


def test_sending_in_tells_coordinators_without_a_tie_and_nobody_changes_it_any_more():
    organisation = entry()
    free, tied = coordinator(), coordinator()
    join(organisation, tied)
    assessment = complete(begin(organisation))
    lead = assessment.started_by
    sent = submit_assessment(assessment_id=assessment.pk, by=me(lead), now=LATER)
    assert (sent.state, sent.submitted_at, sent.submitted_by) == (A.SUBMITTED, LATER, lead)
    told = set(OutboxMessage.objects.filter(kind="standards.assessment_waiting").values_list("recipient", flat=True))
    assert free.pk in told
    assert tied.pk not in told
    with pytest.raises(WrongState):
        save(assessment, lead, number=1, level=0)


def test_an_editor_does_not_send_it_in():
    assessment = complete(begin())
    editor = join(assessment.organisation).user
    for verb in (submit_assessment, take_back_assessment, withdraw_assessment):
        with pytest.raises(NotAllowed):
            verb(assessment_id=assessment.pk, by=me(editor), now=LATER)
    assert fresh(assessment).state == A.DRAFTING


def test_taken_back_it_is_the_teams_alone_again():
    assessment = assessment_in(A.SUBMITTED)
    desk = me(coordinator())
    assert Assessment.objects.visible_to(desk).count() == 1
    back = take_back_assessment(assessment_id=assessment.pk, by=me(assessment.started_by), now=LATER)
    assert (back.state, back.submitted_at, back.submitted_by) == (A.DRAFTING, None, None)
    assert Assessment.objects.visible_to(desk).count() == 0
    assert answer(assessment, "LED-1", level=1).level == 1


def test_a_question_goes_to_the_team_with_its_reason_and_opens_the_answers_again():
    assessment = assessment_in(A.SUBMITTED)
    join(assessment.organisation)
    call = {"assessment_id": assessment.pk, "by": me(coordinator()), "now": LATER}
    with pytest.raises(Refused) as refused:
        request_assessment_changes(reason="  ", **call)
    assert refused.value.code == "no_reason"
    back = request_assessment_changes(reason="Which drivers?", **call)
    assert (back.state, back.change_request) == (A.CHANGES_REQUESTED, "Which drivers?")
    mails = OutboxMessage.objects.filter(kind="standards.assessment_sent_back")
    assert mails.count() == 2
    assert all("drivers" not in mail.text and assessment.organisation.name not in mail.subject for mail in mails)
    answer(assessment, "LED-1", level=1)
    again = submit_assessment(assessment_id=assessment.pk, by=me(assessment.started_by), now=LATER)
    assert again.change_request == ""


def test_a_coordinator_who_acts_for_the_organisation_asks_nothing():
    assessment = assessment_in(A.SUBMITTED)
    tied = coordinator()
    join(assessment.organisation, tied)
    with pytest.raises(NotAllowed):
        request_assessment_changes(assessment_id=assessment.pk, reason="Why?", by=me(tied), now=LATER)
