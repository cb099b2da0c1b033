"""The last part of the address of a thing, made of its name: free, and kept free until the thing is stored."""

import re
from collections.abc import Callable, Collection

from django.db import transaction
from django.utils.text import slugify

_LOCK = 26
"""Sets the locks of addresses apart from those for other purposes."""
_NUMBERS = re.compile(r"(?:-[0-9]+)+$")


def free_slug(kind: str, name: str, *, taken: Callable[[str], Collection[str]], most: int, otherwise: str) -> str:
    """Find an address for a thing of a kind that no other one has; `taken` lists those that begin with a stem.

    Of two equal names at once the second waits here until the first is stored, and gets a number. Call it inside the
    transaction that stores the thing; raises RuntimeError outside one. `most` is the longest stem.
    """
    stem = slugify(name)[:most].strip("-") or otherwise
    _hold("pg_advisory_xact_lock_shared", kind)
    # "Kettle" may come to "kettle-2", which is where "Kettle 2" begins: both wait for one another.
    _hold("pg_advisory_xact_lock", f"{kind} {_NUMBERS.sub('', stem)}")
    found = set(taken(stem))
    return next(slug for n in range(1, len(found) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in found)


def hold_addresses(kind: str) -> None:
    """Let nobody else find an address for a thing of this kind until the transaction ends: for many things at once."""
    _hold("pg_advisory_xact_lock", kind)


def _hold(how: str, what: str) -> None:
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("An address stays free only inside the transaction that stores what it leads to")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(hashtextextended(%s, %s))", [what, _LOCK])
