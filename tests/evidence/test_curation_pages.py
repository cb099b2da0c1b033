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


TYPED = {"confidence": "low", "cannot_tell": "Who stayed away."}


def test_labels_are_saved_and_of_two_curators_the_second_keeps_their_words():
    people = cast()
    item, browser = practice_in(State.SUBMITTED, people), browser_of(people.curator)
    data = {"version": item.version, **TYPED}
    assert "Saved." in browser.post(desk(item), data, follow=True).content.decode()
    stale = browser.post(desk(item), {**data, "cannot_tell": "Something else."})
    assert (stale.status_code, "Something else." in stale.content.decode()) == (409, True)
    wrong = browser.post(desk(item), {**data, "confidence": "total"})
    assert (wrong.status_code, again(item).confidence) == (200, "low")


def test_publishing_saves_what_was_typed_first_and_a_second_click_says_so():
    people = cast()
    item, browser = practice_in(State.SUBMITTED, people), browser_of(people.curator)
    judge(item, people.curator, cannot_tell="Older words.")
    data = {"version": again(item).version, **TYPED}
    done = browser.post(desk(item, "curation_publish"), data)
    assert done.headers["Location"] == reverse("evidence:item", args=[item.slug])
    assert (again(item).cannot_tell, again(item).state) == ("Who stayed away.", State.PUBLISHED)
    assert item.versions.get().content["cannot_tell"] == "Who stayed away."
    for more in (data, {}):
        assert "done already" in browser.post(desk(item, "curation_publish"), more, follow=True).content.decode()
    late = browser.post(desk(item, "curation_publish"), {**data, "cannot_tell": "Typed since."})
    assert (late.status_code, "Typed since." in late.content.decode()) == (409, True)
    assert item.versions.count() == 1


def test_publishing_that_is_refused_keeps_the_words_and_says_why():
    people = cast()
    item, browser = practice_in(State.SUBMITTED, people), browser_of(people.curator)
    data = {"version": item.version, **TYPED, "confidence": ""}
    refused = browser.post(desk(item, "curation_publish"), data).content.decode()
    assert "Before it goes into the library: say how sure we are." in refused
    assert "Who stayed away." in refused
    assert (again(item).cannot_tell, again(item).state) == ("Who stayed away.", State.SUBMITTED)
    assert f'name="version" value="{again(item).version}"' in refused
    stale = browser.post(desk(item, "curation_publish"), {**data, **TYPED, "cannot_tell": "Else."})
    assert (stale.status_code, "Else." in stale.content.decode()) == (409, True)
    assert again(item).state == State.SUBMITTED


def test_asking_for_a_change_keeps_what_was_typed():
    people = cast()
    item, browser = practice_in(State.SUBMITTED, people), browser_of(people.curator)
    answer = browser.post(desk(item), {"version": item.version, **TYPED, "then": "ask"})
    assert answer.headers["Location"] == desk(item, "curation_ask")
    assert again(item).cannot_tell == "Who stayed away."


def test_in_the_library_the_curator_still_corrects_their_words():
    people = cast()
    item, browser = practice_in(State.PUBLISHED, people), browser_of(people.curator)
    page = browser.get(desk(item)).content.decode()
    assert "Readers see at once what you change here" in page
    assert "Put in the library</button>" not in page
    data = {"version": item.version, **TYPED}
    assert "Saved." in browser.post(desk(item), data, follow=True).content.decode()
    assert "Who stayed away." in browser.get(reverse("evidence:item", args=[item.slug])).content.decode()
    empty = browser.post(desk(item), {"version": again(item).version, "confidence": "low", "cannot_tell": ""})
    assert "It is in the library, so say what this cannot tell us." in empty.content.decode()
    assert again(item).cannot_tell == "Who stayed away."
    text = browser.get(desk(item)).content.decode()
    assert ["First published" in text, "Changed: what it cannot tell us" in text] == [True, True]


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "²", "1"])
def test_nothing_is_published_without_saying_what_was_read(version):
    people = cast()
    item = practice_in(State.SUBMITTED, people)
    judge(item, people.curator)
    data = {**TYPED, "version": version}
    answer = browser_of(people.curator).post(desk(item, "curation_publish"), data)
    assert answer.status_code == (409 if version in {"1", "9" * 30} else 200)
    assert "Who stayed away." in answer.content.decode()
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
    now = again(following)
    typed = {"version": now.version, "confidence": now.confidence, "cannot_tell": now.cannot_tell}
    answer = browser.post(desk(following, "curation_publish"), typed)
    assert answer.headers["Location"] == reverse("evidence:item", args=[item.slug])
    text = browser.get(desk(item)).content.decode()
    assert text.count("First published") == text.count("Changed: how sure we are,") == 1
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
