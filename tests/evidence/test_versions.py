"""Versions: readers learn that an item changed, when and in which parts; a few read what it said before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from evidence.models import Item
from evidence.queries.versions import history
from evidence.states import State
from evidence.steps import HOW, SEEN, Step
from evidence.workflows.curation import publish_practice
from evidence.workflows.practice import revise_practice, submit_practice
from evidence.workflows.research import label_research
from evidence.workflows.shelf import withdraw_item
from tests.evidence.builders import LABELS, curator, study
from tests.evidence.builders_practice import Cast, again, cast, judge, practice_in, save
from tests.factories import NOW, browser_of, entry, me, person, queries

pytestmark = pytest.mark.django_db

OLD, NEW = "Åsa told us how she lost her keys.", "Somebody lost their keys."


def version_of(item: Item, number: int) -> str:
    """Give the page of an earlier version."""
    return reverse("evidence:version", args=[item.slug, number])


def numbers(item: Item) -> list[int]:
    """List the versions, the first first."""
    return list(item.versions.order_by("number").values_list("number", flat=True))


def written_anew(item: Item, people: Cast, step: Step, **changes: str) -> Item:
    """Put a next version of a practice in the library."""
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    save(following, step, people.lead, **changes)
    submit_practice(item_id=following.pk, by=me(people.lead), now=NOW)
    judge(following, people.curator)
    publish_practice(item_id=following.pk, version=again(following).version, by=me(people.curator), now=NOW)
    return again(item)


def test_visitors_learn_when_and_what_changed_and_never_the_words_before(client: Client) -> None:
    people = cast()
    item = practice_in(State.PUBLISHED, people, went_wrong="Little.", found=OLD)
    address = reverse("evidence:item", args=[item.slug])
    first = client.get(address).content.decode()
    assert [OLD in first, "Versions" in first] == [True, False]
    item = written_anew(item, people, SEEN, found=NEW)
    text = client.get(address).content.decode()
    assert [OLD in text, NEW in text, "Changed: what they saw</span>" in text] == [False, True, True]
    assert text.count("First published") == 1
    assert "may change their mind" in text
    assert "/versions/" not in text
    assert client.get(version_of(item, numbers(item)[0])).url.startswith("/accounts/login/")  # type: ignore[attr-defined]


def test_the_team_and_curators_read_what_it_said_before() -> None:
    people = cast()
    item = written_anew(practice_in(State.PUBLISHED, people, found=OLD), people, SEEN, found=NEW)
    before = numbers(item)[0]
    for user in (people.lead, people.curator):
        browser = browser_of(user)
        link = f'href="{version_of(item, before)}"'
        assert link in browser.get(reverse("evidence:item", args=[item.slug])).content.decode()
        text = browser.get(version_of(item, before)).content.decode()
        assert [OLD in text, NEW in text, link in text] == [True, False, False]
    stranger = person()
    entry(lead=stranger)
    assert browser_of(stranger).get(version_of(item, before)).status_code == 403
    assert browser_of(people.lead).get(version_of(item, 99)).status_code == 404
    withdraw_item(item_id=item.pk, reason="She changed her mind.", by=me(people.lead), now=NOW)
    assert browser_of(people.lead).get(version_of(item, before)).status_code == 200
    assert browser_of(stranger).get(version_of(item, before)).status_code == 404


def test_curators_read_what_they_said_of_a_study_and_in_what_it_differs(client: Client) -> None:
    user = curator()
    item, by = study(user), me(user)
    more = replace(LABELS, summary="Asks people in six towns.", confidence="moderate")
    label_research(item_id=item.pk, labels=more, version=item.version, by=by, now=NOW)
    label_research(item_id=item.pk, labels=more, version=again(item).version, by=by, now=NOW)
    kept = history(item)
    assert [each.changed for each in kept] == [(), ("the summary", "how sure we are"), ()]
    assert [(each.is_newest, each.is_first) for each in kept] == [(True, False), (False, False), (False, True)]
    text = browser_of(user).get(version_of(item, kept[-1].number)).content.decode()
    assert [LABELS.summary in text, more.summary in text, "Low confidence" in text] == [True, False, True]
    shown = client.get(reverse("evidence:item", args=[item.slug])).content.decode()
    assert ["Published again" in shown, "for the curators." in shown] == [True, True]
    assert (
        version_of(item, kept[-1].number)
        in browser_of(user).get(reverse("evidence:research_item", args=[item.slug])).content.decode()
    )


def test_a_long_history_shows_its_newest_part_and_takes_no_more_queries(client: Client) -> None:
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    address, browser = reverse("evidence:item", args=[item.slug]), browser_of(people.curator)
    first = numbers(item)[0]
    one = queries(client, address), queries(browser, version_of(item, first))
    for cost in ("£6", "£7"):
        written_anew(item, people, HOW, cost=cost)
    assert (queries(client, address), queries(browser, version_of(item, first))) == one
    assert [(each.changed, each.is_first) for each in history(item, most=1)] == [(("what it costs",), False)]
