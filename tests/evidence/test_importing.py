"""Importing references: new, here already, damaged; once, twice, and by hostile hands."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from evidence.citations.csl import Unfit
from evidence.citations.ris import MOST_LETTERS, Damaged, decoded, read
from evidence.models import ImportRun, Item
from evidence.queries.importing import preview
from evidence.states import Kind, State
from evidence.workflows.importing import forget_imports, import_run, import_text, prepare_import
from evidence.workflows.research import Labels, add_research, delete_research, label_research
from evidence.workflows.shipped import SHIPPED, load_shipped
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from tests.evidence.builders import LABELS, curator, ris, study, study_draft
from tests.factories import DAY, NOW, browser_of, me, person

pytestmark = pytest.mark.django_db


def test_the_shipped_references_are_imported_once() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert preview(text).counts == {"new": 22}
    assert len(import_text(text=text, by=None, now=NOW)) == 22
    assert preview(text).counts == {"here": 22}
    assert import_text(text=text, by=None, now=NOW) == []
    assert Item.objects.filter(kind=Kind.RESEARCH, state=State.DRAFT).count() == 22
    assert Item.objects.filter(doi="10.2147/sar.s81535").exists()  # as one identity, whatever the case


def test_the_shipped_references_come_with_words_and_limits() -> None:
    loaded = load_shipped(now=NOW, by=me(curator()))
    assert (loaded.added, loaded.published) == (22, 22)
    assert load_shipped(now=NOW, by=me(curator())).added == 0
    for item in Item.objects.published():
        assert "not from the paper itself" in item.cannot_tell
        assert item.criteria


@pytest.mark.parametrize(
    ("changes", "here"),
    [
        ({"doi": "https://doi.org/10.5555/ABC.1", "title": "Otherwise named"}, True),
        ({"doi": "10.5555/abc.2"}, False),
        ({"doi": "", "title": "WHAT brings   people  back!"}, True),
        ({"doi": "", "year": "2020"}, False),
    ],
)
def test_a_study_is_known_by_its_doi_or_else_by_title_and_year(changes: dict[str, str], here: bool) -> None:
    study_draft(doi="10.5555/abc.1")
    assert preview(ris(**changes)).counts == {"here" if here else "new": 1}


def test_a_study_without_a_doi_is_the_one_with_the_same_title_and_year() -> None:
    study_draft()
    assert preview(ris(doi="10.5555/abc.1")).counts == {"here": 1}


def test_the_same_study_twice_in_a_file_is_added_once() -> None:
    seen = preview(ris(key="a") + ris(key="b"))
    assert [row.status for row in seen.rows] == ["new", "here"]
    assert "line 1" in seen.rows[1].reason
    assert len(import_text(text=ris(key="a") + ris(key="b"), by=None, now=NOW)) == 1


DAMAGED = {
    "no end": ("TY  - JOUR\nTI  - A\n", 1, "does not end"),
    "no end before the next": ("TY  - JOUR\nTI  - A\n" + ris(), 1, "does not end"),
    "no beginning": ("TI  - Lost\nER  -\n" + ris(), 1, "belongs to no reference"),
    "no title": ("TY  - JOUR\nAU  - A, B\nER  -\n", 1, "no title"),
    "a title of signs": ("TY  - JOUR\nTI  - ***\nER  -\n", 1, "no title"),
    "no type": ("TY  - \nTI  - A\nER  -\n", 1, "does not say what it is"),
    "no year": (ris(year="soon"), 1, "year"),
    "a year before print": (ris(year="0099"), 1, "year"),
    "a doi that is none": (ris(doi="see the web"), 1, "DOI"),
    "a script for a link": (ris().replace("ER  -", "UR  - javascript:alert(1)\nER  -"), 1, "http"),
    "data for a link": (ris().replace("ER  -", "UR  - data:text/html,x\nER  -"), 1, "http"),
    "a very long title": (ris(title="a" * 301), 1, "longer"),
    "a very long line": (ris().replace("ER  -", f"PB  - {'b' * 2001}\nER  -"), 1, "longer"),
    "a crowd": (ris().replace("ER  -", "AU  - A, B\n" * 301 + "ER  -"), 1, "people"),
    "the second one": (ris(key="a") + ris(key="b", year="x"), 8, "year"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damage_is_told_with_its_line_and_reason(case: str) -> None:
    text, line, reason = DAMAGED[case]
    damaged = [record for record in read(text) if isinstance(record, Damaged)]
    assert [record.line for record in damaged] == [line]
    assert reason in damaged[0].reason


@pytest.mark.parametrize("text", ["", "   \n", "\ufeff"])
def test_a_text_without_references_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        read(text)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"TY  - JOUR\nTI  - caf\xe9\nER  -\n", "Line 2"),
        (b"TY  - JOUR\x00", "not a text file"),
        (b"a" * (MOST_LETTERS + 1), "larger than 1 MB"),
        ("TY  - JOUR".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(file: bytes, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        decoded(file)


def test_too_many_references_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidence.citations.ris.MOST_RECORDS", 1)
    with pytest.raises(Unfit, match="more than 1"):
        read(ris(key="a") + ris(key="b"))


HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "formula": '=HYPERLINK("https://bad.example","x")',
    "direction": "safe\u202egnp.exe",
    "controls": "a\x07b\x1bc",
    "json": '</script><script>alert("x")</script>',
    "latex": r"\input{/etc/passwd}}",
    "tag": "x\u2028TY  - BOOK",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_texts_are_texts_everywhere(client: Client, case: str) -> None:
    item = study(title=f"Study {HOSTILE[case]}", journal=HOSTILE[case], author=f"{HOSTILE[case]}, A.")
    assert not set("\u202e\x07\x1b\u2028") & set(item.title)
    addresses = ["/library/", "/library/?q=Study&sort=title", f"/library/{item.slug}/", "/library/feed.atom"]
    for address in addresses:
        text = client.get(address).content.decode()
        for raw in ("<script>alert", "<img src=x", "SECRET_KEY }}</", "only-for-tests"):
            assert raw not in text
    for form in ("ris", "bib", "json"):
        answer = client.get(reverse("evidence:cite", args=[item.slug, form]))
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert not answer.headers["Content-Type"].startswith("text/html")
        written = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
        assert written.count("TY  - ") <= 1 if form != "ris" else len(read(written)) == 1


def test_a_curator_looks_first_and_then_imports_once() -> None:
    by = curator()
    study(by)
    text = ris() + ris(key="b", title="New one") + ris(key="c", year="x")
    browser = browser_of(by)
    upload = SimpleUploadedFile("refs.ris", text.encode())
    answer = browser.post(reverse("evidence:import"), {"file": upload})
    run = ImportRun.objects.get()
    assert answer.url == reverse("evidence:import_preview", args=[run.pk])  # type: ignore[attr-defined]
    page = browser.get(answer.url).content.decode()  # type: ignore[attr-defined]
    for words in ("New: 1. Here already: 1. Damaged: 1.", "New one", "four digits"):
        assert words in page
    for _twice in range(2):
        assert browser.post(reverse("evidence:import_confirm", args=[run.pk])).status_code == 302
    assert Item.objects.filter(title="New one").count() == 1
    assert Item.objects.count() == 2
    run.refresh_from_db()
    assert (run.added, run.text) == (1, "")
    assert "This import is done" in browser.get(reverse("evidence:import_preview", args=[run.pk])).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "no references here"},
        {"file": SimpleUploadedFile("x.ris", b"\xff\xfe")},
        {"file": SimpleUploadedFile("x.ris", b"a" * (5 * 1024 * 1024))},
    ],
    ids=["nothing", "no references", "no text", "five megabytes"],
)
def test_what_cannot_be_read_is_said_beside_the_field(data: dict[str, object]) -> None:
    answer = browser_of(curator()).post(reverse("evidence:import"), data)
    assert answer.status_code == 200
    assert "One thing to put right" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_an_import_belongs_to_whoever_started_it() -> None:
    run = prepare_import(name="", text=ris(), by=me(curator()), now=NOW)
    with pytest.raises(NotAllowed):
        import_run(run_id=run.pk, by=me(curator()), now=NOW)
    with pytest.raises(NotAllowed):
        prepare_import(name="", text=ris(), by=me(person()), now=NOW)
    with pytest.raises(Refused, match="No reference"):
        prepare_import(name="", text="nothing of that kind", by=me(curator()), now=NOW)


def test_old_imports_are_forgotten() -> None:
    prepare_import(name="", text=ris(), by=me(curator()), now=NOW)
    assert forget_imports(now=NOW + 6 * DAY) == 0
    assert forget_imports(now=NOW + 8 * DAY) == 1
    assert forget_imports(now=NOW + 8 * DAY) == 0


def test_commands_import_and_load(tmp_path: Path) -> None:
    file, said = tmp_path / "refs.ris", StringIO()
    file.write_text(ris() + ris(key="b", year="x"), encoding="utf-8")
    call_command("import_references", str(file), "--dry-run", stdout=said)
    assert not Item.objects.exists()
    call_command("import_references", str(file), stdout=said)
    assert "line 1: new: What brings people back" in said.getvalue()
    assert "line 8: damaged" in said.getvalue()
    assert "1 added." in said.getvalue()
    call_command("load_library", stdout=said)
    assert "22 references added, 0 put in the library." in said.getvalue()
    by = curator()
    call_command("load_library", "--publish-as", by.email, stdout=said)
    assert "0 references added, 22 put in the library." in said.getvalue()


def test_commands_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_references", str(tmp_path / "none.ris"))
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("load_library", "--publish-as", "nobody@people.example")
    with pytest.raises(CommandError, match="curators"):
        call_command("load_library", "--publish-as", person().email)
    assert not Item.objects.exists()


def test_labels_are_written_kept_as_versions_and_refused_when_stale() -> None:
    by = me(curator())
    item = study_draft()
    with pytest.raises(Refused, match="plain words"):
        add_research(item_id=item.pk, version=1, by=by, now=NOW)
    label_research(item_id=item.pk, labels=LABELS, version=1, by=by, now=NOW)
    with pytest.raises(StaleVersion):
        label_research(item_id=item.pk, labels=LABELS, version=1, by=by, now=NOW)
    with pytest.raises(StaleVersion):
        add_research(item_id=item.pk, version=1, by=by, now=NOW)
    assert not item.versions.exists()
    add_research(item_id=item.pk, version=2, by=by, now=NOW)
    with pytest.raises(WrongState):  # a second click, whatever it says that it read
        add_research(item_id=item.pk, version=1, by=by, now=NOW)
    with pytest.raises(Refused, match="in the library"):
        label_research(item_id=item.pk, labels=Labels(), version=2, by=by, now=NOW)
    label_research(item_id=item.pk, labels=LABELS, version=2, by=by, now=NOW)
    assert list(item.versions.order_by("number").values_list("number", flat=True)) == [2, 3]
    with pytest.raises(Refused, match="kept"):
        delete_research(item_id=item.pk, by=by, now=NOW)


def test_a_draft_is_deleted_once_or_twice() -> None:
    by, item = me(curator()), study_draft()
    delete_research(item_id=item.pk, by=by, now=NOW)
    delete_research(item_id=item.pk, by=by, now=NOW)
    assert not Item.objects.exists()


def test_what_was_taken_out_is_labelled_as_a_draft_alone() -> None:
    from evidence.workflows.shelf import restore_item, withdraw_item

    by, item = me(curator()), study()
    with pytest.raises(Refused, match="why"):
        withdraw_item(item_id=item.pk, reason=" ", by=by, now=NOW)
    withdraw_item(item_id=item.pk, reason="Doubts.", by=by, now=NOW)
    with pytest.raises(WrongState):
        label_research(item_id=item.pk, labels=LABELS, version=item.version, by=by, now=NOW)
    restored = restore_item(item_id=item.pk, by=by, now=NOW)
    assert (restored.state, restored.version) == (State.DRAFT, item.version + 1)
    add_research(item_id=item.pk, version=restored.version, by=by, now=NOW)
    assert item.versions.count() == 2


def test_the_form_says_what_is_needed_before_it_goes_into_the_library() -> None:
    item, browser = study_draft(), browser_of(curator())
    text = browser.get(reverse("evidence:research_item", args=[item.slug])).content.decode()
    assert text.count("(needed before it goes into the library)") == 4
    for label in ("How sure are we of its main claim?", "What can this not tell us?"):
        assert "(optional)" not in text.split(label)[1][:120]


def test_adding_from_the_form_saves_the_labels_first_and_a_refusal_keeps_them() -> None:
    item, browser = study_draft(), browser_of(curator())
    page = reverse("evidence:research_item", args=[item.slug])
    data = {"version": 1, "summary": "Short.", "evidence_kind": "survey", "confidence": "low", "then": "add"}
    refused = browser.post(page, data).content.decode()
    assert "Before it goes into the library: say what this cannot tell us." in refused
    assert ["Short." in refused, 'name="version" value="2"' in refused] == [True, True]
    done = browser.post(page, {**data, "version": 2, "cannot_tell": "Who did not answer."}, follow=True)
    assert "It is in the library." in done.content.decode()
    assert Item.objects.get().versions.get().content["cannot_tell"] == "Who did not answer."
