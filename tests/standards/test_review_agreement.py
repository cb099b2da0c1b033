"""The assessor agreement: accepted with a yes, anew each year, taken back at any time with the yes deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lero_hub.accounts.workflows import erase_account
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.states import Role
from lero_hub.errors import NotAllowed, Refused
from standards import agreement as words
from standards.models import AssessorAgreement, Assignment, Review
from standards.queries.agreements import is_due, is_ready_to_assess, open_agreement
from standards.states import AGREEMENT_DAYS, AGREEMENT_VERSION, AssignmentEnd, ReviewState
from standards.workflows.agreement import accept_assessor_agreement, withdraw_assessor_agreement
from tests.factories import DAY, NOW, browser_of, holder, me, person
from tests.standards.builders_review import ask, assessor, declare, forming

pytestmark = pytest.mark.django_db
ADDRESS = "/standards/assessors/agreement/"
YEAR = timedelta(days=AGREEMENT_DAYS)


def rows(user):
    """Give what is kept of somebody's agreements, oldest first."""
    kept = AssessorAgreement.objects.filter(user=user).order_by("accepted_at")
    return list(kept.values_list("version", "lived_experience", "withdrawn_at"))


def test_accepting_keeps_a_yes_and_makes_ready():
    user = holder(Role.ASSESSOR)
    assert not is_ready_to_assess(user, NOW)
    accept_assessor_agreement(by=me(user), lived_experience=True, now=NOW)
    assert is_ready_to_assess(user, NOW)
    assert rows(user) == [(AGREEMENT_VERSION, True, None)]


def test_accepting_twice_is_one_agreement():
    user = holder(Role.ASSESSOR)
    first = accept_assessor_agreement(by=me(user), lived_experience=True, now=NOW)
    assert accept_assessor_agreement(by=me(user), lived_experience=True, now=NOW + DAY) == first
    assert len(rows(user)) == 1


def test_without_the_yes_it_is_refused_and_nothing_is_kept():
    user = holder(Role.ASSESSOR)
    with pytest.raises(Refused) as refused:
        accept_assessor_agreement(by=me(user), lived_experience=False, now=NOW)
    assert refused.value.code == "no_lived_experience"
    assert rows(user) == []


def test_only_assessors_accept():
    with pytest.raises(NotAllowed):
        accept_assessor_agreement(by=me(person()), lived_experience=True, now=NOW)


def test_after_a_year_it_no_longer_holds_and_is_accepted_anew():
    user = assessor()
    assert is_ready_to_assess(user, NOW + YEAR - DAY)
    assert not is_ready_to_assess(user, NOW + YEAR)
    accept_assessor_agreement(by=me(user), lived_experience=True, now=NOW + YEAR)
    assert is_ready_to_assess(user, NOW + YEAR)
    assert rows(user) == [(AGREEMENT_VERSION, None, NOW + YEAR), (AGREEMENT_VERSION, True, None)]


def test_it_can_be_accepted_anew_in_its_last_month():
    user = assessor()
    standing = open_agreement(user)
    assert not is_due(standing, NOW + YEAR - 31 * DAY)
    assert is_due(standing, NOW + YEAR - 30 * DAY)
    assert is_due(None, NOW)


def test_when_the_words_change_everybody_accepts_anew():
    user = assessor()
    AssessorAgreement.objects.update(version="2020-01")
    assert not is_ready_to_assess(user, NOW)
    assert is_due(open_agreement(user), NOW)


def test_taking_it_back_deletes_the_yes_at_once_and_twice_does_no_harm():
    user = assessor()
    for _number in range(2):
        withdraw_assessor_agreement(by=me(user), now=NOW + DAY)
    assert rows(user) == [(AGREEMENT_VERSION, None, NOW + DAY)]
    assert AuditEvent.objects.filter(verb="standards.withdraw_agreement").count() == 1
    assert not is_ready_to_assess(user, NOW + DAY)


def test_taking_it_back_gives_reviews_back_but_for_levels_sent_in():
    case, user = forming(), assessor()
    going, sent = ask(case, user), declare(ask(forming(), user))
    Assignment.objects.filter(pk=sent.pk).update(submitted_at=NOW)
    ask(case)
    withdraw_assessor_agreement(by=me(user), now=NOW + DAY)
    assert Assignment.objects.get(pk=going.pk).end == AssignmentEnd.RELEASED
    assert Assignment.objects.get(pk=sent.pk).ended_at is None
    assert case.state == ReviewState.FORMING


def test_deleting_the_account_takes_the_yes_and_gives_reviews_back():
    case, user = forming(), assessor()
    going = ask(case, user)
    ask(case)
    erase_account(user_id=user.pk, by=me(user), now=NOW + DAY)
    assert rows(user) == [(AGREEMENT_VERSION, None, NOW + DAY)]
    assert Assignment.objects.get(pk=going.pk).end == AssignmentEnd.RELEASED
    assert Review.objects.get(pk=case.review.pk).state == ReviewState.FORMING


def test_every_version_has_its_words_and_its_consent():
    assert AGREEMENT_VERSION in words.AGREEMENTS
    assert set(words.AGREEMENTS) == set(words.LIVED_EXPERIENCE)
    said = " ".join(str(line) for part in words.AGREEMENTS[AGREEMENT_VERSION] for line in part.lines)
    for promise in ("12 months", "24 months", "one year", "safeguarding lead", "no gift"):
        assert promise in said


class TestPages:
    def test_the_words_and_both_boxes_are_there_and_one_box_is_not_enough(self):
        user = holder(Role.ASSESSOR)
        browser = browser_of(user)
        page = browser.get(ADDRESS).content.decode()
        assert "What you read stays with you" in page
        assert "Two things to say yes to" in page
        answer = browser.post(ADDRESS, {"accepts": "on"})
        assert "Reviews are made by people with lived experience" in answer.content.decode()
        assert rows(user) == []
        answer = browser.post(ADDRESS, {"accepts": "on", "lived_experience": "on"}, follow=True)
        assert "You can be asked to assess until" in answer.content.decode()
        assert is_ready_to_assess(user, NOW + YEAR)

    def test_once_accepted_there_is_no_form_but_a_way_back(self):
        user = holder(Role.ASSESSOR)
        browser = browser_of(user)
        browser.post(ADDRESS, {"accepts": "on", "lived_experience": "on"})
        page = browser.get(ADDRESS).content.decode()
        assert "You accepted it on" in page
        assert "Two things to say yes to" not in page
        asked = browser.get(f"{ADDRESS}take-back/").content.decode()
        assert "Your yes to lived experience is deleted at once." in asked
        answer = browser.post(f"{ADDRESS}take-back/", follow=True).content.decode()
        assert "Taken back. Your yes is deleted." in answer
        assert "No assessor agreement" in answer

    def test_one_that_ran_out_asks_to_be_accepted_anew(self):
        page = browser_of(assessor(now=NOW - 3 * YEAR)).get(ADDRESS).content.decode()
        assert "Please accept it anew" in page
        assert "Two things to say yes to" in page
