"""A search as an address says it: what each list that visitors search has in common. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

LONGEST_TEXT = 200
MOST_VALUES = 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")


class Unreadable(ValueError):
    """The page number is none: there is no such page."""


@dataclass(frozen=True)
class Search:
    """One search. A group of filters is a field of values; a name that Python keeps for itself ends in `_` here."""

    page: int = field(default=1, kw_only=True)

    def chosen(self, group: str) -> tuple[str, ...]:
        """Give what was chosen in a group of filters."""
        found: tuple[str, ...] = getattr(self, self._field(group))
        return found

    def choosing(self, group: str, values: Iterable[str]) -> Self:
        """Ask for other values of a group, from the first page."""
        return replace(self, **{self._field(group): tuple(values), "page": 1})  # type: ignore[arg-type]

    def _field(self, group: str) -> str:
        return group if hasattr(self, group) else f"{group}_"

    @property
    def is_plain(self) -> bool:
        """Tell whether this is the whole list, in its own order."""
        return replace(self, page=1) == type(self)()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Give names and values as they stand in an address, in one order, without the page."""
        pairs: list[tuple[str, str]] = []
        for each in fields(self):
            value = getattr(self, each.name)
            name = each.name.rstrip("_")
            if name == "page" or not value:
                continue
            pairs += [(name, one) for one in value] if isinstance(value, tuple) else [(name, str(value))]
        return pairs

    @property
    def querystring(self) -> str:
        """Write the search as it stands in an address, without the page."""
        return urlencode(self.pairs)

    def link(self, **changes: object) -> str:
        """Write the query string of this search with changes, from the first page."""
        changed = replace(self, page=1, **changes)  # names and types of the fields
        return f"?{changed.querystring}"

    def pairs_without(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Give what a form must carry along that asks for these names itself."""
        left_out = set(names)
        return [pair for pair in self.pairs if pair[0] not in left_out]


def clean(text: str) -> str:
    """Take out what no database and no reader wants, trim, and cut at `LONGEST_TEXT`."""
    return " ".join(_CONTROL.sub(" ", text[: LONGEST_TEXT * 2]).split())[:LONGEST_TEXT].strip()


def text_in(query: QueryDict, name: str) -> str:
    """Read a text."""
    value = query.get(name)
    return clean(value) if isinstance(value, str) else ""


def values_in(query: QueryDict, name: str, shape: re.Pattern[str]) -> tuple[str, ...]:
    """Read values that have a shape, once each, `MOST_VALUES` at most."""
    found = (value for value in query.getlist(name) if shape.fullmatch(value))
    return tuple(dict.fromkeys(found))[:MOST_VALUES]


def is_number(text: str) -> bool:
    """Tell whether a text is a whole number of up to six digits."""
    return text.isascii() and text.isdigit() and len(text) <= 6


def page_in(query: QueryDict) -> int:
    """Read the number of the page; raise Unreadable where there can be no such page."""
    text = text_in(query, "page")
    if not text:
        return 1
    if not is_number(text) or int(text) < 1:
        raise Unreadable
    return int(text)
