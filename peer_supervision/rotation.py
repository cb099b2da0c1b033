"""Whose turn it is: a pure rule, so that everybody can check it by hand.

First who has never had a turn; then the longest since a turn; then the fewest turns; then who joined earliest. The last
word has the id, so that the same question always has the same answer. Whoever is barred is not asked at all: the one
of the session before or after, the one with the other part in this session, whoever said no or passed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from peer_supervision.states import Why


@dataclass(frozen=True)
class Candidate:
    """A member as the rule sees them: when the newest of their turns is, how many they have, since when they belong."""

    user_id: UUID
    joined_at: datetime
    last: datetime | None = None
    turns: int = 0


@dataclass(frozen=True)
class Pick:
    """Who it is, and why, as a code of `Why`."""

    user_id: UUID
    why: Why
    last: datetime | None


def _order(candidate: Candidate) -> tuple[bool, float, int, datetime, UUID]:
    last = candidate.last.timestamp() if candidate.last else 0.0
    return candidate.last is not None, last, candidate.turns, candidate.joined_at, candidate.user_id


def pick(candidates: Iterable[Candidate], *, barred: Collection[UUID] = ()) -> Pick | None:
    """Pick one, or nobody when everybody is barred."""
    free = sorted((each for each in candidates if each.user_id not in barred), key=_order)
    if not free:
        return None
    first = free[0]
    return Pick(first.user_id, _why(first, free[1] if len(free) > 1 else None), first.last)


def _why(first: Candidate, second: Candidate | None) -> Why:
    if second is None:
        return Why.ONLY_ONE
    if first.last is None:
        return Why.NEVER_YET
    if first.last != second.last:
        return Why.LONGEST
    return Why.FEWEST if first.turns != second.turns else Why.EARLIEST
