"""A coordinator opens a review, asks two assessors, chooses who leads, releases somebody, calls it off."""

from __future__ import annotations

import pytest

from lero_hub.audit.models import AuditEvent
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import end_role, grant_role
from lero_hub.errors import NotAllowed, Refused, WrongState
from organisations.policies import roles_by_organisation
from standards.models import Assessment, AssessorScore, Assignment, Criterion, Review
from standards.states import AssignmentEnd, ReviewState
from standards.workflows.assigning import assign_assessor, choose_lead_assessor, release_assessor
from standards.workflows.reviews import cancel_review, open_review
from tests.factories import DAY, NOW, coordinator, holder, join, me, person
from tests.standards.builders_review import ask, assessor, declare, forming, waiting

pytestmark = pytest.mark.django_db


def code_of(call):
    """Give the code with which a call is refused."""
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def release(assignment, case):
    """Release somebody."""
    return release_assessor(assignment_id=assignment.pk, by=me(case.desk), now=NOW + DAY)


class TestOpening:
    def test_the_assessment_is_in_review_and_a_second_click_opens_no_other(self):
        assessment, desk = waiting(), coordinator()
        first, second = (open_review(assessment_id=assessment.pk, by=me(desk), now=NOW) for _number in range(2))
        assert first == second
        assert Assessment.objects.get(pk=assessment.pk).state == "in_review"
        assert AuditEvent.objects.filter(verb="standards.open_review").count() == 1

    def test_not_by_a_coordinator_of_the_organisation_nor_by_somebody_else(self):
        assessment, desk = waiting(), coordinator()
        join(assessment.organisation, desk)
        for user in (desk, person(), assessor()):
            with pytest.raises(NotAllowed):
                open_review(assessment_id=assessment.pk, by=me(user), now=NOW)

    def test_a_role_read_before_somebody_joined_counts_no_more(self):
        assessment, desk = waiting(), coordinator()
        by = me(desk)
        roles_by_organisation(by)
        join(assessment.organisation, desk)
        with pytest.raises(NotAllowed):
            open_review(assessment_id=assessment.pk, by=by, now=NOW)

    @pytest.mark.parametrize("state", ["changes_requested", "decided", "withdrawn"])
    def test_not_unless_it_waits(self, state):
        assessment = waiting()
        at = {"change_request": "Say more.", "decided_at": NOW, "withdrawn_at": NOW}
        Assessment.objects.filter(pk=assessment.pk).update(state=state, **at)
        with pytest.raises(WrongState):
            open_review(assessment_id=assessment.pk, by=me(coordinator()), now=NOW)


class TestAsking:
    def test_with_the_second_one_scoring_begins_and_the_first_leads(self):
        case = forming()
        first = ask(case)
        assert case.state == ReviewState.FORMING
        second = ask(case, now=NOW + DAY)
        assert case.state == ReviewState.SCORING
        leads = dict(case.review.assignments.values_list("pk", "is_lead"))
        assert leads == {first.pk: True, second.pk: False}

    def test_whoever_is_asked_to_lead_leads(self):
        case = forming()
        ask(case, is_lead=True)
        second = ask(case, is_lead=True)
        assert list(case.review.assignments.filter(is_lead=True)) == [second]

    def test_asking_twice_is_one_assignment(self):
        case, user = forming(), assessor()
        assert ask(case, user) == ask(case, user)
        assert case.review.assignments.count() == 1

    def test_no_third(self):
        case = forming()
        ask(case)
        ask(case)
        assert code_of(lambda: ask(case)) == "full"

    def test_nobody_once_it_is_over(self):
        case = forming()
        cancel_review(review_id=case.review.pk, reason="They asked.", by=me(case.desk), now=NOW)
        with pytest.raises(WrongState):
            ask(case)

    def test_nobody_who_lacks_the_role_or_the_account(self):
        case, user = forming(), assessor()
        assert code_of(lambda: ask(case, person())) == "not_assessor"
        grant = user.role_grants.get(role=Role.ASSESSOR)
        end_role(grant_id=grant.pk, by=me(coordinator()), reason="Moved", now=NOW)
        assert code_of(lambda: ask(case, user)) == "not_assessor"
        user.is_active = False
        user.save(update_fields=["is_active"])
        assert code_of(lambda: ask(case, user)) == "closed_account"

    def test_nobody_without_an_agreement_of_this_year(self):
        case = forming()
        assert code_of(lambda: ask(case, holder(Role.ASSESSOR))) == "no_agreement"
        assert code_of(lambda: ask(case, assessor(now=NOW - 366 * DAY))) == "old_agreement"

    def test_only_a_coordinator_without_a_tie_asks(self):
        case, user, desk = forming(), assessor(), coordinator()
        join(case.organisation, desk)
        for by in (desk, case.lead, person(), user):
            with pytest.raises(NotAllowed):
                assign_assessor(review_id=case.review.pk, user_id=user.pk, is_lead=False, by=me(by), now=NOW)


