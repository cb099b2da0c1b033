"""The dot map for pages: what is on the ground, read once a process, and the two drawings.

The ground changes only when `load_places` brings a newer edition; that process forgets it, the others read it when
they start. A map costs no query once the ground is known.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from organisations.dotmap import (
    Dot,
    DrawnMap,
    Ground,
    MarkIn,
    Town,
    frame_of,
    local_frame,
)
from organisations.dotmap import local_map as draw_local
from organisations.dotmap import national_map as draw_national
from organisations.geodesy import MILES_PER_DEGREE, Box, Point, miles_by_haversine
from organisations.models.geography import Place, PointKind, PostcodePoint
from organisations.placenames import search_key

SMALLEST_TOWN = 5_000
TOWN_WITHIN = 12
"""Miles within which the largest town gives its name to a group; else the nearest does."""
MOST_SECTORS = 1_500
"""With more sectors in sight than this a local map shows districts."""
MOST_TOWNS = 40
FEW_DOTS = 30
SPANS = (0.4, 0.8, 1.6)
"""Degrees of longitude that a local map shows at least: the first with enough dots, so that islands keep a shape."""


@dataclass(frozen=True)
class Atlas:
    """Everything a map is drawn on, by latitude.

    `sectors` also holds the districts of councils that have no sectors (Northern Ireland's data stops there).
    """

    districts: tuple[Dot, ...]
    sectors: tuple[Dot, ...]
    towns: tuple[Town, ...]
    _sector_lats: list[float] = field(init=False, repr=False, compare=False)
    _town_lats: list[float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sector_lats", [dot.lat for dot in self.sectors])
        object.__setattr__(self, "_town_lats", [town.lat for town in self.towns])

    @cached_property
    def ground(self) -> Ground:
        """The ground of the national map."""
        return Ground(frame_of((dot.lat, dot.lon) for dot in self.districts), self.districts)

    def dots_in(self, box: Box) -> list[Dot]:
        """Find the dots of a local map: sectors, or districts when those would be too many."""
        start, end = bisect_left(self._sector_lats, box.south), bisect_right(self._sector_lats, box.north)
        found = [dot for dot in self.sectors[start:end] if box.west <= dot.lon <= box.east]
        if len(found) <= MOST_SECTORS:
            return found
        return [dot for dot in self.districts if box.holds(Point(dot.lat, dot.lon))]

    def towns_in(self, box: Box) -> list[Town]:
        """Find the towns in a box, the largest first."""
        start, end = bisect_left(self._town_lats, box.south), bisect_right(self._town_lats, box.north)
        found = [town for town in self.towns[start:end] if box.west <= town.lon <= box.east]
        return sorted(found, key=lambda town: -town.population)[:MOST_TOWNS]

    def town_near(self, point: Point) -> Town | None:
        """Find the town that people would name: the largest near by, else the nearest of all."""
        reach = TOWN_WITHIN / MILES_PER_DEGREE
        start = bisect_left(self._town_lats, point.lat - reach)
        end = bisect_right(self._town_lats, point.lat + reach)
        near = [town for town in self.towns[start:end] if _miles(point, town) <= TOWN_WITHIN]
        if near:
            return max(near, key=lambda town: town.population)
        return min(self.towns, key=lambda town: _miles(point, town), default=None)


def _miles(point: Point, town: Town) -> float:
    return miles_by_haversine(point.lat, point.lon, town.lat, town.lon)


_known: list[Atlas] = []


def atlas() -> Atlas:
    """Give the ground, from memory once there is one: two queries the first time. An empty one is not remembered."""
    if _known:
        return _known[0]
    points = PostcodePoint.objects.exclude(kind=PointKind.UNIT).order_by("lat", "code")
    dots: dict[str, list[Dot]] = {PointKind.OUTCODE: [], PointKind.SECTOR: []}
    for kind, lat, lon, area in points.values_list("kind", "lat", "lon", "area_id"):
        dots[kind].append(Dot(float(lat or 0), float(lon or 0), area))
    districts, sectors = dots[PointKind.OUTCODE], dots[PointKind.SECTOR]
    divided = {dot.area for dot in sectors}
    sectors = sorted([*sectors, *(dot for dot in districts if dot.area not in divided)], key=lambda dot: dot.lat)
    found = Atlas(tuple(districts), tuple(sectors), tuple(_towns()))
    if found.districts:
        _known.append(found)
    return found


def forget() -> None:
    """Read the ground again at the next map: called after a load."""
    _known.clear()


def _towns() -> list[Town]:
    """Read the towns large enough to be named, each with the text that finds it and no other of its name."""
    rows = Place.objects.filter(population__gte=SMALLEST_TOWN).select_related("area").order_by("lat", "geonameid")
    towns = []
    for place in rows:
        qualifier = place.nation if search_key(place.area.name) == place.key else place.area.name
        text = f"{place.name}, {qualifier}"
        towns.append(Town(place.name, text, place.lat, place.lon, place.population))
    return towns


def national_map(listed: Iterable[MarkIn], *, search: str) -> DrawnMap | None:
    """Draw the country with these organisations; None when there is no ground to draw it on.

    `search` is the address of the directory.
    """
    known = atlas()
    if not known.districts:
        return None
    return draw_national(listed, known.ground, search=search, town_near=known.town_near)


def local_map(results: Sequence[MarkIn], *, centre: Point | None = None) -> DrawnMap | None:
    """Draw the surroundings of numbered results, and of the point that was searched from; None without results."""
    known = atlas()
    if not results or not known.districts:
        return None
    points = [(mark.lat, mark.lon) for mark in results]
    for span in SPANS:
        frame = local_frame([*points, (centre.lat, centre.lon)] if centre else points, span)
        dots = known.dots_in(frame.box)
        if len(dots) >= FEW_DOTS:
            break
    return draw_local(results, frame, dots, known.towns_in(frame.box))
