"""What is read from an address, and how it is written back."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from organisations.queries.directory import Asked, Unreadable
from organisations.queries.searching import LONGEST_TEXT, MOST_VALUES, clean


def asked(query: str) -> Asked:
    return Asked.read(QueryDict(query))


def test_an_empty_address_asks_for_the_whole_directory():
    assert asked("") == Asked()
    assert asked("").is_plain
    assert asked("page=3").is_plain


def test_every_part_of_a_search_is_read():
    found = asked(
        "q=walks&near=Leeds&within=30&area=E08000035&activity=music&activity=sport&for=women&kind=recovery-home"
        "&stage=emerging&online=yes&sort=recent&page=2"
    )
    assert found == Asked(
        q="walks",
        near="Leeds",
        within=30,
        area=("E08000035",),
        activity=("music", "sport"),
        for_=("women",),
        kind=("recovery-home",),
        stage=("emerging",),
        online=("yes",),
        sort="recent",
        page=2,
    )
    assert not found.is_plain


def test_a_search_is_written_as_it_was_read_without_the_page():
    address = "q=a+b&within=5&activity=music&activity=sport&for=women&online=no&sort=name"
    assert asked(f"{address}&page=4").querystring == address
    assert asked(f"{address}&page=4").link(q="") == f"?{address.removeprefix('q=a+b&')}"


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("q=%00wal%00ks", "wal ks"),
        ("q=++two++words++", "two words"),
        ("q=%E2%80%A8line%0D%0Abreak", "line break"),
        ("q[]=walks", ""),
        ("q=first&q=last", "last"),
        ("q=%FF%FE", "\ufffd\ufffd"),
    ],
)
def test_a_text_is_made_fit(query, value):
    assert asked(query).q == value


def test_a_long_text_is_cut():
    assert len(asked("q=" + "a" * 10_000).q) == LONGEST_TEXT
    assert clean("é" * 10_000) == "é" * LONGEST_TEXT


@pytest.mark.parametrize("within", ["0", "-5", "1001", "ten", "1e3", "٣", "9" * 40, "", "5.5"])
def test_a_distance_that_is_none_is_left_out(within):
    assert asked(f"near=Leeds&within={within}") == Asked(near="Leeds")


@pytest.mark.parametrize("page", ["0", "-1", "two", "1.5", "9" * 40, "٣"])
def test_a_page_that_is_none_is_refused(page):
    with pytest.raises(Unreadable):
        asked(f"page={page}")


def test_an_empty_page_is_the_first():
    assert asked("page=").page == 1


def test_values_count_once_are_slugs_and_are_not_too_many():
    assert asked("activity=music&activity=music&activity=%00&activity=a+b&activity=%27--").activity == ("music",)
    many = "&".join(f"activity=a{n}" for n in range(500))
    assert len(asked(many).activity) == MOST_VALUES


def test_unknown_stages_ways_and_orders_are_left_out():
    assert asked("stage=old&online=maybe&sort=rank") == Asked()


def test_choosing_other_values_starts_at_the_first_page():
    found = asked("for=women&page=7").choosing("for", ("men",))
    assert (found.for_, found.page) == (("men",), 1)
    assert found.chosen("for") == ("men",)


def test_a_form_carries_what_it_does_not_ask():
    assert asked("q=a&for=women&area=E08000035").pairs_without(("q", "area")) == [("for", "women")]
