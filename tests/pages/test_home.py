"""The first page, and what helps machines to find the others."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from lero_hub.pages.help import GUIDES
from organisations import maps
from organisations.models import Area
from organisations.models.geography import Place, PostcodePoint, ReferenceEdition
from tests.factories import entry, queries
from tests.organisations.conftest import geography  # noqa: F401  # the fixture
from tests.organisations.directory_world import IN_HALIFAX, IN_LEEDS, IN_LERWICK, ONLINE, Spot, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]


def home() -> str:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert answer.cookies == {}
    return answer.content.decode()


def text_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_the_map_marks_every_organisation_with_a_place_and_names_it():
    listed("Calder Steps", IN_HALIFAX)
    listed("Slip", IN_LERWICK, ONLINE)
    listed("Evening Door", ONLINE)
    listed("Moorgate House", Spot("Secretown", "W06000015", "51.48", "-3.18", hidden=True))
    entry("submitted")
    markup = home()
    assert "Map of the United Kingdom. 3 organisations in 3 places; the directory lists the same." in markup
    assert sorted(re.findall(r'class="m" href="([^"]+)" aria-label="([^"]+)"', markup)) == [
        ("/directory/calder-steps/", "Calder Steps, Halifax"),
        ("/directory/moorgate-house/", "Moorgate House, Cardiff, area only"),
        ("/directory/slip/", "Slip, Lerwick"),
    ]


def test_organisations_at_one_point_are_one_mark_with_a_number():
    for name in ("A", "B", "C"):
        listed(name, IN_LEEDS)
    markup = home()
    marks = re.findall(r'class="m" href="([^"]+)" aria-label="([^"]+)".*?<text class="n" y="5">(\d+)</text>', markup)
    assert marks == [("/directory/?near=Leeds%2C+England", "3 organisations around Leeds", "3")]


def test_the_figures_are_counted_now():
    now = timezone.now()
    listed("Calder Steps", IN_HALIFAX, IN_LEEDS, now=now - timedelta(days=200))
    listed("Slip", IN_LERWICK, ONLINE, now=now)
    listed("Evening Door", ONLINE, now=now)
    assert re.findall(r'<div class="figure"><dt>(.*?)</dt><dd>(\d+)</dd>', home()) == [
        ("organisations listed", "3"),
        ("of 361 council areas have one based there", "3"),
        ("also meet online", "2"),
        ("confirmed in the last six months", "2"),
    ]


def test_the_three_that_were_listed_last_are_told():
    now = timezone.now()
    for number, name in enumerate(("Oldest", "Third", "Second", "First")):
        listed(name, IN_LEEDS, now=now - timedelta(days=10 - number))
    news = home().split('id="new"')[1].split("</section>")[0]
    assert re.findall(r'<h3><a href="/directory/([a-z]+)/"', news) == ["first", "second", "third"]


def test_every_door_leads_somewhere():
    listed("Calder Steps", IN_HALIFAX)
    markup = home()
    doors = re.findall(r'<h3><a class="stretched-link" href="([^"]+)">', markup)
    assert doors == ["/directory/", "/standards/", "/help/circle/", "/library/"]
    links = {link for link in re.findall(r'href="(/[^"#?]*)', markup) if not link.startswith("/static/")}
    wrong = {link: Client().get(link).status_code for link in links}
    assert {link: status for link, status in wrong.items() if status not in {200, 302}} == {}


def test_a_first_day_has_a_map_without_marks_and_no_news():
    markup = home()
    assert 'class="m"' not in markup
    assert 'id="new"' not in markup
    assert "Four doors, all open" in markup


def test_a_hub_without_geography_has_no_map():
    for table in (ReferenceEdition, PostcodePoint, Place):
        table.objects.all().delete()
    maps.forget()
    assert "dotmap" not in home()
    maps.forget()


def test_the_page_takes_three_queries_for_one_and_for_three():
    maps.atlas()
    browser = Client()
    listed("A", IN_LEEDS)
    assert queries(browser, "/") == 3
    listed("B", IN_HALIFAX, ONLINE)
    listed("C", IN_LERWICK)
    assert queries(browser, "/") == 3


def test_the_sitemap_lists_what_search_engines_may_show():
    listed("Calder Steps", IN_HALIFAX)
    entry("submitted")
    answer = Client().get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)  # noqa: S314  # our own answer
    spot = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [url.findtext(f"{spot}loc") for url in root]
    base = "http://127.0.0.1:8000"
    assert found[0] == f"{base}/"
    assert found[-1] == f"{base}/directory/calder-steps/"
    assert root[-1].findtext(f"{spot}lastmod")
    assert (
        len([each for each in found if each and "/areas/E" in each])
        == Area.objects.filter(code__startswith="E").count()
    )
    assert sum(1 for each in found if each and each.startswith(f"{base}/directory/")) == 2
    pages = [each.removeprefix(base) for each in found if each and "/areas/" not in each and "/directory/" not in each]
    assert {guide.url for guide in GUIDES} <= set(pages)
    assert {page: Client().get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_the_mark_is_found_where_browsers_look_for_one():
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/img/mark.svg")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.cookies == {}


def test_robots_are_told_what_they_need_not_read(settings):
    text = Client().get("/robots.txt").content.decode()
    assert text.splitlines()[0] == "User-agent: *"
    assert "Disallow: /coordination/" in text
    assert text.splitlines()[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"
    settings.DEMO = True
    assert Client().get("/robots.txt").content.decode().splitlines()[:2] == ["User-agent: *", "Disallow: /"]
