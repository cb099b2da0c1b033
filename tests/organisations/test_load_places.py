"""Loading the geography: complete, once, without losing what entries point at, and clear about broken files."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from organisations import maps
from organisations.models import Organisation
from organisations.models.geography import Area, Place, PostcodePoint, ReferenceEdition
from organisations.reference.loader import load_reference
from organisations.reference.shipped import COLUMNS, BrokenReference
from tests.organisations.directory_world import Spot, listed

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=400)


@pytest.fixture(autouse=True)
def _empty_tables(db: None) -> None:
    """Take away what another module may have loaded for good."""
    maps.forget()
    for table in (ReferenceEdition, PostcodePoint, Place):
        table.objects.all().delete()
    Area.objects.update(parent=None, kind="nation")
    Area.objects.all().delete()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small country of its own: two councils, three postcodes, two places."""
    small = tmp_path / "small"
    small.mkdir()
    write(
        small,
        "areas",
        [
            ["N1", "nation", "Northland", "Northland", "", "N1", "60", "1", "", ""],
            ["C1", "authority", "Easting", "Easting Council", "N1", "N1|C1", "60.5", "1.5", "", "Old East|The East"],
            ["C2", "authority", "Westing", "Westing Council", "N1", "N1|C2", "60.5", "0.5", "C0", ""],
        ],
    )
    write(small, "points", [["NL1", "60.4", "1.4", "C1"], ["NL1 1", "60.45", "1.45", "C1"]])
    write(small, "exceptions", [["NL1 1", "C2", "AAAB"]])
    write(
        small,
        "places",
        [
            ["1", "Great Sea", "Northland", "60.4", "1.4", "12000", "C1", "Môr Mawr"],
            ["2", "Sea", "Northland", "60.4", "0.4", "0", "C2", ""],
        ],
    )
    return small


def write(folder: Path, name: str, rows: list[list[str]], header: str = "") -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([(header or COLUMNS[name]).split(), *rows])
    (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text.getvalue().encode()))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv.gz"
    text = gzip.decompress(path.read_bytes()).decode()
    assert old in text
    path.write_bytes(gzip.compress(text.replace(old, new).encode()))


def found_by(word: str) -> list[str]:
    """Name the organisations whose search document has a word."""
    query = SearchQuery(word, config="lero")
    return list(Organisation.objects.filter(search_document=query).values_list("name", flat=True))


def held() -> dict[str, list[tuple[Any, ...]]]:
    """Everything the tables hold."""
    models = (Area, PostcodePoint, Place, ReferenceEdition)
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