def test_a_coordinator_who_assesses_is_asked_by_another():
    case = forming()
    grant_role(user_id=case.desk.pk, role=Role.ASSESSOR, by=me(coordinator()), reason="Asked", now=NOW)
    assert code_of(lambda: ask(case, case.desk)) == "own"


class TestLeading:
    def test_another_one_leads_and_twice_does_no_harm(self):
        case = forming()
        first, second = ask(case, is_lead=True), ask(case)
        for _number in range(2):
            choose_lead_assessor(assignment_id=second.pk, by=me(case.desk), now=NOW)
        assert list(case.review.assignments.filter(is_lead=True)) == [second]
        assert AuditEvent.objects.filter(verb="standards.choose_lead_assessor").count() == 1
        with pytest.raises(NotAllowed):
            choose_lead_assessor(assignment_id=first.pk, by=me(first.user), now=NOW)

    def test_not_somebody_who_left_and_not_once_the_panel_has_it(self):
        case = forming()
        gone, other = ask(case), ask(case, now=NOW + DAY)
        release(gone, case)
        by = me(case.desk)
        assert code_of(lambda: choose_lead_assessor(assignment_id=gone.pk, by=by, now=NOW)) == "ended"
        Review.objects.filter(pk=case.review.pk).update(state="panel", scores_opened_at=NOW, panel_at=NOW)
        assert code_of(lambda: choose_lead_assessor(assignment_id=other.pk, by=by, now=NOW)) == "too_late"


class TestReleasing:
    def test_the_review_looks_again_and_what_was_not_sent_in_is_gone(self):
        case = forming()
        leaving, staying = declare(ask(case)), declare(ask(case))
        criterion = Criterion.objects.filter(version=case.assessment.version).order_by("id")[0]
        for assignment in (leaving, staying):
            AssessorScore.objects.create(assignment=assignment, criterion=criterion, level=1, changed_at=NOW)
        for _number in range(2):
            release(leaving, case)
        assert case.state == ReviewState.FORMING
        assert Assignment.objects.get(pk=leaving.pk).end == AssignmentEnd.RELEASED
        assert [score.assignment for score in AssessorScore.objects.all()] == [staying]
        assert AuditEvent.objects.filter(verb="standards.end_assignment").count() == 1
        ask(case)
        assert case.state == ReviewState.SCORING

    def test_somebody_can_be_asked_again(self):
        case, user = forming(), assessor()
        first = ask(case, user)
        release(first, case)
        assert ask(case, user) != first

    def test_whoever_sent_in_stays(self):
        case = forming()
        sent = declare(ask(case))
        Assignment.objects.filter(pk=sent.pk).update(submitted_at=NOW)
        assert code_of(lambda: release(sent, case)) == "sent_in"
        assert Assignment.objects.get(pk=sent.pk).ended_at is None

    def test_not_by_anybody_else(self):
        case = forming()
        assignment = ask(case)
        for user in (assignment.user, case.lead, person()):
            with pytest.raises(NotAllowed):
                release_assessor(assignment_id=assignment.pk, by=me(user), now=NOW)


class TestCallingOff:
    def test_the_assessment_waits_again_and_another_review_can_be_opened(self):
        case = forming()
        assignment = declare(ask(case))
        cancel_review(review_id=case.review.pk, reason="  They moved.  ", by=me(case.desk), now=NOW)
        review = Review.objects.get(pk=case.review.pk)
        assert (review.state, review.cancel_reason, review.cancelled_by) == ("cancelled", "They moved.", case.desk)
        assert Assessment.objects.get(pk=case.assessment.pk).state == "submitted"
        assert Assignment.objects.get(pk=assignment.pk).end == AssignmentEnd.RELEASED
        assert open_review(assessment_id=case.assessment.pk, by=me(case.desk), now=NOW) != case.review

    def test_not_without_a_reason_nor_by_anybody_else(self):
        case = forming()
        call = {"review_id": case.review.pk, "now": NOW}
        assert code_of(lambda: cancel_review(reason="  ", by=me(case.desk), **call)) == "no_reason"
        desk = coordinator()
        join(case.organisation, desk)
        for user in (desk, case.lead, ask(case).user):
            with pytest.raises(NotAllowed):
                cancel_review(reason="Because.", by=me(user), **call)
        assert case.state == ReviewState.FORMING

    def test_an_assessor_who_sent_in_no_longer_reads_what_the_team_writes_next(self):
        case = forming()
        sent = declare(ask(case))
        Assignment.objects.filter(pk=sent.pk).update(submitted_at=NOW)
        assert Assessment.objects.visible_to(me(sent.user)).exists()
        cancel_review(review_id=case.review.pk, reason="They asked.", by=me(case.desk), now=NOW)
        assert not Assessment.objects.visible_to(me(sent.user)).exists()
        assert not Review.objects.visible_to(me(sent.user)).exists()
