"""The outcome of a review from its agreed levels: arithmetic alone, without rounding, the clock or the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from standards.states import CriterionType, Outcome

Rule: TypeAlias = tuple[Outcome, int | None, int | None]
"""An outcome, and the per cent of essential and of expected criteria that it asks; None asks nothing."""


@dataclass(frozen=True)
class Count:
    """How many criteria of one type applied, and how many of these are met."""

    met: int
    applicable: int

    def reaches(self, share: int | None) -> bool:
        """Tell whether at least `share` per cent are met. Nothing asked, or nothing applicable, holds."""
        return share is None or self.met * 100 >= share * self.applicable


@dataclass(frozen=True)
class Result:
    """What the thresholds say, with the counts behind it, by type in the order of `CriterionType`."""

    outcome: Outcome
    counts: Mapping[CriterionType, Count]


def count_met(
    *, types: Mapping[str, CriterionType], levels: Mapping[str, int], met_at: int
) -> dict[CriterionType, Count]:
    """Count what is met by type. `levels` holds the applicable criteria alone; KeyError for a code without a type."""
    counts = {}
    for kind in CriterionType:
        reached = [level for code, level in levels.items() if CriterionType(types[code]) == kind]
        counts[kind] = Count(met=sum(level >= met_at for level in reached), applicable=len(reached))
    return counts


def compute_outcome(
    *,
    types: Mapping[str, CriterionType],
    levels: Mapping[str, int],
    met_at: int,
    thresholds: Sequence[Rule],
) -> Result:
    """Say the first outcome whose every rule holds, in the order given, or else not yet.

    Shares are compared as whole numbers: four of five is 80 per cent, and not a hair less. Aspirational criteria are
    counted and weigh nothing.
    """
    counts = count_met(types=types, levels=levels, met_at=met_at)
    for outcome, essential, expected in thresholds:
        if counts[CriterionType.ESSENTIAL].reaches(essential) and counts[CriterionType.EXPECTED].reaches(expected):
            return Result(Outcome(outcome), counts)
    return Result(Outcome.NOT_YET, counts)
