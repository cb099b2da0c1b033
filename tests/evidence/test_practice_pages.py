"""The pages on which a team writes down a practice."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from evidence.models import Item
from evidence.queries.practice import recipe_of, step_values
from evidence.states import State, Stories
from evidence.steps import CARE, CRITERIA, HOW, LIMITS, STEPS, WHAT
from tests.evidence.builders_practice import again, begun, cast, practice_in, save, whole
from tests.factories import browser_of, join, person, queries
from tests.standards.builders import framework

pytestmark = pytest.mark.django_db


def at(item: Item, name: str = "practice", *more: str) -> str:
    """Give the address of a page about a practice."""
    assert item.organisation is not None
    return reverse(f"evidence:{name}", args=[item.organisation.slug, item.slug, *more])


def post(browser, item, step, *, htmx=False, **data):
    """Send one step as its form does, on top of what it holds now."""
    given = {"mark": step_values(item, step).mark} | data
    headers = {"HX-Request": "true"} if htmx else {}
    return browser.post(at(item, "practice_edit", step.slug), given, headers=headers)


def test_the_first_step_makes_a_draft_and_goes_on_to_the_second():
    people = cast()
    browser, key = browser_of(people.lead), str(uuid4())
    address = reverse("evidence:practice_share", args=[people.organisation.slug])
    assert browser.get(address).status_code == 200
    for _click in range(2):
        answer = browser.post(address, {"title": "Kettle hour", "entry": key})
        assert answer.headers["Location"].endswith("/kettle-hour/edit/how/")
    assert [str(pk) for pk in Item.objects.values_list("pk", flat=True)] == [key]
    assert "at least one letter" in browser.post(address, {"title": "\u200b."}).content.decode()
    assert browser.post(address, {"title": "x" * 121, "entry": "no id"}).status_code == 200
    assert Item.objects.count() == 1


def test_an_organisation_off_the_list_is_told_why():
    people = cast()
    type(people.organisation).objects.filter(pk=people.organisation.pk).update(state="draft")
    answer = browser_of(people.lead).post(
        reverse("evidence:practice_share", args=[people.organisation.slug]), {"title": "Kettle"}
    )
    assert answer.status_code == 409
    assert "organisations that are in the directory" in answer.content.decode()


@pytest.mark.parametrize("step", STEPS.values(), ids=list(STEPS))
def test_each_step_opens_and_leads_on_to_the_next(step):
    framework()
    people = cast()
    item, browser = whole(people), browser_of(people.lead)
    assert browser.get(at(item, "practice_edit", step.slug)).status_code == 200
    data = {name: str(value or "") for name, value in step_values(item, step).words.items()}
    answer = post(browser, item, step, **data, told="no", criteria=["lero-seed-draft.PEE-1"])
    order = list(STEPS)
    following = order[order.index(step.slug) + 1 :]
    assert answer.headers["Location"] == (at(item, "practice_edit", following[0]) if following else at(item))
    if following:
        stop = post(browser, again(item), step, **data, told="no", finish="1")
        assert stop.headers["Location"] == at(item)


def test_saved_as_you_go_a_part_of_the_page_answers_with_a_fresh_mark():
    people = cast()
    item, browser = begun(people), browser_of(people.lead)
    answer = post(browser, item, HOW, htmx=True, cost="About £5")
    assert re.search(r"Saved at \d{1,2}\.\d\d [ap]m", answer.content.decode())
    assert step_values(again(item), HOW).mark in answer.content.decode()
    assert recipe_of(item).cost == "About £5"
    wrong = post(browser, again(item), CARE, htmx=True, contact_role="mo@people.example", told="no")
    assert "What is marked wrong is not saved yet" in wrong.content.decode()
    assert (again(item).contact_role, again(item).stories) == ("", Stories.NONE)


def test_the_second_who_saves_is_told_and_keeps_their_words():
    people = cast()
    item = begun(people)
    editor = person("eddie")
    join(people.organisation, editor)
    old = step_values(item, HOW).mark
    save(item, HOW, editor, cost="£1")
    browser = browser_of(people.lead)
    part = post(browser, item, HOW, htmx=True, mark=old, cost="£2")
    assert "Eddie changed this step while you were writing" in part.content.decode()
    answer = post(browser, item, HOW, mark=old, cost="£2")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Eddie saved this step first" in text
    assert 'value="£2"' in text
    assert "£1" in text
    assert step_values(again(item), HOW).mark in text


def test_what_somebody_else_changed_is_told_in_words():
    framework()
    people = cast()
    item, browser = begun(people), browser_of(people.lead)
    marks = {step.slug: step_values(item, step).mark for step in (CARE, CRITERIA)}
    save(item, CARE, people.lead, stories=Stories.AGREED)
    save(item, CRITERIA, people.lead, criteria=("lero-seed-draft.PEE-1",))
    care = post(browser, item, CARE, mark=marks["care"], told="no").content.decode()
    assert "Everybody whose story is told agreed to this" in care
    criteria = post(browser, item, CRITERIA, mark=marks["criteria"], criteria=["lero-seed-draft.PEE-2"])
    assert "lero-seed-draft.PEE-1" in criteria.content.decode()


def test_somebody_who_left_the_hub_is_somebody():
    people = cast()
    item = begun(people)
    old = step_values(item, HOW).mark
    save(item, HOW, people.lead)
    Item.objects.filter(pk=item.pk).update(changed_by=None)
    assert "Somebody saved this step first" in post(browser_of(people.lead), item, HOW, mark=old).content.decode()


def test_words_that_come_after_it_was_sent_in_stay_in_the_form():
    people = cast()
    item, browser = practice_in(State.SUBMITTED, people), browser_of(people.lead)
    assert "Not saved yet" in post(browser, item, LIMITS, htmx=True, went_wrong="All of it").content.decode()
    answer = post(browser, item, LIMITS, went_wrong="All of it")
    assert (answer.status_code, "All of it" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"told": "yes"}, "Ask everybody whose story is told first"),
        ({"contact_role": "07700 900123"}, "Give a role, not an address or a number"),
        ({"review_on": "2020-01-01"}, "Give a day that is still to come"),
        ({"review_on": "2099-01-01"}, "within five years"),
        ({"review_on": "soon"}, "date"),
    ],
)
def test_care_asks_for_consent_a_role_and_a_day(data, words):
    people = cast()
    item = begun(people)
    answer = post(browser_of(people.lead), item, CARE, **data)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert again(item).stories == ""


def test_a_story_with_consent_is_shown_ticked():
    people = cast()
    item, browser = begun(people), browser_of(people.lead)
    post(browser, item, CARE, told="yes", agreed="on")
    assert again(item).stories == Stories.AGREED
    assert browser.get(at(item, "practice_edit", "care")).content.decode().count(" checked") == 2


def test_at_most_twelve_criteria_and_those_from_before_stay():
    framework()
    people = cast()
    item, browser = begun(people), browser_of(people.lead)
    save(item, CRITERIA, people.lead, criteria=("lero-seed-draft.PEE-1",))
    item.criterion_links.update(framework="older")
    assert "older.PEE-1" in browser.get(at(item, "practice_edit", "criteria")).content.decode()
    many = [f"lero-seed-draft.{domain}-{n}" for domain in ("LED", "RGT", "STR", "COM") for n in range(1, 5)]
    assert "Choose at most 12" in post(browser, item, CRITERIA, criteria=many).content.decode()
    assert post(browser, item, CRITERIA, criteria=["nothing"]).status_code == 200


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}{% load %}", "=1+1", "javascript:alert(1)", "​"]
)
def test_hostile_words_stay_words(hostile):
    people = cast()
    browser = browser_of(people.lead)
    item = practice_in(State.PUBLISHED, people, summary=hostile, steps=hostile, went_wrong=hostile)
    pages = (at(item), at(item, "practice_preview"), reverse("evidence:item", args=[item.slug]))
    for address in pages:
        text = browser.get(address).content.decode()
        assert "<script>alert" not in text
        assert 'href="javascript:' not in text
        if hostile.startswith("{{"):
            assert "{% load %}" in text or address == at(item)


def test_a_nul_and_too_many_words_are_refused_kindly():
    people = cast()
    item, browser = begun(people), browser_of(people.lead)
    for words in ("a\0b", "x" * 5000):
        assert post(browser, item, WHAT, title="Kettle", summary=words).status_code == 200
    assert again(item).version == 1


def test_what_is_missing_is_listed_with_where_it_goes():
    people = cast()
    item, browser = begun(people, summary=""), browser_of(people.lead)
    text = browser.get(at(item, "practice_send")).content.decode()
    assert f"{at(item, 'practice_edit', 'what')}#id_summary" in text
    assert f"{at(item, 'practice_edit', 'care')}#id_told_0" in text
    answer = browser.post(at(item, "practice_submit"), follow=True)
    assert "Something is still missing" in answer.content.decode()
    assert again(item).state == State.DRAFT


def test_sent_in_offers_undo_and_a_second_click_says_so():
    people = cast()
    item, browser = whole(people), browser_of(people.lead)
    assert "Send it in" in browser.get(at(item, "practice_send")).content.decode()
    text = browser.post(at(item, "practice_submit"), follow=True).content.decode()
    assert "Sent in. A curator reads it" in text
    assert at(item, "practice_take_back") in text
    assert "done already" in browser.post(at(item, "practice_submit"), follow=True).content.decode()
    assert "sent in already" in browser.get(at(item, "practice_send")).content.decode()
    browser.post(at(item, "practice_take_back"))
    assert again(item).state == State.DRAFT


def test_the_next_version_is_begun_and_thrown_away():
    people = cast()
    item, browser = practice_in(State.PUBLISHED, people), browser_of(people.lead)
    answer = browser.post(at(item, "practice_revise"))
    following = Item.objects.get(revises=item)
    assert answer.headers["Location"] == at(following)
    assert "Go on with the next version" in browser.get(at(item)).content.decode()
    assert "next version of" in browser.get(at(following)).content.decode()
    assert "stays as it is" in browser.get(at(following, "practice_ask_delete")).content.decode()
    gone = browser.post(at(following, "practice_delete"))
    assert gone.headers["Location"] == reverse("evidence:ours", args=[people.organisation.slug])
    assert browser.post(at(item, "practice_delete"), follow=True).status_code == 200
    assert Item.objects.count() == 1


@pytest.mark.parametrize("state", State.values)
def test_the_overview_says_where_it_stands(state):
    people = cast()
    item = practice_in(state, people)
    text = browser_of(people.lead).get(at(item)).content.decode()
    assert str(State(state).label) in text
    words = {
        State.DRAFT: "Send it in",
        State.SUBMITTED: "Take it back",
        State.CHANGES_REQUESTED: "Which day is it?",
        State.PUBLISHED: "Write the next version",
        State.WITHDRAWN: "Bring it back as a draft",
    }
    assert words[State(state)] in text


def test_the_shelf_is_searched_filtered_and_paged_with_as_many_queries_for_three_as_for_one():
    people = cast()
    browser, address = browser_of(people.lead), reverse("evidence:ours", args=[people.organisation.slug])
    assert "Nothing shared yet" in browser.get(address).content.decode()
    begun(people, title="One kettle")
    one = queries(browser, address)
    for title in ("Two kettles", "Three cups"):
        begun(people, title=title)
    assert queries(browser, address) == one
    text = browser.get(f"{address}?q=kettle&part=open").content.decode()
    assert ("One kettle" in text, "Three cups" in text) == (True, False)
    assert "Nothing here" in browser.get(f"{address}?part=published").content.decode()
    for wrong in ("page=9", "page=x", "part=odd"):
        assert browser.get(f"{address}?{wrong}").status_code == 404


def test_a_whole_practice_takes_as_many_queries_as_an_empty_one():
    people = cast()
    empty, browser = begun(people, title="Empty"), browser_of(people.lead)
    assert queries(browser, at(empty)) == queries(browser, at(whole(people)))
