"""What somebody had before them when they acted on agreed levels, so that nobody signs what they never saw.

A page carries the mark in a hidden field, and the workflow compares it under the lock of the review. The mark begins
with a digest, which alone is compared; the rest lets a page say which levels are new.
"""

import hashlib

from django.utils.translation import gettext as _

from standards.models import Review
from standards.queries.decision import reckon
from standards.states import Outcome, ReviewState

Row = tuple[str, int, int]


def mark_of(review: Review) -> str:
    """Write down when the panel got the review, what the levels give, and each agreed level with its number.

    Read it before what the page shows: a change in between is then noticed, and not missed.
    """
    rows = _rows(review)
    outcome = reckon(review).outcome if review.state == ReviewState.PANEL else ""
    since = review.panel_at.isoformat() if review.panel_at else ""
    said = " ".join([str(outcome) or "-", *(f"{code}.{level}.{number}" for code, level, number in rows)])
    return f"{hashlib.sha256(f'{since} {said}'.encode()).hexdigest()[:24]} {said}"


def digest_of(mark: str) -> str:
    """Give the part of a mark that is compared. It tells no level, so that it may stand in an address."""
    return mark.split(" ")[0]


def is_same(seen: str, mark: str) -> bool:
    """Tell whether somebody saw what stands there now."""
    return digest_of(seen) == digest_of(mark)


def changes(seen: str, mark: str) -> list[str]:
    """Say in words what is other than it was shown; nothing when the mark that came along does not tell."""
    (was_outcome, was), (outcome, rows) = _read(seen), _read(mark)
    if not was:
        return []
    found = []
    if was_outcome != outcome and was_outcome in Outcome.values and outcome in Outcome.values:
        words = _("The outcome was: %(was)s. It is now: %(now)s.")
        found.append(words % {"was": Outcome(was_outcome).label, "now": Outcome(outcome).label})
    for code, (level, number) in rows.items():
        old = was.get(code)
        if old is None:
            found.append(_("%(code)s: level %(now)s is new.") % {"code": code, "now": level})
        elif old[0] != level:
            words = _("%(code)s: level %(now)s now, %(was)s before.")
            found.append(words % {"code": code, "now": level, "was": old[0]})
        elif old[1] != number:
            found.append(_("%(code)s: the level is the same, the reason was changed.") % {"code": code})
    return found


def _rows(review: Review) -> list[Row]:
    return list(review.consensus.order_by("criterion__code").values_list("criterion__code", "level", "number"))


def _read(mark: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """Take a mark apart. It came back from a browser, so that anything may stand in it."""
    __, outcome, *parts = [*mark.split(" "), ""][:1000]
    pieces = [part.rsplit(".", 2) for part in parts]
    return outcome, {each[0]: (each[1], each[2]) for each in pieces if len(each) == 3}
