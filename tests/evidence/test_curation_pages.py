"""The curators' desk: the queue of practice, and the page on which one is answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from evidence.models import Item
from evidence.states import State
from evidence.steps import HOW
from evidence.workflows.practice import revise_practice, submit_practice, take_back_practice
from tests.evidence.builders_practice import again, cast, judge, practice_in, save
from tests.factories import NOW, browser_of, join, me, queries

pytestmark = pytest.mark.django_db
QUEUE = "/coordination/library/"


def desk(item: Item, name: str = "curation_item") -> str:
    """Give the address of a page about a practice on the desk."""
    return reverse(f"evidence:{name}", args=[item.slug])


def test_the_queue_is_in_parts_searched_filtered_and_its_queries_are_few():
    people = cast()
    browser = browser_of(people.curator)
    assert "Nobody waits" in browser.get(QUEUE).content.decode()
    practice_in(State.SUBMITTED, people, title="First kettle")
    one = queries(browser, QUEUE)
    practice_in(State.SUBMITTED, people, title="Second kettle", evidence_kind="survey")
    practice_in(State.SUBMITTED, people, title="Third cup")
    assert queries(browser, QUEUE) == one
    text = browser.get(f"{QUEUE}?q=kettle&rests_on=survey").content.decode()
    assert [words in text for words in ("First kettle", "Second kettle", "Third cup")] == [False, True, False]
    assert "Nothing here like that" in browser.get(f"{QUEUE}?q=zebra").content.decode()
    assert "Nothing in this part" in browser.get(f"{QUEUE}?state=withdrawn").content.decode()
    assert "Third cup" in browser.get(f"{QUEUE}?rests_on=nonsense").content.decode()
    for wrong in ("page=9", "page=x", "state=draft"):
        assert browser.get(f"{QUEUE}?{wrong}").status_code == 404


def test_an_own_practice_stands_in_the_queue_without_a_way_in():
    people = cast()
    item = practice_in(State.SUBMITTED, people)
    join(people.organisation, people.curator)
    browser = browser_of(people.curator)
    text = browser.get(QUEUE).content.decode()
    assert "another curator answers it" in text
    assert desk(item) not in text
    refused = browser.get(desk(item))
    assert refused.status_code == 403
    assert "never that of their own organisation" in refused.content.decode()


@pytest.mark.parametrize("state", State.values)
def test_the_page_of_an_item_fits_its_state(state):
    people = cast()
    item = practice_in(state, people)
    answer = browser_of(people.curator).get(desk(item))
    assert answer.status_code == (404 if state == State.DRAFT else 200)
    text = answer.content.decode()
    words = {State.SUBMITTED: "Your part", State.CHANGES_REQUESTED: "Which day is it?", State.PUBLISHED: "Take it out"}
    assert words.get(State(state), "") in text
    if state == State.SUBMITTED:
        assert "Whether they would have come anyway." in text  # the organisation's own words


def test_labels_are_saved_then_it_is_published_and_a_second_click_says_so():
    people = cast()
    item, browser = practice_in(State.SUBMITTED, people), browser_of(people.curator)
    early = browser.post(desk(item, "curation_publish"), {"version": item.version}, follow=True)
    assert "Before it goes into the library" in early.content.decode()
    data = {"version": item.version, "confidence": "low", "cannot_tell": "Who stayed away."}
    assert "Saved." in browser.post(desk(item), data, follow=True).content.decode()
    stale = browser.post(desk(item), {**data, "cannot_tell": "Something else."})
    assert (stale.status_code, "Something else." in stale.content.decode()) == (409, True)
    wrong = browser.post(desk(item), {**data, "confidence": "total"})
    assert (wrong.status_code, again(item).confidence) == (200, "low")
    done = browser.post(desk(item, "curation_publish"), {"version": again(item).version})
    assert done.headers["Location"] == reverse("evidence:item", args=[item.slug])
    assert "done already" in browser.post(desk(item, "curation_publish"), follow=True).content.decode()
    assert browser.post(desk(item), {**data, "version": again(item).version}).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "²"])
def test_publishing_without_saying_what_was_read_is_out_of_date(version):
    people = cast()
    item = practice_in(State.SUBMITTED, people)
    judge(item, people.curator)
    answer = browser_of(people.curator).post(desk(item, "curation_publish"), {"version": version})
    assert answer.status_code == 409
    assert again(item).state == State.SUBMITTED


def test_a_question_goes_to_the_team_and_a_second_click_says_so():
    people = cast()
    item, browser = practice_in(State.SUBMITTED, people), browser_of(people.curator)
    assert browser.get(desk(item, "curation_ask")).status_code == 200
    assert browser.post(desk(item, "curation_ask"), {"reason": ""}).status_code == 200
    for _click in range(2):
        answer = browser.post(desk(item, "curation_ask"), {"reason": "Which day?"}, follow=True)
    assert "done already" in answer.content.decode()
    assert again(item).change_request == "Which day?"


def test_what_was_taken_back_is_its_teams_alone():
    people = cast()
    item, browser = practice_in(State.SUBMITTED, people), browser_of(people.curator)
    take_back_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    assert browser.get(desk(item)).status_code == 404
    assert browser.post(desk(item, "curation_ask"), {"reason": "Which day?"}).status_code == 404


def test_a_next_version_leads_to_the_item_that_readers_see():
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    submit_practice(item_id=following.pk, by=me(people.lead), now=NOW)
    browser = browser_of(people.curator)
    text = browser.get(desk(following)).content.decode()
    assert ["whose words are kept" in text, "Nothing that readers see has changed." in text] == [True, True]
    take_back_practice(item_id=following.pk, by=me(people.lead), now=NOW)
    save(following, HOW, people.lead, cost="About £9 a week", who="One volunteer")
    submit_practice(item_id=following.pk, by=me(people.lead), now=NOW)
    judge(following, people.curator, confidence="moderate")
    text = browser.get(desk(following)).content.decode()
    assert "Changed: how sure we are, who does it, what it costs." in text
    answer = browser.post(desk(following, "curation_publish"), {"version": again(following).version})
    assert answer.headers["Location"] == reverse("evidence:item", args=[item.slug])
    text = browser.get(desk(item)).content.decode()
    assert text.count("First put in the library") == text.count("Changed: how sure we are,") == 1
    assert item.versions.count() == 2


def test_the_hub_says_what_waits_for_curators_and_what_a_team_writes():
    people = cast()
    practice_in(State.SUBMITTED, people, title="Waits")
    practice_in(State.CHANGES_REQUESTED, people, title="Asked")
    practice_in(State.DRAFT, people, title="Half")
    curator = browser_of(people.curator).get("/hub/").content.decode()
    assert "Read 1 practice that waits" in curator
    lead = browser_of(people.lead).get("/hub/").content.decode()
    assert ["Answer the curator’s question about “Asked”" in lead, "Go on with “Half”" in lead] == [True, True]
    join(people.organisation, people.curator)
    assert "practice that waits" not in browser_of(people.curator).get("/hub/").content.decode()
