"""How long ago and where, in words for people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from organisations.wording import ago, confirmed, is_old, where

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "today"),
        (0, "today"),
        (0.9, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (60, "8 weeks ago"),
        (61, "2 months ago"),
        (364, "12 months ago"),
        (400, "13 months ago"),
        (730, "2 years ago"),
        (1200, "3 years ago"),
    ],
)
def test_the_time_since_is_told_in_its_largest_whole_measure(days, words):
    assert ago(NOW - timedelta(days=days), NOW) == words


@pytest.mark.parametrize(("days", "old"), [(0, False), (364.9, False), (365, True), (500, True)])
def test_an_entry_is_old_after_a_year(days, old):
    assert is_old(NOW - timedelta(days=days), NOW) is old


def test_an_entry_that_was_never_confirmed_is_old():
    assert (is_old(None, NOW), confirmed(None, NOW)) == (True, "Not confirmed yet")


def test_an_old_entry_says_what_to_do():
    assert confirmed(NOW - timedelta(days=3), NOW) == "Confirmed 3 days ago"
    assert confirmed(NOW - timedelta(days=400), NOW) == "Last confirmed 13 months ago. Ring before you travel."


@pytest.mark.parametrize(
    ("town", "area", "hidden", "place", "words"),
    [
        ("Halifax", "Calderdale", False, True, "Halifax, Calderdale"),
        ("Leeds", "Leeds", False, True, "Leeds"),
        ("", "Leeds", False, True, "Leeds"),
        ("Halifax", "Calderdale", True, True, "Calderdale area, address given when you ring"),
        ("", "", False, False, "Online, anywhere in the UK"),
    ],
)
def test_a_place_is_named_as_near_as_the_public_may_know(town, area, hidden, place, words):
    assert where(town=town, area=area, is_confidential=hidden, is_place=place) == words
