"""Rows of a person's account page that lead into other apps.

The accounts app stands below those apps, so each registers here when it is loaded (`AppConfig.ready`), and answers for
one person: nothing for whoever it has nothing for.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lero_hub.authz.actor import Actor
from lero_hub.words import Words


@dataclass(frozen=True)
class Row:
    """One row: what is there, where, and how it stands."""

    label: Words
    url: str
    note: Words


Rows = Callable[[Actor], list[Row]]

_more: list[Rows] = []


def register_rows(rows: Rows) -> Rows:
    """Let an app show what belongs to somebody's account."""
    if rows not in _more:
        _more.append(rows)
    return rows


def rows_of(actor: Actor) -> list[Row]:
    """List them all for one person."""
    return [row for rows in _more for row in rows(actor)]
