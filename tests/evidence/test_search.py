"""Finding things in the library: stems, phrases, mistakes, filters with counts, orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.paginator import EmptyPage
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from evidence.models import Item
from evidence.queries.library import Answer, Asked, Unreadable, found_order, search, sql
from evidence.queries.shown import items_for_criterion, items_for_organisation
from evidence.states import Confidence, EvidenceKind, State
from evidence.workflows.research import Labels
from evidence.workflows.search_document import refresh_many
from evidence.workflows.shelf import link_criteria, link_organisations, locked, touch
from lero_hub.errors import Refused
from tests.evidence.builders import curator, practice, study
from tests.factories import NOW, entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(db: None) -> dict[str, Item]:
    """Put three studies and a practice on the shelf."""
    call_command("load_framework", "--publish", stdout=StringIO())
    by = curator()
    other = Labels("Counts visits.", EvidenceKind.REVIEW, Confidence.HIGH, "What people felt.")
    return {
        "back": study(by, key="a", title="What brings people back", year="2021"),
        "walk": study(by, key="b", title="Walking groups reviewed", year="2009", labels=other, author="Ibarra, Inés"),
        "visit": study(by, key="c", title="Before the first visit", year="1999", labels=other),
        "practice": practice(entry(name="Kiln Lane Collective"), title="Walk in together"),
    }


def found(query: str) -> set[str]:
    """Give the titles that a search finds."""
    return titles(search(Asked.read(QueryDict(query))))


def titles(answer: Answer) -> set[str]:
    return {hit.title for hit in answer.hits}


def count(answer: Answer, group: str) -> dict[str, int]:
    """Give the counts of one group of filters."""
    options = [each for g in answer.groups if g.name == group for each in (*g.first, *g.more)]
    return {option.value: option.count for option in options}


WORDS = {
    "q=walks": {"Walking groups reviewed", "Walk in together"},
    "q=group+review": {"Walking groups reviewed"},
    "q=%22first+visit%22": {"Before the first visit"},
    "q=%22visit+first%22": set(),
    "q=ines+ibarra": {"Walking groups reviewed"},
    "q=kiln": {"Walk in together"},
    "q=companions": {"Walk in together"},
    "q=walkng+grups": {"Walking groups reviewed"},
    "q=Lindquist": {"What brings people back", "Before the first visit"},
    "q=collectve": {"Walk in together"},
    "q=zebra": set(),
    "q=zz": set(),
    "q=%2B": set(),
    "q=%27%3B+DROP": set(),
    "q=%25": set(),
}


@pytest.mark.parametrize("query", WORDS)
def test_words_stems_phrases_accents_and_mistakes(shelf: dict[str, Item], query: str) -> None:
    assert found(query) == WORDS[query]


def test_mistakes_are_looked_for_where_nothing_has_the_words(shelf: dict[str, Item]) -> None:
    assert search(Asked(q="walkng")).is_alike
    assert not search(Asked(q="walking")).is_alike
    assert not search(Asked(q="walking", kind=("practice",), rests=("trial",))).is_alike  # the filters leave nothing


FILTERS = {
    "kind=practice": {"Walk in together"},
    "rests=review": {"Walking groups reviewed", "Before the first visit"},
    "rests=review&rests=routine": {"Walking groups reviewed", "Before the first visit", "Walk in together"},
    "far=change_seen": {"Walk in together"},
    "sure=low": {"What brings people back", "Walk in together"},
    "year=2000": {"Walking groups reviewed"},
    "year=1990&sure=low": set(),
    "q=walks&kind=research": {"Walking groups reviewed"},
    "rests=nonsense": {
        "Walking groups reviewed",
        "Before the first visit",
        "Walk in together",
        "What brings people back",
    },
}


@pytest.mark.parametrize("query", FILTERS)
def test_filters_narrow(shelf: dict[str, Item], query: str) -> None:
    assert found(query) == FILTERS[query]


def test_counts_leave_out_their_own_group(shelf: dict[str, Item]) -> None:
    answer = search(Asked.read(QueryDict("kind=research&rests=review")))
    assert answer.total == 2
    assert count(answer, "kind") == {"research": 2}
    assert count(answer, "rests") == {"survey": 1, "review": 2}
    assert count(answer, "sure") == {"high": 2}
    assert count(answer, "year") == {"2000": 1, "1990": 1}


def test_every_count_is_what_its_filter_finds(shelf: dict[str, Item]) -> None:
    for query in ("", "q=walks", "sure=low", "kind=research&rests=review", "q=walkng"):
        asked = Asked.read(QueryDict(query))
        for group in search(asked).groups:
            for option in (*group.first, *group.more):
                alone = search(asked.choosing(group.name, [option.value]))
                assert alone.total == option.count, (query, group.name, option.value)


def speak(item: Item, keys: Iterable[str]) -> None:
    with transaction.atomic():
        row = locked(item.pk)
        link_criteria(row, keys)
        touch(row, by=None, now=NOW)


def test_criteria_and_their_domains_are_filters(shelf: dict[str, Item]) -> None:
    speak(shelf["walk"], ["lero-seed-draft.COM-2", "lero-seed-draft.LED-1"])
    speak(shelf["practice"], ["lero-seed-draft.COM-2"])
    assert found("criterion=lero-seed-draft.LED-1") == {"Walking groups reviewed"}
    assert found("domain=lero-seed-draft.COM") == {"Walking groups reviewed", "Walk in together"}
    assert count(search(Asked()), "domain") == {"lero-seed-draft.COM": 2, "lero-seed-draft.LED": 1}
    assert [hit.title for hit in items_for_criterion("lero-seed-draft", "LED-1")] == ["Walking groups reviewed"]
    assert [chip.label for chip in search(Asked(criterion=("lero-seed-draft.COM-2",))).chips] == [
        "COM-2 Makes good human connection"
    ]
    speak(shelf["walk"], ["lero-seed-draft.COM-2"])
    assert found("criterion=lero-seed-draft.LED-1") == set()
    with pytest.raises(Refused, match="not known"):
        speak(shelf["walk"], ["lero-seed-draft.ZZZ-1"])
    with pytest.raises(Refused, match="at most"):
        speak(shelf["walk"], [f"draft.A-{number}" for number in range(13)])


def test_items_of_an_organisation_are_its_own_first(shelf: dict[str, Item]) -> None:
    owner = shelf["practice"].organisation
    assert owner is not None
    with transaction.atomic():
        row = locked(shelf["back"].pk)
        link_organisations(row, [owner.pk])
        touch(row, by=None, now=NOW)
    assert [hit.title for hit in items_for_organisation(owner.pk)] == ["Walk in together", "What brings people back"]
    answer = search(Asked(organisation=(owner.slug,)))
    assert titles(answer) == {"Walk in together", "What brings people back"}
    assert count(answer, "organisation") == {owner.slug: 2}
    assert found("organisation=nobody") == found("")
    with transaction.atomic(), pytest.raises(Refused, match="at most"):
        link_organisations(row, [entry().pk for _number in range(13)])


ORDERS = {
    "sort=title": ["Before the first visit", "Walk in together", "Walking groups reviewed", "What brings people back"],
    "sort=year": ["Walk in together", "What brings people back", "Walking groups reviewed", "Before the first visit"],
    "q=walk&sort=relevance": ["Walk in together", "Walking groups reviewed"],
}


@pytest.mark.parametrize("query", ORDERS)
def test_orders(shelf: dict[str, Item], query: str) -> None:
    assert [hit.title for hit in search(Asked.read(QueryDict(query))).hits] == ORDERS[query]


@pytest.mark.parametrize("sort", ["relevance", "recent", "year", "title"])
@pytest.mark.parametrize("most", [0, 1000])
def test_a_page_has_the_order_of_an_export_ranked_or_not(
    shelf: dict[str, Item], monkeypatch: pytest.MonkeyPatch, sort: str, most: int
) -> None:
    monkeypatch.setattr(sql, "RANKED_UP_TO", most)
    monkeypatch.setattr(import_module("evidence.queries.library.search"), "PAGE_SIZE", 1)
    for query in ("q=walk", "q=people+visit", "kind=practice&kind=research&q=walk&sure=low"):
        asked = Asked.read(QueryDict(f"{query}&sort={sort}"))
        _asked, ids = found_order(asked, most=10)
        slugs = [Item.objects.get(pk=each).slug for each in ids]
        pages = [search(replace(asked, page=number)).hits for number in range(1, len(ids) + 1)]
        assert [hit.slug for hits in pages for hit in hits] == slugs
    with pytest.raises(EmptyPage):
        search(replace(asked, page=len(ids) + 1))


def test_an_address_is_read_and_written_as_it_was() -> None:
    address = "q=a+b&kind=practice&rests=trial&far=spread&sure=high&domain=f.A&criterion=f.A-1&organisation=o&year=2020"
    asked = Asked.read(QueryDict(f"{address}&sort=title&page=3"))
    assert asked.querystring == f"{address}&sort=title"
    assert asked.page == 3
    assert not asked.is_plain
    assert Asked.read(QueryDict("kind=x&sort=x&year=20&far=%00")) == Asked()
    with pytest.raises(Unreadable):
        Asked.read(QueryDict("page=-1"))


def test_a_search_that_finds_nothing_offers_others(shelf: dict[str, Item], client: Client) -> None:
    page = client.get("/library/", {"q": '"zebra crossing"', "kind": "research"})
    text = page.content.decode()
    assert "Nothing like that is in the library yet" in text
    for words in ("Take off the filters", "not side by side", "one word only: crossing", "See the whole library"):
        assert words in text


def test_nothing_is_refreshed_outside_a_transaction() -> None:
    from django.db import connection

    assert connection.in_atomic_block  # that of the test
    assert refresh_many([]) == 0


def test_what_is_not_published_is_found_by_nobody(shelf: dict[str, Item]) -> None:
    Item.objects.filter(pk=shelf["visit"].pk).update(state=State.DRAFT)
    assert found("q=before") == set()
    assert found("q=befroe") == set()
    assert "Before the first visit" not in found("")