@pytest.mark.django_db
class TestASmallCountry:
    def test_its_rows_are_those_of_its_files(self, folder: Path) -> None:
        report = load_reference(now=NOW, folder=folder)
        assert report.loaded == {"areas": 3, "postcodes": 4, "places": 2}
        east = Area.objects.get(code="C1")
        assert (east.parent_id, east.lineage, east.former_codes, east.is_current) == ("N1", ["N1", "C1"], [], True)
        assert east.alt_names == ["easting", "easting council", "old east", "the east"]
        assert list(PostcodePoint.objects.order_by("code").values_list("code", "kind", "lat", "lon", "area_id")) == [
            ("NL1", "outcode", 60.4, 1.4, "C1"),
            ("NL1 1", "sector", 60.45, 1.45, "C1"),
            ("NL1 1AA", "unit", None, None, "C2"),
            ("NL1 1AB", "unit", None, None, "C2"),
        ]
        sea = Place.objects.get(geonameid=1)
        assert (sea.name, sea.key, sea.search_names) == ("Great Sea", "great sea", ["great sea", "mor mawr"])
        assert ReferenceEdition.objects.get(dataset="places").loaded_at == NOW

    def test_a_newer_edition_replaces_postcodes_and_places_and_keeps_areas(self, folder: Path) -> None:
        load_reference(now=NOW, folder=folder)
        change(folder, "points", "60.45", "60.46")
        change(folder, "exceptions", "AAAB", "AB")
        change(folder, "places", "2,Sea", "3,Lake")
        change(folder, "areas", "Old East", "Far East")
        report = load_reference(now=LATER, folder=folder)
        assert report.loaded == {"areas": 3, "postcodes": 3, "places": 2}
        assert PostcodePoint.objects.get(code="NL1 1").lat == 60.46
        assert not PostcodePoint.objects.filter(code="NL1 1AA").exists()
        assert sorted(Place.objects.values_list("name", flat=True)) == ["Great Sea", "Lake"]
        assert "far east" in Area.objects.get(code="C1").alt_names

    def test_only_what_changed_is_loaded_again(self, folder: Path) -> None:
        load_reference(now=NOW, folder=folder)
        change(folder, "places", "Great Sea", "Wide Sea")
        report = load_reference(now=LATER, folder=folder)
        assert (report.loaded, report.unchanged) == ({"places": 2}, ["areas", "postcodes"])

    def test_a_council_that_merged_stays_and_is_no_longer_current(self, folder: Path) -> None:
        load_reference(now=NOW, folder=folder)
        Area.objects.create(
            code="C0", name="Bygone", official_name="Bygone", kind="authority", parent_id="N1",
            lineage=["N1", "C0"], lat=60, lon=1, alt_names=["bygone"],
        )  # fmt: skip
        change(folder, "areas", "Old East", "Far East")
        load_reference(now=LATER, folder=folder)
        assert sorted(Area.objects.current().values_list("code", flat=True)) == ["C1", "C2", "N1"]
        assert Area.objects.get(code="C0").is_current is False
        assert sorted(Area.objects.coded("C0").values_list("code", flat=True)) == ["C0", "C2"]

    def test_an_area_of_another_source_is_left_alone(self, folder: Path) -> None:
        Area.objects.create(
            code="X1", name="Other", official_name="Other", kind="nation", lineage=["X1"], lat=0, lon=0,
            alt_names=["other"],
        )  # fmt: skip
        load_reference(now=NOW, folder=folder)
        assert Area.objects.get(code="X1").is_current is True

    def test_within_keeps_every_area_and_the_postcodes_and_places_of_some(self, folder: Path) -> None:
        report = load_reference(now=NOW, folder=folder, within=("C2",))
        assert report.loaded == {"areas": 3, "postcodes": 2, "places": 1}
        assert load_reference(now=NOW, folder=folder, within=("N1",)).loaded["postcodes"] == 4

    def test_only_loads_the_data_sets_that_are_named(self, folder: Path) -> None:
        assert load_reference(now=NOW, folder=folder, only=("areas",)).loaded == {"areas": 3}
        assert not Place.objects.exists()

    def test_a_data_set_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no such data set: rivers"):
            load_reference(now=NOW, only=("areas", "rivers"))

    def test_entries_are_found_by_the_areas_of_a_newer_edition(self, folder: Path) -> None:
        load_reference(now=NOW, folder=folder)
        organisation = listed("Calder Steps", Spot("Shore", "C1", "60.50", "1.50"), serves=["C1"])
        change(
            folder,
            "areas",
            "C1,authority,Easting,Easting Council,N1,N1|C1",
            "C1,authority,Eastmark,Eastmark,R1,N1|R1|C1",
        )
        change(folder, "areas", "C2,authority", "R1,region,Uplands,Uplands,N1,N1|R1,60,1,,\nC2,authority")
        assert load_reference(now=LATER, folder=folder).loaded == {"areas": 4}
        organisation.refresh_from_db()
        assert (organisation.based_in, organisation.serves_within) == (["C1", "N1", "R1"], ["C1", "N1", "R1"])
        assert found_by("Eastmark") == found_by("Uplands") == ["Calder Steps"]
        assert found_by("Easting") == []

    def test_a_load_makes_the_map_forget_its_ground(self, folder: Path) -> None:
        load_reference(now=NOW, folder=folder)
        before = maps.atlas()
        assert maps.atlas() is before
        change(folder, "points", "60.45", "60.46")
        load_reference(now=LATER, folder=folder)
        assert [dot.lat for dot in maps.atlas().sectors] == [60.46]


