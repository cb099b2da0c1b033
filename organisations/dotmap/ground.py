"""The dots of a map as two SVG paths.

A dot is a line of no length with a round cap ("m3-4h0"), so it costs about six characters; dots are walked nearest
first, which keeps each step short and the text easy to compress: 2,943 districts are under 5 KB on the wire.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from organisations.dotmap.frame import XY, Frame

CELL = 8
"""Units across of the cells in which dots wait to be drawn."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A postcode district or sector, with the code of its main council."""

    lat: float
    lon: float
    area: str


class Ground:
    """The dots of a map, projected once; two grounds are never equal, so it can be the key of a cache."""

    def __init__(self, frame: Frame, dots: Iterable[Dot]) -> None:
        self.frame = frame
        self.by_area: dict[str, set[XY]] = {}
        for dot in dots:
            self.by_area.setdefault(dot.area, set()).add(frame(dot.lat, dot.lon))

    def paths(self, lit: Collection[str]) -> tuple[str, str]:
        """Draw the dots of the areas without and with a listing."""
        bright = {point for area in lit for point in self.by_area.get(area, ())}
        return path({point for points in self.by_area.values() for point in points} - bright), path(bright)


@lru_cache(maxsize=8)
def kept_paths(ground: Ground, lit: frozenset[str]) -> tuple[str, str]:
    """Draw once for each set of lit areas; the last few sets are kept."""
    return ground.paths(lit)


def walk(points: Iterable[XY]) -> Iterator[XY]:
    """Order points so that each is the nearest one still to be drawn, by steps across and down.

    Points wait in square cells; rings of cells are searched outwards until no farther ring can be nearer.
    """
    cells: dict[XY, set[XY]] = {}
    for point in points:
        cells.setdefault((point[0] // CELL, point[1] // CELL), set()).add(point)
    left = sum(map(len, cells.values()))
    here = min(
        (point for cell in cells.values() for point in cell), key=lambda point: (point[1], point[0]), default=None
    )
    while here is not None:
        yield here
        home = here[0] // CELL, here[1] // CELL
        cells[home].discard(here)
        if not cells[home]:
            del cells[home]
        left -= 1
        here = _nearest(cells, here, home) if left else None


def _nearest(cells: dict[XY, set[XY]], here: XY, home: XY) -> XY:
    """Find the nearest waiting point; there is one."""
    best: tuple[int, XY] | None = None
    ring = 0
    while best is None or best[0] > (ring - 1) * CELL:
        for cell in _ring(home, ring):
            for point in cells.get(cell, ()):
                found = abs(point[0] - here[0]) + abs(point[1] - here[1]), point
                best = found if best is None or found < best else best
        ring += 1
    return best[1]


def _ring(home: XY, ring: int) -> Iterator[XY]:
    """Give the cells at this distance from a cell."""
    column, row = home
    if ring == 0:
        yield home
    for step in range(-ring, ring):
        yield column + step, row - ring
        yield column + ring, row + step
        yield column - step, row + ring
        yield column - ring, row - step


def path(points: Collection[XY]) -> str:
    """Write points as the data of one SVG path, each step relative to the last."""
    parts, left, up = [], 0, 0
    for x, y in walk(points):
        across, down = x - left, y - up
        parts.append(f"m{across}{'' if down < 0 else ' '}{down}h0")
        left, up = x, y
    return "".join(parts)
