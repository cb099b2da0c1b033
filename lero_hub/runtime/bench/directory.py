"""What the directory costs at full size: each statement's own time, its plan, and whole pages.

The limit is 30 ms of server time at the median for text search, distance search and counts, each. A page asks for
several of them; its time stands below for comparison and has no limit of its own.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from organisations import maps
from organisations.queries.directory import PAGE_SIZE, Asked
from organisations.queries.directory.search import interpret, rows
from organisations.queries.directory.sql import Sift, facets, page

LIMIT_MS = 30.0
ROUNDS, WARM = 25, 3

SEARCHES = (
    ("text, a rare need", "q=ukulele"),
    ("text, a common need", "q=hiking"),
    ("text, what half of all have", "q=cafe"),
    ("text, a name with a typing mistake", "q=lantrn+loft"),
    ("text, a name with two typing mistakes", "q=lantrn+lft"),
    ("text, some of the words", "q=ukulele+hiking+zebra"),
    ("text, some of common words", "q=cafe+hiking+women+gambling+zebra"),
    ("text and a place, without a word between", "q=women+only+leeds"),
    ("text and area", "q=walks&area=E12000003"),
    ("distance, nearest first, all", "q=Halifax"),
    ("distance, within 30 miles", "near=HX1+1UJ&within=30"),
    ("distance and text", "q=cafe&near=Leeds"),
    ("filters of four groups", "activity=open-door&activity=music&for=women&stage=established&online=no"),
    ("area", "area=E92000001"),
    ("everything", ""),
)


@dataclass(frozen=True)
class Case:
    """One statement of one search."""

    label: str
    statement: str
    sift: Sift

    @property
    def parameters(self) -> dict[str, object]:
        """Give the values of the statement's names."""
        return self.sift.parameters | {"limit": PAGE_SIZE, "offset": 0}


def cases() -> Iterator[Case]:
    """Give the results and the counts of each search, as the page asks for them."""
    for label, address in SEARCHES:
        asked = Asked.read(QueryDict(address))
        _vocabulary, meaning = interpret(asked)
        if "zebra" in asked.q and (loosened := meaning.loosened):
            sift = meaning.sift(timezone.localdate())
            yield Case(f"{label}: that none has all", facets(sift), sift)
            meaning = loosened
        sift = meaning.sift(timezone.localdate())
        yield Case(f"{label}: results", page(sift, meaning.order), sift)
        yield Case(f"{label}: counts", facets(sift), sift)


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Time some rounds of work, after a few that are not counted."""
    found = []
    for number in range(rounds + WARM):
        started = time.perf_counter()
        work()
        if number >= WARM:
            found.append((time.perf_counter() - started) * 1000)
    return found


def plan(case: Case) -> str:
    """Ask PostgreSQL how it ran the statement."""
    lines = rows(f"EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF) {case.statement}", case.parameters)
    return "\n".join(f"    {line}" for (line,) in lines)


def report(say: Callable[[str], None]) -> bool:
    """Measure everything and say it; give back whether every median is within the limit."""
    within = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), version() FROM organisations_organisation WHERE state = 'listed'")
        count, version = cursor.fetchone()
    say(f"{count:,} listed organisations, {version.split(' on ')[0]}, {timezone.now():%Y-%m-%d}")
    say(f"{'statement':<48} {'median':>8} {'slowest':>8}   limit {LIMIT_MS:.0f} ms")
    measured = []
    for case in cases():
        times = milliseconds(lambda case=case: rows(case.statement, case.parameters))  # type: ignore[misc]  # bound now
        median = statistics.median(times)
        within = within and median <= LIMIT_MS
        mark = "" if median <= LIMIT_MS else "   OVER"
        say(f"{case.label:<48} {median:6.1f}ms {max(times):6.1f}ms{mark}")
        measured.append(case)
    maps.atlas()
    say(f"\n{'whole page, by a visitor':<48} {'median':>8} {'slowest':>8}")
    browser = Client()
    for address in [f"/directory/?{query}" for _label, query in SEARCHES] + ["/", "/areas/", "/directory/bench-7/"]:
        times = milliseconds(lambda address=address: browser.get(address), rounds=9)  # type: ignore[misc]  # bound now
        say(f"{address[:48]:<48} {statistics.median(times):6.1f}ms {max(times):6.1f}ms")
    for case in measured:
        say(f"\n{case.label}\n{plan(case)}")
    return within
