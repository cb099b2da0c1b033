"""What a visitor asked the directory for, read from an address and written back into one. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from organisations.states import Stage, TaxonomyKind

LONGEST_TEXT = 200
MOST_VALUES = 20
FARTHEST = 1000
DISTANCES: Final = (5, 10, 30, 60)
"""Miles that the page offers; an address may ask for any whole number up to `FARTHEST`."""

TAXONOMY_OF: Final = {
    "activity": TaxonomyKind.ACTIVITY,
    "for": TaxonomyKind.AUDIENCE,
    "kind": TaxonomyKind.KIND,
}
GROUPS: Final = ("activity", "for", "kind", "stage", "recognition", "online")
"""The filters that are counted; options of one group are joined by "or", groups by "and"."""

IN_PERSON, ONLINE = "no", "yes"
RECOGNISED, PLEDGED = "recognised", "pledged"
SORTS: Final = ("nearest", "relevance", "name", "recent")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,40}")


class Unreadable(ValueError):
    """The page number is none: there is no such page."""


@dataclass(frozen=True)
class Asked:
    """One search. Texts are trimmed and short; values of filters have the shape of a slug, once each."""

    q: str = ""
    near: str = ""
    within: int | None = None
    area: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    for_: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    recognition: tuple[str, ...] = ()
    online: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        """Read an address. What makes no sense is left out, but a page number that is none raises Unreadable."""
        within = _text(query, "within")
        sort = _text(query, "sort")
        return cls(
            q=_text(query, "q"),
            near=_text(query, "near"),
            within=int(within) if _is_number(within) and 0 < int(within) <= FARTHEST else None,
            area=_values(query, "area"),
            activity=_values(query, "activity"),
            for_=_values(query, "for"),
            kind=_values(query, "kind"),
            stage=_known(_values(query, "stage"), Stage.values),
            recognition=_known(_values(query, "recognition"), (RECOGNISED, PLEDGED)),
            online=_known(_values(query, "online"), (ONLINE, IN_PERSON)),
            sort=sort if sort in SORTS else "",
            page=_page(query),
        )

    def chosen(self, group: str) -> tuple[str, ...]:
        """Give what was chosen in a group of filters."""
        found: tuple[str, ...] = getattr(self, "for_" if group == "for" else group)
        return found

    def choosing(self, group: str, values: Iterable[str]) -> "Asked":
        """Ask for other values of a group, from the first page."""
        return replace(self, **{"for_" if group == "for" else group: tuple(values), "page": 1})  # type: ignore[arg-type]

    @property
    def is_plain(self) -> bool:
        """Tell whether this is the whole directory, in its own order."""
        return replace(self, page=1) == Asked()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Give names and values as they stand in an address, in one order, without the page."""
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            name = field.name.rstrip("_")
            if name == "page" or not value:
                continue
            pairs += [(name, each) for each in value] if isinstance(value, tuple) else [(name, str(value))]
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


def clean(text: str) -> str:
    """Take out what no database and no reader wants, trim, and cut at `LONGEST_TEXT`."""
    return " ".join(_CONTROL.sub(" ", text[: LONGEST_TEXT * 2]).split())[:LONGEST_TEXT].strip()


def _text(query: QueryDict, name: str) -> str:
    value = query.get(name)
    return clean(value) if isinstance(value, str) else ""


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    found = (value for value in query.getlist(name) if _SLUG.fullmatch(value))
    return tuple(dict.fromkeys(found))[:MOST_VALUES]


def _known(values: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    allowed = set(known)
    return tuple(value for value in values if value in allowed)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _page(query: QueryDict) -> int:
    text = _text(query, "page")
    if not text:
        return 1
    if not _is_number(text) or int(text) < 1:
        raise Unreadable
    return int(text)
