"""Files that people offer: what is taken, what is taken out of them, and what is refused whatever it calls itself."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from uuid import uuid4

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf
from PIL import Image

from lero_hub.errors import Refused
from standards.uploads import DOCX, LONGEST_NAME, MOST_BYTES, ODT, PDF, PICTURE, TABLE, TEXT, XLSX, check_upload
from tests.standards.builders_assessment import picture

SECRET = "Made by Somebody Real"


def pdf(change: Callable[[Pdf], object] = lambda made: None, **how: object) -> bytes:
    """Write a page of PDF that says who made it, after a change to it."""
    made = Pdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = SECRET
    with made.open_metadata() as told:
        told["dc:creator"] = [SECRET]
    change(made)
    written = io.BytesIO()
    made.save(written, **how)
    return written.getvalue()


def opening(**action: object) -> Callable[[Pdf], None]:
    """Make a change that has a PDF do something when it is opened."""

    def change(made: Pdf) -> None:
        made.Root.OpenAction = Dictionary(**action)

    return change


PDF_BYTES = pdf()
SCRIPT = opening(S=Name.JavaScript, JS="app.alert(1)")
HIDDEN = ObjectStreamMode.generate


def archive(**parts: bytes | str) -> bytes:
    """Pack parts by name; `__` stands for a slash, `_dot_` for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in parts.items():
            zipped.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return packed.getvalue()


