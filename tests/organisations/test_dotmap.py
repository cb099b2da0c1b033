"""The dot map: what is drawn, how large it is, and what it says to people who do not see it."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from organisations.dotmap import (
    Dot,
    DrawnMap,
    Frame,
    Ground,
    MarkIn,
    Town,
    frame_of,
    local_frame,
    local_map,
    national_map,
)
from organisations.dotmap.ground import path, walk
from organisations.geodesy import Point

XY = tuple[int, int]
PLAIN = Frame(left=0, top=0, scale=10, width=500, height=500)
"""Ten units a degree: what lies 10 degrees east on the equator is drawn at (100, 0)."""


def nearest_first(points: set[XY]) -> Iterator[XY]:
    """Walk the slow and plain way."""
    todo, here = set(points), min(points, key=lambda point: (point[1], point[0]))
    while todo:
        yield here
        todo.discard(here)
        if todo:
            here = min(todo, key=lambda point: (abs(point[0] - here[0]) + abs(point[1] - here[1]), point))


def dots_of(data: str) -> list[XY]:
    """Read the data of a path back into points."""
    assert re.fullmatch(r"(m-?\d+ ?-?\d+h0)*", data)
    found, x, y = [], 0, 0
    for across, down in re.findall(r"m(-?\d+) ?(-?\d+)h0", data):
        x, y = x + int(across), y + int(down)
        found.append((x, y))
    return found


def nowhere(_point: Point) -> Town | None:
    return None


class TestWalk:
    @pytest.mark.parametrize("seed", range(8))
    @pytest.mark.parametrize("size", [1, 2, 40, 300])
    def test_the_fast_walk_is_the_plain_one(self, seed: int, size: int) -> None:
        chance = random.Random(seed)
        spread = chance.choice([5, 60, 900])
        points = {(chance.randint(-spread, spread), chance.randint(0, spread)) for _ in range(size)}
        assert list(walk(points)) == list(nearest_first(points))

    def test_two_crowds_far_apart_are_walked_to_the_end(self) -> None:
        points = {(0, 0), (1, 0), (5_000, 5_000), (5_001, 5_000)}
        assert list(walk(points)) == [(0, 0), (1, 0), (5_000, 5_000), (5_001, 5_000)]

    def test_nothing_to_walk_is_nothing_to_draw(self) -> None:
        assert (list(walk([])), path([])) == ([], "")

    def test_a_path_is_read_back_as_its_points(self) -> None:
        chance = random.Random(3)
        points = {(chance.randint(0, 500), chance.randint(0, 940)) for _ in range(500)}
        assert sorted(dots_of(path(points))) == sorted(points)

    def test_a_minus_sign_saves_a_blank(self) -> None:
        assert path([(9, 0), (0, 1)]) == "m9 0h0m-9 1h0"
        assert path([(3, 0), (3, 1), (9, 0)]) == "m3 0h0m0 1h0m6-1h0"


class TestFrames:
    def test_the_national_frame_fits_every_point_with_a_margin(self) -> None:
        points = [(60.8, -0.9), (49.9, -6.3), (54.6, -8.1), (52.5, 1.75)]
        frame = frame_of(points)
        drawn = [frame(*point) for point in points]
        assert (min(x for x, _y in drawn), max(x for x, _y in drawn)) == (8, 492)
        assert (min(y for _x, y in drawn), max(y for _x, y in drawn)) == (8, frame.height - 8)

    def test_a_country_of_one_point_is_still_a_frame(self) -> None:
        frame = frame_of([(54.0, -2.0)])
        assert frame(54.0, -2.0) == (8, 8)

    @pytest.mark.parametrize(
        "points",
        [
            [(53.8, -1.5)],
            [(53.8, -1.5), (53.8, -1.5)],
            [(57.5, -4.2), (51.1, 1.3), (55.0, -7.3)],
            [(50.1, -5.5), (50.3, -5.0)],
            [(60.8, -0.9), (49.9, -1.0)],
            [(54.6, -8.1), (54.6, 1.7)],
        ],
    )
    def test_a_local_frame_keeps_marks_off_its_edges_and_its_height_in_bounds(
        self, points: list[tuple[float, float]]
    ) -> None:
        frame = local_frame(points, 0.4)
        assert (frame.width, 240 <= frame.height <= 400) == (320, True)
        for x, y in [frame(*point) for point in points]:
            assert 29 <= x <= 291
            assert 29 <= y <= frame.height - 29

    def test_the_box_of_a_frame_is_what_it_shows(self) -> None:
        frame = local_frame([(53.8, -1.5), (53.7, -1.9)], 0.4)
        box = frame.box
        assert frame(box.north, box.west) == (0, 0)
        assert frame(box.south, box.east) == (320, frame.height)


class TestMarks:
    def drawn(self, *marks: MarkIn, town: Town | None = None) -> DrawnMap:
        ground = Ground(PLAIN, [Dot(-10, 10, "A"), Dot(-30, 20, "B"), Dot(-40, 30, "A")])
        return national_map(marks, ground, search="/directory/", town_near=lambda _point: town)

    def test_an_organisation_is_a_link_with_its_name(self) -> None:
        drawn = self.drawn(MarkIn("Calder Steps", "/directory/calder-steps/", 0, 10, area="A"))
        (only,) = drawn.marks
        assert (only.at, only.label, only.tip, only.text, only.href, only.radius) == (
            "translate(100 0)",
            "Calder Steps",
            "Calder Steps",
            "",
            "/directory/calder-steps/",
            10,
        )
        assert drawn.organisations == 1

    def test_a_name_stands_where_the_map_has_room_for_it(self) -> None:
        drawn = self.drawn(MarkIn("West", "/w/", 0, 1), MarkIn("East", "/e/", 0, 40))
        assert [(one.label, one.leftwards) for one in drawn.marks] == [("West", False), ("East", True)]

    def test_a_long_name_is_cut_beside_the_mark_and_whole_for_a_screen_reader(self) -> None:
        name = "A name that goes on and on, as names of partnerships do"
        (only,) = self.drawn(MarkIn(name, "/n/", 0, 1)).marks
        assert (only.label, only.tip) == (name, "A name that goes on and on, as names of…")

    def test_a_confidential_place_says_that_it_is_only_an_area(self) -> None:
        (only,) = self.drawn(MarkIn("Moorgate House", "/m/", 0, 1, area_only=True)).marks
        assert only.label == "Moorgate House, area only"

    def test_organisations_too_near_each_other_are_one_mark_with_their_number(self) -> None:
        town = Town("Halifax", "Halifax, Calderdale", 0, 0, 90_000)
        marks = [MarkIn("One", "/1/", 0, 10), MarkIn("Two", "/2/", 0, 13.6), MarkIn("Far", "/3/", 0, 13.7)]
        drawn = self.drawn(*marks, town=town)
        assert [(one.x, one.text, one.label, one.href) for one in drawn.marks] == [
            (100, "2", "2 organisations around Halifax", "/directory/?near=Halifax%2C+Calderdale"),
            (137, "", "Far", "/3/"),
        ]
        assert drawn.organisations == 3

    def test_a_group_without_a_town_leads_to_the_directory(self) -> None:
        (only,) = self.drawn(MarkIn("One", "/1/", 0, 10), MarkIn("Two", "/2/", 0, 10)).marks
        assert (only.label, only.href) == ("2 organisations here", "/directory/")

    def test_one_mark_may_stand_for_several(self) -> None:
        (only,) = self.drawn(MarkIn("", "", 0, 10, count=120)).marks
        assert (only.text, only.label, only.radius) == ("120", "120 organisations here", 18)

    def test_the_place_with_most_organisations_holds_the_mark(self) -> None:
        marks = [MarkIn("Alone", "/a/", 0, 9)] + [MarkIn(f"City {n}", f"/{n}/", 0, 11) for n in range(3)]
        (only,) = self.drawn(*marks).marks
        assert (only.x, only.text) == (110, "4")

    @pytest.mark.parametrize("seed", range(5))
    def test_no_two_marks_touch_and_none_is_lost(self, seed: int) -> None:
        chance = random.Random(seed)
        marks = [MarkIn(f"n{n}", "/", -chance.uniform(0, 40), chance.uniform(0, 50)) for n in range(400)]
        drawn = self.drawn(*marks)
        for index, one in enumerate(drawn.marks):
            for other in drawn.marks[index + 1 :]:
                assert math.hypot(one.x - other.x, one.y - other.y) >= 37
        assert sum(int(one.text or 1) for one in drawn.marks) == drawn.organisations == 400

    def test_the_order_of_the_list_does_not_change_the_drawing(self) -> None:
        chance = random.Random(9)
        marks = [MarkIn(f"n{n}", f"/{n}/", -chance.uniform(0, 40), chance.uniform(0, 50)) for n in range(60)]
        shuffled = chance.sample(marks, len(marks))
        assert self.drawn(*marks) == self.drawn(*shuffled)

    def test_dots_are_lit_where_their_council_has_an_organisation(self) -> None:
        drawn = self.drawn(MarkIn("One", "/1/", 0, 10, area="A"), MarkIn("Two", "/2/", 0, 20, area="elsewhere"))
        assert len(dots_of(drawn.lit)) == 2
        assert len(dots_of(drawn.unlit)) == 1
        assert not set(dots_of(drawn.lit)) & set(dots_of(drawn.unlit))

    def test_an_empty_network_is_a_map_without_lights(self) -> None:
        drawn = self.drawn()
        assert (drawn.lit, drawn.marks, drawn.organisations, len(dots_of(drawn.unlit))) == ("", (), 0, 3)


class TestLocalMap:
    FRAME = Frame(left=0, top=0, scale=1, width=320, height=300)

    def drawn(self, *results: MarkIn, towns: tuple[Town, ...] = ()) -> DrawnMap:
        return local_map(results, self.FRAME, [Dot(-10, 10, "A"), Dot(-20, 30, "B")], towns)

    def at(self, x: float, number: int, **values: Any) -> MarkIn:
        return MarkIn(f"Group {number}", f"#r{number}", -20, x, number=number, **values)

    def test_a_mark_bears_the_number_of_the_list_and_leads_to_its_row(self) -> None:
        drawn = self.drawn(self.at(50, 1, area="A"), self.at(200, 2, area_only=True))
        assert [(one.text, one.label, one.href) for one in drawn.marks] == [
            ("1", "1: Group 1", "#r1"),
            ("2", "2: Group 2, area only", "#r2"),
        ]
        assert (drawn.is_local, drawn.organisations, dots_of(drawn.lit)) == (True, 2, [self.FRAME(-10, 10)])

    @pytest.mark.parametrize(
        ("numbers", "text"),
        [((4,), "4"), ((4, 4), "4"), ((1, 2), "1–2"), ((9, 10, 11), "9–11"), ((2, 5), "2, 5"), ((1, 4, 9), "1 +2")],
    )
    def test_numbers_that_share_a_mark_are_written_in_little_room(self, numbers: tuple[int, ...], text: str) -> None:
        (only,) = self.drawn(*[self.at(50, number) for number in numbers]).marks
        assert only.text == text
        assert only.label == "; ".join(f"{number}: Group {number}" for number in dict.fromkeys(numbers))
        assert only.href == f"#r{numbers[0]}"

    def test_links_come_in_the_order_of_the_list(self) -> None:
        drawn = self.drawn(self.at(300, 3), self.at(20, 2), self.at(150, 1))
        assert [one.text for one in drawn.marks] == ["1", "2", "3"]

    def test_names_of_towns_meet_no_mark_no_other_name_and_no_edge(self) -> None:
        towns = tuple(Town(f"Town {n}", "", -20 - 7 * n, 20 + 24 * n, 100 - n) for n in range(12))
        drawn = self.drawn(self.at(50, 1), self.at(200, 2), towns=towns)
        boxes = [(n.x - 20, n.y - 10, n.x + 20, n.y) for n in drawn.names]
        boxes += [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in drawn.marks]
        for index, one in enumerate(boxes):
            for other in boxes[index + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, (one, other)
        assert len(drawn.names) == 5
        assert all(20 <= name.x <= 300 and 10 <= name.y <= 300 for name in drawn.names)

    def test_a_town_under_a_mark_is_named_below_it(self) -> None:
        drawn = self.drawn(self.at(100, 1), towns=(Town("Halifax", "", -20, 100, 1),))
        (name,) = drawn.names
        assert (name.x, name.y) == (100, self.FRAME(-20, 100)[1] + 28)

    def test_a_town_without_room_is_left_out(self) -> None:
        assert self.drawn(self.at(100, 1), towns=(Town("Edge", "", -20, 1, 1),)).names == ()


class TestTemplate:
    LABEL = "Map of the United Kingdom. 2 organisations in 2 places; the directory lists the same."

    def svg(self, drawn: DrawnMap | None, **values: Any) -> ElementTree.Element:
        html = render_to_string("components/_dotmap.html", {"map": drawn, "label": self.LABEL, **values})
        assert "style=" not in html
        assert "<script" not in html
        return ElementTree.fromstring(html)  # noqa: S314 - our own output, never a stranger's

    def national(self, *names: str) -> DrawnMap:
        marks = [MarkIn(name, f"/{n}/", 0, 6 + 10 * n, area="A") for n, name in enumerate(names)]
        return national_map(marks, Ground(PLAIN, [Dot(-9, 9, "A"), Dot(-20, 30, "B")]), search="/", town_near=nowhere)

    def test_the_map_is_a_named_group_of_named_links(self) -> None:
        figure = self.svg(self.national("One", "Two"), key=True)
        svg = figure.find("svg")
        assert svg is not None
        assert {key: svg.get(key) for key in ("role", "aria-label", "viewBox", "class")} == {
            "role": "group",
            "aria-label": self.LABEL,
            "viewBox": "0 0 500 500",
            "class": "dotmap",
        }
        assert [path.get("class") for path in svg.findall("path")] == ["d", "d on"]
        assert [(link.get("aria-label"), link.get("href")) for link in svg.findall("a")] == [
            ("One", "/0/"),
            ("Two", "/1/"),
        ]
        assert [circle.get("r") for circle in svg.findall("a/circle")] == ["20", "10", "20", "10"]
        assert [tip.text for tip in svg.findall("a/text")] == ["One", "Two"]
        assert figure.get("class") == "hero__map"
        assert len(figure.findall("figcaption/ul/li")) == 3

    def test_a_name_towards_the_right_edge_stands_on_the_left(self) -> None:
        svg = self.svg(self.national("One", "Two", "Three", "Four")).find("svg")
        assert svg is not None
        assert [(tip.get("x"), tip.get("text-anchor")) for tip in svg.findall("a/text")] == [
            ("20", None),
            ("20", None),
            ("-20", "end"),
            ("-20", "end"),
        ]

    def test_hostile_names_are_only_text(self) -> None:
        names = ['"><script>alert(1)</script>', "{{ settings.SECRET_KEY }}", "' onfocus='x", "&amp;", "١٢٣"]
        svg = self.svg(self.national(*names)).find("svg")
        assert svg is not None
        assert [link.get("aria-label") for link in svg.findall("a")] == names
        assert {child.tag for child in svg.iter()} == {"svg", "path", "a", "circle", "text"}

    def test_a_local_map_has_numbers_and_names_of_towns_and_a_caption(self) -> None:
        drawn = local_map([MarkIn("Steps", "#r7", 53.7, -1.8, number=7)], local_frame([(53.7, -1.8)], 0.4), [], [])
        figure = self.svg(drawn, caption="Numbers match the list.", id="map")
        svg = figure.find("svg")
        assert svg is not None
        assert (figure.get("class"), figure.get("id"), svg.get("class")) == ("mapcard", "map", "dotmap local")
        assert [text.text for text in svg.findall("a/text")] == ["7"]
        assert figure.findtext("figcaption") == "Numbers match the list."
        assert svg.findall("path") == []

    def test_units_are_written_the_same_in_every_language(self, settings: Any) -> None:
        settings.USE_THOUSAND_SEPARATOR = True
        wide = DrawnMap(1500, 2000, "", "", ())
        with translation.override("de"):
            svg = self.svg(wide).find("svg")
        assert svg is not None
        assert svg.get("viewBox") == "0 0 1500 2000"

    def test_without_a_map_nothing_is_shown(self) -> None:
        assert render_to_string("components/_dotmap.html", {"map": None, "label": "x"}).strip() == ""
