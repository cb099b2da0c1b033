"""Words beside a place in one text: "women only leeds", "walks near Halifax", "HX1 1UJ choir". One query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from organisations.gazetteer import EVERYDAY_WORDS, Found, Postcode, resolve, resolve_any
from organisations.placenames import MAX_NAME, search_key
from organisations.postcodes import Typed, read
from organisations.reference.own_words import JOINTS, NOT_ALONE

LONGEST_PLACE, MOST_WORDS = 5, 14
_CLOSE_TO = ("close", "next")


@dataclass(frozen=True)
class Beside:
    """A text in two. `kept` is the text fit for links, with a whole postcode cut; `is_joined`: "near" or so led on."""

    words: str = field(repr=False)
    place: Found
    kept: str
    is_joined: bool


class _Span(NamedTuple):
    """Where a place may stand among the words: from, to, and from where the words before it end."""

    start: int
    end: int
    before: int

    @property
    def is_joined(self) -> bool:
        return self.before < self.start


def split(text: str) -> Beside | None:
    """Find a place at the start or the end of a text, or after "in" or "near"; the longest name counts.

    None when there is no place, or no word beside it. One query, none for a single word.
    """
    words = text.split()
    if not 1 < len(words) <= MOST_WORDS or len(text) > 2 * MAX_NAME:
        return None
    for span in _spans(words, longest=2):
        typed = read(" ".join(words[span.start : span.end]))
        if isinstance(typed, Typed):
            found = resolve(typed.shown, suggest=False)
            return _beside(words, span, found) if isinstance(found, Postcode) else None
    spans = [span for span in _spans(words, LONGEST_PLACE) if _may_be_place(words, span)]
    match = resolve_any([" ".join(words[span.start : span.end]) for span in spans])
    return _beside(words, spans[match[0]], match[1]) if match else None


def _spans(words: Sequence[str], longest: int) -> Iterator[_Span]:
    """Give where a place may stand: long before short, after a joint before alone, the end before the start."""
    count = len(words)
    keys = [search_key(word) for word in words]
    for length in range(min(longest, count - 1), 0, -1):
        spans = [_Span(start, start + length, _joint(keys, start)) for start in range(count - length, -1, -1)]
        spans = [span for span in spans if span.is_joined or span.start == 0 or span.end == count]
        rest = [span for span in spans if words[: span.before] or words[span.end :]]
        yield from sorted(rest, key=lambda span: not span.is_joined)


def _joint(keys: Sequence[str], start: int) -> int:
    """Tell where the words end that stand before a place: before its "near" or "close to"."""
    if start > 1 and keys[start - 1] == "to" and keys[start - 2] in _CLOSE_TO:
        return start - 2
    return start - 1 if start and keys[start - 1] in JOINTS else start


def _may_be_place(words: Sequence[str], span: _Span) -> bool:
    key = search_key(" ".join(words[span.start : span.end]))
    return span.is_joined or key not in EVERYDAY_WORDS | NOT_ALONE


def _beside(words: Sequence[str], span: _Span, place: Found) -> Beside:
    typed = [place.code] if isinstance(place, Postcode) else words[span.start : span.end]
    rest = [*words[: span.before], *words[span.end :]]
    return Beside(
        words=" ".join(rest).strip(" ,;."),
        place=place,
        kept=" ".join([*words[: span.start], *typed, *words[span.end :]]),
        is_joined=span.is_joined,
    )
