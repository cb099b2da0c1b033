"""The statements behind a search. Values go in as parameters alone; what is joined here are our own words.

Why by hand: the counts of one group of filters leave that group's own choice out, and one pass over the hits with
a bit for each group that a hit fails costs a fifth of a query for each group.
"""

# ruff: noqa: S608  # every value is a parameter; what is joined are words of this file

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from organisations.geodesy import EARTH_RADIUS_MILES, Point, box_around
from organisations.queries.directory.asked import CLOSE, GROUPS, IN_PERSON, ONLINE, PLEDGED, RECOGNISED
from organisations.queries.directory.said import spelt_out

RANKED_UP_TO = 1000
"""Reading the documents of more hits than this to rank them costs more than the order is worth."""
ALIKE_BESIDE_HITS, ALIKE_IN_WORDS, ALIKE_IN_A_WORD = 0.7, 0.6, 0.45
"""How alike a name must be: to stand beside entries that have the words; alone, to several words; alone, to one.

Measured on typing mistakes: one in "calder stps" or "govn plot" leaves 0.62 to 0.83, one in "pekham" 0.5, while
"foula choir" is 0.5 to every choir.
"""
ALIKE_LOOSELY, EACH_ALIKE = 0.4, 0.25
"""Two mistakes, as in "caler seps", leave 0.4 to 0.6: that is enough when each single word is like the name as well,
which "foula" is to no choir. Of names with two mistakes nine in ten are found instead of six (slips made by chance in
the names of the demonstration). The first is the threshold of the index, too (settings).
"""
SHORTEST_ALIKE, SHORTEST_OF_SEVERAL = 4, 3
"""Fewer letters are like too many names; a word beside others may have fewer, and below that is not asked about."""

BITS = {group: 1 << place for place, group in enumerate(GROUPS)}
COUNTED = (0, *BITS.values())

_STANDINGS = {
    RECOGNISED: "coalesce(%(today)s BETWEEN o.recognised_from AND o.recognised_until, false)",
    PLEDGED: "o.pledged_at IS NOT NULL",
}

_HAS_WORDS = "o.search_document @@ websearch_to_tsquery('lero', %(query)s)"
_LIKENESS = "word_similarity(lower(f_unaccent(%(words)s)), o.search_name)"
_EACH_WORD_IS_ALIKE = f"""NOT EXISTS (
    SELECT FROM unnest(string_to_array(lower(f_unaccent(%(words)s)), ' ')) AS word
    WHERE length(word) >= {SHORTEST_OF_SEVERAL} AND word_similarity(word, o.search_name) < {EACH_ALIKE}
)"""

# Names with a typing mistake, by trigrams, beside the entries that have all the words. With such entries only a name
# that is nearly the same joins them: "hiking" finds walks, not Viking Lane.
_IS_ALIKE = f"""o.search_name %%> lower(f_unaccent(%(words)s)) AND NOT ({_HAS_WORDS})
    AND CASE
        WHEN EXISTS (SELECT FROM exact) THEN {_LIKENESS} >= {ALIKE_BESIDE_HITS}
        ELSE {_LIKENESS} >= %(alike)s OR {_LIKENESS} >= %(loosely)s AND {_EACH_WORD_IS_ALIKE} END"""

# Materialised, so that it is planned for all rows: an EXISTS of its own would read every document to find the first.
_EXACT = f"""exact AS MATERIALIZED (
    SELECT FROM organisations_organisation AS o WHERE o.state = 'listed' AND {_HAS_WORDS}
)"""

_RELEVANCE = f"""CASE WHEN count(*) OVER () <= {RANKED_UP_TO}
    THEN ts_rank(o.search_document, websearch_to_tsquery('lero', %(query)s)) + {_LIKENESS}
    ELSE (strpos(o.search_name, lower(f_unaccent(%(words)s))) > 0)::int END"""

# Each word asks the index by itself, so that counting how many an entry has reads no document.
_SOME = """partly AS MATERIALIZED (
    SELECT o.id, count(*) AS matches
    FROM unnest(%(some)s::text[]) AS word
    JOIN organisations_organisation AS o
        ON o.state = 'listed' AND o.search_document @@ websearch_to_tsquery('lero', word)
    GROUP BY o.id
)"""
_HAS_MOST = f"""o.matches + CASE WHEN count(*) OVER () <= {RANKED_UP_TO}
    THEN ts_rank(o.search_document, websearch_to_tsquery('lero', %(query)s), 32) ELSE 0 END"""

_ORDERS = {
    "nearest": "miles NULLS LAST, search_name, id",
    "relevance": "relevance DESC, search_name, id",
    "name": "search_name, id",
    "recent": "confirmed_at DESC, search_name, id",
}


