"""The shape of postcodes, however they are typed."""

import pytest
from django.core.exceptions import ValidationError

from organisations.placenames import search_key
from organisations.postcodes import CutShort, Typed, clean_postcode, read


@pytest.mark.parametrize(
    "text", ["LS1 3AB", "ls13ab", " Ls1  3aB ", "LS1-3AB", "l.s.1.3.a.b", "LS1\u00a03AB", "L S 1 3 A B"]
)
def test_a_whole_postcode_is_read_however_it_is_typed(text: str) -> None:
    assert read(text) == Typed(outcode="LS1", sector="LS1 3", whole="LS1 3AB")


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("M1 1AE", ["M1 1AE", "M1 1", "M1"]),
        ("m60 1nw", ["M60 1NW", "M60 1", "M60"]),
        ("CR2 6XH", ["CR2 6XH", "CR2 6", "CR2"]),
        ("dn551pt", ["DN55 1PT", "DN55 1", "DN55"]),
        ("w1a 0ax", ["W1A 0AX", "W1A 0", "W1A"]),
        ("ec1a1bb", ["EC1A 1BB", "EC1A 1", "EC1A"]),
        ("LS1 3", ["LS1 3", "LS1"]),
        ("w1a1", ["W1A 1", "W1A"]),
        ("ec1a 1", ["EC1A 1", "EC1A"]),
        ("LS13", ["LS13", "LS1 3"]),
        ("st64", ["ST64", "ST6 4"]),
        ("g1", ["G1"]),
        ("BT48", ["BT48", "BT4 8"]),
        ("SW1A", ["SW1A"]),
    ],
)
def test_candidates_go_from_the_most_to_the_least_precise(text: str, candidates: list[str]) -> None:
    typed = read(text)
    assert isinstance(typed, Typed)
    assert typed.candidates == candidates
    assert typed.shown == candidates[0]


@pytest.mark.parametrize("text", ["ST6 4Q", "st64q", "ST6 4q "])
def test_a_postcode_cut_short_says_what_it_needs(text: str) -> None:
    cut = read(text)
    assert isinstance(cut, CutShort)
    assert cut.advice == "“ST6 4Q” needs one more letter to be a whole postcode. Add it, or give only ST6 4."


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Leeds",
        "A",
        "AA",
        "999",
        "LS",
        "LS1 3AB9",
        "LS1 3CK",  # letters that never end a postcode
        "Q1 1AA",  # no area begins with Q
        "LS1\x003AB",
        "LS1 3AB\n",
        "LS1 ３AB",  # a digit of another alphabet
        "LS1;3AB",
        "<b>LS1</b>",
        "{{ LS1 }}",
        "LS1" + " " * 20 + "3AB",
        "1" * 10_000,
    ],
)
def test_anything_else_is_no_postcode(text: str) -> None:
    assert read(text) is None


def test_what_a_person_typed_is_not_shown_by_repr() -> None:
    assert "3AB" not in repr(read("LS1 3AB"))
    assert "4Q" not in repr(read("ST6 4Q"))


@pytest.mark.parametrize(
    ("text", "whole", "cleaned"),
    [
        ("", False, ""),
        ("  ", True, ""),
        ("ls13ab", True, "LS1 3AB"),
        ("ls13ab", False, "LS1 3AB"),
        ("ls1 3", False, "LS1 3"),
        ("ls1", False, "LS1"),
        ("je2 3ab", True, "JE2 3AB"),
    ],
)
def test_a_forms_postcode_is_brought_into_its_proper_form(text: str, whole: bool, cleaned: str) -> None:
    assert clean_postcode(text, whole=whole) == cleaned


@pytest.mark.parametrize(
    ("text", "whole", "code", "message"),
    [
        (
            "hello",
            False,
            "not_a_postcode",
            "This does not look like a postcode. Write it like LS1 4AP, or only its first half, LS1.",
        ),
        (
            "<script>" * 1000,
            False,
            "not_a_postcode",
            "This does not look like a postcode. Write it like LS1 4AP, or only its first half, LS1.",
        ),
        (
            "ST6 4Q",
            False,
            "cut_short",
            "“ST6 4Q” needs one more letter to be a whole postcode. Add it, or give only ST6 4.",
        ),
        ("ST6 4Q", True, "cut_short", "“ST6 4Q” needs one more letter to be a whole postcode, like LS1 4AP."),
        ("ST6 4", True, "not_whole", "“ST6 4” needs two more letters to be a whole postcode, like LS1 4AP."),
        (
            "ST6",
            True,
            "not_whole",
            "“ST6” is the first half of a postcode. Add the second half, like LS1 4AP.",
        ),
    ],
)
def test_a_forms_postcode_that_will_not_do_is_refused_in_words(text: str, whole: bool, code: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_postcode(text, whole=whole)
    assert (caught.value.code, caught.value.messages) == (code, [message])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Stoke-on-Trent", "stoke on trent"),
        ("King's Lynn", "kings lynn"),
        ("King\u2019s Lynn", "kings lynn"),
        ("St. Helens", "st helens"),
        ("Saint Helens", "st helens"),
        ("Ynys Môn", "ynys mon"),
        ("Dún Éideann", "dun eideann"),
        ("Pont-y-pŵl", "pont y pwl"),
        ("Dumfries & Galloway", "dumfries and galloway"),
        ("Strømnes", "stromnes"),
        ("  LEEDS  ", "leeds"),
        ("Bristol, City of", "bristol city of"),
        ("LE\x00EDS", "le eds"),
        ("%_\\'\"", ""),
        ("", ""),
        ("🙂", ""),
        ("北京", "北京"),
    ],
)
def test_spellings_of_one_name_share_a_key(name: str, key: str) -> None:
    assert search_key(name) == key


def test_a_key_is_its_own_key() -> None:
    for name in ("Saint-Hélier's", "Ærø", "Straße", "İstanbul", "ﬁne"):
        assert search_key(search_key(name)) == search_key(name)