@pytest.mark.django_db
class TestBrokenFiles:
    @pytest.fixture(autouse=True)
    def _loaded(self, folder: Path) -> None:
        load_reference(now=NOW, folder=folder)
        for name in ("areas", "points", "places"):
            change(folder, name, "60.4" if name != "areas" else "60.5", "60.7")  # so that there is something to load

    def refused(self, folder: Path) -> str:
        before = held()
        with pytest.raises(BrokenReference) as caught:
            load_reference(now=LATER, folder=folder)
        assert held() == before
        return str(caught.value)

    def test_a_missing_file_is_named(self, folder: Path) -> None:
        (folder / "points.csv.gz").unlink()
        assert self.refused(folder) == f"{folder}/points.csv.gz cannot be read: No such file or directory."

    def test_a_missing_folder_is_named(self, folder: Path) -> None:
        shutil.rmtree(folder)
        assert self.refused(folder) == f"{folder}/areas.csv.gz cannot be read: No such file or directory."

    @pytest.mark.parametrize("keep", [0, 5, 40])
    def test_a_file_cut_off_is_damaged(self, folder: Path, keep: int) -> None:
        path = folder / "places.csv.gz"
        path.write_bytes(path.read_bytes()[:keep])
        assert self.refused(folder).startswith(f"{folder}/places.csv.gz")

    @pytest.mark.parametrize("raw", [b"plain text", gzip.compress(b"\xff\xfe", mtime=0)])
    def test_a_file_of_another_kind_is_damaged(self, folder: Path, raw: bytes) -> None:
        (folder / "areas.csv.gz").write_bytes(raw)
        assert self.refused(folder).startswith(f"{folder}/areas.csv.gz is damaged: ")

    def test_other_columns_are_refused(self, folder: Path) -> None:
        write(folder, "points", [], header="code area lat lon")
        assert self.refused(folder) == f"{folder}/points.csv.gz, line 1: expected 4 cells (code lat lon area)."

    def test_a_row_with_a_cell_too_few_is_refused_by_its_line(self, folder: Path) -> None:
        change(folder, "points", "NL1 1,60.75,1.45,C1", "NL1 1,60.75,C1")
        assert self.refused(folder) == f"{folder}/points.csv.gz, line 3: expected 4 cells (code lat lon area)."

    @pytest.mark.parametrize(
        ("name", "old", "new", "told"),
        [
            ("points", ",C1", ",C9", "points.csv.gz: there is no area 'C9' (at 'NL1')."),
            ("exceptions", ",C2,", ",C9,", "exceptions.csv.gz: there is no area 'C9' (at 'NL1 1')."),
            ("places", ",C2,", ",C9,", "places.csv.gz: there is no area 'C9' (at '2')."),
            ("areas", ",N1,", ",N9,", "N9"),
            ("areas", "nation,Northland", "planet,Northland", "organisations_area_kind_known"),
            ("areas", "60.7,1.5", "160.5,1.5", "organisations_area_on_the_globe"),
            ("areas", "60.7,1.5", "north,1.5", "invalid input syntax"),
            ("areas", "N1|C1", "N1", "organisations_area_lineage_has_itself"),
            ("places", ",12000,", ",-1,", "population"),
            ("areas", "Easting Council", "E" * 141, "too long"),
            ("areas", "Easting Council", "East\x00ing", "0x00"),
        ],
    )
    def test_a_row_that_the_database_refuses_changes_nothing(
        self, folder: Path, name: str, old: str, new: str, told: str
    ) -> None:
        change(folder, name, old, new)
        assert told in self.refused(folder)

    def test_a_code_that_stands_twice_is_refused(self, folder: Path) -> None:
        change(folder, "places", "2,Sea", "1,Sea")
        assert self.refused(folder) == "places: the same code stands in two rows."

    def test_the_command_says_what_is_broken(self, folder: Path) -> None:
        (folder / "areas.csv.gz").unlink()
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("load_places", folder=folder)


