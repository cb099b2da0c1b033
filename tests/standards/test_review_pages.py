"""The pages of forming a review, as a coordinator and an assessor meet them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from lero_hub.authz.states import Role
from lero_hub.pages.needs import count_of, needs_of
from standards.models import Assessment, Assignment, Review
from standards.states import Interest
from tests.factories import DAY, NOW, browser_of, coordinator, holder, join, me, person, queries
from tests.standards.builders_review import ask, assessor, declare, forming, waiting
from tests.standards.builders_scoring import opened, scoring

pytestmark = pytest.mark.django_db
ASSESSMENTS, REVIEWS, MINE = "/coordination/assessments/", "/coordination/reviews/", "/standards/reviews/"


@pytest.fixture
def today():
    """Give the moment at which pages are asked: agreements are accepted on that day."""
    return timezone.now()


@pytest.fixture
def desk():
    """Give a coordinator."""
    return coordinator("cora")


@pytest.fixture
def browser(desk):
    """Give a browser in which the coordinator is signed in."""
    return browser_of(desk)


def said(browser, address, **data):
    """Read a page that opens."""
    answer = browser.get(address, data)
    assert answer.status_code == 200
    return answer.content.decode()


def told(browser, address, **data):
    """Post, follow, and read."""
    return browser.post(address, data, follow=True).content.decode()


class TestAssessments:
    def test_what_waits_is_listed_found_and_read(self, browser):
        assessment, other = waiting(name="Calder Steps"), waiting(name="Solent Hearth")
        page = said(browser, ASSESSMENTS)
        assert "Calder Steps" in page
        assert "Solent Hearth" in page
        found = said(browser, ASSESSMENTS, q="calder")
        assert "Calder Steps" in found
        assert "Solent Hearth" not in found
        assert "Nothing here by that name" in said(browser, ASSESSMENTS, q="nobody")
        read = said(browser, f"{ASSESSMENTS}{assessment.pk}/")
        assert "What happens here for LED-1." in read
        assert "Open a review" in read
        assert other.pk != assessment.pk

    def test_an_empty_queue_and_an_unknown_part_or_page(self, browser):
        assert "Nobody waits" in said(browser, ASSESSMENTS)
        assert "No self-assessment is in this part" in said(browser, ASSESSMENTS, state="decided")
        assert "No review lacks assessors" in said(browser, REVIEWS)
        assert "No review is in this part" in said(browser, REVIEWS, state="panel")
        assert "Nothing here by that name" in said(browser, REVIEWS, q="nobody")
        for address in (ASSESSMENTS, REVIEWS):
            assert browser.get(address, {"state": "nothing"}).status_code == 404
            assert browser.get(address, {"page": "9"}).status_code == 404

    def test_those_of_their_own_organisation_are_not_there(self, desk, browser):
        case = forming(name="Own Porch", desk=coordinator())
        join(case.organisation, desk)
        assert "Own Porch" not in said(browser, ASSESSMENTS, state="in_review")
        assert "Own Porch" not in said(browser, REVIEWS)
        assert browser.get(f"{ASSESSMENTS}{case.assessment.pk}/").status_code == 403
        assert browser.get(f"{REVIEWS}{case.review.pk}/").status_code == 404

    def test_a_change_is_asked_for_once_with_a_reason(self, browser):
        assessment = waiting()
        address = f"{ASSESSMENTS}{assessment.pk}/"
        assert 'class="errors"' in told(browser, f"{address}ask/", reason=" ")
        assert Assessment.objects.get(pk=assessment.pk).state == "submitted"
        assert "Sent back with your question" in told(browser, f"{address}ask/", reason="Say when you meet.")
        assert browser.get(address).status_code == 404  # what was sent back is the team's again
        assert "It was sent back already" in told(browser, f"{address}ask/", reason="Again")

    def test_words_are_kept_when_a_review_was_opened_meanwhile(self, browser):
        case = forming()
        answer = browser.post(f"{ASSESSMENTS}{case.assessment.pk}/ask/", {"reason": "A long thought"})
        assert answer.status_code == 409
        assert "A long thought" in answer.content.decode()

    def test_opening_a_review_leads_to_it_and_twice_is_one(self, browser):
        assessment = waiting()
        for _number in range(2):
            page = told(browser, f"{ASSESSMENTS}{assessment.pk}/review/")
            assert "Choose two assessors" in page
        assert Review.objects.count() == 1


class TestOneReview:
    def test_who_can_be_asked_comes_first_with_reasons_and_the_rest_with_the_bar(self, browser, today):
        case = forming(now=today)
        free, busy, member = (assessor(name, now=today) for name in ("Free", "Busy", "Member"))
        ask(forming(now=today), busy, now=today)
        join(case.organisation, member, now=today)
        holder(Role.ASSESSOR, "Newcomer")
        page = said(browser, f"{REVIEWS}{case.review.pk}/")
        places = [page.index(name) for name in (">Free<", ">Busy<", ">Newcomer<")]
        assert places == sorted(places)
        for words in (
            "Has no review open.",
            "Has 1 review open.",
            "No tie to this organisation that we know of.",
            "Acts for this organisation.",
            "Has not accepted the assessor agreement.",
        ):
            assert words in page
        assert free.pk != busy.pk
        assert "Free" not in said(browser, f"{REVIEWS}{case.review.pk}/", q="busy")
        assert "No assessor by that name" in said(browser, f"{REVIEWS}{case.review.pk}/", q="nobody")

    def test_without_any_assessor_it_says_what_to_do(self, browser):
        assert "Give somebody the role of an assessor" in said(browser, f"{REVIEWS}{forming().review.pk}/")

    def test_ask_lead_release_and_ask_another(self, browser, today):
        case = forming(now=today)
        one, two, three = (assessor(now=today) for _number in range(3))
        address = f"{REVIEWS}{case.review.pk}/"
        assert "is asked by e-mail" in told(browser, f"{address}assign/", user=one.pk)
        assert "Scoring begins as soon as two are asked" in said(browser, address)
        told(browser, f"{address}assign/", user=two.pk, is_lead="on")
        page = said(browser, address)
        assert "Who could look at it" not in page
        assert page.count("Lead assessor") == 1
        first, second = (Assignment.objects.get(user=user) for user in (one, two))
        assert "leads, and sends" in told(browser, f"{address}assessors/{first.pk}/lead/")
        asked = said(browser, f"{address}assessors/{second.pk}/release/")
        assert "Levels that they have chosen and not sent in are deleted." in asked
        assert "is released. Choose somebody else." in told(browser, f"{address}assessors/{second.pk}/release/")
        page = said(browser, address)
        assert "A coordinator released the assessor" in page
        assert "is asked by e-mail" in told(browser, f"{address}assign/", user=three.pk)
        assert "no longer on the review" in told(browser, f"{address}assessors/{second.pk}/lead/")

    def test_what_cannot_be_is_said_on_the_page(self, browser, today):
        case = forming(now=today)
        address = f"{REVIEWS}{case.review.pk}/"
        assert "Choose somebody from the list." in told(browser, f"{address}assign/", user="nobody")
        newcomer = holder(Role.ASSESSOR)
        assert "Has not accepted the assessor agreement." in told(browser, f"{address}assign/", user=newcomer.pk)
        sent = declare(ask(case, assessor(now=today), now=today), now=today)
        Assignment.objects.filter(pk=sent.pk).update(submitted_at=today)
        assert "stays with the review" in told(browser, f"{address}assessors/{sent.pk}/release/")
        other = ask(forming(now=today), assessor(now=today), now=today)
        assert browser.get(f"{address}assessors/{other.pk}/release/").status_code == 404

    def test_calling_off_asks_for_a_reason_and_says_what_stays(self, browser):
        case = forming(name="Calder Steps")
        address = f"{REVIEWS}{case.review.pk}/cancel/"
        assert "Call off the review of Calder Steps?" in said(browser, address)
        assert "Why is it called off?" in told(browser, address, reason="")
        assert "the self-assessment waits again" in told(browser, address, reason="They merge.")
        assert "called off already" in told(browser, address, reason="They merge.")
        assert "over already" in browser.get(address, follow=True).content.decode()
        page = said(browser, f"{REVIEWS}{case.review.pk}/")
        assert "They merge." in page
        assert "Call the review off" not in page

    def test_how_far_it_is_shows_yes_or_no_and_no_level(self, browser):
        stage = scoring()
        Assignment.objects.filter(user=stage.one).update(submitted_at=NOW)
        page = said(browser, f"{REVIEWS}{stage.review.pk}/")
        assert "Sent in levels on" in page
        assert "You see whether, not what." in page
        assert "side by side" not in page
        assert "2 of 2 asked, 2 declared, 1 sent in" in said(browser, REVIEWS, state="scoring")

    def test_once_the_seal_is_open_it_leads_to_the_levels(self, browser):
        stage = opened()
        page = said(browser, f"{REVIEWS}{stage.review.pk}/")
        assert reverse("standards:compare", args=[stage.review.pk]) in page


class TestMine:
    def test_each_step_in_words_for_the_assessor(self, today):
        user = assessor("Ash", now=today)
        browser = browser_of(user)
        assert "No review is going on" in said(browser, MINE)
        case = forming(name="Solent Hearth", now=today)
        assignment = ask(case, user, now=today)
        assert "Say whether you can look at it." in said(browser, MINE)
        declare(assignment, now=today)
        assert "You can begin." in said(browser, MINE)
        ask(case, assessor(now=today), now=today)
        assert "choose your levels, on your own" in said(browser, MINE)
        Assignment.objects.filter(pk=assignment.pk).update(submitted_at=today)
        page = said(browser, MINE)
        assert "The other assessor is still looking." in page
        assert "Step down" not in page
        rows = Review.objects.filter(pk=case.review.pk)
        rows.update(state="consensus", scores_opened_at=today)
        assert "Talk, and write down what you agree." in said(browser, MINE)
        rows.update(state="panel", panel_at=today)
        assert "The panel has it." in said(browser, MINE)
        rows.update(state="decided", decided_at=today)
        assert "The panel has decided. Thank you for your work." in said(browser, MINE)

    def test_what_is_over_says_how_it_ended(self, today):
        user = assessor(now=today)
        browser = browser_of(user)
        declined, interest, released, cancelled = (ask(forming(now=today), user, now=today) for _number in range(4))
        assert "You are off this review" in told(browser, f"{MINE}{declined.review_id}/decline/")
        declare(interest, Interest.FUNDING, now=today)
        desk = browser_of(coordinator())
        told(desk, f"{REVIEWS}{released.review_id}/assessors/{released.pk}/release/")
        told(desk, f"{REVIEWS}{cancelled.review_id}/cancel/", reason="They merge.")
        page = said(browser, MINE)
        for words in ("You said no.", "You declared an interest", "You were released.", "The review was called off."):
            assert words in page

    def test_declaring_shows_who_and_how_much_and_then_opens(self, today):
        user = assessor(now=today)
        browser, case = browser_of(user), forming(name="Solent Hearth", now=today)
        ask(case, user, now=today)
        address = f"{MINE}{case.review.pk}/declare/"
        page = said(browser, address)
        assert "Can you look at Solent Hearth?" in page
        assert "39 criteria" in page
        assert "Choose one answer" in told(browser, address)
        assert "The self-assessment is open to you now." in told(browser, address, interest="none")
        again = browser.get(address)
        assert again.status_code == 302
        assert "declared already" in told(browser, address, interest="funding")

    def test_an_interest_is_thanked_for_and_that_is_all(self, today):
        user = assessor(now=today)
        browser, case = browser_of(user), forming(now=today)
        ask(case, user, now=today)
        address = f"{MINE}{case.review.pk}/declare/"
        assert "Thank you for saying so." in told(browser, address, interest="relationship")
        assert "You are no longer asked" in browser.get(address, follow=True).content.decode()
        assert "You are no longer asked" in told(browser, address)

    def test_an_agreement_that_ran_out_comes_first(self, today):
        user = assessor(now=NOW)
        browser, case = browser_of(user), forming()
        ask(case, user)
        address = f"{MINE}{case.review.pk}/declare/"
        user.assessor_agreements.update(accepted_at=today - 400 * DAY)
        assert "First accept the assessor agreement" in browser.get(address, follow=True).content.decode()
        assert "Please accept it anew" in told(browser, address, interest="none")
        assert "Your assessor agreement has run out" in said(browser, MINE)

    def test_others_find_no_such_page(self, today):
        case = forming(now=today)
        ask(case, now=today)
        for user in (assessor(now=today), case.desk, case.lead, person()):
            assert browser_of(user).get(f"{MINE}{case.review.pk}/declare/").status_code == 404
        assert browser_of(person()).get(MINE).status_code == 403

    def test_whoever_sent_in_cannot_say_no(self, today):
        user = assessor(now=today)
        case = forming(now=today)
        sent = declare(ask(case, user, now=today), now=today)
        Assignment.objects.filter(pk=sent.pk).update(submitted_at=today)
        assert "You have sent in your levels" in told(browser_of(user), f"{MINE}{case.review.pk}/decline/")


class TestNeeds:
    def test_coordinators_are_told_of_both_piles_but_for_their_own(self, desk):
        own = waiting(now=NOW)
        join(own.organisation, desk)
        waiting(), waiting(), forming(desk=desk)
        labels = [need.label for need in needs_of(me(desk), now=NOW)]
        assert "Read 2 self-assessments that wait" in labels
        assert "Find assessors for 1 review" in labels
        assert count_of(me(desk), now=NOW) == len(labels)

    def test_assessors_are_told_of_the_agreement_and_of_what_they_are_asked(self):
        newcomer, user = holder(Role.ASSESSOR), assessor()
        assert [need.label for need in needs_of(me(newcomer), now=NOW)] == ["Read and accept the assessor agreement"]
        assignment = ask(forming(name="Solent Hearth"), user)
        assert [need.label for need in needs_of(me(user), now=NOW)] == ["Say whether you can look at Solent Hearth"]
        assert count_of(me(user), now=NOW) == count_of(me(newcomer), now=NOW) == 1
        declare(assignment)
        assert "Say whether" not in " ".join(need.label for need in needs_of(me(user), now=NOW))

    def test_the_desk_and_the_hub_lead_there(self, browser):
        waiting(), forming()
        page = said(browser, "/coordination/")
        assert "Self-assessments" in page
        assert "1 waits" in page
        assert "1 lacks assessors" in page
        assert ASSESSMENTS in said(browser, "/hub/")
        assert MINE in said(browser_of(assessor()), "/hub/")


class TestCounts:
    def test_lists_take_as_many_queries_with_one_as_with_three(self, browser, today):
        lists = (ASSESSMENTS, REVIEWS, f"{REVIEWS}?state=scoring")
        scoring(now=today), forming(now=today), waiting(now=today)
        one = [queries(browser, address) for address in lists]
        for _number in range(2):
            scoring(now=today), forming(now=today), waiting(now=today)
        assert [queries(browser, address) for address in lists] == one

    def test_candidates_and_my_reviews_too(self, browser, today):
        user = assessor(now=today)
        mine = browser_of(user)
        case = forming(now=today)
        ask(forming(now=today), user, now=today)
        ask(gone := forming(now=today), user, now=today)
        told(mine, f"{MINE}{gone.review.pk}/decline/")
        address = f"{REVIEWS}{case.review.pk}/"
        one = queries(browser, address), queries(mine, MINE)
        for _number in range(2):
            member = assessor(now=today)
            join(case.organisation, member, now=today)
            ask(forming(now=today), user, now=today)
            ask(gone := forming(now=today), user, now=today)
            told(mine, f"{MINE}{gone.review.pk}/decline/")
        assert (queries(browser, address), queries(mine, MINE)) == one
