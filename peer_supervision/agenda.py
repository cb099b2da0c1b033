"""The steps of the challenge part, and the clock that they make in one session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.errors import Refused
from lero_hub.words import Words

if TYPE_CHECKING:
    from peer_supervision.models import Circle, Session

MOST_STEPS, LONGEST_STEP, LONGEST_TITLE = 12, 60, 80

USUAL: tuple[tuple[Words, int], ...] = (
    (gettext_lazy("Check the agreement"), 2),
    (gettext_lazy("The challenge"), 5),
    (gettext_lazy("The question for the group"), 3),
    (gettext_lazy("Open questions, no advice"), 8),
    (gettext_lazy("Ideas, while the presenter listens"), 8),
    (gettext_lazy("What I take away"), 3),
    (gettext_lazy("Close"), 1),
)
"""The usual half hour of peer supervision; a host may change it."""


@dataclass(frozen=True)
class Step:
    """One step in one session: its number from 1, and when it starts and ends."""

    number: int
    title: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    is_key: bool = False


def steps_of(circle: "Circle") -> list[tuple[str, int]]:
    """Give the circle's own steps, or the usual ones."""
    own: list[list[str | int]] = circle.agenda
    if own:
        return [(str(title), int(minutes)) for title, minutes in own]
    return [(str(title), minutes) for title, minutes in USUAL]


def checked(steps: Sequence[tuple[str, int]]) -> list[list[str | int]]:
    """Give steps in the form that the row keeps; raise Refused("bad_agenda")."""
    kept = [(" ".join(title.split()), minutes) for title, minutes in steps if title.strip()]
    fair = all(len(title) <= LONGEST_TITLE and 1 <= minutes <= LONGEST_STEP for title, minutes in kept)
    if not kept or len(kept) > MOST_STEPS or not fair:
        raise Refused("bad_agenda", _("Give one to twelve steps, each with a name and 1 to 60 minutes."))
    return [[title, minutes] for title, minutes in kept]


def fitted(minutes: Sequence[int], total: int) -> list[int]:
    """Stretch or shrink minutes to a total, each at least one; the largest remainders get what is left.

    Raises ValueError when there are more steps than minutes.
    """
    if len(minutes) > total:
        raise ValueError("There are more steps than minutes")
    whole = sum(minutes)
    spare = total - len(minutes)
    shares = [(each - 1) * spare / max(1, whole - len(minutes)) for each in minutes]
    found = [1 + int(share) for share in shares]
    order = sorted(range(len(minutes)), key=lambda n: (int(shares[n]) - shares[n], n))
    for n in range(total - sum(found)):
        found[order[n % len(order)]] += 1
    return found


def clock_of(session: "Session", circle: "Circle") -> list[Step]:
    """Compute when each step of the challenge part starts: it fills the last minutes of the session."""
    steps = steps_of(circle)
    at = session.ends_at - timedelta(minutes=session.challenge_minutes)
    found = []
    for number, ((title, _given), minutes) in enumerate(
        zip(steps, fitted([given for _title, given in steps], session.challenge_minutes), strict=True), start=1
    ):
        ends = at + timedelta(minutes=minutes)
        found.append(Step(number, title, minutes, at, ends, is_key=number == 2))
        at = ends
    return found
