"""Two small drawings beside their words: the seats of a circle, and the clock of the challenge part."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from peer_supervision.agenda import Step
from peer_supervision.local_times import local

MIDDLE, RING, MOST_SEATS = 120.0, 88.0, 16
FACE, OUTER, INNER, NUMERALS = 100.0, 84.0, 34.0, 76.0


@dataclass(frozen=True)
class Seat:
    """One member as a dot: where, how big, the first letters of the name, and what they said."""

    x: float
    y: float
    r: float
    letters: str
    kind: str
    tone: str

    @property
    def text_y(self) -> float:
        """Give the base line of the letters."""
        return self.y + 4.5


def seats(people: Sequence[tuple[str, str]]) -> list[Seat]:
    """Seat people (name, kind) in a ring, clockwise from the top. More than fit: none is drawn, the words say it."""
    if not 1 <= len(people) <= MOST_SEATS:
        return []
    radius = min(22.0, 3.0 * RING / len(people) * 0.8)
    found = []
    for number, (name, kind) in enumerate(people):
        angle = 2 * pi * number / len(people)
        x, y = MIDDLE + RING * sin(angle), MIDDLE - RING * cos(angle)
        tone = "in" if kind in {"yes", "brings"} else "out"
        found.append(Seat(round(x, 1), round(y, 1), round(radius, 1), name[:2], kind, tone))
    return found


@dataclass(frozen=True)
class Slice:
    """One step on the face of the clock."""

    path: str
    is_key: bool
    number: int
    x: float
    y: float
    has_room: bool


@dataclass(frozen=True)
class Numeral:
    """One hour figure that no slice covers."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Face:
    """The whole face."""

    slices: list[Slice]
    numerals: list[Numeral]


def face(steps: Sequence[Step], zone: str) -> Face | None:
    """Draw the steps as slices of the hour in which they lie; None when they fill more than an hour."""
    if not steps or sum(step.minutes for step in steps) > 60:
        return None
    minute = local(steps[0].starts_at, zone).minute
    end = minute + sum(step.minutes for step in steps)
    slices = []
    for step in steps:
        slices.append(_slice(step, minute))
        minute += step.minutes
    first = local(steps[0].starts_at, zone).minute
    numerals = [
        Numeral(str(hour), *_at(NUMERALS, hour * 5.0, down=4.0))
        for hour in range(1, 13)
        if not (first <= (hour % 12) * 5 <= end or first <= (hour % 12) * 5 + 60 <= end)
    ]
    return Face(slices, numerals)


def _slice(step: Step, minute: int) -> Slice:
    begin, end = float(minute), float(minute + step.minutes)
    (ax, ay), (bx, by) = _at(OUTER, begin), _at(OUTER, end)
    (cx, cy), (dx, dy) = _at(INNER, end), _at(INNER, begin)
    large = int(step.minutes > 30)
    path = f"M{ax} {ay}A84 84 0 {large} 1 {bx} {by}L{cx} {cy}A34 34 0 {large} 0 {dx} {dy}z"
    x, y = _at((OUTER + INNER) / 2, (begin + end) / 2, down=4.0)
    return Slice(path, step.is_key, step.number, x, y, step.minutes >= 3)


def _at(radius: float, minute: float, *, down: float = 0.0) -> tuple[float, float]:
    angle = 2 * pi * minute / 60
    return round(FACE + radius * sin(angle), 1), round(FACE - radius * cos(angle) + down, 1)
