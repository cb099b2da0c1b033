"""Search the library: at most seven queries for any search, and the same for any number of results."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator

from evidence.citations.words import short_names, source
from evidence.models import Item
from evidence.queries.criteria import Known, known_criteria
from evidence.queries.library import words
from evidence.queries.library.asked import CHOICES, GROUPS, UNCOUNTED, Asked
from evidence.queries.library.found import Answer, Hit, Sure
from evidence.queries.library.sql import (
    BITS,
    ORGANISATIONS,
    PAGE_OF_IDS,
    Sift,
    facets,
    is_ranked,
    near,
    order_of,
    page,
)
from evidence.states import EvidenceKind, HowFar, Kind, Notice
from organisations.queries.directory.found import Facet, FacetGroup
from organisations.queries.directory.search import rows

PAGE_SIZE = 25
SHOWN_FIRST = {"organisation": 5, "year": 3}
MOST_SHOWN = 40
NOBODY = UUID(int=0)
"""Stands for an organisation that is not listed: a filter by it finds nothing."""


@dataclass(frozen=True)
class Vocabulary:
    """The names of what can be chosen: criteria, and organisations by slug."""

    criteria: Mapping[str, Known]
    organisations: Mapping[str, tuple[UUID, str]]

    def name(self, group: str, value: str) -> str:
        """Name an option, "" for one that is not known."""
        if group == "domain":
            return next((each.domain_title for each in self.criteria.values() if each.domain_key == value), "")
        if group == "criterion":
            known = self.criteria.get(value)
            return f"{known.code} {known.title}" if known else ""
        if group == "organisation":
            return self.organisations.get(value, (NOBODY, ""))[1]
        return words.plain_name(group, value)


def organisations_by_slug(*, ids: Sequence[str] = (), slugs: Sequence[str] = ()) -> dict[str, tuple[UUID, str]]:
    """Read listed organisations by id or slug."""
    found = rows(ORGANISATIONS, {"ids": list(ids), "slugs": list(slugs)})
    return {slug: (organisation_id, name) for organisation_id, slug, name in found}


def understand(asked: Asked) -> tuple[Asked, Sift, Vocabulary]:
    """Leave out filters that name nothing, so that an old link still shows a list: one or two queries."""
    slugs = asked.organisation
    vocabulary = Vocabulary(known_criteria(), organisations_by_slug(slugs=slugs) if slugs else {})
    for group in GROUPS:
        asked = asked.choosing(group, (v for v in asked.chosen(group) if vocabulary.name(group, v)))
    chosen: dict[str, tuple[Any, ...]] = {group: asked.chosen(group) for group in GROUPS}
    chosen["organisation"] = tuple(vocabulary.organisations[slug][0] for slug in asked.organisation)
    chosen["year"] = tuple(int(decade) for decade in asked.year)
    return asked, Sift(asked.q, chosen), vocabulary


def orders(asked: Asked) -> tuple[str, ...]:
    """List the orders that make sense here, the usual one first."""
    return ("relevance", "recent", "year", "title") if asked.q else ("recent", "year", "title")


def order(asked: Asked) -> str:
    """Give the order of the list."""
    return asked.sort if asked.sort in orders(asked) else orders(asked)[0]


class Counts:
    """How many results each option would give, and how many there are with and without the filters.

    Of a search for words `first` holds the ids of the page that was asked for, in their order but unranked.
    """

    def __init__(self, sift: Sift, order: str = "", window: Mapping[str, int] = MappingProxyType({})) -> None:
        self._found: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
        self.total = self.unfiltered = 0
        first = []
        # Without words, counting reads an index alone, and so does the order: together they would read every item.
        for group, value, fail, count in rows(facets(sift, order if sift.words else ""), {**sift.parameters, **window}):
            if group == "page":
                first.append((count, value))
            elif group == "all":
                self.unfiltered = count
            elif fail in (0, BITS[group]):  # hits that fail nothing, or this group only
                self._found[group][value or ""] += count
                self.total += count if group == "kind" and not fail else 0
        self.first = [item_id for _place, item_id in sorted(first)]

    def of(self, group: str, value: str) -> int:
        """Count the results with this option alone in its group."""
        return self._found[group][value]

    def values(self, group: str) -> list[str]:
        """List the values of a group that have results, the most first."""
        found = self._found[group]
        return sorted((value for value in found if value), key=lambda value: (-found[value], value))


def _count(sift: Sift, order: str = "", window: Mapping[str, int] = MappingProxyType({})) -> tuple[Sift, Counts]:
    """Count the hits; where no item has all the words, those that have something like them: one query, or three."""
    counts = Counts(sift, order, window)
    if counts.unfiltered or not sift.alike:
        return sift, counts
    close = tuple(item_id for (item_id,) in rows(near(sift), sift.parameters))
    return (replace(sift, near=close), Counts(replace(sift, near=close))) if close else (sift, counts)


def search(asked: Asked) -> Answer:
    """Answer a search. Raises EmptyPage (Django's) for a page that is not there."""
    number = asked.page
    asked, sift, vocabulary = understand(asked)
    sorted_by, window = order(asked), {"limit": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
    sift, counts = _count(sift, sorted_by, window)
    paged = Paginator(range(counts.total), PAGE_SIZE).page(number)
    if counts.first and not is_ranked(sorted_by, counts.total):
        found = rows(PAGE_OF_IDS, {"ids": counts.first})
    else:
        found = rows(page(sift, sorted_by, counts.total), sift.parameters | window) if counts.total else []
    asked = replace(asked, page=number)
    return Answer(
        asked=asked,
        total=counts.total,
        page=paged,
        hits=tuple(_hit(row) for row in found),
        order=sorted_by,
        orders=orders(asked),
        groups=tuple(_groups(asked, vocabulary, counts)),
        chips=tuple(words.chips(asked, vocabulary.name)),
        heading=words.heading(asked, counts.total),
        title=words.title(asked),
        is_alike=bool(sift.near),
        tries=tuple(words.tries(asked)) if not counts.total else (),
    )


def _options(group: str, vocabulary: Vocabulary, counts: Counts) -> list[tuple[str, str, int]]:
    """Give value, name and count of every option of a group, in the order of the page."""
    if group == "domain":
        values = list(dict.fromkeys(each.domain_key for each in vocabulary.criteria.values()))
    elif group == "year":
        values = sorted(counts.values(group), reverse=True)
    else:
        values = list(CHOICES[group].values)
    return [(value, vocabulary.name(group, value), counts.of(group, value)) for value in values]


def _organisations(asked: Asked, vocabulary: Vocabulary, counts: Counts) -> list[tuple[str, str, int]]:
    """Give the organisations that most of the results speak of, and those that were asked for: one query."""
    ids = counts.values("organisation")[:MOST_SHOWN]
    known = {**vocabulary.organisations, **(organisations_by_slug(ids=ids) if ids else {})}
    found = [(slug, name, counts.of("organisation", str(each))) for slug, (each, name) in known.items()]
    return sorted(found, key=lambda option: (option[0] not in asked.organisation, -option[2], option[1]))


def _groups(asked: Asked, vocabulary: Vocabulary, counts: Counts) -> Iterator[FacetGroup]:
    """Give the groups of check boxes; an option that would find nothing is left out, unless it is on."""
    for group in (each for each in GROUPS if each != UNCOUNTED):
        found = (
            _organisations(asked, vocabulary, counts)
            if group == "organisation"
            else _options(group, vocabulary, counts)
        )
        chosen = asked.chosen(group)
        shown = [Facet(value, name, count, value in chosen) for value, name, count in found if count or value in chosen]
        most = SHOWN_FIRST.get(group, 9)
        first = shown[:most] if len(shown) > most + 1 else shown
        more = [option for option in shown if option not in first]
        first += [option for option in more if option.is_chosen]
        if shown:
            rest = tuple(option for option in more if not option.is_chosen)
            yield FacetGroup(group, words.legend(group), tuple(first), rest)


def _hit(row: tuple[Any, ...]) -> Hit:
    slug, kind, title, summary, cannot_tell, rests, far, sure, notice, year, citation, owner, place = row
    citation = json.loads(citation) if isinstance(citation, str) else citation or {}  # a plain cursor gives text
    is_practice = kind == Kind.PRACTICE
    who = (owner, place) if is_practice else (short_names(citation), source(citation))
    return Hit(
        slug=slug,
        title=title,
        is_practice=is_practice,
        kind=str(Kind(kind).label),
        where=", ".join(str(part) for part in (*who, year) if part),
        summary=summary,
        cannot_tell=cannot_tell.partition("\n\n")[0],  # a list shows the first paragraph
        rests_on=str(EvidenceKind(rests).label) if rests else "",
        how_far=str(HowFar(far).label) if far else "",
        sure=Sure.of(sure),
        notice=str(Notice(notice).label) if notice else "",
    )


def hits_of(statement: str, parameters: Mapping[str, Any]) -> list[Hit]:
    """Run a statement that gives the columns of a hit."""
    return [_hit(row) for row in rows(statement, dict(parameters))]


_COLUMNS = (
    *("slug", "kind", "title", "summary", "cannot_tell", "evidence_kind", "how_far", "confidence", "notice"),
    *("year", "citation"),
)


def as_hits(items: Iterable[Item]) -> list[Hit]:
    """Show items, read with their owners, as a search does."""
    owners = ((item, item.organisation) for item in items)
    return [
        _hit((*(getattr(item, name) for name in _COLUMNS), owner and owner.name, owner and owner.base_place))
        for item, owner in owners
    ]


def found_order(asked: Asked, *, most: int) -> tuple[Asked, list[UUID]]:
    """Give the ids of the results of a search in their order, for exports and feeds: three to six queries."""
    asked, sift, _vocabulary = understand(asked)
    sift, counts = _count(sift)
    found = rows(order_of(sift, order(asked), counts.total), sift.parameters | {"limit": most, "offset": 0})
    return asked, [item_id for item_id, _relevance in found]