def office(main: str = "word__document_dot_xml", types: str = "<Types/>", **more: bytes | str) -> bytes:
    """Make what a Word or Excel file is inside."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", types)
        zipped.writestr(main.replace("__", "/").replace("_dot_", "."), "<w/>")
        zipped.writestr("docProps/core.xml", f"<creator>{SECRET}</creator>")
        for name, data in more.items():
            zipped.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return packed.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF_SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"


def elsewhere(kind: str, target: str, mode: str = "External") -> str:
    """Write a list of parts with one that lies outside the document."""
    where = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    part = f'<Relationship Id="r1" Type="{where}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f"<Relationships>{part}</Relationships>"


def field(*pieces: str) -> str:
    """Write a field of Word, cut as Word cuts them."""
    inside = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:ftr xmlns:w="{W}">{inside}</w:ftr>'


def opendocument(kind: str = ODT) -> bytes:
    """Make what an OpenDocument file is inside."""
    return archive(mimetype=kind, content_dot_xml="<o/>", meta_dot_xml=f"<creator>{SECRET}</creator>")


def check(name: str, content: bytes):
    """Offer a file."""
    return check_upload(io.BytesIO(content), name=name, size=len(content))


def why(name: str, content: bytes) -> str:
    """Offer a file and say by which rule it was refused."""
    with pytest.raises(Refused) as refused:
        check(name, content)
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Dates.PDF", PDF_BYTES, PDF),
        ("notes.txt", "We meet on Mondays – all of us.".encode(), TEXT),
        ("notes.txt", "Gŵyl".encode("utf-16"), TEXT),
        ("notes.txt", "Café".encode("cp1252"), TEXT),
        ("numbers.csv", b"month,people\nJune,-5\nJuly,+3%\n", TABLE),
        ("plan.docx", office(), DOCX),
        ("sums.xlsx", office("xl__workbook_dot_xml"), XLSX),
        ("plan.odt", opendocument(), ODT),
        ("room.png", picture(), PICTURE),
        ("room.jpeg", picture("JPEG"), PICTURE),
        ("room.webp", picture("WEBP"), PICTURE),
        ("room.jpg", picture("PNG"), PICTURE),
    ],
)
def test_what_people_have_is_taken(name, content, kind):
    assert check(name, content).type == kind


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_and_says_nothing_about_where_it_was_taken(kind):
    kept = check(f"kitchen.{kind.lower()}", picture(kind) + b"<script>alert(1)</script>")
    assert kept.name == "kitchen.webp"
    assert b"SENTINEL" not in kept.content
    assert b"script" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (40, 30))
        assert dict(drawn.getexif()) == {}


@pytest.mark.parametrize(("name", "content"), [("plan.docx", office()), ("plan.odt", opendocument())])
def test_a_document_loses_what_says_who_made_it(name, content):
    assert SECRET.encode() in b"".join(zipfile.ZipFile(io.BytesIO(content)).read(n) for n in names(content))
    kept = check(name, content).content
    assert SECRET.encode() not in b"".join(zipfile.ZipFile(io.BytesIO(kept)).read(n) for n in names(kept))
    assert sorted(names(kept)) == sorted(names(content))


def test_a_pdf_is_written_anew_without_its_makers_and_without_steps_on_opening():
    opens_at_page_one = opening(S=Name.GoTo, D=Array([0, Name.Fit]))
    kept = check("plan.pdf", pdf(opens_at_page_one, object_stream_mode=ObjectStreamMode.disable)).content
    with Pdf.open(io.BytesIO(kept)) as read:
        assert (len(read.pages), dict(read.docinfo)) == (1, {})
        assert {"/OpenAction", "/Metadata"} & set(read.Root.keys()) == set()


def test_a_locked_pdf_says_so_and_one_that_opens_is_unlocked():
    assert why("a.pdf", pdf(encryption=Encryption(owner="one", user="two"))) == "locked"
    kept = check("a.pdf", pdf(encryption=Encryption(owner="one", user=""))).content
    assert not Pdf.open(io.BytesIO(kept)).is_encrypted


def test_a_pdf_that_takes_too_long_or_breaks_its_reader_is_refused(monkeypatch):
    def too_long(*command, timeout, **how):
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", lambda *command, **how: subprocess.CompletedProcess(command, -9, b"%PDF"))
    assert why("a.pdf", PDF_BYTES) == "damaged"
    monkeypatch.setattr(subprocess, "run", too_long)
    assert why("a.pdf", PDF_BYTES) == "damaged"


def test_names_beside_comments_go_and_words_and_links_stay():
    said = f'<w:comments xmlns:w="{W}"><w:comment w:author="{SECRET}" w:initials="SR">Good</w:comment></w:comments>'
    people = f'<w15:people xmlns:w15="urn:w15"><w15:person w15:author="{SECRET}"/></w15:people>'
    links = elsewhere("hyperlink", "https://calder.example/")
    kept = check(
        "plan.docx",
        office(word__comments_dot_xml=said, word__people_dot_xml=people, word___rels__document_dot_xml_dot_rels=links),
    ).content
    inside = zipfile.ZipFile(io.BytesIO(kept))
    assert b">Good<" in inside.read("word/comments.xml")
    assert all(SECRET.encode() not in inside.read(name) for name in names(kept))
    assert b'Target="https://calder.example/"' in inside.read("word/_rels/document.xml.rels")


def test_a_template_on_somebodys_computer_is_not_named():
    where = elsewhere("attachedTemplate", "file:///C:/Users/Sam/Ours.dotm")
    kept = check("plan.docx", office(word___rels__settings_dot_xml_dot_rels=where)).content
    assert b'Target="Normal.dotm"' in zipfile.ZipFile(io.BytesIO(kept)).read("word/_rels/settings.xml.rels")
    assert why("a.docx", office(word___rels__settings_dot_xml_dot_rels=where.replace('"', "'"))) == "active"


def names(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


@pytest.mark.parametrize(
    "name",
    [
        "page.html",
        "drawing.svg",
        "run.exe",
        "macro.docm",
        "macro.xlsm",
        "archive.zip",
        "noending",
        "x.pdf.html",
        "",
        ".",
    ],
)
def test_other_kinds_are_refused_by_name(name):
    assert why(name, PDF_BYTES) == "wrong_type"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.pdf", b"GIF89a" + PDF_BYTES),
        ("a.pdf", b"%PDF-1.7 never ends"),
        ("a.pdf", b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF"),
        ("a.txt", b"<!DOCTYPE html><p>Hello"),
        ("a.txt", b"  <svg onload=alert(1)>"),
        ("a.txt", b"MZ\x90\x00\x03"),
        ("a.txt", "turned \u202e around".encode()),
        ("a.csv", b"a,b\n\x00,1"),
        ("a.png", b"\x89PNG\r\n\x1a\n not one"),
        ("a.png", PDF_BYTES),
        ("a.docx", PDF_BYTES),
        ("a.docx", b"GIF89a" + office()),
        ("a.docx", office("xl__workbook_dot_xml")),
        ("a.xlsx", office()),
        ("a.docx", archive(index_dot_html="<script>alert(1)</script>")),
        ("a.odt", opendocument("text/html")),
        ("a.odt", archive(mimetype=ODT)),
        ("a.docx", office()[:-10]),
        ("a.docx", office(word__styles_dot_xml="<w>")),
        ("a.docx", office(word__styles_dot_xml="<?xml version='1.0' encoding='nothing'?><w/>")),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
        ("a.pdf", pdf(lambda made: made.pages.__delitem__(0))),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content):
    assert why(name, content) == "damaged"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdf(SCRIPT)),
        ("a.pdf", pdf(SCRIPT, object_stream_mode=HIDDEN)),
        ("a.pdf", pdf(SCRIPT, object_stream_mode=ObjectStreamMode.disable).replace(b"/JavaScript", b"/J#61vaScript")),
        ("a.pdf", pdf(opening(S=Name.Launch, F="cmd.exe"))),
        ("a.pdf", pdf(opening(S=Name.GoTo, Next=Array([Dictionary(S=Name.SubmitForm, F="https://x.example")])))),
        ("a.pdf", pdf(lambda made: made.attachments.__setitem__("a.exe", b"MZ"))),
        ("a.docx", office(word__vbaProject_dot_bin=b"x")),
        ("a.docx", office(word__embeddings__oleObject1_dot_bin=b"x")),
        (
            "a.docx",
            office(types="<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled'/></Types>"),
        ),
        ("a.docx", office(types="<!DOCTYPE x [<!ENTITY a 'b'>]><Types/>")),
        ("a.docx", office(word__styles_dot_xml="<!DOCTYPE x [<!ENTITY a 'b'>]><w/>")),
        ("a.docx", office(word___rels__document_dot_xml_dot_rels=elsewhere("oleObject", "https://x.example/a.doc"))),
        ("a.docx", office(word___rels__settings_dot_xml_dot_rels=elsewhere("frame", "&#104;ttps://x.example"))),
        ("a.docx", office(word__footer1_dot_xml=field("DDE", "AUTO c:\\x.exe"))),
        ("a.docx", office(word__footer1_dot_xml=f'<w xmlns:w="{W}"><w:fldSimple w:instr="DDE excel a b"/></w>')),
        ("a.xlsx", office("xl__workbook_dot_xml", xl__externalLinks__externalLink1_dot_xml="<x/>")),
        ("a.odt", archive(mimetype=ODT, content_dot_xml=f"<o xmlns:s='{ODF_SCRIPT}'><s:event-listener/></o>")),
        ("a.odt", archive(mimetype=ODT, content_dot_xml="<o/>", Basic__script_dot_xml="x")),
        ("a.csv", b"name,sum\nx,\"=cmd|' /C calc'!A0\"\n"),
        ("a.csv", b"name;sum\nx;=1+1\n"),
        ("a.csv", b"@SUM(A1)\n"),
        ("a.csv", b"x,+SUM(A1)\n"),
        ("a.csv", b"-2+3+cmd|' /C calc'!A0\n"),
        ("a.csv", b"+1+cmd|x\n"),
        ("a.csv", b'"-1+HYPERLINK(""https://x.example"")",2\n'),
        ("a.csv", b"x|=1+1\n"),
    ],
)
def test_a_file_that_does_things_by_itself_is_refused(name, content):
    assert why(name, content) == "active"


def test_an_archive_that_would_fill_the_memory_is_never_unpacked(monkeypatch):
    bomb = office(word__media__bomb=b"\0" * (60 * 1024 * 1024))
    many = office(**{f"word__part{n}": b"\0" * 900_000 for n in range(100)})
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert why("a.docx", bomb) == "damaged"
    assert why("a.docx", many) == "damaged"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\up", "word/../../x"])
def test_an_archive_with_a_way_out_is_refused(name):
    packed = io.BytesIO(office())
    with zipfile.ZipFile(packed, "a") as zipped:
        zipped.writestr(zipfile.ZipInfo(name), "x")
    assert why("a.docx", packed.getvalue()) == "damaged"


def test_a_locked_document_says_so():
    content = bytearray(office())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    assert why("a.docx", bytes(content)) == "locked"


def test_parts_that_are_damaged_inside_are_refused():
    content = office(word__more=uuid4().bytes * 4000)
    at = content.index(b"word/more") + 200
    broken = content[:at] + b"\xff" * 60 + content[at + 60 :]
    assert why("a.docx", broken) == "damaged"


def test_sizes_have_an_end():
    assert why("a.pdf", b"") == "empty"
    with pytest.raises(Refused) as refused:
        check_upload(io.BytesIO(b""), name="a.pdf", size=MOST_BYTES + 1)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Sam\\My dates.txt", "My dates.txt"),
        ("a\u202egnp.txt", "agnp.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie x.txt"),
        (".txt", "file.txt"),
        ("x" * 400 + ".txt", "x" * (LONGEST_NAME - 4) + ".txt"),
        ('say "hi" <b>.txt', "say hi b.txt"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(given, kept):
    assert check(given, b"words").name == kept
