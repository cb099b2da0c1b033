"""The statements behind a search of the library. Values go in as parameters alone; what is joined are our own words.

Why by hand: as in the directory, the counts of one group of filters leave that group's own choice out, and one pass
over the hits with a bit for each group that a hit fails costs a part of a query for each group.
"""

# ruff: noqa: S608  # every value is a parameter; what is joined are words of this file

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from evidence.queries.library.asked import GROUPS

RANKED_UP_TO = 1000
"""Reading the documents of more hits than this to rank them costs more than the order is worth."""
SHORTEST_ALIKE, MOST_ALIKE = 4, 5
"""Words of fewer letters are like too many others; of more than some words the first ones are compared."""
NEAR_ENOUGH = 150
"""Items with words that are nearly those asked for: comparing letters is slow, and nobody reads more of them."""

BITS = {group: 1 << place for place, group in enumerate(GROUPS)}
_SINGLE = ", ".join(map(str, (0, *BITS.values())))

_HAS_WORDS = "i.search_document @@ websearch_to_tsquery('lero', %(words)s)"
_DECADE = "(i.year / 10 * 10)"
_RULES = {
    "kind": "i.kind = ANY(%(kind)s::varchar[])",
    "rests": "i.evidence_kind = ANY(%(rests)s::varchar[])",
    "far": "i.how_far = ANY(%(far)s::varchar[])",
    "sure": "i.confidence = ANY(%(sure)s::varchar[])",
    "domain": "i.domains && %(domain)s::varchar[]",
    "criterion": "i.criteria && %(criterion)s::varchar[]",
    "organisation": "i.about && %(organisation)s::uuid[]",
    "year": f"coalesce({_DECADE} = ANY(%(year)s::int[]), false)",
}
_ONE = {"kind": "kind", "rests": "evidence_kind", "far": "how_far", "sure": "confidence", "year": "decade"}
"""Groups of which an item has one value, and their columns."""

_ORDERS = {
    "relevance": "relevance DESC, i.search_words, i.id",
    "recent": "i.published_at DESC, i.year DESC NULLS LAST, i.search_words, i.id",
    "year": "i.year DESC NULLS LAST, i.search_words, i.id",
    "title": "i.search_words, i.id",
}

_TO_ORDER = ", i.id, i.search_words, i.published_at, i.year"
"""What the orders need of a hit."""


@dataclass(frozen=True)
class Sift:
    """What a search keeps: words, and the chosen values of each group.

    `near` is set when no item has all the words: the ids of those that have something like them, the nearest first.
    """

    words: str = ""
    chosen: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    near: tuple[UUID, ...] = ()

    @property
    def alike(self) -> list[str]:
        """Give the words that are worth comparing letter by letter; what stands in quotes is meant as it stands."""
        if '"' in self.words:
            return []
        words = re.findall(r"[^\W_]+", self.words)
        return [word for word in words if len(word) >= SHORTEST_ALIKE][:MOST_ALIKE]

    @property
    def parameters(self) -> dict[str, Any]:
        """Give the values of all named parameters."""
        # A hyphen would ask for a phrase, which means reading every document, or for the absence of a word.
        values: dict[str, Any] = {"words": self.words.replace("-", " "), "near": list(self.near)}
        values |= {group: list(chosen) for group, chosen in self.chosen.items()}
        return values | {f"alike{number}": word for number, word in enumerate(self.alike)}

    @property
    def conditions(self) -> dict[str, str]:
        """Give the rule of each group in which something was chosen."""
        return {group: _RULES[group] for group in GROUPS if self.chosen.get(group)}

    @property
    def found(self) -> str:
        """Write what a published item must have before the filters of `GROUPS` are asked."""
        if self.near:
            return "i.state = 'published' AND i.id = ANY(%(near)s::uuid[])"
        return f"i.state = 'published' AND {_HAS_WORDS}" if self.words else "i.state = 'published'"


def near(sift: Sift) -> str:
    """Write the statement that finds items by words with a mistake: each is nearly one of the title, people, owners.

    Items of equal likeness stand newest first. Their day is also what keeps PostgreSQL to `item_words_trgm`: with
    nothing to read but words it would go through all of them in order, and compare each letter by letter.
    """
    number = range(len(sift.alike))
    rules = " AND ".join(f"i.search_words %%> lower(f_unaccent(%(alike{n})s))" for n in number)
    likeness = " + ".join(f"word_similarity(lower(f_unaccent(%(alike{n})s)), nearby.search_words)" for n in number)
    return f"""
SELECT id FROM (
    SELECT i.id, i.search_words, i.published_at FROM evidence_item AS i
    WHERE i.state = 'published' AND {rules} LIMIT {NEAR_ENOUGH}
) AS nearby ORDER BY {likeness} DESC, published_at DESC, id
"""


