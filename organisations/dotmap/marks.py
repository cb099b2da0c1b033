"""What stands on the dots: marks of organisations, merged where they are too near each other, and names of towns."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.dotmap.frame import XY, Frame
from organisations.geodesy import Point

TIP_LENGTH = 40
LETTER, LINE = 6.6, 14
"""Room that a letter and a line of a town's name take, in units."""
MOST_NAMES = 5
OFFSETS = (4, 28, -22)
"""Where a name may stand, from its place downwards: on it, under a mark, above a mark."""


@dataclass(frozen=True, slots=True)
class Town:
    """A place that may be named on a map; `text` finds it in a search."""

    name: str
    text: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class MarkIn:
    """An organisation to mark: where, under which name, leading where.

    `area` is the code of its council, which lights the dots. `number` is its number in the list beside a local map.
    `area_only` says that the point is only the middle of its area. `count` lets one mark stand for several.
    """

    label: str
    href: str
    lat: float
    lon: float
    area: str = ""
    number: int = 0
    area_only: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as drawn: one organisation, or several too near each other; `text` stands inside its circle."""

    x: int
    y: int
    label: str
    href: str
    text: str = ""
    radius: int = 10
    leftwards: bool = False

    @property
    def at(self) -> str:
        """Place it."""
        return f"translate({self.x} {self.y})"

    @property
    def tip(self) -> str:
        """Shorten the label to what fits beside the mark."""
        return self.label if len(self.label) <= TIP_LENGTH else self.label[: TIP_LENGTH - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """The name of a place, centred at a point."""

    x: int
    y: int
    name: str


@dataclass(frozen=True)
class Group:
    """Marks that are drawn as one, at the place of the first."""

    x: int
    y: int
    members: list[MarkIn]

    @property
    def count(self) -> int:
        return sum(mark.count for mark in self.members)


def grouped(marks: Sequence[MarkIn], frame: Frame, reach: int) -> list[Group]:
    """Put marks together so that no two groups are nearer than `reach`; the order of the marks says which leads."""
    groups: list[Group] = []
    cells: dict[XY, list[Group]] = {}
    for mark in marks:
        x, y = frame(mark.lat, mark.lon)
        column, row = x // reach, y // reach
        around = (cells.get((column + i, row + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        near = [(math.hypot(group.x - x, group.y - y), group) for cell in around for group in cell]
        distance, nearest = min(near, key=lambda pair: pair[0], default=(math.inf, None))
        if nearest is not None and distance < reach:
            nearest.members.append(mark)
        else:
            groups.append(Group(x, y, [mark]))
            cells.setdefault((column, row), []).append(groups[-1])
    return sorted(groups, key=lambda group: (group.y, group.x))


def national_mark(group: Group, frame: Frame, search: str, town_near: Callable[[Point], Town | None]) -> Mark:
    """Draw a group on the national map: one organisation leads to its page, several to a search around their town."""
    leftwards = group.x > frame.width / 2
    first = group.members[0]
    if group.count == 1:
        return Mark(group.x, group.y, _named(first), first.href, leftwards=leftwards)
    town = town_near(Point(first.lat, first.lon))
    words = {"count": group.count, "place": town.name if town else ""}
    if town:
        label = ngettext(
            "%(count)s organisation around %(place)s", "%(count)s organisations around %(place)s", group.count
        )
    else:
        label = ngettext("%(count)s organisation here", "%(count)s organisations here", group.count)
    href = f"{search}?{urlencode({'near': town.text})}" if town else search
    text = str(group.count)
    return Mark(group.x, group.y, label % words, href, text, 14 if len(text) < 3 else 18, leftwards)


def _named(mark: MarkIn) -> str:
    """Name an organisation, and say when its place is only an area."""
    return _("%(name)s, area only") % {"name": mark.label} if mark.area_only else mark.label


def local_mark(group: Group) -> Mark:
    """Draw a group on a map beside a list: it bears the numbers that its members have there."""
    names = {mark.number: _named(mark) for mark in group.members}
    numbers = list(names)
    label = "; ".join(f"{number}: {name}" for number, name in names.items())
    text = _numbers(numbers)
    radius = 14 if len(text) < 3 else 18 if len(text) < 5 else 22
    return Mark(group.x, group.y, label, group.members[0].href, text, radius)


def _numbers(numbers: Sequence[int]) -> str:
    """Write numbers in little room: "4", "1–3", "2, 5", or the first and how many more."""
    if len(numbers) == 1:
        return str(numbers[0])
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    if len(numbers) == 2:
        return f"{numbers[0]}, {numbers[1]}"
    return f"{numbers[0]} +{len(numbers) - 1}"


def place_names(towns: Iterable[Town], frame: Frame, marks: Sequence[Mark]) -> tuple[PlaceName, ...]:
    """Name a few large towns where the words meet no mark, no other words and no edge."""
    taken = [(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius) for mark in marks]
    names: list[PlaceName] = []
    for town in towns:
        x, y = frame(town.lat, town.lon)
        half = round(len(town.name) * LETTER / 2)
        for offset in OFFSETS:
            words = (x - half, y + offset - LINE, x + half, y + offset + 4)
            inside = words[0] >= 0 and words[2] <= frame.width and words[1] >= 0 and words[3] <= frame.height
            if inside and not any(_overlap(words, other) for other in taken):
                taken.append(words)
                names.append(PlaceName(x, y + offset, town.name))
                break
        if len(names) == MOST_NAMES:
            break
    return tuple(names)


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Say whether two boxes (left, top, right, bottom) share any room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
