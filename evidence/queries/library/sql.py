"""The statements behind a search of the library. Values go in as parameters alone; what is joined are our own words.

Why by hand: as in the directory, the counts of one group of filters leave that group's own choice out, and one pass
over the hits with a bit for each group that a hit fails costs a part of a query for each group.
"""

# ruff: noqa: S608  # every value is a parameter; what is joined are words of this file

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evidence.queries.library.asked import GROUPS

RANKED_UP_TO = 1000
"""Reading the documents of more hits than this to rank them costs more than the order is worth."""
SHORTEST_ALIKE, MOST_ALIKE = 4, 5
"""Words of fewer letters are like too many others; of more than some words the first ones are compared."""

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
_ONE, _MANY = (
    {"kind": "kind", "rests": "evidence_kind", "far": "how_far", "sure": "confidence", "year": "decade"},
    {
        "domain": "domains",
        "criterion": "criteria",
        "organisation": "about",
    },
)

_ORDERS = {
    "relevance": "relevance DESC, i.search_words, i.id",
    "recent": "i.published_at DESC, i.year DESC NULLS LAST, i.search_words, i.id",
    "year": "i.year DESC NULLS LAST, i.search_words, i.id",
    "title": "i.search_words, i.id",
}


@dataclass(frozen=True)
class Sift:
    """What a search keeps: words, and the chosen values of each group."""

    words: str = ""
    chosen: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def alike(self) -> list[str]:
        """Give the words that are worth comparing letter by letter, when no item has all words."""
        words = re.findall(r"[^\W_]+", self.words)
        return [word for word in words if len(word) >= SHORTEST_ALIKE][:MOST_ALIKE]

    @property
    def parameters(self) -> dict[str, Any]:
        """Give the values of all named parameters."""
        # A hyphen would ask for a phrase, which means reading every document, or for the absence of a word.
        values: dict[str, Any] = {"words": self.words.replace("-", " ")}
        values |= {group: list(chosen) for group, chosen in self.chosen.items()}
        return values | {f"alike{number}": word for number, word in enumerate(self.alike)}

    @property
    def conditions(self) -> dict[str, str]:
        """Give the rule of each group in which something was chosen."""
        return {group: _RULES[group] for group in GROUPS if self.chosen.get(group)}


def _alike(sift: Sift) -> str:
    """Write that each word is nearly one of the title, the people or the organisations: words with a mistake."""
    return " AND ".join(f"i.search_words %%> lower(f_unaccent(%(alike{number})s))" for number in range(len(sift.alike)))


def facets(sift: Sift) -> str:
    """Count all options: rows of (group, value, bit of the group that fails, count, whether words are only alike).

    A hit that fails no group counts for all, one that fails a single group only for the options of that group. The
    row of the group "all" counts the results.
    """
    fail = " + ".join(f"CASE WHEN {rule} THEN 0 ELSE {BITS[group]} END" for group, rule in sift.conditions.items())
    columns = f"""i.kind, i.evidence_kind, i.how_far, i.confidence, {_DECADE} AS decade, i.domains, i.criteria, i.about,
        {fail or "0"} AS fail"""
    kept = f"WHERE fail IN ({_SINGLE})" if fail else ""
    base = f"SELECT {columns}, false AS alike FROM evidence_item AS i WHERE i.state = 'published'"
    with_words = f"exact AS MATERIALIZED ({base} AND {_HAS_WORDS})"
    if not sift.words:
        clauses = f"hits AS MATERIALIZED (SELECT * FROM ({base}) AS every {kept})"
    elif not sift.alike:
        clauses = f"{with_words}, hits AS MATERIALIZED (SELECT * FROM exact {kept})"
    else:
        nearly = f"""SELECT {columns}, true FROM evidence_item AS i
            WHERE i.state = 'published' AND {_alike(sift)} AND NOT EXISTS (SELECT FROM exact)"""
        clauses = f"""{with_words},
hits AS MATERIALIZED (SELECT * FROM (SELECT * FROM exact UNION ALL {nearly}) AS every {kept})"""
    which = f"CASE grouping({', '.join(_ONE.values())})"
    # A bit of `grouping` is off for the column that a row is about; the last column has the first bit.
    masks = {group: 2 ** len(_ONE) - 1 - (1 << place) for place, group in enumerate(reversed(_ONE))}
    name = [f"WHEN {mask} THEN '{group}'" for group, mask in masks.items()]
    value = [f"WHEN {mask} THEN {_ONE[group]}::text" for group, mask in masks.items()]
    sets = ", ".join(f"({column}, fail, alike)" for column in _ONE.values())
    many = " UNION ALL ".join(
        f"""SELECT '{group}', each::text, fail, count(*), alike FROM hits, unnest({column}) AS each
GROUP BY each, fail, alike"""
        for group, column in _MANY.items()
    )
    return f"""
WITH {clauses}
SELECT {which} {" ".join(name)} END, {which} {" ".join(value)} END, fail, count(*), alike
FROM hits GROUP BY GROUPING SETS ({sets})
UNION ALL {many}
"""


def _hits(sift: Sift, order: str, *, total: int, alike: bool) -> tuple[str, str]:
    """Write the FROM with its conditions, and the relevance of a hit."""
    rules = ["i.state = 'published'", *sift.conditions.values()]
    relevance = "0"
    if sift.words and alike:
        rules.append(_alike(sift))
        likeness = [f"word_similarity(lower(f_unaccent(%(alike{n})s)), i.search_words)" for n in range(len(sift.alike))]
        relevance = " + ".join(likeness)
    elif sift.words:
        rules.append(_HAS_WORDS)
        relevance = "(strpos(i.search_words, lower(f_unaccent(%(words)s))) > 0)::int"
        if total <= RANKED_UP_TO:
            relevance += " + ts_rank(i.search_document, websearch_to_tsquery('lero', %(words)s))"
    return f"FROM evidence_item AS i WHERE {' AND '.join(rules)}", relevance if order == "relevance" else "0"


def order_of(sift: Sift, order: str, *, total: int, alike: bool) -> str:
    """Write the statement that gives the ids of all hits, in order."""
    hits, relevance = _hits(sift, order, total=total, alike=alike)
    return f"SELECT i.id, {relevance} AS relevance {hits} ORDER BY {_ORDERS[order]} LIMIT %(limit)s OFFSET %(offset)s"


def page(sift: Sift, order: str, *, total: int, alike: bool) -> str:
    """Write the statement that gives one page of results."""
    order_by = re.sub(r"\brelevance\b", "page.relevance", _ORDERS[order])
    return f"""
WITH page AS MATERIALIZED ({order_of(sift, order, total=total, alike=alike)})
SELECT i.slug, i.kind, i.title, i.summary, i.cannot_tell, i.evidence_kind, i.how_far, i.confidence, i.notice, i.year,
       i.citation, o.name, o.base_place
FROM page JOIN evidence_item AS i ON i.id = page.id
LEFT JOIN organisations_organisation AS o ON o.id = i.organisation_id
ORDER BY {order_by}
"""


ORGANISATIONS = """
SELECT id, slug, name FROM organisations_organisation
WHERE state = 'listed' AND (id = ANY(%(ids)s::uuid[]) OR slug = ANY(%(slugs)s::varchar[]))
"""
"""The organisations that were asked for, or that the counts name."""
