"""Two at the same moment: one assignment, never an assessor who is a member, and one end of a review."""

from __future__ import annotations

import pytest

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import end_role
from lero_hub.errors import HubError, Refused
from organisations.invitation_links import token_for
from organisations.models import Membership
from organisations.workflows.invitations import accept, invite
from standards.models import Assignment, InterestDeclaration, Review
from standards.states import ReviewState
from standards.workflows.agreement import withdraw_assessor_agreement
from standards.workflows.assigning import assign_assessor
from standards.workflows.declaring import declare_interests
from standards.workflows.reviews import cancel_review, open_review
from tests.concurrency.in_turn import in_turn
from tests.concurrency.test_team import at_once, known
from tests.factories import NOW, coordinator, me
from tests.standards.builders_review import ask, assessor, forming, waiting

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(3)


def asking(case, user, desk):
    """Give a call that asks somebody."""
    by = known(desk)
    return lambda: assign_assessor(review_id=case.review.pk, user_id=user.pk, is_lead=False, by=by, now=NOW)


def test_two_coordinators_who_open_a_review_at_once_open_one():
    assessment, one, other = waiting(), known(coordinator()), known(coordinator())
    call = {"assessment_id": assessment.pk, "now": NOW}
    results = at_once(lambda: open_review(by=one, **call), lambda: open_review(by=other, **call))
    assert results[0] == results[1]
    assert Review.objects.count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_two_coordinators_who_ask_the_same_person_at_once_ask_once(round_):
    case, user = forming(), assessor()
    results = at_once(asking(case, user, case.desk), asking(case, user, coordinator()))
    assert results[0] == results[1]
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_three_who_are_asked_at_once_leave_two_and_one_lead(round_):
    case = forming()
    results = at_once(*(asking(case, assessor(), coordinator()) for _number in range(3)))
    assert sum(isinstance(result, Refused) and result.code == "full" for result in results) == 1
    assert Assignment.objects.count() == 2
    assert Assignment.objects.filter(is_lead=True).count() == 1
    assert case.state == ReviewState.SCORING


@pytest.mark.parametrize("round_", range(6))
def test_asking_somebody_and_their_joining_at_once_is_one_of_the_two_with_words(round_):
    case, user = forming(), assessor()
    call = {"organisation_id": case.organisation.pk, "email": user.email, "role": "editor", "now": NOW}
    token, by = token_for(invite(by=me(case.lead), **call)), known(user)
    results = at_once(asking(case, user, case.desk), lambda: accept(token=token, by=by, now=NOW))
    refused = [result for result in results if isinstance(result, HubError)]
    assert [isinstance(each, Refused) and each.code in {"belongs", "assessing"} for each in refused] == [True]
    assigned = Assignment.objects.filter(user=user, ended_at__isnull=True).exists()
    joined = Membership.objects.open().filter(user=user, organisation=case.organisation).exists()
    assert assigned != joined


@pytest.mark.parametrize("round_", ROUNDS)
def test_calling_off_and_declaring_at_once_never_open_an_ended_review(round_):
    case = forming()
    assignment = ask(case)
    desk, by = known(case.desk), known(assignment.user)
    results = at_once(
        lambda: cancel_review(review_id=case.review.pk, reason="They merge.", by=desk, now=NOW),
        lambda: declare_interests(assignment_id=assignment.pk, interest="none", by=by, now=NOW),
    )
    assert not isinstance(results[0], HubError)
    assert isinstance(results[1], Refused) == (InterestDeclaration.objects.count() == 0)
    assert Assignment.objects.get(pk=assignment.pk).ended_at == NOW
    assert case.state == ReviewState.CANCELLED


@pytest.mark.parametrize("round_", ROUNDS)
def test_asking_and_taking_back_the_agreement_at_once_leave_nobody_on_the_review(round_):
    case, user = forming(), assessor()
    by = known(user)
    at_once(asking(case, user, case.desk), lambda: withdraw_assessor_agreement(by=by, now=NOW))
    assert not Assignment.objects.open().filter(user=user).exists()


def ending(user, by):
    """Give a call that ends somebody's role as an assessor."""
    grant, actor = RoleGrant.objects.open().get(user=user, role=Role.ASSESSOR), known(by)
    return lambda: end_role(grant_id=grant.pk, by=actor, reason="Moved away", now=NOW)


def test_whoever_is_asked_just_before_their_role_ends_is_released():
    case, user = forming(), assessor()
    asked, _ended = in_turn(asking(case, user, case.desk), ending(user, coordinator()))
    assert list(Assignment.objects.values_list("pk", "end", "ended_at")) == [(asked.pk, "released", NOW)]
    assert case.state == ReviewState.FORMING


def test_whoever_loses_the_role_just_before_is_not_asked():
    case, user = forming(), assessor()
    _ended, asked = in_turn(ending(user, coordinator()), asking(case, user, case.desk))
    assert (isinstance(asked, Refused), asked.code) == (True, "not_assessor")
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("round_", ROUNDS)
def test_asking_and_the_end_of_the_role_at_once_leave_nobody_without_it_on_the_review(round_):
    case, user = forming(), assessor()
    other = ask(case).user
    asked, ended = at_once(asking(case, user, case.desk), ending(user, user))
    assert not isinstance(ended, HubError)
    assert isinstance(asked, Assignment) or asked.code == "not_assessor"
    assert list(Assignment.objects.open().values_list("user_id", flat=True)) == [other.pk]
    assert case.state == ReviewState.FORMING
