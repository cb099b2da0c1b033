"""Files that people offer as evidence: taken by what they hold and what they are called, never by what a browser says.

Allowed: PDF, Word, Excel and OpenDocument files without macros, plain text, tables as CSV, and pictures. Pictures are
drawn anew, documents written anew; what a document says about who made it is taken out. What stands in its pages,
comments included, stays.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from lero_hub.errors import Refused
from lero_hub.typed_text import plain
from organisations.images import redraw
from standards.office import active, damaged, locked, office_document, open_document
from standards.pdf import Fate, rewritten

MOST_BYTES: Final = 10 * 1024 * 1024
LONGEST_NAME: Final = 120
PICTURE_SIDE: Final = 2400

PICTURE, PDF, TEXT, TABLE = "image/webp", "application/pdf", "text/plain", "text/csv"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
_MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|\?xml|body|iframe)", re.IGNORECASE)
_FORMULA = re.compile(r"""["'\s]*(?:[=@]|[+-].*[(|!=@])""")
"""How a cell begins that a spreadsheet would reckon: a sign alone may stand before a number or a word."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its name for readers, its type as we found it, and its bytes as we keep them."""

    name: str
    type: str
    content: bytes


def check_upload(upload: BinaryIO, *, name: str, size: int) -> Checked:
    """Read a file that somebody offers. Raises Refused: `too_large`, `empty`, `wrong_type`, `damaged`, `active`."""
    if size > MOST_BYTES:
        raise Refused("too_large", _("The file is larger than 10 MB. Choose a smaller one, or give a link."))
    stem, ending = _parts(name)
    if ending not in READERS:
        raise Refused(
            "wrong_type",
            _("We take PDF, Word, Excel, OpenDocument, text, CSV, PNG, JPEG and WebP files. This is something else."),
        )
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise Refused("empty", _("The file is empty."))
    kind, kept = READERS[ending](content)
    ending = "webp" if kind == PICTURE else ending
    return Checked(f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}", kind, kept)


def _parts(name: str) -> tuple[str, str]:
    """Take a name apart: no folder of somebody's computer, no sign that hides or turns words, one ending."""
    last = re.split(r"[\\/]", plain(name).replace("\0", ""))[-1]
    stem, _dot, ending = last.rpartition(".")
    stem = re.sub(r"[\s<>:\"|?*]+", " ", stem).strip(" .")
    return stem or "file", ending.lower().strip()


def _picture(content: bytes) -> tuple[str, bytes]:
    try:
        return PICTURE, redraw(io.BytesIO(content), len(content), side=PICTURE_SIDE)
    except Refused as error:
        raise (damaged() if error.code == "not_a_picture" else error) from error


def _pdf(content: bytes) -> tuple[str, bytes]:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:] or _MARKUP.search(content[:1024]):
        raise damaged()
    fate, kept = rewritten(content)
    if fate is not Fate.KEPT:
        raise {Fate.ACTIVE: active, Fate.LOCKED: locked}.get(fate, damaged)()
    return PDF, kept


def _text(content: bytes) -> tuple[str, bytes]:
    return TEXT, _readable(content).encode()


def _table(content: bytes) -> tuple[str, bytes]:
    words = _readable(content)
    cells = re.split(r"[,;\t\r\n]", words)
    if any(_FORMULA.match(part) for cell in cells for part in (cell, *cell.split("|")[1:])):
        raise Refused("active", _("This table has formulas. Save the numbers only, and choose that file."))
    return TABLE, words.encode()


def _readable(content: bytes) -> str:
    """Read a text in the ways in which people's programs write one; it is kept as UTF-8."""
    codec = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        words = content.decode(codec)
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    if plain(words.replace("\ufeff", "")) != words.replace("\ufeff", "") or "\0" in words:
        raise damaged()
    if _MARKUP.search(words[:1024].encode()):
        raise damaged()
    return words


READERS: Final[dict[str, Callable[[bytes], tuple[str, bytes]]]] = {
    "pdf": _pdf,
    "txt": _text,
    "csv": _table,
    "docx": lambda content: (DOCX, office_document(content, main="word/document.xml")),
    "xlsx": lambda content: (XLSX, office_document(content, main="xl/workbook.xml")),
    "odt": lambda content: (ODT, open_document(content, kind=ODT)),
    "ods": lambda content: (ODS, open_document(content, kind=ODS)),
    **dict.fromkeys(("png", "jpg", "jpeg", "webp"), _picture),
}
"""How each kind of file is read, by the ending of its name."""

ACCEPTED: Final = ",".join(f".{ending}" for ending in READERS)