def facets(sift: Sift, order: str = "") -> str:
    """Count all options: rows of (group, value, bit of the group that fails, count).

    A hit that fails no group counts for all, one that fails a single group only for the options of that group. The
    row of "all" counts what there is before the filters. With an order, rows of ("page", id, 0, place) give one page
    of the hits too, unranked: finding ten thousand hits once costs half of finding them twice.
    """
    fail = " + ".join(f"CASE WHEN {rule} THEN 0 ELSE {BITS[group]} END" for group, rule in sift.conditions.items())
    kept = f"fail IN ({_SINGLE})" if fail else "true"
    columns = ", ".join(_ONE.values())
    which = f"CASE grouping({columns})"
    # A bit of `grouping` is off for the column that a row is about; the last column has the first bit.
    masks = {group: 2 ** len(_ONE) - 1 - (1 << place) for place, group in enumerate(reversed(_ONE))}
    name = [f"WHEN {mask} THEN '{group}'" for group, mask in masks.items()]
    value = [f"WHEN {mask} THEN {_ONE[group]}::text" for group, mask in masks.items()]
    sets = ", ".join(f"({column}, fail)" for column in _ONE.values())
    return f"""
WITH hits AS MATERIALIZED (
    SELECT i.kind, i.evidence_kind, i.how_far, i.confidence, {_DECADE} AS decade, i.domains, i.about,
           {fail or "0"} AS fail{_TO_ORDER if order else ""}
    FROM evidence_item AS i WHERE {sift.found}
)
SELECT {which} {" ".join(name)} END, {which} {" ".join(value)} END, fail, sum(n)::bigint
FROM (SELECT {columns}, fail, count(*) AS n FROM hits WHERE {kept} GROUP BY {columns}, fail) AS alike
GROUP BY GROUPING SETS ({sets})
UNION ALL
SELECT 'domain', each, fail, sum(n)::bigint
FROM (SELECT domains, fail, count(*) AS n FROM hits WHERE {kept} AND domains <> '{{}}' GROUP BY domains, fail) AS alike,
    unnest(domains) AS each GROUP BY each, fail
UNION ALL
SELECT 'organisation', each::text, fail, sum(n)::bigint
FROM (SELECT about, fail, count(*) AS n FROM hits WHERE {kept} AND about <> '{{}}' GROUP BY about, fail) AS alike,
    unnest(about) AS each GROUP BY each, fail
UNION ALL
SELECT 'all', '', 0, count(*) FROM hits
{_first(sift, order) if order else ""}"""


def _first(sift: Sift, order: str) -> str:
    relevance = _relevance(sift, RANKED_UP_TO + 1) if order == "relevance" else "0"
    return f"""UNION ALL
SELECT 'page', id::text, 0, row_number() OVER () FROM (
    SELECT i.id, {relevance} AS relevance FROM hits AS i WHERE fail = 0
    ORDER BY {_ORDERS[order]} LIMIT %(limit)s OFFSET %(offset)s
) AS first
"""


def is_ranked(order: str, total: int) -> bool:
    """Tell whether the documents of the hits are read to put them in order."""
    return order == "relevance" and total <= RANKED_UP_TO


def _relevance(sift: Sift, total: int) -> str:
    if sift.near:
        return "-array_position(%(near)s::uuid[], i.id)"
    if not sift.words:
        return "0"
    in_title = "(strpos(i.search_words, lower(f_unaccent(%(words)s))) > 0)::int"
    rank = "ts_rank(i.search_document, websearch_to_tsquery('lero', %(words)s))"
    return f"{in_title} + {rank}" if is_ranked("relevance", total) else in_title


def order_of(sift: Sift, order: str, total: int) -> str:
    """Write the statement that gives the ids of all hits, in order; `total` decides whether ranking is worth it."""
    rules = " AND ".join([sift.found, *sift.conditions.values()])
    relevance = _relevance(sift, total) if order == "relevance" else "0"
    return f"""SELECT i.id, {relevance} AS relevance FROM evidence_item AS i
    WHERE {rules} ORDER BY {_ORDERS[order]} LIMIT %(limit)s OFFSET %(offset)s"""


_SHOWN = """i.slug, i.kind, i.title, i.summary, i.cannot_tell, i.evidence_kind, i.how_far, i.confidence, i.notice,
       i.year, i.citation, o.name, o.base_place"""


def page(sift: Sift, order: str, total: int) -> str:
    """Write the statement that gives one page of results."""
    order_by = re.sub(r"\brelevance\b", "page.relevance", _ORDERS[order])
    return f"""
WITH page AS MATERIALIZED ({order_of(sift, order, total)})
SELECT {_SHOWN}
FROM page JOIN evidence_item AS i ON i.id = page.id
LEFT JOIN organisations_organisation AS o ON o.id = i.organisation_id
ORDER BY {order_by}
"""


PAGE_OF_IDS = f"""
SELECT {_SHOWN}
FROM evidence_item AS i LEFT JOIN organisations_organisation AS o ON o.id = i.organisation_id
WHERE i.id = ANY(%(ids)s::uuid[]) ORDER BY array_position(%(ids)s::uuid[], i.id)
"""
"""One page of results whose ids are known already, in their order."""


OF_OTHERS = f"""
WITH page AS MATERIALIZED (
    SELECT i.id FROM evidence_item AS i
    WHERE i.state = 'published' AND i.criteria @> ARRAY[%(criterion)s]::varchar[]
        AND i.organisation_id IS DISTINCT FROM %(organisation)s::uuid
    ORDER BY i.kind, i.published_at DESC, i.id LIMIT %(limit)s
)
SELECT {_SHOWN}
FROM page JOIN evidence_item AS i ON i.id = page.id
LEFT JOIN organisations_organisation AS o ON o.id = i.organisation_id
ORDER BY i.kind, i.published_at DESC, i.id
"""
"""What speaks to a criterion and is not shared by one organisation: practice first (by its name), then newest."""

ORGANISATIONS = """
SELECT id, slug, name FROM organisations_organisation
WHERE state = 'listed' AND (id = ANY(%(ids)s::uuid[]) OR slug = ANY(%(slugs)s::varchar[]))
"""
"""The organisations that were asked for, or that the counts name."""
