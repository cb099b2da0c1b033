"""An assessor declares interests before anything opens, or says no; until then nothing of the assessment shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lero_hub.errors import NotAllowed
from standards import urls
from standards.models import Assessment, AssessmentEvidence, Assignment, Criterion, EvidenceUse, InterestDeclaration
from standards.policies import can_score, can_see_assessment
from standards.states import AGREEMENT_DAYS, AssignmentEnd, Interest, ReviewState
from standards.workflows.agreement import accept_assessor_agreement, withdraw_assessor_agreement
from standards.workflows.declaring import declare_interests, decline_assignment
from standards.workflows.reviews import cancel_review, open_review
from tests.factories import DAY, NOW, browser_of, coordinator, me, person
from tests.standards.builders_review import Forming, ask, assessor, declare, forming, waiting
from tests.standards.test_review_forming import code_of

pytestmark = pytest.mark.django_db


def decline(assignment):
    """Say no."""
    return decline_assignment(assignment_id=assignment.pk, by=me(assignment.user), now=NOW + DAY)


class TestDeclaring:
    def test_nothing_to_declare_opens_the_assessment(self):
        case = forming()
        assignment = ask(case)
        assert not can_see_assessment(me(assignment.user), case.assessment)
        declare(assignment)
        assert can_see_assessment(me(assignment.user), case.assessment)
        assert can_score(me(assignment.user), case.review)

    def test_the_actor_that_declared_may_go_on_at_once(self):
        case = forming()
        assignment = ask(case)
        by = me(assignment.user)
        assert not can_score(by, case.review)
        declare_interests(assignment_id=assignment.pk, interest=Interest.NONE, by=by, now=NOW)
        assert can_score(by, case.review)

    @pytest.mark.parametrize("interest", [each for each in Interest.values if each != Interest.NONE])
    def test_any_interest_ends_it_and_the_review_looks_for_somebody_else(self, interest):
        case = forming()
        ask(case)
        assignment = ask(case)
        assert case.state == ReviewState.SCORING
        declare(assignment, interest)
        assert Assignment.objects.get(pk=assignment.pk).end == AssignmentEnd.INTEREST
        assert case.state == ReviewState.FORMING
        assert not can_see_assessment(me(assignment.user), case.assessment)
        assert code_of(lambda: ask(case, assignment.user)) == "declared"

    def test_an_interest_of_long_ago_bars_nobody(self):
        case, later = forming(), NOW + 800 * DAY
        user = assessor()
        declare(ask(case, user), Interest.FUNDING)
        withdraw_assessor_agreement(by=me(user), now=later)
        accept_assessor_agreement(by=me(user), lived_experience=True, now=later)
        assert ask(case, user, now=later)

    def test_the_same_twice_is_one_declaration_and_another_one_is_refused(self):
        assignment = ask(forming())
        for _number in range(2):
            declare(assignment)
        assert InterestDeclaration.objects.count() == 1
        assert code_of(lambda: declare(assignment, Interest.FUNDING)) == "declared"

    def test_only_a_known_answer(self):
        assert code_of(lambda: declare(ask(forming()), "maybe")) == "unknown"

    def test_only_for_oneself(self):
        case = forming()
        assignment = ask(case)
        for user in (case.desk, case.lead, person(), assessor()):
            for call in (
                lambda by: declare_interests(assignment_id=assignment.pk, interest="none", by=by, now=NOW),
                lambda by: decline_assignment(assignment_id=assignment.pk, by=by, now=NOW),
            ):
                with pytest.raises(NotAllowed):
                    call(me(user))

    def test_not_when_the_agreement_has_run_out_since(self):
        assignment = ask(forming())
        later = NOW + timedelta(days=AGREEMENT_DAYS)
        assert code_of(lambda: declare(assignment, now=later)) == "agreement"
        assert Assignment.objects.get(pk=assignment.pk).ended_at is None

    def test_not_once_it_was_called_off(self):
        case = forming()
        assignment = ask(case)
        cancel_review(review_id=case.review.pk, reason="They asked.", by=me(case.desk), now=NOW)
        assert code_of(lambda: declare(assignment)) == "ended"


class TestSayingNo:
    def test_the_review_looks_for_somebody_else_and_twice_does_no_harm(self):
        case = forming()
        ask(case)
        assignment = ask(case)
        for _number in range(2):
            decline(assignment)
        assert Assignment.objects.get(pk=assignment.pk).end == AssignmentEnd.DECLINED
        assert case.state == ReviewState.FORMING

    def test_stepping_down_later_is_as_easy(self):
        assignment = declare(ask(forming()))
        assert decline(assignment).end == AssignmentEnd.DECLINED

    def test_not_once_levels_were_sent_in(self):
        assignment = declare(ask(forming()))
        Assignment.objects.filter(pk=assignment.pk).update(submitted_at=NOW)
        assert code_of(lambda: decline(assignment)) == "sent_in"


def addresses_of(case):
    """Give every address below /standards/ and /coordination/ that is about this assessment, review or evidence."""
    known = {
        "assessment_id": case.assessment.pk,
        "review_id": case.review.pk,
        "evidence_id": case.assessment.evidence.get().pk,
        "code": "LED-1",
        "what": "link",
        "assignment_id": case.review.assignments.all()[0].pk,
    }
    found = {}
    for pattern in urls.urlpatterns:
        wanted = set(pattern.pattern.converters)
        if wanted and wanted <= set(known):
            found[pattern.name] = reverse(f"standards:{pattern.name}", kwargs={name: known[name] for name in wanted})
    return found


def with_evidence():
    """Open a review of an assessment with something to show."""
    assessment = waiting()
    Assessment.objects.filter(pk=assessment.pk).update(state="drafting")
    evidence = AssessmentEvidence.objects.create(
        assessment=assessment,
        kind="document",
        title=SENTINELS[1],
        link="https://steps.example/policy",
        added_at=NOW,
        added_by=assessment.started_by,
    )
    EvidenceUse.objects.create(
        evidence=evidence, criterion=Criterion.objects.get(version=assessment.version, code="LED-1")
    )
    Assessment.objects.filter(pk=assessment.pk).update(state="submitted")
    desk = coordinator()
    review = open_review(assessment_id=assessment.pk, by=me(desk), now=NOW)
    return Forming(assessment.organisation, assessment.started_by, desk, assessment, review)


SENTINELS = ("What happens here for", "Our promise to each other")
OWN = {"declare", "decline", "review"}
"""Open before they declare: the question itself, saying no, and a page that leads to the question."""


def test_until_declared_no_address_shows_anything_of_the_assessment():
    case = with_evidence()
    assignment = ask(case)
    found = addresses_of(case)
    assert {"assessment", "assessment_paper", "evidence_file", "coordination_assessment", "score"} <= set(found)
    browser = browser_of(assignment.user)
    for name, address in found.items():
        answer = browser.get(address, follow=True)
        assert not any(words in answer.content.decode() for words in SENTINELS), name
        if name not in OWN:
            assert answer.status_code in {403, 404, 405}, (name, answer.status_code)
    declare(assignment)
    said = browser.get(found["assessment_paper"]).content.decode()
    assert all(words in said for words in SENTINELS)
