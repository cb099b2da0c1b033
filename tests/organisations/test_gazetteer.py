"""What the one search box understands: postcodes, places, areas, and honest answers to everything else."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from organisations.gazetteer import (
    EVERYDAY_WORDS,
    AreaMatch,
    AreaRef,
    NotAPlace,
    PlaceMatch,
    Postcode,
    Suggestion,
    UnknownPostcode,
    did_you_mean,
    postcode_area,
    resolve,
)
from organisations.geodesy import Point
from organisations.models.geography import Area, Place, PointKind, PostcodePoint
from organisations.placenames import search_key
from organisations.reference.shipped import SHIPPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]

Queries = Callable[..., Any]
LEEDS = AreaRef("E08000035", "Leeds", "authority", ("E92000001", "E12000003", "E11000006", "E08000035"))


def place(text: str, **options: bool) -> PlaceMatch:
    found = resolve(text, **options)
    assert isinstance(found, PlaceMatch), found
    return found


def area(text: str) -> AreaMatch:
    found = resolve(text)
    assert isinstance(found, AreaMatch), found
    return found


def nothing(text: str, **options: bool) -> NotAPlace:
    found = resolve(text, **options)
    assert isinstance(found, NotAPlace), found
    return found


class TestPostcodes:
    @pytest.mark.parametrize("text", ["LS1 3AB", "ls13ab", " ls1-3ab "])
    def test_a_whole_postcode_stands_at_its_sector(self, text: str) -> None:
        assert resolve(text) == Postcode("LS1 3AB", "LS1 3", PointKind.UNIT, Point(53.8011, -1.5499), LEEDS)

    def test_a_whole_postcode_across_the_border_of_its_sector_has_its_own_council(self) -> None:
        sector, whole = resolve("AB12 3"), resolve("AB12 3GQ")
        assert isinstance(sector, Postcode)
        assert isinstance(whole, Postcode)
        assert (sector.area.name, whole.area.name) == ("Aberdeen City", "Aberdeenshire")
        assert (sector.point, sector.code) == (whole.point, whole.code)

    def test_a_sector_and_a_district_stand_at_their_own_points(self) -> None:
        sector, district = resolve("ST6 4"), resolve("st6")
        assert isinstance(sector, Postcode)
        assert isinstance(district, Postcode)
        assert (sector.code, sector.label, sector.precision) == ("ST6 4", "ST6 4", PointKind.SECTOR)
        assert (district.code, district.label, district.precision) == ("ST6", "ST6", PointKind.OUTCODE)
        assert sector.point != district.point

    def test_a_run_of_letters_and_digits_is_a_district_first_and_else_a_sector(self) -> None:
        district, sector = resolve("LS13"), resolve("st64")
        assert isinstance(district, Postcode)
        assert isinstance(sector, Postcode)
        assert (district.code, sector.code, sector.label) == ("LS13", "ST6 4", "ST6 4")

    def test_northern_ireland_has_districts_only(self) -> None:
        found = resolve("bt1 5gs")
        assert isinstance(found, Postcode)
        assert (found.label, found.code, found.precision) == ("BT1 5GS", "BT1", PointKind.OUTCODE)
        assert found.area.name == "Belfast"

    def test_a_postcode_newer_than_its_sector_stands_at_its_district(self) -> None:
        found = resolve("LS1 0ZZ")
        assert isinstance(found, Postcode)
        assert (found.code, found.precision) == ("LS1", PointKind.OUTCODE)

    @pytest.mark.parametrize("text", ["JE2 3AB", "gy1 1aa", "IM1 1AA", "BX1 1LT", "ST69 4AB"])
    def test_a_postcode_that_is_not_on_the_map_is_named_so(self, text: str) -> None:
        found = resolve(text)
        assert isinstance(found, UnknownPostcode)
        assert found.text.replace(" ", "") == text.upper().replace(" ", "")

    def test_a_postcode_cut_short_gets_advice(self) -> None:
        assert nothing("ST6 4Q") == NotAPlace(
            "ST6 4Q", "“ST6 4Q” needs one more letter to be a whole postcode. Add it, or give only ST6 4."
        )

    def test_what_was_typed_is_in_no_repr(self) -> None:
        for text, secret in [("LS1 3AB", "3AB"), ("JE2 3AB", "3AB"), ("ST6 4Q", "Nothing"), ("my home", "my home")]:
            assert secret not in repr(resolve(text))

    @pytest.mark.parametrize(("text", "queries"), [("LS1 3AB", 1), ("JE2 3AB", 1), ("ST6 4Q", 0)])
    def test_a_postcode_costs_one_query(self, text: str, queries: int, django_assert_num_queries: Queries) -> None:
        with django_assert_num_queries(queries):
            resolve(text)

    def test_every_listed_whole_postcode_of_a_district_gets_the_council_of_the_source(self) -> None:
        units = PostcodePoint.objects.filter(code__startswith="AB12 ", kind="unit").values_list("code", "area_id")
        assert len(units) > 20
        found = {code: resolve(code) for code, _area in units}
        assert {code: match.area.code for code, match in found.items() if isinstance(match, Postcode)} == dict(units)


class TestPlaces:
    @pytest.mark.parametrize("text", ["Leeds", "leeds", "  LEEDS  ", "Leeds, UK", "leeds uk", "Leeds, England"])
    def test_a_town_is_found_however_it_is_written(self, text: str) -> None:
        found = place(text)
        assert (found.name, found.area, found.others) == ("Leeds", LEEDS, ())

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("kings lynn", "King's Lynn"),
            ("King\u2019s Lynn", "King's Lynn"),
            ("stoke on trent", "Stoke-on-Trent"),
            ("Hull", "Kingston upon Hull"),
            ("Caerdydd", "Cardiff"),
            ("Abertawe", "Swansea"),
            ("Dun Eideann", "Edinburgh"),
            ("Dùn Èideann", "Edinburgh"),
            ("Béal Feirste", "Belfast"),
            ("Londonderry", "Derry"),
            ("Lerpwl", "Liverpool"),
            ("Bo'ness", "Bo'ness"),
            ("London", "London"),
        ],
    )
    def test_other_names_and_spellings_lead_to_the_place(self, text: str, name: str) -> None:
        assert place(text).name == name

    def test_a_repeated_name_means_the_largest_and_offers_the_others(self) -> None:
        found = place("Newport")
        assert (found.label, found.area.name) == ("Newport, Wales", "Newport")
        assert found.others == (
            Suggestion("Newport, Isle of Wight, England", "Newport, Isle of Wight"),
            Suggestion("Newport, Telford and Wrekin, England", "Newport, Telford and Wrekin"),
            Suggestion("Newport, Uttlesford, England", "Newport, Uttlesford"),
            Suggestion("Newport, East Riding of Yorkshire, England", "Newport, East Riding of Yorkshire"),
            Suggestion("Newport, Pembrokeshire, Wales", "Newport, Pembrokeshire"),
            Suggestion("Newport-on-Tay, Fife, Scotland", "Newport-on-Tay, Fife"),
        )

    @pytest.mark.parametrize(
        ("text", "council"),
        [
            ("Newport, Isle of Wight", "Isle of Wight"),
            ("newport isle of wight", "Isle of Wight"),
            ("Newport, Isle of Wight, England", "Isle of Wight"),
            ("Newport, Wales", "Newport"),
            ("Newport, Essex", "Uttlesford"),
            ("Newport, South East", "Isle of Wight"),
            ("Bangor, Northern Ireland", "Ards and North Down"),
            ("Bangor, Gwynedd, Wales, UK", "Gwynedd"),
            ("Halifax, West Yorkshire", "Calderdale"),
        ],
    )
    def test_the_name_of_an_area_after_it_says_which_one(self, text: str, council: str) -> None:
        found = place(text)
        assert found.area.name == council
        assert found.label == found.name or found.label.startswith(f"{found.name}, ")

    def test_a_place_picked_by_its_area_keeps_the_area_in_its_label(self) -> None:
        assert place("newport isle of wight").label == "Newport, Isle of Wight, England"

    def test_an_area_that_fits_none_of_that_name_is_asked_back(self) -> None:
        assert nothing("Richmond, Surrey").did_you_mean == (
            Suggestion("Richmond, Richmond upon Thames, England", "Richmond, Richmond upon Thames"),
            Suggestion("Richmond, North Yorkshire, England", "Richmond, North Yorkshire"),
        )

    def test_a_larger_place_also_known_so_comes_before_a_small_one_that_bears_the_name(self) -> None:
        found = place("Newcastle")
        assert found.name == "Newcastle upon Tyne"
        assert [other.text for other in found.others] == ["Newcastle, Newry, Mourne and Down"]

    def test_an_everyday_word_is_a_word_in_the_search_box_and_a_village_in_the_place_box(self) -> None:
        village = Suggestion("Hope, Flintshire, Wales", "Hope, Flintshire")
        assert place("hope").name == "Hope"
        assert nothing("Hope", words_first=True).did_you_mean[0] == village
        assert place("Hope, Flintshire", words_first=True).name == "Hope"
        assert place("Leeds", words_first=True).name == "Leeds"

    def test_every_everyday_word_is_the_name_of_a_place(self) -> None:
        names = set(Place.objects.filter(key__in=EVERYDAY_WORDS).values_list("key", flat=True))
        assert EVERYDAY_WORDS - names == set()

    @pytest.mark.parametrize(
        "text",
        ["family support", "recovery", "drop in", "walking football", "online", "steps", "road", "women", "from"],
    )
    def test_words_that_people_search_for_are_no_places(self, text: str) -> None:
        assert nothing(text, words_first=True, suggest=False) == NotAPlace(text)

    def test_a_place_costs_one_query(self, django_assert_num_queries: Queries) -> None:
        with django_assert_num_queries(1):
            place("Newport, Isle of Wight")


class TestAreas:
    @pytest.mark.parametrize(
        ("text", "code", "kind"),
        [
            ("Wales", "W92000004", "nation"),
            ("cymru", "W92000004", "nation"),
            ("Scotland", "S92000003", "nation"),
            ("Yorkshire", "E12000003", "region"),
            ("the east of england", "", ""),
            ("east of england", "E12000006", "region"),
            ("West Yorkshire", "E11000006", "metropolitan"),
            ("greater manchester", "E11000001", "metropolitan"),
            ("Kent", "E10000016", "county"),
            ("kent county council", "E10000016", "county"),
            ("Cornwall", "E06000052", "authority"),
            ("Shetland", "S12000027", "authority"),
            ("Ynys Môn", "W06000001", "authority"),
            ("anglesey", "W06000001", "authority"),
            ("Outer Hebrides", "S12000013", "authority"),
            ("Bristol, City of", "E06000023", "authority"),
            ("Leeds City Council", "E08000035", "authority"),
        ],
    )
    def test_an_area_is_found_by_any_of_its_names(self, text: str, code: str, kind: str) -> None:
        found = resolve(text, suggest=False)
        if not code:
            assert found == NotAPlace(text)
        else:
            assert isinstance(found, AreaMatch)
            assert (found.area.code, found.area.kind) == (code, kind)

    def test_a_nation_comes_before_a_village_of_its_name(self) -> None:
        assert area("Wales").others == ()
        assert place("Wales, Rotherham").area.name == "Rotherham"

    def test_a_region_comes_before_a_county_of_its_name(self) -> None:
        found = area("West Midlands")
        assert (found.area.code, [other.label for other in found.others]) == (
            "E12000005",
            ["West Midlands (metropolitan county)"],
        )
        assert area(found.others[0].text).area.code == "E11000005"

    def test_an_area_that_is_no_longer_current_is_not_found(self) -> None:
        Area.objects.filter(code="E06000052").update(is_current=False)
        assert nothing("Cornwall", suggest=False) == NotAPlace("Cornwall")

    def test_a_code_of_today_or_of_before_finds_its_area(self) -> None:
        assert Area.objects.coded("E08000039").get().name == "Sheffield"
        assert Area.objects.coded("E08000019").get().name == "Sheffield"

    def test_within_takes_the_area_and_all_that_lies_in_it(self) -> None:
        names = Area.objects.within("E11000006").values_list("name", flat=True)
        assert sorted(names) == ["Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield", "West Yorkshire"]
        assert Area.objects.current().of_kind("authority").within("W92000004").count() == 22


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("hudersfield", "Huddersfield, Kirklees, England"),
            ("Bolten", "Bolton, England"),
            ("Edinborough", "Edinburgh, City of Edinburgh, Scotland"),
            ("Swansee", "Swansea, Wales"),
            ("northumberlnd", "Northumberland"),
        ],
    )
    def test_a_typing_mistake_comes_back_as_a_question(self, text: str, label: str) -> None:
        suggestions = nothing(text).did_you_mean
        assert suggestions[0].label == label
        assert suggestions == did_you_mean(text)
        assert resolve(suggestions[0].text).area.name  # type: ignore[union-attr]  # it resolves, says this line

    def test_a_town_and_its_council_are_suggested_once(self) -> None:
        assert [other.label for other in did_you_mean("Boltn")].count("Bolton") == 0

    def test_a_question_costs_the_second_query_and_only_when_asked_for(
        self, django_assert_num_queries: Queries
    ) -> None:
        with django_assert_num_queries(2):
            nothing("hudersfield")
        with django_assert_num_queries(1):
            assert nothing("hudersfield", suggest=False) == NotAPlace("hudersfield")

    @pytest.mark.parametrize("text", ["", " ", "\x00", "%", "';--", "<script>", "🙂🙂", "{{ 7 }}", "_" * 50])
    def test_hostile_text_finds_nothing(self, text: str) -> None:
        assert nothing(text, suggest=False) == NotAPlace(" ".join(text.split()))
        assert did_you_mean(text) == did_you_mean(search_key(text))

    @pytest.mark.parametrize("text", ["x" * 10_000, "Leeds " * 2_000, "LS1 3AB " * 1_000, "\x00" * 10_000])
    def test_ten_thousand_characters_are_answered_without_a_query(
        self, text: str, django_assert_num_queries: Queries
    ) -> None:
        with django_assert_num_queries(0):
            assert nothing(text).did_you_mean == ()
            assert did_you_mean(text) == ()

    def test_more_words_than_a_name_has_are_answered_without_a_query(self, django_assert_num_queries: Queries) -> None:
        with django_assert_num_queries(0):
            nothing("a b c d e f g h i j k")

    def test_a_nul_byte_between_letters_does_not_reach_the_database(self) -> None:
        assert nothing("LE\x00EDS").did_you_mean[0].label == "Leeds, England"

    def test_a_quotation_mark_or_wildcard_is_only_a_character(self) -> None:
        assert place("Leeds'").name == "Leeds"
        assert place("Lee%").name == "Lee"  # not every place that begins so
        assert nothing("L__ds", suggest=False) == NotAPlace("L__ds")


class TestForms:
    def test_a_postcode_of_a_form_gives_a_rounded_point_and_a_council(self) -> None:
        kept = postcode_area("ls13ab", whole=True)
        assert (kept.code, kept.point, kept.area) == ("LS1 3AB", Point(53.8, -1.55), Area.objects.get(code="E08000035"))

    def test_the_council_of_a_form_is_that_of_the_whole_postcode(self) -> None:
        kept = postcode_area("AB12 3GQ")
        assert kept.area is not None
        assert kept.area.name == "Aberdeenshire"

    def test_a_run_read_as_a_sector_is_kept_as_one(self) -> None:
        assert postcode_area("st64").code == "ST6 4"

    @pytest.mark.parametrize(("text", "code"), [("", ""), ("je2 3ab", "JE2 3AB")])
    def test_an_empty_or_unknown_postcode_is_kept_without_a_point(self, text: str, code: str) -> None:
        kept = postcode_area(text)
        assert (kept.code, kept.point, kept.area) == (code, None, None)

    @pytest.mark.parametrize("text", ["ST6 4Q", "hello", "LS1\x003AB", "1" * 10_000])
    def test_what_is_no_postcode_is_refused(self, text: str) -> None:
        with pytest.raises(ValidationError):
            postcode_area(text)

    def test_a_form_costs_one_query(self, django_assert_num_queries: Queries) -> None:
        with django_assert_num_queries(1):
            postcode_area("LS1 3AB")


def test_every_large_place_is_found_again_by_the_text_of_its_suggestion() -> None:
    """The text of a suggestion must lead to that very place: tried for each name that is borne twice."""
    rows = list(csv.DictReader(io.StringIO(gzip.decompress((SHIPPED / "places.csv.gz").read_bytes()).decode())))
    names = [search_key(row["name"]) for row in rows]
    repeated = {name for name in names if names.count(name) > 1}
    councils = dict(Area.objects.values_list("code", "name"))
    lost = []
    for row in rows:
        if search_key(row["name"]) in repeated and int(row["population"]) >= 5_000:
            council = councils[row["area"]]
            qualifier = row["nation"] if search_key(council) == search_key(row["name"]) else council
            found = resolve(f"{row['name']}, {qualifier}")
            if not isinstance(found, PlaceMatch) or found.point != Point(float(row["lat"]), float(row["lon"])):
                lost.append((row["name"], qualifier, found))
    assert lost == []
