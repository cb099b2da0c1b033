"""The outcome of a review: exact shares, the first rule that holds, nothing that does not apply."""

import random
from fractions import Fraction

import pytest

from standards.outcomes import Count, Result, Rule, compute_outcome
from standards.states import CriterionType, Outcome

SHIPPED: list[Rule] = [
    (Outcome.RECOGNISED, 100, 80),
    (Outcome.RECOGNISED_WITH_ACTIONS, 100, 60),
    (Outcome.DEFERRED, 80, None),
]
ESSENTIAL, EXPECTED, ASPIRATIONAL = CriterionType.ESSENTIAL, CriterionType.EXPECTED, CriterionType.ASPIRATIONAL


def outcome_of(
    essential: tuple[int, int], expected: tuple[int, int], aspirational: tuple[int, int] = (0, 0), *, level: int = 2
) -> Result:
    """Compute from (met, applicable) by type; what is met stands at `level`, the rest just below 2."""
    types, levels = {}, {}
    for kind, (met, applicable) in zip(CriterionType, (essential, expected, aspirational), strict=True):
        for index in range(applicable):
            code = f"{kind}-{index}"
            types[code], levels[code] = kind, level if index < met else 1
    return compute_outcome(types=types, levels=levels, met_at=2, thresholds=SHIPPED)


@pytest.mark.parametrize(
    ("essential", "expected", "outcome"),
    [
        ((18, 18), (17, 17), Outcome.RECOGNISED),
        ((18, 18), (14, 17), Outcome.RECOGNISED),  # 82.4 per cent
        ((18, 18), (13, 17), Outcome.RECOGNISED_WITH_ACTIONS),  # 76.5
        ((18, 18), (12, 15), Outcome.RECOGNISED),  # 80 exactly
        ((18, 18), (11, 15), Outcome.RECOGNISED_WITH_ACTIONS),  # 73.3
        ((18, 18), (9, 15), Outcome.RECOGNISED_WITH_ACTIONS),  # 60 exactly
        ((18, 18), (10, 17), Outcome.DEFERRED),  # 58.8
        ((18, 18), (0, 17), Outcome.DEFERRED),
        ((17, 18), (17, 17), Outcome.DEFERRED),  # 94.4: rounding would never reach 100, and must not
        ((12, 15), (0, 17), Outcome.DEFERRED),  # 80 exactly
        ((14, 18), (17, 17), Outcome.NOT_YET),  # 77.8
        ((0, 18), (0, 17), Outcome.NOT_YET),
        ((0, 0), (0, 0), Outcome.RECOGNISED),
        ((0, 0), (0, 5), Outcome.DEFERRED),
        ((0, 5), (0, 0), Outcome.NOT_YET),
    ],
)
def test_outcome_at_each_edge_of_the_shipped_thresholds(
    essential: tuple[int, int], expected: tuple[int, int], outcome: Outcome
) -> None:
    assert outcome_of(essential, expected).outcome == outcome


def test_outcome_when_rounding_would_lift_a_share_stays_below() -> None:
    """199 of 200 is 99.5 per cent: a hundred when rounded, and not a hundred."""
    assert outcome_of((199, 200), (5, 5)).outcome == Outcome.DEFERRED


def test_aspirational_criteria_weigh_nothing() -> None:
    without, with_none_met = outcome_of((5, 5), (5, 5)), outcome_of((5, 5), (5, 5), (0, 4))

    assert (without.outcome, with_none_met.outcome) == (Outcome.RECOGNISED, Outcome.RECOGNISED)
    assert with_none_met.counts[ASPIRATIONAL] == Count(met=0, applicable=4)


def test_counts_come_by_type_and_leave_out_what_does_not_apply() -> None:
    result = compute_outcome(
        types={"A-1": ESSENTIAL, "A-2": ESSENTIAL, "A-3": EXPECTED, "A-4": EXPECTED},
        levels={"A-1": 3, "A-2": 0, "A-3": 2},
        met_at=2,
        thresholds=SHIPPED,
    )

    assert result == Result(Outcome.NOT_YET, {ESSENTIAL: Count(1, 2), EXPECTED: Count(1, 1), ASPIRATIONAL: Count(0, 0)})


@pytest.mark.parametrize(("met_at", "met"), [(0, 4), (1, 3), (2, 2), (3, 1)])
def test_met_at_is_the_lowest_level_that_counts(met_at: int, met: int) -> None:
    result = compute_outcome(
        types={f"A-{level}": ESSENTIAL for level in range(4)},
        levels={f"A-{level}": level for level in range(4)},
        met_at=met_at,
        thresholds=[],
    )

    assert result == Result(
        Outcome.NOT_YET, {ESSENTIAL: Count(met, 4), EXPECTED: Count(0, 0), ASPIRATIONAL: Count(0, 0)}
    )


def test_first_rule_that_holds_wins_whatever_comes_after() -> None:
    rules: list[Rule] = [(Outcome.DEFERRED, None, None), (Outcome.RECOGNISED, None, None)]

    assert compute_outcome(types={}, levels={}, met_at=2, thresholds=rules).outcome == Outcome.DEFERRED


def test_level_without_a_type_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        compute_outcome(types={}, levels={"A-1": 2}, met_at=2, thresholds=SHIPPED)


ORDER = [Outcome.NOT_YET, Outcome.DEFERRED, Outcome.RECOGNISED_WITH_ACTIONS, Outcome.RECOGNISED]


@pytest.mark.parametrize("seed", range(300))
def test_any_levels_agree_with_plain_fractions_and_never_fall_when_a_level_rises(seed: int) -> None:
    chance = random.Random(seed)
    types = {f"C-{index}": chance.choice(list(CriterionType)) for index in range(chance.randint(0, 40))}
    likely = chance.choice([(0, 1, 2, 3), (1, 2, 2, 3, 3), (2, 2, 2, 2, 2, 2, 3, 1), (2, 3)])
    levels = {code: chance.choice(likely) for code in types if chance.random() < 0.9}

    result = compute_outcome(types=types, levels=levels, met_at=2, thresholds=SHIPPED)

    assert result.outcome == _by_fractions(types, levels)
    for code, level in levels.items():
        raised = compute_outcome(types=types, levels={**levels, code: min(level + 1, 3)}, met_at=2, thresholds=SHIPPED)
        assert ORDER.index(raised.outcome) >= ORDER.index(result.outcome)


def _by_fractions(types: dict[str, CriterionType], levels: dict[str, int]) -> Outcome:
    """Say the same in another way: shares as fractions, rules written out."""
    shares = {}
    for kind in (ESSENTIAL, EXPECTED):
        met = [level >= 2 for code, level in levels.items() if types[code] == kind]
        shares[kind] = Fraction(sum(met), len(met)) if met else Fraction(1)
    if shares[ESSENTIAL] == 1 and shares[EXPECTED] >= Fraction(4, 5):
        return Outcome.RECOGNISED
    if shares[ESSENTIAL] == 1 and shares[EXPECTED] >= Fraction(3, 5):
        return Outcome.RECOGNISED_WITH_ACTIONS
    return Outcome.DEFERRED if shares[ESSENTIAL] >= Fraction(4, 5) else Outcome.NOT_YET
