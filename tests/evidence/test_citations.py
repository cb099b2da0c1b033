"""References go out as RIS, BibTeX and CSL-JSON, and come back as they were."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from django.test import Client

from evidence.citations import bibtex, csl, ris, words
from evidence.citations.csl import Citation
from evidence.models import Item
from evidence.queries.item_page import citation_of
from evidence.workflows.shelf import mark_item
from evidence.workflows.shipped import SHIPPED, load_shipped
from tests.evidence.builders import LABELS, curator, practice, study
from tests.factories import NOW, me

TEXT = SHIPPED.read_text(encoding="utf-8")


def references(text: str) -> list[Citation]:
    """Read a text of which every record is sound."""
    found = ris.read(text)
    assert [record for record in found if isinstance(record, ris.Damaged)] == []
    return [record.citation for record in found if isinstance(record, ris.Reference)]


def test_ris_comes_back_as_it_went() -> None:
    assert len(references(TEXT)) == 22
    assert references(ris.write(references(TEXT))) == references(TEXT)


def plain(value: str) -> str:
    return value.replace("{", "").replace("}", "")


def test_bibtex_comes_back_as_it_went() -> None:
    library = bibtexparser.parse_string(bibtex.write(references(TEXT)), append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    assert len(library.entries) == 22
    for citation in references(TEXT):
        entry = library.entries_dict[citation["id"]]
        fields = {field.key: plain(str(field.value)) for field in entry.fields}
        assert fields["title"] == citation["title"]
        assert fields["year"] == str(csl.year_of(citation))
        assert fields.get("doi", "") == citation.get("DOI", "")
        assert len(fields["author"].split(" and ")) == len(citation["author"])
        holder = fields.get("journal") or fields.get("institution") or fields.get("publisher") or ""
        assert holder == citation.get("container-title", citation.get("publisher", ""))
        assert fields.get("pages", "").replace("–", "-").replace("--", "-") == citation.get("page", "")


def test_a_key_stands_for_one_thing() -> None:
    library = bibtexparser.parse_string(
        bibtex.write([references(TEXT)[0]] * 2 + [{"id": "é", "type": "book", "title": "B"}])
    )
    assert [entry.key for entry in library.entries] == ["eddie2019", "eddie2019-2", "reference"]


def test_signs_of_latex_are_letters() -> None:
    odd = {"id": "x", "type": "report", "title": r"50% of {all} \input & $a_b$ #1 ~ ^", "publisher": "A & B"}
    odd |= {"URL": "https://a.example/b_c?d={e}", "DOI": "10.5555/a{b}", "author": [{"family": "Smith and Sons"}]}
    library = bibtexparser.parse_string(bibtex.write([odd]), append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    fields = {field.key: str(field.value) for field in library.entries[0].fields}
    assert fields["institution"] == "A & B"
    assert r"\input" in fields["title"]
    raw = {field.key: field.value for field in bibtexparser.parse_string(bibtex.write([odd])).entries[0].fields}
    assert raw["url"] == "https://a.example/b_c?d=%7Be%7D"


CASES: list[tuple[str, str]] = [
    ("https://doi.org/10.5555/ABC", "10.5555/abc"),
    ("doi: 10.5555/abc.", "10.5555/abc"),
    ("http://dx.doi.org/10.5555/x(1)y", "10.5555/x(1)y"),
    ("10.5/abc", ""),
    ("10.5555/a b", ""),
    ("javascript:10.5555/a", ""),
]


@pytest.mark.parametrize(("text", "doi"), CASES)
def test_a_doi_has_one_form(text: str, doi: str) -> None:
    assert csl.normal_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://a.example/b?c=d", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https://", False),
        ("https://[", False),
        ("https://a b", False),
        ("JaVaScRiPt:alert(1)", False),
    ],
)
def test_a_link_is_http_or_nothing(text: str, kept: bool) -> None:
    assert bool(csl.safe_url(text)) is kept


@pytest.mark.parametrize(
    "broken",
    [{"id": ""}, {"type": "poem"}, {"title": ""}, {"URL": "ftp://a.example"}],
    ids=lambda each: next(iter(each)),
)
def test_a_citation_that_cannot_be_kept_is_unfit(broken: dict[str, Any]) -> None:
    with pytest.raises(csl.Unfit):
        csl.require_fit({"id": "a", "type": "book", "title": "A", **broken})


def test_names_are_written_as_people_write_them() -> None:
    names = [{"family": f"N{number}", "given": "Ann B."} for number in range(4)]
    assert words.short_names({"author": names[:1]}) == "A. B. N0"
    assert words.short_names({"author": names[:2]}) == "A. B. N0 and A. B. N1"
    assert words.short_names({"author": names}) == "A. B. N0, A. B. N1 and 2 others"
    assert words.short_names({}) == ""
    assert words.in_full({"title": "What?", "author": [{"literal": "A panel"}]}) == "A panel (no year). What?"
    issued = {"date-parts": [[2020]]}
    full = {"title": "T", "issued": issued, "container-title": "J", "volume": "3", "issue": "2", "page": "1-9"}
    assert words.in_full(full) == "(2020). T. J, 3(2), 1-9."
    assert csl.date_parts({"issued": {"date-parts": [["x"]]}}, "issued") == ()
    assert csl.as_date({"issued": {"date-parts": [[2020, 2, 31]]}}, "issued") is None


MORE = """TY  - CHAP
T1  - One, two
A1  - Best
AU  - Group, A, Jr.
Y1  - 2001/13/40
SP  - 7
AN  - X-1
N1  - First
N1  - second
DA  - 2001/04/31
UR  - https://a.example/1;2
KW  - a
  continued
