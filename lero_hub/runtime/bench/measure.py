"""How long a piece of work takes, in two clocks, and how many queries.

The clock on the wall also counts what other programs do to a busy machine. Processor time does not: it is what this
process and the database's own process for its connection spent. It is what limits are held against where the system
tells it (Linux); elsewhere the wall's median is.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS, WARM = 25, 3

Say = Callable[[str], None]
Work = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds, the slowest round by the wall, and the number of queries. `cpu` is None if unknown."""

    wall: float
    slowest: float
    cpu: float | None
    queries: int

    @property
    def judged(self) -> float:
        """Give the median that a limit is held against."""
        return self.wall if self.cpu is None else self.cpu


def measure(work: Work, *, rounds: int = ROUNDS) -> Measured:
    """Time some rounds of work, after a few that are not counted."""
    wall, cpu = [], []
    for _number in range(WARM):
        work()
    account = _account_of_database()
    for _number in range(rounds):
        started, spent, asked = time.perf_counter(), time.process_time(), _spent(account)
        work()
        cpu.append(time.process_time() - spent + _spent(account) - asked)
        wall.append(time.perf_counter() - started)
    with CaptureQueriesContext(connection) as captured:
        work()
    return Measured(
        wall=statistics.median(wall) * 1000,
        slowest=max(wall) * 1000,
        cpu=statistics.median(cpu) * 1000 if account.exists() else None,
        queries=len(captured),
    )


def _account_of_database() -> Path:
    """Find where Linux keeps what our connection's process has spent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def _spent(account: Path) -> float:
    return int(account.read_text().split()[0]) / 1e9 if account.exists() else 0.0


def heading(say: Say, what: str, limit: float) -> None:
    """Say what the columns are."""
    say(f"{what:<42} {'processor':>10} {'wall':>8} {'slowest':>8} {'queries':>8}   limit {limit:.0f} ms")


def judge(say: Say, label: str, work: Work, *, limit: float, most_queries: int | None = None) -> bool:
    """Measure and say it; give back whether it is within its limits."""
    found = measure(work)
    within = found.judged <= limit and (most_queries is None or found.queries <= most_queries)
    cpu = "?" if found.cpu is None else f"{found.cpu:.1f}ms"
    times = f"{cpu:>10} {found.wall:6.1f}ms {found.slowest:6.1f}ms {found.queries:8}"
    say(f"{label:<42} {times}{'' if within else '   OVER'}")
    return within
