"""Texts from anywhere are made fit for a header and for the database."""

import pytest

from lero_hub.errors import Refused
from lero_hub.outbox import cleaning


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Plain", "Plain"),
        ("Two\nlines", "Two lines"),
        ("Hello\r\nBcc: everybody@people.example", "Hello Bcc: everybody@people.example"),
        ("Form\x0cfeed\x85next\u2028line\u2029paragraph", "Form feed next line paragraph"),
        ("NUL\x00byte", "NULbyte"),
        ("Half \ud800 a pair", "Half a pair"),
        ("  wide   space  ", "wide space"),
        ("Croeso i’r hwb — dŵr", "Croeso i’r hwb — dŵr"),
        ("", ""),
    ],
)
def test_one_line_leaves_one_printable_line(given: str, kept: str) -> None:
    assert cleaning.one_line(given) == kept


def test_one_line_cuts_what_is_too_long_and_shows_it() -> None:
    assert cleaning.one_line("x" * 10_000) == "x" * 299 + "…"
    assert cleaning.one_line("x" * 300) == "x" * 300


def test_storable_keeps_lines_and_drops_what_the_database_refuses() -> None:
    assert cleaning.storable("One\nTwo\x00\ud800\tThree") == "One\nTwo\tThree"


@pytest.mark.parametrize("good", ["a@b.example", "first.last+tag@people.example", "o'brien@people.example"])
def test_address_takes_an_address(good: str) -> None:
    assert cleaning.address(good) == good


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "nobody",
        "a@b.example\nBcc: c@d.example",
        "a@b.example\n",
        "a@b.example, c@d.example",
        "Name <a@b.example>",
        "a\x00@b.example",
        "a@" + ".".join(["b" * 60] * 5) + ".example",
    ],
)
def test_address_refuses_anything_else(bad: str) -> None:
    with pytest.raises(Refused) as refusal:
        cleaning.address(bad)
    assert refusal.value.code == "bad_address"


def test_headers_keep_only_those_that_cannot_mislead() -> None:
    given = {
        "List-Id": "news\r\nBcc: x@people.example",
        "X-Kind": "plain",
        "Message-ID": "<other@people.example>",
        "Bcc": "x@people.example",
        "FROM": "x@people.example",
        "Bad: name": "x",
        "X-Wörld": "x",
        "X-Break\n": "x",
    }
    assert cleaning.headers(given) == {"List-Id": "news Bcc: x@people.example", "X-Kind": "plain"}
