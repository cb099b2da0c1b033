"""Nobody assesses an organisation that they act or acted for, and nobody joins one while they assess it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lero_hub.errors import Refused
from organisations.invitation_links import token_for
from organisations.models import Membership
from organisations.workflows.invitations import invite
from organisations.workflows.joining import answer_join_request, ask_to_join
from organisations.workflows.team import leave
from standards.models import Assignment
from standards.queries.assessors import candidates
from standards.ties import months_before, ties
from standards.workflows.assigning import release_assessor
from standards.workflows.declaring import declare_interests, decline_assignment
from tests.factories import DAY, NOW, browser_of, entry, join, me
from tests.standards.builders_review import ask, assessor, declare, forming
from tests.standards.test_review_forming import code_of

pytestmark = pytest.mark.django_db


def of(organisation, user):
    """List the codes of what ties somebody to an organisation."""
    return [tie.code for tie in ties(user.pk, organisation.pk, NOW)]


def left_at(organisation, user, moment):
    """Let somebody have acted for an organisation until a moment."""
    membership = join(organisation, user)
    leave(organisation_id=organisation.pk, by=me(user), now=NOW)
    Membership.objects.filter(pk=membership.pk).update(ended_at=moment)


@contextmanager
def refused_by(name):
    """Expect the database to refuse the block under the name of a rule."""
    with pytest.raises(IntegrityError) as stopped, transaction.atomic():
        yield
    assert stopped.value.__cause__.diag.constraint_name == name


def bar(case, user):
    """Say why somebody is shown as one who cannot be asked."""
    shown = next(each for each in candidates(case.review, "", now=NOW) if each.user == user)
    return shown.bar.code if shown.bar else ""


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        (datetime(2026, 3, 31, 9, tzinfo=UTC), datetime(2024, 3, 31, 9, tzinfo=UTC)),
        (datetime(2028, 2, 29, 9, tzinfo=UTC), datetime(2026, 2, 28, 9, tzinfo=UTC)),
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), datetime(2024, 12, 31, tzinfo=UTC)),
    ],
)
def test_24_months_are_calendar_months(moment, before):
    assert months_before(moment, 24) == before


class TestTies:
    def test_member_now_member_lately_member_long_ago_and_stranger(self):
        organisation = entry()
        now, lately, long_ago = assessor(), assessor(), assessor()
        join(organisation, now)
        left_at(organisation, lately, NOW - 700 * DAY)
        left_at(organisation, long_ago, NOW - 731 * DAY)
        assert of(organisation, now) == ["belongs"]
        assert of(organisation, lately) == ["belonged"]
        assert of(organisation, long_ago) == of(organisation, assessor()) == []
        assert of(entry(), now) == []

    @pytest.mark.parametrize(("days", "code"), [(None, "belongs"), (0, "belonged"), (729, "belonged"), (731, "")])
    def test_list_workflow_and_trigger_say_the_same(self, days, code):
        case, user = forming(), assessor()
        if days is None:
            join(case.organisation, user)
        else:
            left_at(case.organisation, user, NOW - days * DAY)
        row = {"review": case.review, "user": user, "assigned_at": NOW, "assigned_by": case.desk}
        assert bar(case, user) == code
        if code:
            assert code_of(lambda: ask(case, user)) == code
            with refused_by("standards_assignment_no_conflict"):
                Assignment.objects.create(**row)
        else:
            assert ask(case, user)

    def test_an_editor_who_has_become_a_lead_again_is_named_as_one_who_belongs(self):
        case, user = forming(), assessor()
        left_at(case.organisation, user, NOW - 100 * DAY)
        join(case.organisation, user)
        assert bar(case, user) == "belongs"


class TestOtherBars:
    def test_reviews_are_not_swapped(self):
        """Somebody of A has assessed B: nobody of B assesses A within the cycle."""
        one, other = assessor(), assessor()
        case_b, case_a = forming(lead=other), forming(lead=one)
        ask(case_b, one)
        assert code_of(lambda: ask(case_a, other)) == "reciprocal"
        assert bar(case_a, other) == "reciprocal"

    def test_a_review_that_somebody_left_or_of_long_ago_bars_nobody(self):
        one, other = assessor(), assessor()
        case_b, case_a = forming(lead=other), forming(lead=one)
        going = ask(case_b, one)
        decline_assignment(assignment_id=going.pk, by=me(one), now=NOW)
        assert bar(case_a, other) == ""
        ask(case_b, one)
        type(case_b.review).objects.filter(pk=case_b.review.pk).update(opened_at=NOW - 1100 * DAY)
        assert bar(case_a, other) == ""

    def test_the_same_council_area_is_a_hint_and_no_ban(self):
        user = assessor()
        near = entry(lead=user, name="Porch")
        case = forming()
        type(near).objects.update(base_area_id="E08000035")
        shown = candidates(type(case.review).objects.get(pk=case.review.pk), "", now=NOW)
        (candidate,) = [each for each in shown if each.user == user]
        assert candidate.bar is None
        assert candidate.hints == ["Acts for Porch, in the same council area. If the two compete, ask somebody else."]
        assert ask(case, user)


class TestDeclaringAgain:
    def test_somebody_tied_past_the_trigger_cannot_declare_that_there_is_nothing(self):
        """A row that was changed past every rule still opens nothing."""
        case, user = forming(), assessor()
        other = entry()
        join(other, user)
        assignment = ask(case, user)
        Membership.objects.filter(user=user).update(organisation=case.organisation, ended_at=NOW, ended_by=user)
        call = {"assignment_id": assignment.pk, "by": me(user), "now": NOW}
        assert code_of(lambda: declare_interests(interest="none", **call)) == "tied"


def joined(organisation, user):
    """Tell whether somebody acts for an organisation now."""
    return Membership.objects.open().filter(organisation=organisation, user=user).exists()


class TestJoining:
    def test_an_assessor_who_accepts_an_invitation_reads_the_reason(self):
        case, user = forming(), assessor()
        ask(case, user)
        lead = me(case.lead)
        invitation = invite(
            organisation_id=case.organisation.pk, email=user.email, role="editor", by=lead, now=NOW + DAY
        )
        with pytest.raises(Refused, match="You are asked to assess this organisation"):
            join(case.organisation, user)
        assert not joined(case.organisation, user)
        type(invitation).objects.update(expires_at=datetime(2100, 1, 1, tzinfo=UTC))
        invitation.refresh_from_db()
        token = token_for(invitation)
        answer = browser_of(user).post(reverse("organisations:invitation_accept", args=[token]), follow=True)
        assert "You are asked to assess this organisation" in answer.content.decode()
        assert not joined(case.organisation, user)

    def test_a_lead_who_lets_them_in_does_not_learn_that_they_assess(self):
        case, user = forming(), assessor()
        ask(case, user)
        asked = ask_to_join(organisation_id=case.organisation.pk, note="", by=me(user), now=NOW)
        with pytest.raises(Refused) as refused:
            answer_join_request(request_id=asked.pk, accepted=True, by=me(case.lead), now=NOW)
        assert refused.value.code == "assessing"
        assert "assess" not in str(refused.value)
        assert not joined(case.organisation, user)

    def test_after_the_review_or_a_release_they_may_join(self):
        case, user = forming(), assessor()
        assignment = ask(case, user)
        release_assessor(assignment_id=assignment.pk, by=me(case.desk), now=NOW)
        join(case.organisation, user)
        assert joined(case.organisation, user)

    def test_another_organisation_is_open_to_them(self):
        case, user, other = forming(), assessor(), entry()
        ask(case, user)
        join(other, user)
        assert joined(other, user)

    def test_past_the_workflow_the_trigger_refuses(self):
        case, user = forming(), assessor()
        declare(ask(case, user))
        row = {"organisation": case.organisation, "user": user, "role": "editor", "since": NOW}
        with refused_by("standards_membership_no_conflict"):
            Membership.objects.create(**row)
        ended = Membership.objects.create(**row, ended_at=NOW, ended_by=user)
        with refused_by("standards_membership_no_conflict"):
            Membership.objects.filter(pk=ended.pk).update(ended_at=None, ended_by=None)
