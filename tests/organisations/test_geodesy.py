"""Distances and boxes: in Python, in PostgreSQL, and in words."""

import math

import pytest

from organisations.geodesy import (
    EARTH_RADIUS_MILES,
    Box,
    Point,
    about_miles,
    box_around,
    miles_by_haversine,
    miles_from,
)
from organisations.models.geography import Area, PostcodePoint

LEEDS, EDINBURGH = Point(53.7965, -1.5478), Point(55.9521, -3.1965)
ROUND_TRIP = 2 * math.pi * EARTH_RADIUS_MILES


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(90.01, 0), (-90.01, 0), (0, 180.01), (0, -180.01), (math.nan, 0), (0, math.nan), (math.inf, 0)],
)
def test_a_point_outside_the_globe_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="latitude"):
        Point(lat, lon)


def test_a_rounded_point_has_two_decimals() -> None:
    assert LEEDS.rounded() == Point(53.8, -1.55)


@pytest.mark.parametrize(
    ("one", "other", "miles"),
    [
        (LEEDS, LEEDS, 0.0),
        (Point(50, 0), Point(51, 0), ROUND_TRIP / 360),
        (Point(0, 10), Point(0, 11), ROUND_TRIP / 360),
        (Point(0, 0), Point(0, 180), ROUND_TRIP / 2),
        (Point(90, 0), Point(-90, 77), ROUND_TRIP / 2),
        (LEEDS, EDINBURGH, 162.7),
    ],
)
def test_miles_between_two_points_follow_the_great_circle_both_ways(one: Point, other: Point, miles: float) -> None:
    there = miles_by_haversine(one.lat, one.lon, other.lat, other.lon)
    assert there == pytest.approx(miles, abs=0.1)
    assert miles_by_haversine(other.lat, other.lon, one.lat, one.lon) == there


@pytest.mark.parametrize("centre", [LEEDS, Point(60.8, -0.9), Point(0, 0), Point(-33, 151)])
@pytest.mark.parametrize("miles", [0.5, 10, 300])
def test_a_box_holds_the_whole_circle_and_touches_it_on_four_sides(centre: Point, miles: float) -> None:
    box = box_around(centre, miles)
    circle = [_towards(centre, math.radians(bearing / 4), miles) for bearing in range(4 * 360)]
    slack = 1e-9
    assert all(box.south - slack <= lat <= box.north + slack for lat, _lon in circle)
    assert all(box.west - slack <= lon <= box.east + slack for _lat, lon in circle)
    assert max(lon for _lat, lon in circle) == pytest.approx(box.east, abs=1e-3)
    assert min(lat for lat, _lon in circle) == pytest.approx(box.south, abs=1e-3)


def _towards(start: Point, bearing: float, miles: float) -> tuple[float, float]:
    """Walk from a point: the inverse of the formula under test."""
    angle, lat = miles / EARTH_RADIUS_MILES, math.radians(start.lat)
    end = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(bearing))
    turn = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(end)
    )
    return math.degrees(end), start.lon + math.degrees(turn)


@pytest.mark.parametrize("centre", [Point(90, 0), Point(-89.9, 3), Point(10, 179.99), Point(10, -179.99)])
def test_a_box_at_a_pole_or_over_the_date_line_takes_all_longitudes(centre: Point) -> None:
    box = box_around(centre, 50)
    assert (box.west, box.east) == (-180.0, 180.0)
    assert -90 <= box.south < box.north <= 90


@pytest.mark.parametrize("miles", [-1, math.inf, math.nan])
def test_a_radius_that_is_no_number_of_miles_is_refused(miles: float) -> None:
    with pytest.raises(ValueError, match="radius"):
        box_around(LEEDS, miles)


def test_a_box_holds_its_edges_and_nothing_beyond() -> None:
    box = Box(50, -2, 51, -1)
    assert [box.holds(Point(lat, lon)) for lat, lon in [(50, -2), (51, -1), (50.5, -0.99), (49.99, -1.5)]] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0, "less than a mile"),
        (0.49, "less than a mile"),
        (0.51, "about 1 mile"),
        (1.49, "about 1 mile"),
        (2.7, "about 3 miles"),
        (412.2, "about 412 miles"),
    ],
)
def test_a_distance_is_worded_as_near_the_truth(miles: float, words: str) -> None:
    assert about_miles(miles) == words


@pytest.mark.django_db
@pytest.mark.usefixtures("geography")
class TestInTheDatabase:
    def test_the_database_measures_what_python_measures(self) -> None:
        rows = Area.objects.annotate(miles=miles_from(LEEDS)).values_list("lat", "lon", "miles")
        assert len(rows) == 401
        for lat, lon, miles in rows:
            assert miles == pytest.approx(miles_by_haversine(LEEDS.lat, LEEDS.lon, lat, lon), abs=1e-5)

    def test_opposite_points_do_not_break_the_arcsine(self) -> None:
        Area.objects.filter(code="E08000035").update(lat=0, lon=0)
        rows = Area.objects.filter(code="E08000035").annotate(miles=miles_from(Point(0, 180)))
        assert rows.get().miles == pytest.approx(ROUND_TRIP / 2, abs=0.1)

    def test_a_row_without_a_point_has_no_distance(self) -> None:
        rows = PostcodePoint.objects.filter(code__in=["AB12 3GQ", "AB12 3"]).annotate(miles=miles_from(LEEDS))
        assert {row.code: row.miles is None for row in rows} == {"AB12 3GQ": True, "AB12 3": False}
