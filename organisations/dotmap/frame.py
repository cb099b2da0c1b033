"""From degrees to the units of a drawing: Mercator, in a frame with whole numbers from its top left."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from organisations.geodesy import Box

XY = tuple[int, int]

NATIONAL_WIDTH, LOCAL_WIDTH = 500, 320
NATIONAL_MARGIN, LOCAL_MARGIN = 8, 30
LOCAL_HEIGHTS = 240, 400
LEAST_SPAN = 0.4
"""Degrees of longitude that the national map shows at least."""


def mercator(lat: float, lon: float) -> tuple[float, float]:
    """Project degrees on to a plane where shapes keep their look; y grows to the north, in degrees at the equator."""
    return lon, math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


@dataclass(frozen=True)
class Frame:
    """A window on the plane: where it starts, how many units a degree has, and how large the drawing is."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    def __call__(self, lat: float, lon: float) -> XY:
        """Find the units of a point, whole numbers from the top left."""
        x, y = mercator(lat, lon)
        return round((x - self.left) * self.scale), round((self.top - y) * self.scale)

    @property
    def box(self) -> Box:
        """Give the part of the globe that the frame shows."""
        right, bottom = self.left + self.width / self.scale, self.top - self.height / self.scale
        return Box(_latitude(bottom), self.left, _latitude(self.top), right)


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(y))) - math.pi / 2)


def frame_of(points: Iterable[tuple[float, float]]) -> Frame:
    """Fit all points into the width of the national map; its height follows."""
    plane = [mercator(*point) for point in points]
    left, right = min(x for x, _y in plane), max(x for x, _y in plane)
    bottom, top = min(y for _x, y in plane), max(y for _x, y in plane)
    scale = (NATIONAL_WIDTH - 2 * NATIONAL_MARGIN) / max(right - left, LEAST_SPAN)
    edge = NATIONAL_MARGIN / scale
    height = round((top - bottom) * scale + 2 * NATIONAL_MARGIN)
    return Frame(left - edge, top + edge, scale, NATIONAL_WIDTH, height)


def local_frame(points: Iterable[tuple[float, float]], span: float) -> Frame:
    """Frame some points with room around them, between the least and the greatest height.

    It shows `span` degrees of longitude at least.
    """
    plane = [mercator(*point) for point in points]
    left, right = min(x for x, _y in plane), max(x for x, _y in plane)
    bottom, top = min(y for _x, y in plane), max(y for _x, y in plane)
    least, most = LOCAL_HEIGHTS
    scale = min(
        (LOCAL_WIDTH - 2 * LOCAL_MARGIN) / max(right - left, span),
        (most - 2 * LOCAL_MARGIN) / max(top - bottom, span),
    )
    height = max(least, round((top - bottom) * scale) + 2 * LOCAL_MARGIN)
    middle, centre = (left + right) / 2, (top + bottom) / 2
    return Frame(middle - LOCAL_WIDTH / 2 / scale, centre + height / 2 / scale, scale, LOCAL_WIDTH, height)
