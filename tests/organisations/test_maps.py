"""The maps of pages: read once, small on the wire, named for what people know."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from organisations import maps
from organisations.dotmap import MarkIn
from organisations.gazetteer import PlaceMatch, resolve
from organisations.geodesy import Point
from organisations.models.geography import Place, PostcodePoint
from tests.organisations.test_dotmap import dots_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]

LEEDS, HALIFAX, LERWICK = Point(53.7965, -1.5478), Point(53.7167, -1.85), Point(60.1545, -1.1494)


def mark(point: Point, label: str = "Somewhere", **values: Any) -> MarkIn:
    return MarkIn(label=label, href=values.pop("href", f"/directory/{label}/"), lat=point.lat, lon=point.lon, **values)


def test_all_districts_are_under_five_kilobytes_on_the_wire() -> None:
    listed = [mark(LEEDS, area="E08000035"), mark(LERWICK, area="S12000027")]
    drawn = maps.national_map(listed, search="/directory/")
    assert drawn is not None
    assert (drawn.width, drawn.height) == (500, 944)
    assert len(dots_of(drawn.unlit)) + len(dots_of(drawn.lit)) == 2_827
    assert len(gzip.compress((drawn.unlit + drawn.lit).encode(), 9)) < 5_000
    assert 0 < len(dots_of(drawn.lit)) < 40


def test_the_ground_is_read_once(django_assert_num_queries: Callable[..., Any]) -> None:
    maps.forget()
    with django_assert_num_queries(2):
        maps.national_map([mark(LEEDS)], search="/directory/")
    with django_assert_num_queries(0):
        maps.national_map([mark(LEEDS)], search="/directory/")
        maps.local_map([mark(LEEDS, number=1)])


def test_dots_are_drawn_once_for_each_set_of_lit_areas() -> None:
    one = maps.national_map([mark(LEEDS, area="E08000035")], search="/")
    other = maps.national_map([mark(HALIFAX, area="E08000035"), mark(LERWICK, area="nowhere")], search="/")
    assert one is not None
    assert other is not None
    assert one.lit is other.lit


def test_a_group_is_named_for_the_largest_town_near_by() -> None:
    near_leeds = Point(53.79, -1.67)  # Pudsey
    drawn = maps.national_map([mark(near_leeds, "A"), mark(near_leeds, "B")], search="/directory/")
    assert drawn is not None
    (only,) = drawn.marks
    assert (only.label, only.href) == ("2 organisations around Leeds", "/directory/?near=Leeds%2C+England")
    found = resolve("Leeds, England")
    assert isinstance(found, PlaceMatch)
    assert found.name == "Leeds"


def test_a_group_far_from_any_town_is_named_for_the_nearest() -> None:
    far = Point(57.6, -5.9)
    town = maps.atlas().town_near(far)
    assert town is not None
    assert town.name in {"Stornoway", "Inverness", "Fort William"}


def test_a_local_map_shows_sectors_and_towns_around_the_results() -> None:
    drawn = maps.local_map([mark(HALIFAX, "A", number=1, area="E08000033"), mark(LEEDS, "B", number=2)], centre=HALIFAX)
    assert drawn is not None
    assert [one.text for one in drawn.marks] == ["1", "2"]
    assert 3 <= len(drawn.names) <= 5
    assert {"Leeds", "Bradford"} <= {name.name for name in drawn.names}
    assert dots_of(drawn.lit)
    inside = [(x, y) for x, y in dots_of(drawn.unlit + drawn.lit) if 0 <= x <= 320 and 0 <= y <= drawn.height]
    assert len(inside) > 100


def test_a_large_local_map_shows_districts() -> None:
    everywhere = maps.local_map([mark(LERWICK, number=1), mark(Point(50.1, -5.5), number=2)])
    assert everywhere is not None
    assert 100 < len(dots_of(everywhere.unlit)) <= 2_943


def test_northern_ireland_shows_its_districts_on_a_local_map() -> None:
    drawn = maps.local_map([mark(Point(54.6, -5.93), number=1, area="N09000003")])
    assert drawn is not None
    assert dots_of(drawn.lit)


def test_a_map_of_an_island_widens_until_there_is_something_to_see() -> None:
    drawn = maps.local_map([mark(LERWICK, number=1)])
    assert drawn is not None
    assert len(dots_of(drawn.unlit)) >= 2


def test_there_is_no_local_map_without_results() -> None:
    assert maps.local_map([]) is None


def test_there_is_no_map_before_the_geography_is_loaded_and_one_after() -> None:
    maps.forget()
    PostcodePoint.objects.all().delete()
    Place.objects.all().delete()
    assert maps.national_map([], search="/") is None
    assert maps.local_map([mark(LEEDS, number=1)]) is None
    PostcodePoint.objects.create(code="LS1", kind="outcode", lat=53.8, lon=-1.5, area_id="E08000035")
    drawn = maps.national_map([mark(LEEDS, "A"), mark(LEEDS, "B")], search="/")
    maps.forget()
    assert drawn is not None
    assert [one.label for one in drawn.marks] == ["2 organisations here"]
