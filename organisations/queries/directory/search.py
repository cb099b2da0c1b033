"""Search the directory: at most six queries for any search and any number of results."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organisations.gazetteer import AreaRef, did_you_mean
from organisations.geodesy import Point
from organisations.queries.directory import words
from organisations.queries.directory.asked import GROUPS, IN_PERSON, ONLINE, PLEDGED, RECOGNISED, TAXONOMY_OF, Asked
from organisations.queries.directory.found import Answer, Facet, FacetGroup, Hit
from organisations.queries.directory.meaning import Meaning, place_links, understand
from organisations.queries.directory.said import name_words
from organisations.queries.directory.sql import BITS, facets, order_of, page, vocabulary
from organisations.standing import standings
from organisations.states import Stage, TaxonomyKind

PAGE_SIZE = 25
SHOWN_FIRST = 7
TAGS_SHOWN = 4


@dataclass(frozen=True)
class Vocabulary:
    """The words that entries use, by slug, in the order of their lists; and the areas that were asked for.

    `is_name` tells whether the words of the search all stand in the name of one organisation.
    """

    terms: Mapping[str, tuple[str, str]]
    areas: tuple[AreaRef, ...]
    is_name: bool = False

    def of(self, taxonomy: str) -> list[tuple[str, str]]:
        """List slug and name of one taxonomy."""
        return [(slug, name) for slug, (kind, name) in self.terms.items() if kind == taxonomy]

    def names(self, slugs: list[str], taxonomies: tuple[str, ...]) -> list[str]:
        """Name the terms of an entry, taxonomy by taxonomy."""
        chosen = set(slugs)
        return [name for kind in taxonomies for slug, name in self.of(kind) if slug in chosen]


def rows(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def read_vocabulary(asked: Asked) -> Vocabulary:
    """Read all terms, the areas with these codes of today or of before, and whether the words are a name."""
    terms: dict[str, tuple[str, str]] = {}
    areas: list[AreaRef] = []
    is_name = False
    statement, likes = vocabulary(() if asked.near else name_words(asked.q))
    for kind, slug, name, lineage, *_others in rows(statement, likes | {"codes": list(asked.area)}):
        if kind == "area":
            areas.append(AreaRef(slug, name, kind, tuple(lineage)))
        elif kind == "named":
            is_name = True
        else:
            terms[slug] = kind, name
    return Vocabulary(terms, tuple(areas), is_name)


def known_only(asked: Asked, vocabulary: Vocabulary) -> Asked:
    """Leave out filters that name nothing: an old link still shows a list."""
    known = {"area": tuple(area.code for area in vocabulary.areas)}
    for group, taxonomy in TAXONOMY_OF.items():
        slugs = {slug for slug, _name in vocabulary.of(taxonomy)}
        known["for_" if group == "for" else group] = tuple(slug for slug in asked.chosen(group) if slug in slugs)
    return replace(asked, **known)  # type: ignore[arg-type]  # all of these fields hold slugs


def interpret(asked: Asked) -> tuple[Vocabulary, Meaning]:
    """Read what a search may use, and find out what was meant."""
    found = read_vocabulary(asked)
    return found, understand(known_only(asked, found), found.areas, is_name=found.is_name)


def search(asked: Asked, *, now: datetime) -> Answer:
    """Answer a search. Raises EmptyPage (Django's) for a page that is not there."""
    vocabulary, meaning = interpret(asked)
    meaning, counts = _counted(meaning, localdate(now))
    paged = Paginator(range(counts.total), PAGE_SIZE).page(asked.page)
    hits = _hits(meaning, vocabulary, paged.start_index() - 1, now) if counts.total else ()
    if not counts.total and meaning.words and not meaning.meant and not meaning.is_cry:
        meaning = replace(meaning, meant=place_links(did_you_mean(meaning.words)))
    return Answer(
        asked=meaning.asked,
        total=counts.total,
        placed=counts.placed,
        close=counts.close,
        page=paged,
        hits=tuple(hits),
        order=meaning.order,
        orders=meaning.orders,
        groups=tuple(_groups(meaning.asked, vocabulary, counts)),
        chips=tuple(words.chips(meaning, vocabulary.terms)),
        heading=words.heading(meaning, counts.total, counts.placed, counts.close),
        title=words.title(meaning),
        point=meaning.point,
        notes=meaning.notes,
        meant=meaning.meant,
        tries=tuple(words.tries(meaning)) if not counts.total and not meaning.is_cry else (),
        is_cry=meaning.is_cry,
    )


def _counted(meaning: Meaning, today: date) -> tuple[Meaning, "Counts"]:
    """Count what has all words; where nothing has, not even without the filters, what has some of them."""
    counts = Counts(meaning, today)
    if counts.is_bare and (loosened := meaning.loosened):
        others = Counts(loosened, today)
        if others.total:
            return loosened, others
    return meaning, counts


class Counts:
    """How many results each option would give, and how many there are."""

    def __init__(self, meaning: Meaning, today: date) -> None:
        sift = meaning.sift(today)
        self._found: Counter[tuple[str, str, int]] = Counter()
        found = rows(facets(sift), sift.parameters)
        for value, fail, count, online, in_person, placed, close, recognised, pledged in found:
            if placed is None:
                self._found["term", value, fail] += count
                continue
            self._found["stage", value, fail] += count
            self._found["online", ONLINE, fail] += count if online else 0
            self._found["online", IN_PERSON, fail] += count if in_person else 0
            self._found["recognition", RECOGNISED, fail] += count if recognised else 0
            self._found["recognition", PLEDGED, fail] += count if pledged else 0
            self._found["all", "placed" if placed else "", fail] += count
            self._found["close", "", fail] += count if close else 0
        self.is_bare = not found
        self.close = self._found["close", "", 0]
        self.placed = self._found["all", "placed", 0]
        self.total = self.placed + self._found["all", "", 0]

    def of(self, group: str, value: str) -> int:
        """Count the results with this option alone in its group: hits that fail nothing, or this group only."""
        what = "term" if group in TAXONOMY_OF else group
        return sum(self._found[what, value, fail] for fail in (0, BITS[group]))


def _options(group: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    if group == "stage":
        return [(value, str(label)) for value, label in Stage.choices]
    if group == "online":
        return words.ways_to_meet()
    if group == "recognition":
        return words.standings()
    return vocabulary.of(TAXONOMY_OF[group])


def _groups(asked: Asked, vocabulary: Vocabulary, counts: Counts) -> Iterator[FacetGroup]:
    """Give the groups of check boxes; an option that would find nothing is left out, unless it is on."""
    for group in GROUPS:
        chosen = asked.chosen(group)
        options = [
            Facet(value, label, counts.of(group, value), value in chosen)
            for value, label in _options(group, vocabulary)
        ]
        shown = [option for option in options if option.count or option.is_chosen]
        if shown:
            # The ones that are on stay in sight; the rest keeps the order of its list.
            first = shown[:SHOWN_FIRST] if len(shown) > SHOWN_FIRST + 1 else shown
            more = [option for option in shown if option not in first]
            first += [option for option in more if option.is_chosen]
            yield FacetGroup(
                group, words.legend(group), tuple(first), tuple(each for each in more if not each.is_chosen)
            )


def _hits(meaning: Meaning, vocabulary: Vocabulary, offset: int, now: datetime) -> Iterator[Hit]:
    sift = meaning.sift(localdate(now))
    parameters = sift.parameters | {"limit": PAGE_SIZE, "offset": offset}
    for number, row in enumerate(rows(page(sift, meaning.order), parameters), start=offset + 1):
        slug, name, summary, slugs, confirmed_at, online, miles, *standing, town, area, code, hidden, lat, lon = row
        yield Hit(
            slug=slug,
            name=name,
            summary=summary,
            tags=_tags(vocabulary, slugs, online),
            confirmed_at=confirmed_at,
            meets_online=online,
            miles=miles,
            town=town or "",
            area_name=area or "",
            area_code=code or "",
            is_confidential=bool(hidden),
            point=Point(lat, lon) if lat is not None else None,
            number=number if lat is not None else 0,
            standings=standings(*standing, today=sift.today),
            now=now,
        )


def _tags(vocabulary: Vocabulary, slugs: list[str], online: bool) -> tuple[str, ...]:
    names = vocabulary.names(slugs, (TaxonomyKind.ACTIVITY, TaxonomyKind.AUDIENCE))[:TAGS_SHOWN]
    return (*names, _("Online")) if online and "online-meetings" not in slugs else tuple(names)


def listed_order(asked: Asked, *, now: datetime) -> tuple[Meaning, list[tuple[UUID, float | None]]]:
    """Give the ids and distances of all results of a search in their order, for exports and feeds.

    Three or four queries, and two more when nothing has all words.
    """
    _vocabulary, meaning = interpret(asked)
    sift = meaning.sift(localdate(now))
    found = rows(order_of(sift, meaning.order), sift.parameters)
    if not found and meaning.loosened:
        meaning, _counts = _counted(meaning, localdate(now))
        sift = meaning.sift(localdate(now))
        found = rows(order_of(sift, meaning.order), sift.parameters)
    return meaning, [(organisation_id, miles) for organisation_id, miles in found]