@dataclass(frozen=True)
class Sift:
    """What a search keeps: words, a point with a radius, areas (codes and all that they lie in), chosen filters.

    With `some`, what has one of these words is kept instead of what has all `words` or is named much alike. `today` is
    the day on which a recognition must hold.
    """

    today: date
    words: str = ""
    some: tuple[str, ...] = ()
    point: Point | None = None
    within: int | None = None
    area_codes: tuple[str, ...] = ()
    area_lineage: tuple[str, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, Any]:
        """Give the values of all named parameters."""
        values: dict[str, Any] = {"words": self.words.replace("-", " "), "codes": list(self.area_codes)}
        values |= {"query": " or ".join(self.some) or spelt_out(self.words), "some": list(self.some)}
        values |= {"lineage": list(self.area_lineage), "today": self.today}
        several = len(self.words.split()) > 1
        values["alike"] = ALIKE_IN_WORDS if several else ALIKE_IN_A_WORD
        values["loosely"] = ALIKE_LOOSELY if several else ALIKE_IN_A_WORD
        values |= {group: list(slugs) for group, slugs in self.chosen.items()}
        if self.point is not None:
            lat, lon = math.radians(self.point.lat), math.radians(self.point.lon)
            values |= {"lat": lat, "lon": lon, "cos_lat": math.cos(lat), "within": self.reach}
            box = box_around(self.point, self.reach)
            values |= {"south": box.south, "north": box.north, "west": box.west, "east": box.east}
        return values

    @property
    def reach(self) -> int:
        """Give the miles that count as near: the radius, or `CLOSE` where none was asked for."""
        return self.within or CLOSE


def miles(table: str) -> str:
    """Write the distance of a location from the point of the search, in miles (haversine)."""
    return f"""{2 * EARTH_RADIUS_MILES} * asin(least(1, sqrt(
        power(sin((radians({table}.lat::float8) - %(lat)s) / 2), 2)
        + %(cos_lat)s * cos(radians({table}.lat::float8))
        * power(sin((radians({table}.lon::float8) - %(lon)s) / 2), 2))))"""


def _near(*, is_cut: bool) -> str:
    """Write the distances of all places, or of those within reach."""
    inside, having = "", ""
    if is_cut:
        inside = "AND l.lat BETWEEN %(south)s AND %(north)s AND l.lon BETWEEN %(west)s AND %(east)s"
        having = f"HAVING min({miles('l')}) <= %(within)s"
    return f"""
near AS MATERIALIZED (
    SELECT l.organisation_id, min({miles("l")}) AS miles FROM organisations_location AS l
    WHERE l.lat IS NOT NULL {inside} GROUP BY l.organisation_id {having}
)"""


def _condition(group: str, chosen: tuple[str, ...]) -> str:
    if group == "stage":
        return "o.stage = ANY(%(stage)s::varchar[])"
    if group == "online":
        ways = {ONLINE: "o.meets_online", IN_PERSON: "o.base_area_id IS NOT NULL"}
        return f"({' OR '.join(ways[way] for way in chosen)})"
    if group == "recognition":
        return f"({' OR '.join(_STANDINGS[standing] for standing in chosen)})"
    return f"o.term_slugs && %({group})s::varchar[]"


def _conditions(sift: Sift) -> dict[str, str]:
    return {group: _condition(group, chosen) for group, chosen in sift.chosen.items() if chosen}


def _body(sift: Sift, columns: str, *, distances: bool, where: Iterable[str] = ()) -> tuple[str, str]:
    """Write the WITH clauses, and the SELECT of all hits before the filters of `GROUPS`."""
    clauses, join, rules = [], "", ["o.state = 'listed'", *where]
    if sift.point is not None:
        clauses.append(_near(is_cut=not distances or sift.within is not None))
        join = "LEFT JOIN near ON near.organisation_id = o.id"
        if sift.within is not None:
            rules.append("(near.miles IS NOT NULL OR o.meets_online)")
    if sift.area_codes:
        rules.append(
            "(o.based_in && %(codes)s::varchar[] OR o.serves && %(lineage)s::varchar[]"
            " OR o.serves_within && %(codes)s::varchar[])"
        )
    if sift.some and "partly.matches" in columns:
        clauses.append(_SOME)
        join += " JOIN partly ON partly.id = o.id"
    elif sift.some:
        rules.append(_HAS_WORDS)
    select = f"SELECT {columns} FROM organisations_organisation AS o {join} WHERE {' AND '.join(rules)}"
    if not sift.words or sift.some:
        return ", ".join(clauses), select
    arms = [_HAS_WORDS]
    if len(sift.words) >= SHORTEST_ALIKE:
        clauses.append(_EXACT)
        arms.append(_IS_ALIKE)
    return ", ".join(clauses), " UNION ALL ".join(f"{select} AND {arm}" for arm in arms)


