"""Points on the globe, boxes around them, and distances in miles: here, in the database, and in words.

Distances are great-circle miles between points that are themselves "about": a sector's point lies 0.7 km from the
median postcode in it. Nothing here needs an extension of the database.
"""

import math
from dataclasses import dataclass

from django.db.models import Expression, F, FloatField, Value
from django.db.models.functions import ASin, Cast, Cos, Power, Radians, Sin, Sqrt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

EARTH_RADIUS_MILES = 3958.761
MILES_PER_DEGREE = math.pi * EARTH_RADIUS_MILES / 180
PLACES_SHOWN = 2
"""Decimals of every coordinate that leaves the hub: about a kilometre."""

JUST_BELOW_ONE = 1 - 1e-12
"""Keeps the arcsine of opposite points inside its range; LEAST would, but takes NULL for 1."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the globe, in degrees (WGS84)."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):  # NaN fails both
            raise ValueError("latitude lies between -90 and 90, longitude between -180 and 180")

    def rounded(self) -> "Point":
        """Give the point as it may be stored for a person, or shown: two decimals."""
        return Point(round(self.lat, PLACES_SHOWN), round(self.lon, PLACES_SHOWN))


@dataclass(frozen=True, slots=True)
class Box:
    """Everything between two parallels and two meridians; it never crosses the date line."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Say whether a point lies in the box, its edges counted in."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


def miles_by_haversine(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Measure the great-circle distance between bare coordinates, in miles."""
    north, east = math.radians(lat2 - lat1) / 2, math.radians(lon2 - lon1) / 2
    chord = math.sin(north) ** 2 + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(east) ** 2
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(min(1.0, chord)))


def box_around(point: Point, miles: float) -> Box:
    """Find the box that holds the circle of this radius; at a pole, and past the date line, all longitudes."""
    if not 0 <= miles < math.inf:
        raise ValueError("a radius is a number of miles, nought or more")
    spread = miles / MILES_PER_DEGREE
    south, north = max(-90.0, point.lat - spread), min(90.0, point.lat + spread)
    if south == -90 or north == 90:
        return Box(south, -180.0, north, 180.0)
    reach = math.sin(math.radians(spread)) / math.cos(math.radians(point.lat))
    half = math.degrees(math.asin(min(1.0, reach)))
    west, east = point.lon - half, point.lon + half
    if west < -180 or east > 180:
        return Box(south, -180.0, north, 180.0)
    return Box(south, west, north, east)


def miles_from(point: Point, *, lat: str = "lat", lon: str = "lon") -> Expression:
    """Build the distance of each row from a point, in miles; NULL where a row has no coordinates.

    What does not depend on the row (the radians and the cosine of the point) is computed here once.
    """
    row_lat = Radians(Cast(F(lat), FloatField()))
    row_lon = Radians(Cast(F(lon), FloatField()))
    north = Power(Sin((row_lat - Value(math.radians(point.lat))) / Value(2.0)), Value(2.0))
    east = Power(Sin((row_lon - Value(math.radians(point.lon))) / Value(2.0)), Value(2.0))
    chord = (north + Value(math.cos(math.radians(point.lat))) * Cos(row_lat) * east) * Value(JUST_BELOW_ONE)
    return Value(2 * EARTH_RADIUS_MILES, output_field=FloatField()) * ASin(Sqrt(chord))


def about_miles(miles: float) -> str:
    """Word a distance between points that are near the truth: "less than a mile", "about 3 miles"."""
    whole = round(miles)
    if whole < 1:
        return _("less than a mile")
    return ngettext("about %(number)s mile", "about %(number)s miles", whole) % {"number": whole}
