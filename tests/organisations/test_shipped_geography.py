"""The edition that is shipped: complete, in one piece, and loaded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count
from psycopg import sql

from organisations.models.geography import Area, Place, PostcodePoint, ReferenceEdition
from organisations.reference.attributions import ATTRIBUTIONS
from organisations.reference.loader import load_reference
from organisations.reference.shipped import SHIPPED

LATER = datetime(2027, 12, 24, 12, tzinfo=UTC)
TOTALS = {"areas": 401, "postcodes": 71_865, "places": 5_910}


@pytest.mark.django_db
class TestTheShippedEdition:
    @pytest.fixture(autouse=True)
    def _loaded(self, geography: None) -> None:
        pass

    def test_every_row_is_there(self) -> None:
        assert dict(ReferenceEdition.objects.values_list("dataset", "rows")) == TOTALS
        assert (Area.objects.count(), PostcodePoint.objects.count(), Place.objects.count()) == tuple(TOTALS.values())
        assert dict(Area.objects.values_list("kind").annotate(Count("pk"))) == {
            "nation": 4,
            "region": 9,
            "metropolitan": 6,
            "county": 21,
            "authority": 361,
        }
        assert dict(PostcodePoint.objects.values_list("kind").annotate(Count("pk"))) == {
            "outcode": 2_943,
            "sector": 10_846,
            "unit": 58_076,
        }

    def test_each_areas_lineage_is_its_parents_and_itself(self) -> None:
        areas = {area.code: area for area in Area.objects.all()}
        metropolitan = {area.code for area in areas.values() if area.kind == "metropolitan"}
        for area in areas.values():
            above = areas[area.parent_id].lineage if area.parent_id else []
            assert [code for code in area.lineage if code not in metropolitan or code == area.code] == [
                *above,
                area.code,
            ]

    def test_every_metropolitan_district_lies_in_one_county(self) -> None:
        inside = [Area.objects.of_kind("authority").within(code).count() for code in _codes("metropolitan")]
        assert sorted(inside) == [4, 5, 5, 5, 7, 10]

    def test_no_name_bears_the_marks_of_a_broken_encoding(self) -> None:
        names = [*Area.objects.values_list("name", flat=True), *Place.objects.values_list("name", flat=True)]
        assert [name for name in names if any(mark in name for mark in "ï¿½�Ã")] == []
        assert Place.objects.filter(search_names__contains=["mor mawr"]).count() == 0

    def test_a_second_load_is_one_query_and_changes_nothing(
        self, django_assert_num_queries: Callable[..., Any]
    ) -> None:
        before = _versions()
        with django_assert_num_queries(1):
            report = load_reference(now=LATER)
        assert (report.loaded, report.unchanged) == ({}, ["areas", "postcodes", "places"])
        assert _versions() == before

    def test_loading_over_the_same_rows_writes_none_of_them(self) -> None:
        ReferenceEdition.objects.update(digest="another")
        before = _versions()
        report = load_reference(now=LATER)
        assert report.loaded == TOTALS
        assert _versions() == before


def _codes(kind: str) -> list[str]:
    return list(Area.objects.of_kind(kind).values_list("code", flat=True))


def _versions() -> set[tuple[str, str]]:
    """The physical place of each row: it moves when the row is written."""
    tables = ("organisations_area", "organisations_postcode_point", "organisations_place")
    found = set()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(sql.SQL("SELECT ctid::text FROM {}").format(sql.Identifier(table)))
            found |= {(table, place) for (place,) in cursor.fetchall()}
    return found


def test_the_shipped_files_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in SHIPPED.iterdir()}
    assert sorted(sizes) == ["areas.csv.gz", "exceptions.csv.gz", "places.csv.gz", "points.csv.gz"]
    assert sum(sizes.values()) < 400_000


def test_every_source_is_thanked_in_the_words_that_it_asks_for() -> None:
    words = " ".join(str(source.text) for source in ATTRIBUTIONS)
    for owed in (
        "Contains OS data © Crown copyright and database right 2025.",
        "Contains Royal Mail data © Royal Mail copyright and database right 2025.",
        "Contains National Statistics data © Crown copyright and database right 2025.",
        "GeoNames",
        "mySociety",
        "modified",
    ):
        assert owed in words
    assert all(
        source.licence_url.startswith("https://") and source.url.startswith("https://") for source in ATTRIBUTIONS
    )
