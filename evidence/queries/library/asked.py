"""What a visitor asked the library for, read from an address and written back into one. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from evidence.states import Confidence, EvidenceKind, HowFar, Kind
from organisations.queries.searching import Search, clean, page_in, values_in

CHOICES: Final = {"kind": Kind, "rests": EvidenceKind, "far": HowFar, "sure": Confidence}
GROUPS: Final = ("kind", "rests", "far", "sure", "domain", "criterion", "organisation", "year")
"""The filters; options of one group are joined by "or", groups by "and"."""
UNCOUNTED: Final = "criterion"
"""The filter that pages of criteria lead to. There are dozens: it is shown when it is on; domains are counted."""

SORTS: Final = ("relevance", "recent", "year", "title")
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_DECADE = re.compile(r"[12][0-9]{2}0")


@dataclass(frozen=True)
class Asked(Search):
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

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        """Read an address. What makes no sense is left out, but a page number that is none raises Unreadable."""
        sort = query.get("sort", "")
        chosen = {group: values_in(query, group, _KEY) for group in GROUPS}
        for group, choices in CHOICES.items():
            chosen[group] = tuple(value for value in chosen[group] if value in choices.values)
        chosen["year"] = tuple(value for value in chosen["year"] if _DECADE.fullmatch(value))
        return cls(
            q=clean(query.get("q", "")),
            **chosen,
            sort=sort if sort in SORTS else "",
            page=page_in(query),
        )