@pytest.mark.django_db
def test_the_command_says_what_it_loaded_and_then_that_there_is_nothing_to_do(folder: Path) -> None:
    first, second, silent = io.StringIO(), io.StringIO(), io.StringIO()
    call_command("load_places", folder=folder, stdout=first)
    call_command("load_places", folder=folder, stdout=second)
    call_command("load_places", folder=folder, stdout=silent, verbosity=0)
    assert first.getvalue().splitlines() == [
        "areas: 3 rows loaded",
        "postcodes: 4 rows loaded",
        "places: 2 rows loaded",
    ]
    assert second.getvalue().splitlines() == [
        f"{name}: nothing to do, this edition is loaded already" for name in ("areas", "postcodes", "places")
    ]
    assert silent.getvalue() == ""


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_leave_what_one_would(folder: Path) -> None:
    reports, start = [], threading.Barrier(2)

    def load() -> None:
        start.wait()
        reports.append(load_reference(now=NOW, folder=folder))
        connection.close()

    threads = [threading.Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(report.loaded) for report in reports) == [0, 3]
    assert (Area.objects.count(), PostcodePoint.objects.count(), Place.objects.count()) == (3, 4, 2)


@pytest.mark.django_db
class TestConstraints:
    """Each rule of the tables, broken on purpose."""

    @pytest.fixture(autouse=True)
    def _loaded(self, folder: Path) -> None:
        load_reference(now=NOW, folder=folder)

    @pytest.mark.parametrize(
        ("model", "key", "values", "rule"),
        [
            (Area, "C1", {"kind": "planet"}, "organisations_area_kind_known"),
            (Area, "C1", {"name": ""}, "organisations_area_name_not_blank"),
            (Area, "C1", {"lat": 90.1}, "organisations_area_on_the_globe"),
            (Area, "C1", {"parent_id": None}, "organisations_area_nation_is_root"),
            (Area, "N1", {"parent_id": "C1"}, "organisations_area_nation_is_root"),
            (Area, "C1", {"parent_id": "C1"}, "organisations_area_not_its_own_parent"),
            (Area, "C1", {"lineage": ["N1"]}, "organisations_area_lineage_has_itself"),
            (PostcodePoint, "NL1", {"kind": "street"}, "organisations_postcode_point_kind_known"),
            (PostcodePoint, "NL1", {"lat": None, "lon": None}, "organisations_postcode_point_lat_when_kind"),
            (PostcodePoint, "NL1 1AA", {"lat": 1.0}, "organisations_postcode_point_lat_with_lon"),
            (PostcodePoint, "NL1", {"lon": 181.0}, "organisations_postcode_point_on_the_globe"),
            (Place, 1, {"name": ""}, "organisations_place_name_not_blank"),
            (Place, 1, {"key": ""}, "organisations_place_key_not_blank"),
            (Place, 1, {"lon": -181.0}, "organisations_place_on_the_globe"),
            (Place, 1, {"search_names": []}, "organisations_place_search_names_not_empty"),
            (Place, 1, {"population": -1}, "population_check"),
            (ReferenceEdition, "areas", {"digest": ""}, "organisations_reference_edition_digest_not_blank"),
        ],
    )
    def test_a_row_that_breaks_a_rule_is_refused_by_name(
        self, model: Any, key: object, values: dict[str, object], rule: str
    ) -> None:
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            model.objects.filter(pk=key).update(**values)

    @pytest.mark.parametrize("model", [Area, PostcodePoint, ReferenceEdition])
    def test_a_blank_key_is_refused(self, model: Any) -> None:
        row = model.objects.order_by("pk").first()
        row.pk = ""
        with pytest.raises(IntegrityError, match=r"not_blank|lineage_has_itself"), transaction.atomic():
            row.save(force_insert=True)

    def test_a_row_is_named_for_a_reader(self) -> None:
        assert [str(row) for row in (
            Area.objects.get(pk="C1"), PostcodePoint.objects.get(pk="NL1"), Place.objects.get(pk=1),
            ReferenceEdition(dataset="areas", digest="0123456789abcdef"),
        )] == ["Easting (C1)", "NL1", "Great Sea, Northland (1)", "areas 0123456789ab"]  # fmt: skip
