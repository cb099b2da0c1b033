"""What a visitor asked the directory for, read from an address and written back into one. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from organisations.queries.searching import Search, is_number, page_in, text_in, values_in
from organisations.states import Stage, TaxonomyKind

FARTHEST = 1000
DISTANCES: Final = (5, 10, 30, 60)
"""Miles that the page offers; an address may ask for any whole number up to `FARTHEST`."""
CLOSE: Final = 30
"""Miles that count as near where no distance was asked for."""

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
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Asked(Search):
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

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        """Read an address. What makes no sense is left out, but a page number that is none raises Unreadable."""
        within = text_in(query, "within")
        sort = text_in(query, "sort")
        return cls(
            q=text_in(query, "q"),
            near=text_in(query, "near"),
            within=int(within) if is_number(within) and 0 < int(within) <= FARTHEST else None,
            area=values_in(query, "area", _SLUG),
            activity=values_in(query, "activity", _SLUG),
            for_=values_in(query, "for", _SLUG),
            kind=values_in(query, "kind", _SLUG),
            stage=_known(values_in(query, "stage", _SLUG), Stage.values),
            recognition=_known(values_in(query, "recognition", _SLUG), (RECOGNISED, PLEDGED)),
            online=_known(values_in(query, "online", _SLUG), (ONLINE, IN_PERSON)),
            sort=sort if sort in SORTS else "",
            page=page_in(query),
        )


def _known(values: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    allowed = set(known)
    return tuple(value for value in values if value in allowed)
