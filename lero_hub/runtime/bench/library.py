"""What the library costs at full size: each search as the page asks for it, its statements' plans, and whole pages.

The limit is 40 ms of server time at the median for a whole search: what was asked, all counts, a page of results.
"""

import statistics
from collections.abc import Callable
from functools import partial

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from evidence.queries.library import PAGE_SIZE, Asked, search
from evidence.queries.library.search import Counts, order, understand
from evidence.queries.library.sql import PAGE_OF_IDS, facets, is_ranked, near, page
from lero_hub.runtime.bench.directory import milliseconds
from lero_hub.runtime.bench.measure import Work, heading, judge
from organisations.queries.directory.search import rows

LIMIT_MS = 40.0

SEARCHES = (
    ("a rare word", "q=Abara+pilot+Hull"),
    ("a common word", "q=coaching"),
    ("what nearly all have", "q=people"),
    ("a stem", "q=evaluations"),
    ("a phrase", "q=%22recovery+capital%22"),
    ("typing mistakes", "q=recovry+coachng"),
    ("a typing mistake in a name", "q=Lindqvst"),
    ("words and filters of four groups", "q=peer&kind=research&rests=review&rests=trial&sure=low&year=2010"),
    ("filters alone", "kind=practice&far=reasoned&sure=low"),
    ("one page far back", "page=200&sort=title"),
    ("everything", ""),
)


def report(say: Callable[[str], None], *, with_plans: bool = True) -> bool:
    """Measure everything and say it; give back whether every median is within the limit."""
    within = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence_item WHERE state = 'published'")
        (count,) = cursor.fetchone()
    say(f"\n{count:,} published items, {timezone.now():%Y-%m-%d}")
    heading(say, "search of the library", LIMIT_MS)
    for label, address in SEARCHES:
        asked = Asked.read(QueryDict(address if count > PAGE_SIZE * 200 else address.replace("page=200&", "")))
        work: Work = partial(search, asked)
        within = judge(say, label, work, limit=LIMIT_MS) and within
    say(f"\n{'whole page, by a visitor':<48} {'median':>8} {'slowest':>8}")
    browser = Client()
    for address in ["/library/", "/library/?q=coaching", "/library/?q=recovry+coachng", "/library/bench-7/"]:
        times = milliseconds(lambda address=address: browser.get(address), rounds=9)  # type: ignore[misc]  # bound now
        say(f"{address[:48]:<48} {statistics.median(times):6.1f}ms {max(times):6.1f}ms")
    if with_plans:
        for label, address in SEARCHES:
            say(_plans(label, Asked.read(QueryDict(address))))
    return within


def _plans(label: str, asked: Asked) -> str:
    """Ask PostgreSQL how it ran the two statements of a search."""
    asked, sift, _vocabulary = understand(asked)
    sorted_by, window = order(asked), {"limit": PAGE_SIZE, "offset": 0}
    counts = Counts(sift, sorted_by, window)
    total, parameters = counts.total, sift.parameters | window
    statements = {"counts": facets(sift, sorted_by if sift.words else "")}
    if counts.first and not is_ranked(sorted_by, total):
        statements["results"], parameters = PAGE_OF_IDS, parameters | {"ids": counts.first}
    else:
        statements["results"] = page(sift, sorted_by, total)
    if sift.alike and not total:
        statements["words with a mistake"] = near(sift)
    told = []
    for name, statement in statements.items():
        explain = f"EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF) {statement}"
        lines = rows(explain, parameters)
        told += [f"\nlibrary, {label}: {name}", *(f"    {line}" for (line,) in lines)]
    return "\n".join(told)
