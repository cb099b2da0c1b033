"""The directory's page: what it shows, what it costs, and what it does with odd addresses."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from organisations import maps
from tests.factories import browser_of, person, queries
from tests.organisations.directory_world import IN_HALIFAX, IN_LEEDS, IN_LERWICK, ONLINE, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]


def page(address: str, status: int = 200) -> str:
    """Open a page as a visitor."""
    answer = Client().get(address)
    assert answer.status_code == status
    assert answer.cookies == {}
    return answer.content.decode()


def test_a_result_shows_where_what_and_how_fresh():
    listed(
        "Calder Steps",
        IN_HALIFAX,
        terms=["walks-and-outdoors", "women"],
        summary="A Tuesday drop-in.",
        now=timezone.now(),
    )
    text = page("/directory/?q=Halifax")
    assert "<title>Recovery organisations near Halifax – LERO Hub</title>" in text
    result = text[text.index('<li class="result') : text.index("</ol>", text.index('<li class="result'))]
    words = " ".join(re.sub(r"<[^>]+>", " ", result).split())
    assert words == (
        "Number on the map: 1 Calder Steps Halifax, Calderdale · less than a mile A Tuesday drop-in. "
        "Walks and outdoors Women Confirmed today"
    )
    assert 'id="r1"' in result
    assert 'href="/directory/calder-steps/"' in result
    assert 'href="#r1"' in text  # the mark on the map


def test_an_entry_takes_six_queries_at_most_and_the_same_for_three():
    maps.atlas()
    listed("Calder Steps", IN_HALIFAX, ONLINE)
    addresses = [
        "/directory/",
        "/directory/?q=Halifax",
        "/directory/?q=cafe",
        "/directory/?q=Newport&within=30",
        "/directory/?q=cafe&near=HX1+1UJ&area=E92000001&activity=open-door&online=no&sort=name",
        "/directory/?near=Nowhereville&q=steps&area=E08000033",
        "/directory/?q=zebra",
        "/directory/?q=cafe+near+Leeds&area=E08000033",
    ]
    browser = Client()
    alone = {address: queries(browser, address) for address in addresses}
    assert alone == {
        "/directory/": 3,
        "/directory/?q=Halifax": 4,
        "/directory/?q=cafe": 4,
        "/directory/?q=Newport&within=30": 4,
        "/directory/?q=cafe&near=HX1+1UJ&area=E92000001&activity=open-door&online=no&sort=name": 4,
        "/directory/?near=Nowhereville&q=steps&area=E08000033": 5,
        "/directory/?q=zebra": 4,
        "/directory/?q=cafe+near+Leeds&area=E08000033": 5,
    }
    listed("Calder Kitchen", IN_HALIFAX)
    listed("Calder Steps Too", IN_LEEDS, IN_HALIFAX)
    assert {address: queries(browser, address) for address in addresses} == alone


def test_searches_are_kept_out_of_search_engines_and_the_directory_is_not():
    listed("Calder Steps", IN_HALIFAX)
    canonical = '<link rel="canonical" href="http://127.0.0.1:8000/directory/">'
    plain, search = page("/directory/"), page("/directory/?q=steps")
    assert '<meta name="robots"' not in plain
    assert '<meta name="robots" content="noindex">' in search
    assert canonical in plain
    assert canonical in search


def test_the_page_needs_no_script_and_posts_nothing():
    listed("Calder Steps", IN_HALIFAX)
    text = page("/directory/?q=Halifax&activity=open-door")
    assert "<script" not in text
    assert 'method="post"' not in text
    assert "csrf" not in text


def test_what_was_asked_stays_in_the_forms():
    listed("Calder Steps", IN_HALIFAX, ONLINE)
    text = page("/directory/?q=steps&near=Leeds&within=30&area=E92000001&activity=open-door&sort=name")
    search, filters = text.split("<form")[1:3]
    assert 'name="q" value="steps"' in search
    assert 'name="near" value="Leeds"' in search
    assert '<option value="30" selected>30 miles</option>' in search
    assert '<input type="hidden" name="activity" value="open-door">' in search
    for name, value in (("q", "steps"), ("near", "Leeds"), ("within", "30"), ("sort", "name"), ("area", "E92000001")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in filters
    assert 'value="open-door" id="activity-open-door" checked' in filters


def test_pages_of_a_search_keep_the_search():
    for number in range(26):
        listed(f"Group {number:02}", IN_LEEDS)
    text = page("/directory/?q=group&sort=name&page=2")
    assert 'href="?q=group&amp;sort=name"' in text
    assert 'start="26"' in text
    assert "Group 25" in text


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_not_there_is_a_kind_404(number):
    text = page(f"/directory/?q=steps&page={number}", 404)
    assert "The list ends before this page" in text
    assert 'href="/directory/?q=steps"' in text


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 10_000,
        "q=" + "%F0%9F%90%9D" * 300,
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=%7B%7B+settings.SECRET_KEY+%7D%7D",
        "q[]=1&activity[]=music&page[]=2",
        "activity=music&activity=music&activity=%27%3B--&for=%00&kind=../../etc",
        "near=%00%00&within=-5&area=%00&online=perhaps&stage=%FF&sort=id;drop",
        "q=%22unfinished+phrase&near=%E2%80%AE",
        "within=99999999999999999999999&near=Leeds",
        "&".join(f"area=E{n:08}" for n in range(400)),
        "q=-----&near=-",
        "q=a%00b&near=c%00d",
    ],
)
def test_odd_addresses_get_a_page(query):
    listed("Calder Steps", IN_HALIFAX)
    text = page(f"/directory/?{query}")
    assert "<script" not in text
    assert "Find a recovery organisation" in text


def test_text_of_people_is_escaped_wherever_it_stands():
    evil = "<b>x</b>{{ 1 }}"
    listed(evil, IN_HALIFAX, summary=evil)
    text = page("/directory/")
    assert evil not in text
    assert text.count("&lt;b&gt;x&lt;/b&gt;{{ 1 }}") == 3  # the name, the summary, and the mark on the map


def test_nothing_found_tells_what_to_try_and_where_help_is():
    listed("Calder Steps", IN_HALIFAX)
    text = page("/directory/?q=zebra+crossing&activity=music")
    assert "No group like that is listed yet" in text
    assert "We looked for “zebra crossing”" in text
    assert 'href="/help-now/"' in text
    assert '<a href="?q=zebra+crossing">Take off the filters, and keep the rest of the search</a>' in text
    assert text.index("somebody to talk to now") < text.index("You can also try")
    assert 'class="directory' not in text


def test_what_is_near_stands_apart_and_the_map_leads_back():
    listed("Calder Steps", IN_HALIFAX, ONLINE)
    listed("Lerwick Choir", IN_LERWICK)
    listed("Evening Door", ONLINE)
    text = page("/directory/?q=Halifax")
    parts = re.findall(r'<h3 class="nearness"[^>]*>([^<]+)</h3>\s*<ol class="results"[^>]*?(?: start="(\d+)")?>', text)
    assert parts == [("Within 30 miles", ""), ("Farther away", "2"), ("Online", "3")]
    assert text.count("</h4>") == 3
    assert '<a class="skip" href="#found">Skip to the results</a>' in text
    assert text.count('id="found"') == 1
    assert text.index('id="map"') < text.index('<a class="btn btn-secondary" href="#found">Back to the list</a>')
    assert 'class="nearness"' not in page("/directory/?q=Halifax&sort=name")


def test_other_places_are_a_small_line_after_the_heading():
    listed("Calder Steps", IN_HALIFAX)
    text = page("/directory/?q=Newport")
    assert text.index('id="found"') < text.index("Or did you mean")
    assert "Or did you mean" not in page("/directory/?q=Wales")


def test_an_empty_directory_invites():
    text = page("/directory/")
    assert "Nobody is listed yet" in text
    assert 'href="/organisations/add/"' in text


def test_signed_in_people_get_the_same_list():
    listed("Calder Steps", IN_HALIFAX)
    answer = browser_of(person()).get("/directory/")
    assert answer.status_code == 200
    assert "Calder Steps" in answer.content.decode()
