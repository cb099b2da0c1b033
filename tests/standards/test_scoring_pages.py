"""One criterion a page: what is shown and what is kept back, saved as you go and without scripts, sent in once."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from standards.models import AssessorScore
from standards.workflows.declaring import decline_assignment
from tests.factories import HOUR, NOW, browser_of, me, queries
from tests.standards.builders_scoring import AWAY, Stage, assessor, opened, score_all, scoring, send_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return scoring(own_level=3)


def at(stage: Stage, code: str = "SUP-1") -> str:
    """Give the address of one criterion."""
    return reverse("standards:score", args=[stage.review.pk, code])


def over(stage: Stage) -> str:
    """Give the address of the overview."""
    return reverse("standards:review", args=[stage.review.pk])


def test_page_shows_what_they_say_and_keeps_their_level_back(stage):
    page = browser_of(stage.one).get(at(stage)).content.decode()
    assert "What happens here for SUP-1." in page
    assert "You see the level that they gave themselves once the levels are open" in page
    assert page.count('class="level level-3"') == 1  # the card to choose, and not what they chose
    assert "Save and go to SUP-2" in page


def test_level_of_the_organisation_shows_once_the_levels_are_open(stage):
    opened(stage)
    page = browser_of(stage.one).get(at(stage)).content.decode()
    assert 'class="level level-3"' in page
    assert "You see the level that they gave" not in page
    assert "What you chose" in page


def test_saving_without_scripts_goes_on_to_the_next_that_applies(stage):
    browser = browser_of(stage.one)
    answer = browser.post(at(stage, "SUP-3"), {"level": "2", "note": "Seen.", "number": "0"})
    assert answer.headers["Location"] == at(stage, "SUP-5")  # SUP-4 does not apply
    assert browser.post(at(stage, "EVI-4"), {"level": "1", "number": "0"}).status_code == 302
    row = AssessorScore.objects.get(criterion__code="SUP-3")
    assert (row.level, row.note) == (2, "Seen.")


def test_saving_as_you_go_hands_back_the_number(stage):
    answer = browser_of(stage.one).post(at(stage), {"level": "2", "number": "0"}, headers={"HX-Request": "true"})
    assert re.search(r"Saved at \d{1,2}\.\d\d [ap]m", answer.content.decode())
    assert 'name="number" value="1"' in answer.content.decode()
    stale = browser_of(stage.one).post(at(stage), {"level": "1", "number": "0"}, headers={"HX-Request": "true"})
    assert "Not saved yet" in stale.content.decode()
    wrong = browser_of(stage.one).post(at(stage), {"level": "9", "number": "1"}, headers={"HX-Request": "true"})
    assert "Not saved yet" in wrong.content.decode()
    assert AssessorScore.objects.get().level == 2


def test_an_older_window_is_told_and_keeps_its_words(stage):
    browser = browser_of(stage.one)
    browser.post(at(stage), {"level": "2", "note": "First words.", "number": "0"})
    answer = browser.post(at(stage), {"level": "3", "note": "Second words.", "number": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First words." in page
    assert "Second words." in page
    assert browser.post(at(stage), {"level": "3", "note": "Second words.", "number": "1"}).status_code == 302
    assert AssessorScore.objects.get().note == "Second words."


@pytest.mark.parametrize(
    "data", [{"level": "9"}, {"level": "2", "note": "x" * 2001}, {"level": "two"}, {"number": "-1"}]
)
def test_a_mistake_is_shown_and_nothing_is_saved(stage, data):
    answer = browser_of(stage.one).post(at(stage), {"number": "0", **data})
    assert answer.status_code == 200
    assert "Error:" in answer.content.decode()
    assert not AssessorScore.objects.exists()


def test_what_does_not_apply_is_shown_with_its_reason_and_has_no_form(stage):
    browser = browser_of(stage.one)
    page = browser.get(at(stage, AWAY)).content.decode()
    assert "We have no volunteers who drive." in page
    assert "<fieldset" not in page
    assert browser.post(at(stage, AWAY), {"level": "2", "number": "0"}).status_code == 409


def test_overview_counts_ones_own_levels_and_says_of_the_other_only_whether_they_sent_in(stage):
    send_in(stage, stage.two)
    browser = browser_of(stage.one)
    page = browser.get(over(stage)).content.decode()
    assert "38 of 38 still to do" in page
    assert f"{stage.two.shown_name}: sent in" in page
    browser.post(at(stage), {"level": "2", "number": "0"})
    assert "37 of 38 still to do" in browser.get(over(stage)).content.decode()
    score_all_but_one(stage)
    assert "Send in your levels" in browser.get(over(stage)).content.decode()


def score_all_but_one(stage: Stage) -> None:
    """Choose everywhere, where one level stands already."""
    AssessorScore.objects.filter(assignment__user=stage.one).delete()
    score_all(stage, stage.one)


def test_sending_in_asks_first_and_is_done_once(stage):
    address, browser = reverse("standards:submit_scores", args=[stage.review.pk]), browser_of(stage.one)
    assert "38 criteria still need a level" in browser.get(address).content.decode()
    assert browser.post(address).headers["Location"] == address
    score_all(stage, stage.one)
    assert "Send in your levels?" in browser.get(address).content.decode()
    assert "stay sealed" in browser.post(address, follow=True).content.decode()
    assert browser.get(address).headers["Location"] == over(stage)
    assert "Your levels are in" in browser.get(over(stage)).content.decode()
    send_in(stage, stage.two)
    assert "The levels are open" in browser.get(over(stage)).content.decode()


def test_sending_in_waits_for_a_second_assessor(stage):
    decline_assignment(assignment_id=stage.review.assignments.get(user=stage.two).pk, by=me(stage.two), now=NOW + HOUR)
    score_all(stage, stage.one)
    browser = browser_of(stage.one)
    assert "A second assessor is being found" in browser.get(over(stage)).content.decode()
    address = reverse("standards:submit_scores", args=[stage.review.pk])
    assert "A second assessor is being found" in browser.get(address).content.decode()


def test_whoever_comes_to_the_overview_is_led_to_what_is_there_for_them(stage):
    assert "/coordination/reviews/" in browser_of(stage.desk).get(over(stage)).headers["Location"]
    assert browser_of(assessor()).get(over(stage)).status_code == 404


def test_pages_take_as_many_queries_with_levels_as_without(stage):
    browser = browser_of(stage.one)
    before = queries(browser, over(stage)), queries(browser, at(stage))
    score_all(stage, stage.one)
    assert (queries(browser, over(stage)), queries(browser, at(stage))) == before
    assert max(before) <= 25
