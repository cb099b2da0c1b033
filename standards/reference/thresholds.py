"""What each outcome asks, and whether a review could ever end with it."""

from django.utils.translation import gettext as _

from standards.reference.content import FrameworkText, Share
from standards.reference.reading import Part
from standards.states import CriterionType, Outcome

OUTCOMES = [outcome.value for outcome in Outcome if outcome != Outcome.NOT_YET]
"""What a threshold may lead to, from the most to the least."""


def read_thresholds(head: Part) -> tuple[Share, ...]:
    """Read the list; a row without an outcome is noted and left out."""
    found = []
    for node in head.items("thresholds", most=len(OUTCOMES)):
        part = Part(node, head.notes, "thresholds", needs="outcome", may="essential expected")
        outcome = part.choice("outcome", OUTCOMES)
        essential, expected = part.number("essential", 0, 100), part.number("expected", 0, 100)
        if not part.has("essential") and not part.has("expected"):
            part.note(_("This outcome asks for nothing, so everybody would reach it."))
        if outcome:
            found.append(Share(Outcome(outcome), essential, expected))
    return tuple(found)


def check_thresholds(head: Part, found: FrameworkText) -> None:
    """Refuse an outcome that comes twice, asks more than one before it, or that no review could end with.

    Nothing is looked at while single values are wrong: they would be blamed for each other.
    """
    nodes = list(head.items("thresholds", most=len(OUTCOMES)))
    if any(mistake.where == "thresholds" for mistake in head.notes.mistakes) or len(nodes) != len(found.thresholds):
        return
    for place, (node, share) in enumerate(zip(nodes, found.thresholds, strict=True)):
        words = _trouble(share, found.thresholds[:place])
        if words:
            head.notes.add(node.line, "thresholds", words)
    if any(mistake.where == "thresholds" for mistake in head.notes.mistakes) or not head.notes.types_known:
        return
    reached = reachable(found)
    for node, share in zip(nodes, found.thresholds, strict=True):
        if share.outcome not in reached:
            words = _("“%(outcome)s” can never be reached: whoever meets it meets one above it too.")
            head.notes.add(node.line, "thresholds", words % {"outcome": share.outcome})


def _trouble(share: Share, before: tuple[Share, ...]) -> str:
    """Say what is wrong with one threshold beside those before it."""
    for other in before:
        if share.outcome == other.outcome:
            return _("“%(outcome)s” comes twice.") % {"outcome": share.outcome}
        if OUTCOMES.index(share.outcome) < OUTCOMES.index(other.outcome):
            words = _("“%(outcome)s” comes too late. Put them in this order: %(order)s.")
            return words % {"outcome": share.outcome, "order": ", ".join(OUTCOMES)}
        mine, theirs = _asked(share), _asked(other)
        names = {"outcome": share.outcome, "other": other.outcome}
        if mine == theirs:
            return _("“%(outcome)s” asks the same as “%(other)s”, so it can never be reached.") % names
        if mine[0] > theirs[0] or mine[1] > theirs[1]:
            return _("“%(outcome)s” asks more than “%(other)s” before it. Each asks less than the last.") % names
    return ""


def _asked(share: Share) -> tuple[int, int]:
    return share.essential or 0, share.expected or 0


def reachable(found: FrameworkText) -> set[Outcome]:
    """Find the outcomes that some levels lead to, given how many criteria there are and which may not apply."""
    essential = _patterns(found, CriterionType.ESSENTIAL, [_asked(share)[0] for share in found.thresholds])
    expected = _patterns(found, CriterionType.EXPECTED, [_asked(share)[1] for share in found.thresholds])
    reached = set()
    for one in essential:
        for other in expected:
            holds = [a and b for a, b in zip(one, other, strict=True)]
            if True in holds:
                reached.add(found.thresholds[holds.index(True)].outcome)
    return reached


def _patterns(found: FrameworkText, kind: CriterionType, shares: list[int]) -> set[tuple[bool, ...]]:
    """Find which thresholds of one type can hold together: one pattern for each share that can come about.

    Only the smallest share at or above a threshold, and none at all, can change a pattern.
    """
    criteria = [each for each in found.criteria if each.type == kind]
    always = sum(not each.not_applicable_when for each in criteria)
    patterns = set()
    for applicable in range(always, len(criteria) + 1):
        for share in {0, *shares}:
            met = -(-share * applicable // 100)
            patterns.add(tuple(met * 100 >= wanted * applicable for wanted in shares))
    return patterns
