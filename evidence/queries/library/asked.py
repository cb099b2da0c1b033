"""What a visitor asked the library for, read from an address and written back into one. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from evidence.states import Confidence, EvidenceKind, HowFar, Kind
from organisations.queries.directory import Unreadable
from organisations.queries.directory.asked import MOST_VALUES, clean

__all__ = ["CHOICES", "GROUPS", "SORTS", "UNCOUNTED", "Asked", "Unreadable"]

CHOICES: Final = {"kind": Kind, "rests": EvidenceKind, "far": HowFar, "sure": Confidence}
GROUPS: Final = ("kind", "rests", "far", "sure", "domain", "criterion", "organisation", "year")
"""The filters; options of one group are joined by "or", groups by "and"."""
UNCOUNTED: Final = "criterion"
"""The filter that pages of criteria lead to. There are dozens: it is shown when it is on; domains are counted."""

SORTS: Final = ("relevance", "recent", "year", "title")
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_DECADE = re.compile(r"[12][0-9]{2}0")


@dataclass(frozen=True)
class Asked:
    """One search. The text is trimmed and short; values of filters have the shape of a name, once each."""

    q: str = ""
    kind: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()
    far: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    criterion: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        """Read an address. What makes no sense is left out, but a page number that is none raises Unreadable."""
        sort = query.get("sort", "")
        chosen = {group: _values(query, group) for group in GROUPS}
        for group, choices in CHOICES.items():
            chosen[group] = tuple(value for value in chosen[group] if value in choices.values)
        chosen["year"] = tuple(value for value in chosen["year"] if _DECADE.fullmatch(value))
        return cls(
            q=clean(query.get("q", "")),
            **chosen,
            sort=sort if sort in SORTS else "",
            page=_page(query),
        )

    def chosen(self, group: str) -> tuple[str, ...]:
        """Give what was chosen in a group of filters."""
        found: tuple[str, ...] = getattr(self, group)
        return found

    def choosing(self, group: str, values: Iterable[str]) -> "Asked":
        """Ask for other values of a group, from the first page."""
        return replace(self, **{group: tuple(values), "page": 1})  # type: ignore[arg-type]  # as above

    @property
    def is_plain(self) -> bool:
        """Tell whether this is the whole library, in its own order."""
        return replace(self, page=1) == Asked()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Give names and values as they stand in an address, in one order, without the page."""
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "page" or not value:
                continue
            pairs += [(field.name, each) for each in value] if isinstance(value, tuple) else [(field.name, value)]
        return pairs

    @property
    def querystring(self) -> str:
        """Write the search as it stands in an address, without the page."""
        return urlencode(self.pairs)

    def link(self, **changes: object) -> str:
        """Write the query string of this search with changes, from the first page."""
        changed = replace(self, page=1, **changes)  # type: ignore[arg-type]  # names and types of the fields above
        return f"?{changed.querystring}"

    def pairs_without(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Give what a form must carry along that asks for these names itself."""
        left_out = set(names)
        return [pair for pair in self.pairs if pair[0] not in left_out]


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    found = (value for value in query.getlist(name) if _KEY.fullmatch(value))
    return tuple(dict.fromkeys(found))[:MOST_VALUES]


def _page(query: QueryDict) -> int:
    text = clean(query.get("page", ""))
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= 6) or int(text) < 1:
        raise Unreadable
    return int(text)