def facets(sift: Sift) -> str:
    """Count terms, and stages with ways to meet: rows of (term or stage, bit of the group that fails, count, …).

    A hit that fails no group counts for all, one that fails a single group only for the options of that group. The
    rows of stages end with: meets online, meets in person, has a place (within the radius, if there is one), has one
    within reach of the point, is recognised, has pledged. Terms have NULL there.
    """
    fail = " + ".join(
        f"CASE WHEN {condition} THEN 0 ELSE {BITS[group]} END" for group, condition in _conditions(sift).items()
    )
    placed = "near.miles IS NOT NULL" if sift.within is not None and sift.point else "o.base_area_id IS NOT NULL"
    close = "near.miles IS NOT NULL" if sift.point else "false"
    columns = f"""o.term_slugs, o.stage, o.meets_online, o.base_area_id IS NOT NULL AS in_person, {placed} AS placed,
        {close} AS close,
        {_STANDINGS[RECOGNISED]} AS recognised, {_STANDINGS[PLEDGED]} AS pledged, {fail or "0"} AS fail"""
    clause, select = _body(sift, columns, distances=False)
    single = ", ".join(map(str, COUNTED))
    kept = f"SELECT * FROM ({select}) AS every WHERE fail IN ({single})" if fail else select
    return f"""
WITH {clause + "," if clause else ""}
hits AS MATERIALIZED ({kept})
SELECT slug, {"fail" if fail else "0"}, count(*), NULL::boolean, NULL::boolean, NULL::boolean, NULL::boolean,
    NULL::boolean, NULL::boolean
FROM (SELECT unnest(term_slugs) AS slug, fail FROM hits) AS each GROUP BY slug{", fail" if fail else ""}
UNION ALL
SELECT stage, fail, count(*), meets_online, in_person, placed, close, recognised, pledged
FROM hits GROUP BY stage, fail, meets_online, in_person, placed, close, recognised, pledged
"""


def _hits(sift: Sift, order: str, limit: str) -> str:
    columns = ["o.id", "o.search_name", "o.confirmed_at"]
    columns.append("near.miles" if sift.point is not None else "NULL::float8 AS miles")
    ranked = bool(sift.words) and order == "relevance"
    columns += ["o.search_document"] if ranked else []
    columns += ["partly.matches"] if ranked and sift.some else []
    relevance = (_HAS_MOST if sift.some else _RELEVANCE) if ranked else "0"
    clause, select = _body(sift, ", ".join(columns), distances=True, where=_conditions(sift).values())
    return f"""
WITH {clause + "," if clause else ""}
page AS (
    SELECT o.id, o.search_name, o.confirmed_at, o.miles, {relevance} AS relevance
    FROM ({select}) AS o
    ORDER BY {_ORDERS[order]} {limit}
)"""


def order_of(sift: Sift, order: str) -> str:
    """Write the statement that gives the ids and distances of all hits, in order."""
    return f"{_hits(sift, order, '')} SELECT id, miles FROM page ORDER BY {_ORDERS[order]}"


def page(sift: Sift, order: str) -> str:
    """Write the statement that gives one page of results, with the place that each is shown at.

    That is the nearest place to the point of the search, or the main one. A confidential place shows its area.
    """
    first = miles("l") if sift.point is not None else "l.is_main::int * -1"
    return f"""{_hits(sift, order, "LIMIT %(limit)s OFFSET %(offset)s")}
SELECT o.slug, o.name, o.summary, o.term_slugs, o.confirmed_at, o.meets_online, page.miles,
       o.pledged_at, o.recognised_from, o.recognised_until,
       shown.town, shown.area_name, shown.area_id, shown.is_confidential, shown.lat, shown.lon
FROM page
JOIN organisations_organisation AS o ON o.id = page.id
LEFT JOIN LATERAL (
    SELECT l.town, a.name AS area_name, l.area_id, l.is_confidential, l.lat::float8 AS lat, l.lon::float8 AS lon
    FROM organisations_location AS l LEFT JOIN organisations_area AS a ON a.code = l.area_id
    WHERE l.organisation_id = page.id AND l.kind = 'place'
    ORDER BY {first}, l.position, l.id LIMIT 1
) AS shown ON true
ORDER BY {", ".join(f"page.{part.strip()}" for part in _ORDERS[order].split(","))}
"""


VOCABULARY = """
SELECT taxonomy, slug, name, '{}'::varchar[] AS lineage, '{}'::varchar[] AS former, position
FROM organisations_term
UNION ALL
SELECT 'area', code, name, lineage, former_codes, 0
FROM organisations_area WHERE is_current AND (code = ANY(%(codes)s::varchar[]) OR former_codes && %(codes)s::varchar[])
"""
"""Every word that entries use, and the areas that were asked for by a code of today or of before."""


def vocabulary(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Write the statement for `VOCABULARY`, with a row `named` when an organisation bears all words in its name.

    Words are letters and digits alone. Give back the values of the words with it. One query.
    """
    likes = {f"like_{number}": f"%{word}%" for number, word in enumerate(words)}
    rules = " AND ".join(f"o.search_name LIKE %({name})s" for name in likes)
    named = f"""UNION ALL SELECT 'named', '', '', '{{}}', '{{}}', 0
        WHERE EXISTS (SELECT FROM organisations_organisation AS o WHERE o.state = 'listed' AND {rules})"""
    return f"{VOCABULARY} {named if likes else ''} ORDER BY position, slug", likes
