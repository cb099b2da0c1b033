"""Draw the dot map: a dot for each postcode district or sector, lit where an organisation is listed, and marks.

Drawing only: points come in, whole numbers and words come out, for `templates/components/_dotmap.html`. Pages ask
`organisations.maps`, which knows what is on the ground.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from organisations.dotmap.frame import Frame, frame_of, local_frame
from organisations.dotmap.ground import Dot, Ground, kept_paths
from organisations.dotmap.marks import (
    Mark,
    MarkIn,
    PlaceName,
    Town,
    grouped,
    local_mark,
    national_mark,
    place_names,
)
from organisations.geodesy import Point

__all__ = [
    "Dot",
    "DrawnMap",
    "Frame",
    "Ground",
    "Mark",
    "MarkIn",
    "PlaceName",
    "Town",
    "frame_of",
    "local_frame",
    "local_map",
    "national_map",
]

REACH = 37
"""Marks of the national map nearer than this are one: 24 CSS pixels on a phone of 360."""
LOCAL_REACH = 38


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """What the template draws. `organisations` counts what the marks stand for."""

    width: int
    height: int
    unlit: str
    lit: str
    marks: tuple[Mark, ...]
    names: tuple[PlaceName, ...] = ()
    organisations: int = 0
    is_local: bool = False

    @property
    def view_box(self) -> str:
        """Give the box in units."""
        return f"0 0 {self.width} {self.height}"


def national_map(
    listed: Iterable[MarkIn], ground: Ground, *, search: str, town_near: Callable[[Point], Town | None]
) -> DrawnMap:
    """Draw every dot, lit where an organisation is listed, and a mark for each organisation or group of them.

    `search` is the address of the directory, where a group leads with `?near=`; `town_near` names a group.
    """
    marks = list(listed)
    weight: dict[tuple[float, float], int] = {}
    for mark in marks:
        weight[mark.lat, mark.lon] = weight.get((mark.lat, mark.lon), 0) + mark.count
    marks.sort(key=lambda mark: (-weight[mark.lat, mark.lon], -mark.lat, mark.lon, mark.label))
    lit = frozenset(mark.area for mark in marks) & ground.by_area.keys()
    dark, bright = kept_paths(ground, frozenset(lit))
    groups = grouped(marks, ground.frame, REACH)
    drawn = tuple(national_mark(group, ground.frame, search, town_near) for group in groups)
    total = sum(group.count for group in groups)
    return DrawnMap(ground.frame.width, ground.frame.height, dark, bright, drawn, organisations=total)


def local_map(results: Iterable[MarkIn], frame: Frame, dots: Iterable[Dot], towns: Iterable[Town]) -> DrawnMap:
    """Draw the surroundings of some results; the numbers in the marks are those of the list.

    `dots` and `towns` are those inside the frame, the largest town first.
    """
    marks = sorted(results, key=lambda mark: (mark.number, mark.label))
    dark, bright = Ground(frame, dots).paths({mark.area for mark in marks})
    groups = grouped(marks, frame, LOCAL_REACH)
    drawn = tuple(local_mark(group) for group in sorted(groups, key=lambda group: group.members[0].number))
    return DrawnMap(
        frame.width,
        frame.height,
        dark,
        bright,
        drawn,
        place_names(towns, frame, drawn),
        organisations=len({mark.number for mark in marks}),
        is_local=True,
    )
