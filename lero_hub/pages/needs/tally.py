"""How many things each source holds for a person: one statement, written once for each set of duties.

The badge stands in the header of every page. Building its fourteen queries anew for each page cost the ORM ten times
what the database needs to answer them. So they are built for a stand-in at a time that never comes, and whoever asks
and when are put into the parameters. What a source says about time must therefore be a fixed distance from now, or from
today; a test compares the statement at two times.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from lero_hub.accounts.models import User
from lero_hub.authz.actor import Actor
from lero_hub.pages.needs.need import Source

STAND_IN: Final = UUID("0d0e5a11-7a11-4000-8000-00000000beef")
NEVER: Final = datetime(5000, 1, 31, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Distance:
    """A parameter that is an instant some time from now or, as a date, some time from today."""

    apart: timedelta
    is_date: bool

    def of(self, now: datetime) -> date:
        """Give the instant or the date."""
        return (localdate(now) if self.is_date else now) + self.apart


@dataclass(frozen=True)
class Statement:
    """What is sent to the database. Parameters are values, distances, and the stand-in for whoever asks."""

    text: str
    parameters: tuple[Any, ...]

    def of(self, user_id: UUID | None, now: datetime) -> list[Any]:
        """Give the values of the parameters for one person now."""
        return [
            value.of(now) if isinstance(value, Distance) else user_id if value == STAND_IN else value
            for value in self.parameters
        ]


def tally(sources: tuple[Source, ...], actor: Actor, *, now: datetime) -> dict[Source, int]:
    """Count what each of the sources holds for a person: one query."""
    statement = statement_of(sources)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.of(actor.user_id, now))
        counts = dict(cursor.fetchall())
    return {source: counts[place] for place, source in enumerate(sources)}


@cache
def statement_of(sources: tuple[Source, ...], *, never: datetime = NEVER) -> Statement:
    """Write the statement that counts the rows of sources, each by its place."""
    actor = Actor(User(pk=STAND_IN))
    texts: list[str] = []
    parameters: list[Any] = []
    for place, source in enumerate(sources):
        for rows in source.rows(actor, never):
            text, values = rows.query.sql_with_params()
            texts.append(f"SELECT {place} AS place, count(*) AS n FROM ({text}) AS rows")  # noqa: S608  # the ORM's own
            parameters += [_relative(value, never) for value in values]
    counts = " UNION ALL ".join(texts)
    text = f"SELECT place, sum(n)::int FROM ({counts}) AS counts GROUP BY place"  # noqa: S608  # as above
    return Statement(text, tuple(parameters))


def _relative(value: object, never: datetime) -> object:
    if isinstance(value, datetime):
        return Distance(value - never, is_date=False)
    if isinstance(value, date):
        return Distance(value - localdate(never), is_date=True)
    return value