ER  -
"""


def test_unusual_records_are_read_with_care() -> None:
    (citation,) = references(MORE)
    assert citation["type"] == "chapter"
    assert citation["id"] == "group-2001-one-two"
    assert citation["author"] == [{"family": "Group", "given": "A", "suffix": "Jr."}, {"literal": "Best"}]
    assert citation["issued"] == {"date-parts": [[2001, 4, 31]]}
    assert citation["URL"] == "https://a.example/1;2"
    assert citation["note"] == "First second"
    assert references(ris.write([citation])) == [citation]
    (other,) = references("TY  - ODD\nTI  - A\nAU  - Best,\nY1  - 2001/13/40\nEP  - 9\nER  -\n")
    assert other["type"] == "document"
    assert other["author"] == [{"family": "Best"}]
    assert other["issued"] == {"date-parts": [[2001]]}
    assert references(ris.write([other])) == [other]


@pytest.mark.django_db
def test_a_search_is_taken_away_whole(client: Client) -> None:
    load_shipped(now=NOW, by=me(curator()))
    item = practice()
    files = {form: client.get(f"/library/export.{form}") for form in ("ris", "bib", "json")}
    texts = {form: b"".join(each.streaming_content).decode() for form, each in files.items()}  # type: ignore[attr-defined]
    assert len(references(texts["ris"])) == 23
    library = bibtexparser.parse_string(texts["bib"])
    assert (len(library.entries), library.failed_blocks) == (23, [])
    data = json.loads(texts["json"])
    assert len(data) == 23
    assert {each["id"] for each in data} >= {each["id"] for each in references(TEXT)}
    kept = {each["id"]: each for each in data}
    for each in references(TEXT):
        ours = {name: kept[each["id"]].pop(name) for name in ("abstract", "note")}
        assert ours["abstract"].startswith("In the words of a curator of LERO Hub: ")
        assert "What this cannot tell us: " in ours["note"]
        assert kept[each["id"]] == {name: value for name, value in each.items() if name != "note"}
    own = kept[item.slug]
    assert (own["type"], own["publisher"]) == ("report", "LERO Hub")
    some = client.get("/library/export.json?kind=practice")
    assert [each["id"] for each in json.loads(b"".join(some.streaming_content))] == [item.slug]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_one_reference_is_taken_away(client: Client) -> None:
    item = study(doi="10.5555/a")
    for form, start in (("ris", "TY  - JOUR"), ("bib", "@article{lindqvist2021,"), ("json", "[\n{")):
        answer = client.get(f"/library/{item.slug}/cite.{form}")
        assert b"".join(answer.streaming_content).decode().startswith(start)  # type: ignore[attr-defined]
        assert not answer.cookies
    assert client.get(f"/library/{item.slug}/cite.doc").status_code == 404


ODD = r"Why {they} left: 50% & $5_a \input ~ ^ # <b>" + "\nER  - \nTY  - BOOK\nTI  - Smuggled"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["practice", "research"])
def test_the_caveat_travels_with_the_reference(client: Client, kind: str) -> None:
    if kind == "practice":
        item = practice(summary=f"Short. {ODD}", cannot_tell=ODD)
    else:
        item = study(labels=replace(LABELS, summary=f"Short. {ODD}", cannot_tell=ODD), doi="10.5555/a")
    said = csl.one_line(ODD)
    note = f"What this cannot tell us: {said} How sure we are: Low confidence."
    abstract = f"Short. {said}" if kind == "practice" else f"In the words of a curator of LERO Hub: Short. {said}"
    answers = {form: client.get(f"/library/{item.slug}/cite.{form}") for form in ("ris", "bib", "json")}
    texts = {form: b"".join(each.streaming_content).decode() for form, each in answers.items()}  # type: ignore[attr-defined]
    (record,) = rispy.loads(texts["ris"])
    assert (record["abstract"], record["notes"], record["title"]) == (abstract, [note], item.title)
    (citation,) = json.loads(texts["json"])
    assert (citation["abstract"], citation["note"]) == (abstract, note)
    library = bibtexparser.parse_string(texts["bib"])
    assert (len(library.entries), library.failed_blocks) == (1, [])
    library = bibtexparser.parse_string(texts["bib"], append_middleware=[LatexDecodingMiddleware()])
    fields = {field.key: " ".join(str(field.value).split()) for field in library.entries[0].fields}
    letters = str.maketrans("ˆ", "^", " {}")  # the reader takes braces for marks of its own
    assert [fields[name].translate(letters) for name in ("abstract", "note")] == [
        each.translate(letters) for each in (abstract, note)
    ]


@pytest.mark.django_db
def test_what_happened_to_a_study_travels_with_its_reference() -> None:
    item = study()
    mark_item(item_id=item.pk, notice="retracted", text="Numbers were made up.", url="", by=me(curator()), now=NOW)
    note = citation_of(Item.objects.get(pk=item.pk), base_url="")["note"]
    assert note.startswith("Retracted by its publisher: Numbers were made up. What this cannot tell us: ")
