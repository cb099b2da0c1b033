"""Coverage by area: who has a place there, who serves it, and what the numbers mean."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate

from organisations.queries.areas import coverage, named, tree
from organisations.queries.directory import Asked, search
from organisations.workflows.standing import record_pledge, record_recognition
from tests.factories import DAY, NOW, entry, queries
from tests.organisations.directory_world import (
    BRADFORD,
    CALDERDALE,
    ENGLAND,
    IN_HALIFAX,
    IN_LEEDS,
    IN_LERWICK,
    LEEDS,
    ONLINE,
    SCOTLAND,
    SHETLAND,
    WEST_YORKSHIRE,
    YORKSHIRE,
    listed,
)

TODAY = localdate(NOW)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]


def page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    assert answer.cookies == {}
    return answer.content.decode()


def text_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def numbers(*codes: str) -> dict[str, tuple[int, int]]:
    rows = coverage(today=TODAY)
    return {code: (rows[code].based, rows[code].serving) for code in codes}


def test_an_organisation_counts_where_it_is_and_around_it():
    listed("Calder Steps", IN_HALIFAX)
    listed("Both", IN_HALIFAX, IN_LEEDS)
    listed("Evening Door", ONLINE)
    entry("submitted")
    assert numbers(CALDERDALE, LEEDS, BRADFORD, WEST_YORKSHIRE, YORKSHIRE, ENGLAND, SCOTLAND) == {
        CALDERDALE: (2, 0),
        LEEDS: (1, 0),
        BRADFORD: (0, 0),
        WEST_YORKSHIRE: (2, 0),
        YORKSHIRE: (2, 0),
        ENGLAND: (2, 0),
        SCOTLAND: (0, 0),
    }


def test_an_organisation_serves_what_it_chose_what_is_in_it_and_what_is_around_it():
    listed("County", IN_HALIFAX, serves=[WEST_YORKSHIRE])
    listed("Nation", IN_LERWICK, serves=[ENGLAND, LEEDS])
    found = numbers(LEEDS, BRADFORD, WEST_YORKSHIRE, YORKSHIRE, ENGLAND, SHETLAND, SCOTLAND)
    assert {code: serving for code, (_based, serving) in found.items()} == {
        LEEDS: 2,
        BRADFORD: 2,
        WEST_YORKSHIRE: 2,
        YORKSHIRE: 2,
        ENGLAND: 2,
        SHETLAND: 0,
        SCOTLAND: 0,
    }


def test_who_serves_a_whole_nation_is_nobodys_own():
    listed("Nation", IN_LERWICK, serves=[ENGLAND])
    listed("Nation and city", ONLINE, serves=[ENGLAND, LEEDS])
    listed("Region", ONLINE, serves=[YORKSHIRE])
    found = coverage(today=TODAY)
    assert {code: (found[code].serving, found[code].national) for code in (LEEDS, BRADFORD, YORKSHIRE, ENGLAND)} == {
        LEEDS: (3, 1),
        BRADFORD: (3, 2),
        YORKSHIRE: (3, 1),
        ENGLAND: (3, 1),
    }
    kent = next(row for row in found.values() if row.name == "Kent")
    assert [row.has_own for row in (found[BRADFORD], found[SHETLAND], kent)] == [True, True, False]
    assert (kent.serving, kent.national) == (2, 2)


def test_each_council_is_told_of_once():
    listed("Slip", IN_LERWICK)
    text = text_of(page("/areas/"))
    assert "more are reached" not in text
    assert "360 are reached by nobody listed here." in text
    listed("Nation", ONLINE, serves=[SCOTLAND])
    text = text_of(page("/areas/"))
    assert "31 more are reached only by organisations that serve a whole nation. 329 are reached by nobody" in text


def test_the_tree_holds_every_area_of_today_once():
    rows = coverage(today=TODAY)
    nations = tree(rows)
    assert [nation.name for nation in nations] == ["England", "Northern Ireland", "Scotland", "Wales"]
    assert [len(nation.rows) for nation in nations] == [9, 11, 32, 22]
    below = [row for nation in nations for row in nation.rows]
    everything = [*nations, *below, *(each for row in below for each in row.rows)]
    assert sorted(row.code for row in everything) == sorted(rows)
    assert rows[LEEDS].within == "West Yorkshire, Yorkshire and The Humber, England"


def test_areas_are_found_by_any_of_their_names_the_largest_first():
    rows = coverage(today=TODAY)
    assert [row.name for row in named(rows, "yorkshire")][:3] == [
        "Yorkshire and The Humber",
        "South Yorkshire",
        "West Yorkshire",
    ]
    assert [row.name for row in named(rows, "Caerdydd")] == ["Cardiff"]
    assert named(rows, "!!") == []


def test_all_areas_stand_on_one_page():
    listed("Calder Steps", IN_HALIFAX, serves=[ENGLAND])
    markup = page("/areas/")
    text = text_of(markup)
    assert (
        "1 of 361 council areas have a listed organisation that is based there, or that chose to serve the council"
        in text
    )
    assert "295 more are reached only by organisations that serve a whole nation. 65 are reached by nobody" in text
    codes = set(re.findall(r'href="/areas/([A-Z]\d{8})/"', markup))
    assert codes == set(coverage(today=TODAY))
    assert "What these numbers cannot tell us" in markup


def test_a_search_by_name_shows_those_areas_alone_or_where_to_look():
    found = page("/areas/?q=Halton")
    assert re.findall(r'href="/areas/([A-Z]\d{8})/"', found) == ["E06000006"]
    assert '<meta name="robots" content="noindex">' in found
    nothing = page("/areas/?q=Halifax")
    assert "No area is called “Halifax”" in nothing
    assert 'href="/directory/?q=Halifax"' in nothing
    page("/areas/?q=%00" + "a" * 10_000)


def test_an_area_says_who_is_there_who_serves_it_and_what_is_near():
    listed("Calder Steps", IN_HALIFAX, ONLINE, serves=[WEST_YORKSHIRE])
    listed("Lantern Row", IN_LEEDS, stage="emerging")
    listed("Evening Door", ONLINE, serves=[ENGLAND])
    markup = page(f"/areas/{CALDERDALE}/")
    assert "<title>Recovery organisations in Calderdale – LERO Hub</title>" in markup
    figures = re.findall(r'<div class="figure"><dt>(.*?)</dt><dd>(\d+)</dd>', markup)
    assert figures == [
        ("listed organisations with a place here", "1"),
        ("serve it, wherever they are based", "2"),
        ("of those that serve it do so as part of a whole nation", "1"),
        ("of all these also meet online", "2"),
        ("of all these are recognised today", "0"),
        ("of all these have pledged to the standards", "0"),
        ("say of themselves: “Just starting”", "0"),
        ("say of themselves: “Finding our feet”", "0"),
        ("say of themselves: “Well established”", "2"),
    ]
    based, serving = markup.split("<h2")[2:4]
    assert re.findall(r'href="/directory/([a-z-]+)/"', based) == ["calder-steps"]
    assert re.findall(r'href="/directory/([a-z-]+)/"', serving) == ["evening-door"]
    trail = markup[markup.index('class="trail"') : markup.index("<h1>")]
    assert re.findall(r'href="(/areas/[^"]*)"', trail) == [
        "/areas/",
        "/areas/E92000001/",
        "/areas/E12000003/",
        "/areas/E11000006/",
    ]
    assert f'href="/directory/?area={CALDERDALE}"' in markup
    assert f'href="/directory/export.csv?area={CALDERDALE}"' in markup
    assert "Kirklees" in markup[markup.index("Nearest to it") :]


def test_an_area_without_anybody_says_what_that_does_not_mean():
    text = text_of(page(f"/areas/{SHETLAND}/"))
    assert "Nobody is listed here yet, which does not mean that nobody is there." in text
    assert "See who is nearest to Shetland Islands" in text


def test_a_large_area_lists_its_regions_and_a_region_its_councils():
    england = page(f"/areas/{ENGLAND}/")
    inside = england[england.index('id="inside"') : england.index('id="near"')]
    assert len(re.findall(r"<tr><th scope=\"row\">", inside)) == 9
    region = page(f"/areas/{YORKSHIRE}/")
    assert "Metropolitan county" in region[region.index('id="inside"') :]


def test_an_area_page_takes_the_same_queries_however_much_is_in_it():
    browser = Client()
    addresses = (f"/areas/{CALDERDALE}/", f"/areas/{ENGLAND}/", "/areas/", "/areas/?q=leeds")
    listed("Calder Steps", IN_HALIFAX, serves=[ENGLAND])
    alone = {address: queries(browser, address) for address in addresses}
    assert list(alone.values()) == [6, 6, 1, 1]
    listed("Lantern Row", IN_HALIFAX, ONLINE, serves=[CALDERDALE])
    listed("Evening Door", ONLINE, serves=[ENGLAND])
    assert {address: queries(browser, address) for address in addresses} == alone


def test_a_former_code_leads_to_the_one_of_today():
    answer = Client().get("/areas/E06000048/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/areas/E06000057/")
    lower = Client().get(f"/areas/{LEEDS.lower()}/")
    assert (lower.status_code, lower.headers["Location"]) == (301, f"/areas/{LEEDS}/")
    page("/areas/E99999999/", 404)


def test_recognised_and_pledged_count_what_the_directory_finds_by_its_filters():
    near = listed("Near", IN_HALIFAX)
    county, nation = listed("County", IN_LERWICK, serves=[WEST_YORKSHIRE]), listed("Nation", ONLINE, serves=[ENGLAND])
    listed("Plain", IN_HALIFAX, serves=[ENGLAND])
    hidden = listed("Hidden", IN_HALIFAX, is_listed=False)
    for organisation in (near, nation, hidden):
        record_pledge(organisation_id=organisation.pk, pledged_at=NOW, now=NOW)
    for organisation, until in ((near, TODAY), (county, TODAY - DAY), (nation, TODAY + 90 * DAY)):
        record_recognition(
            organisation_id=organisation.pk,
            recognition_id=uuid4(),
            valid_from=TODAY - 90 * DAY,
            valid_until=until,
            now=NOW,
        )
    rows = coverage(today=TODAY)
    counted = {code: (rows[code].recognised, rows[code].pledged) for code in (CALDERDALE, LEEDS, ENGLAND, SHETLAND)}
    assert counted == {CALDERDALE: (2, 2), LEEDS: (1, 1), ENGLAND: (2, 2), SHETLAND: (0, 0)}
    for code in (CALDERDALE, LEEDS, WEST_YORKSHIRE, YORKSHIRE, ENGLAND, SHETLAND, SCOTLAND):
        for name in ("recognised", "pledged"):
            asked = Asked(area=(code,), recognition=(name,))
            assert getattr(rows[code], name) == search(asked, now=NOW).total, (code, name)


def test_an_area_links_its_recognised_organisations_to_the_directory(time_machine: Any):
    organisation = listed("Calder Steps", IN_HALIFAX)
    record_pledge(organisation_id=organisation.pk, pledged_at=NOW, now=NOW)
    time_machine.move_to(NOW)
    markup = page(f"/areas/{CALDERDALE}/")
    assert f'<a href="/directory/?area={CALDERDALE}&amp;recognition=pledged">of all these have pledged' in markup
    assert f'href="/directory/?area={CALDERDALE}&amp;recognition=recognised"' not in markup


def test_an_area_says_its_numbers_in_a_sentence_to_other_sites():
    listed("Calder Steps", IN_HALIFAX, serves=[CALDERDALE])
    one = "1 Lived Experience Recovery Organisation is listed in Calderdale, and 1 serves it."
    none = "0 Lived Experience Recovery Organisations are listed in Shetland Islands, and 0 serve it."
    for code, sentence in ((CALDERDALE, one), (SHETLAND, none)):
        markup = page(f"/areas/{code}/")
        assert f'<meta name="description" content="{sentence}">' in markup
        assert f'<meta property="og:description" content="{sentence}">' in markup
