"""The directory to take away: a spreadsheet of any search, the numbers of areas, a feed."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import Organisation
from organisations.queries.directory.export import CHUNK, cell, organisation_rows
from organisations.sections import CONTACT, SectionValues
from organisations.workflows.listing import unlist_entry
from tests.factories import NOW, entry, me, person, write
from tests.organisations.directory_world import (
    ENGLAND,
    IN_HALIFAX,
    IN_LEEDS,
    IN_LERWICK,
    LEEDS,
    ONLINE,
    listed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]
ATOM = "{http://www.w3.org/2005/Atom}"


def sheet(address: str) -> list[list[str]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.cookies == {}
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_row_holds_what_the_public_may_know():
    organisation = listed(
        "Calder Steps",
        IN_HALIFAX,
        IN_LEEDS,
        ONLINE,
        terms=["music", "sport", "women", "mutual-aid-group"],
        serves=[LEEDS, ENGLAND],
        numbers={"GB-CHC": "9800067", "GB-COH": "00000001"},
        summary="A drop-in, and more.",
        phone="01632 960118",
        email="hello@steps.example",
        website="https://steps.example/",
        how_to_join="Walk in.",
        cost="Free",
        legal_form="cio",
    )
    head, row = sheet("/directory/export.csv?near=HX1")
    found = dict(zip(head, row, strict=True))
    source = found.pop("Where this comes from")
    unsaid = ("What happens, and when", "Postcode districts", "Pledged to the standards on")
    unsaid += ("Recognised from", "Recognised until", "Proof of the recognition")
    assert found == dict.fromkeys(unsaid, "") | {
        "Name": "Calder Steps",
        "Page": "http://127.0.0.1:8000/directory/calder-steps/",
        "What they do": "A drop-in, and more.",
        "Kind": "Mutual aid group",
        "What happens there": "Music; Sport and movement",
        "Who it is for": "Women",
        "Towns": "Halifax; Leeds",
        "Council area": "Calderdale",
        "Council area code": "E08000033",
        "Meets online": "yes",
        "Miles away, about": "0",
        "Areas served": "England; Leeds",
        "Codes of areas served": "E92000001; E08000035",
        "Phone": "01632 960118",
        "E-mail": "hello@steps.example",
        "Website": "https://steps.example/",
        "How to join": "Walk in.",
        "Cost": "Free",
        "How far along": "Well established",
        "Legal form": "Charitable incorporated organisation (CIO or SCIO)",
        "Register numbers": "GB-CHC-9800067; GB-COH-00000001",
        "Last confirmed": organisation.confirmed_at.date().isoformat(),
    }
    assert f"read on {timezone.now().date().isoformat()}" in source
    assert "CC BY 4.0" in source


def test_a_spreadsheet_holds_all_of_a_search_in_its_order():
    for name, place in (("B", IN_LEEDS), ("A", IN_LERWICK), ("C", IN_HALIFAX), ("D", ONLINE)):
        listed(name, place, terms=["music" if name != "D" else "sport"])
    entry("submitted")
    assert [row[0] for row in sheet("/directory/export.csv")] == ["Name", "A", "B", "C", "D"]
    assert [row[0] for row in sheet("/directory/export.csv?q=Halifax&page=7")] == ["Name", "C", "B", "A", "D"]
    assert [row[0] for row in sheet("/directory/export.csv?q=Halifax&within=20&activity=music")] == ["Name", "C", "B"]
    assert [row[0] for row in sheet("/directory/export.csv?q=zebra")] == ["Name"]


def test_a_long_spreadsheet_is_read_in_parts(monkeypatch):
    monkeypatch.setattr("organisations.queries.directory.export.CHUNK", 2)
    names = [f"Group {number}" for number in range(5)]
    for name in names:
        listed(name, IN_LEEDS)
    assert [row[0] for row in sheet("/directory/export.csv")] == ["Name", *names]
    assert CHUNK == 500


def test_an_entry_that_left_the_list_since_the_search_is_not_in_the_spreadsheet():
    gone, stays = listed("Gone", IN_LEEDS), listed("Stays", IN_LEEDS)
    found = [(gone.pk, None), (stays.pk, 1.0)]
    unlist_entry(organisation_id=gone.pk, by=me(gone.created_by), reason="", now=timezone.now())
    rows = list(organisation_rows(found, now=NOW, base_url="https://hub.example"))
    assert [row[0] for row in rows] == ["Name", "Stays"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 1632", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "\n@x", "=cmd|' /C calc'!A0"]
)
def test_a_formula_is_made_a_text(text):
    assert cell(text) == f"'{text}"


def test_other_texts_stay_as_they_are():
    assert [cell(value) for value in ("a=b", "", None, 3, "'x")] == ["a=b", "", "", "3", "'x"]


def test_formulas_of_people_are_texts_in_the_spreadsheet():
    listed("=HYPERLINK(1)", IN_LEEDS, summary="@SUM(1)", phone="+44 1632 960118", cost="-1")
    head, row = sheet("/directory/export.csv")
    found = dict(zip(head, row, strict=True))
    assert [found[name] for name in ("Name", "What they do", "Phone", "Cost")] == [
        "'=HYPERLINK(1)",
        "'@SUM(1)",
        "'+44 1632 960118",
        "'-1",
    ]


def test_a_spreadsheet_is_a_file_and_no_search_result():
    answer = Client().get("/directory/export.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="lero-directory-2')
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert b"".join(answer.streaming_content)


NUMBERS = [
    "Organisations based there",
    "Organisations serving it",
    "Of these, for a whole nation",
    "Based there or serving it, and recognised",
    "Based there or serving it, and pledged",
]


def test_the_numbers_of_all_areas_can_be_taken_away():
    listed("Lantern Row", IN_LEEDS, serves=[LEEDS])
    rows = sheet("/areas/export.csv")
    assert rows[0] == ["Code", "Area", "Kind", "Within", *NUMBERS]
    assert [row for row in rows if row[0] == LEEDS] == [
        [LEEDS, "Leeds", "Council", "West Yorkshire, Yorkshire and The Humber, England", "1", "1", "0", "0", "0"]
    ]
    assert len(rows) == 402


def feed(query: str = "") -> ElementTree.Element:
    answer = Client().get(f"/directory/feed.atom{query}")
    assert (answer.status_code, answer.cookies) == (200, {})
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314  # our own answer


def titles(root: ElementTree.Element) -> list[str | None]:
    return [each.findtext(f"{ATOM}title") for each in root.iter(f"{ATOM}entry")]


def test_the_feed_shows_what_was_listed_or_changed_last():
    lead = person()
    first = listed("A & <b>", IN_LEEDS, lead=lead)
    listed("B", IN_LEEDS, now=NOW + timedelta(days=1))
    entry("draft")
    assert titles(feed()) == ["B", "A & <b>"]
    contact = SectionValues(words=dict.fromkeys(CONTACT.words, "") | {"email": "new@steps.example"})
    write(first, CONTACT, contact, by=me(lead), now=NOW + timedelta(days=2))
    root = feed()
    assert titles(root) == ["A & <b>", "B"]
    newest = root.find(f"{ATOM}entry")
    assert newest is not None
    assert newest.findtext(f"{ATOM}id") == f"urn:uuid:{first.pk}"
    assert newest.findtext(f"{ATOM}updated") == (NOW + timedelta(days=2)).isoformat()
    assert newest.findtext(f"{ATOM}published") == NOW.isoformat()
    link = newest.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "http://127.0.0.1:8000/directory/a-b/"


def test_what_people_typed_is_text_in_the_feed():
    words = 'Tea, <b>cake</b> & <img src="x" onerror="alert(1)">'
    made = listed("Tea", IN_LEEDS)
    Organisation.objects.filter(pk=made.pk).update(summary=words)
    summary = feed().find(f"{ATOM}entry/{ATOM}summary")
    assert summary is not None
    assert (summary.get("type"), summary.text) == ("text", words)


def test_the_feed_of_a_search_holds_that_search_alone():
    listed("A", IN_LEEDS, terms=["music"])
    listed("B", IN_LEEDS, terms=["sport"])
    root = feed("?activity=music&q=Leeds&page=3")
    assert titles(root) == ["A"]
    assert root.findtext(f"{ATOM}title") == "Recovery organisations near Leeds"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://127.0.0.1:8000/directory/feed.atom?q=Leeds&activity=music"


def test_feed_and_spreadsheet_take_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    listed("A", IN_LEEDS)
    for names in (["B", "C"], []):
        with django_assert_num_queries(1):
            feed()
        with django_assert_num_queries(9):
            sheet("/directory/export.csv")
        for name in names:
            listed(name, IN_HALIFAX, ONLINE)
    assert Organisation.objects.listed().count() == 3
