"""Documents that are archives inside (Word, Excel, OpenDocument): opened with care, written anew without their makers.

Sizes are read from the archive's list first, so that one that would fill the memory is never unpacked. What fetches
something from elsewhere when the document opens is refused; a link that a reader follows stays.
"""

import io
import re
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from lero_hub.errors import Refused

MOST_PARTS: Final = 3000
MOST_UNPACKED: Final = 80 * 1024 * 1024
STEEPEST: Final = 200
"""How many times larger than packed a part of more than a megabyte may be."""

_MACROS = re.compile(r"vbaproject|vbadata|activex|/embeddings/|/externallinks/|^basic/|^scripts/", re.IGNORECASE)
_DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
"""Fields of Word that ask another program for their words."""
_OPEN_ACTING = re.compile(r"\}(event-listener|dde-source|dde-link|dde-connection-decls?)$")
"""Elements of OpenDocument that start something or ask another program."""
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = _APP.replace("extended-properties", "custom-properties")
_META = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    "<office:meta/></office:document-meta>"
)
BLANK: Final = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
    "docProps/custom.xml": _CUSTOM,
    "meta.xml": _META,
    "settings.xml": _META.replace("document-meta", "document-settings").replace("<office:meta/>", ""),
}
"""What says who made a document, and with what, and what stands there instead."""
_MAKERS: Final = (
    (re.compile(rb'\b(w:author|w:initials|w15:author|w15:userId|displayName|userId)="[^"]*"'), rb'\1="-"'),
    (re.compile(rb"<(author|dc:creator|meta:creator-initials)>[^<]*</"), rb"<\1>-</"),
)
"""Who wrote a comment or a change that stays: its words are kept, and not the name beside them."""
_TEMPLATE = re.compile(rb'<Relationship\b[^>]*/attachedTemplate"[^>]*>')
_TARGET = re.compile(rb'Target="[^"]*"')
_PICTURES_OF_PAGES = ("docProps/thumbnail", "Thumbnails/thumbnail")


def damaged() -> Refused:
    """Say that a file is not what its name says."""
    return Refused("damaged", _("This file is not what its name says, or it is damaged. Save it anew and try again."))


def active() -> Refused:
    """Say that a file can do things by itself."""
    return Refused("active", _("This file has programs or other files inside. Save a plain copy and choose that."))


def locked() -> Refused:
    """Say that a file asks for a password."""
    return Refused("locked", _("This file is locked with a password. Save a copy without one."))


def office_document(content: bytes, *, main: str) -> bytes:
    """Check a Word or Excel file and give it back without what says who made it. `main` is the part it must have."""
    with _opened(content) as archive:
        names = set(archive.namelist())
        if not {"[Content_Types].xml", main} <= names:
            raise damaged()
        types = _read(archive, "[Content_Types].xml")
        if b"macroEnabled" in types or b"<!ENTITY" in types:
            raise active()
        return _written_anew(archive)


def open_document(content: bytes, *, kind: str) -> bytes:
    """Check an OpenDocument file and give it back without what says who made it."""
    with _opened(content) as archive:
        names = archive.namelist()
        if "mimetype" not in names or "content.xml" not in names or _read(archive, "mimetype").strip() != kind.encode():
            raise damaged()
        return _written_anew(archive)


def _opened(content: bytes) -> zipfile.ZipFile:
    """Open an archive that is one from its first byte to its last, and not too large when unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        raise damaged()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise damaged() from error
    parts = archive.infolist()
    names = [part.filename for part in parts]
    too_large = sum(part.file_size for part in parts) > MOST_UNPACKED or any(_is_steep(part) for part in parts)
    odd = any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    if too_large or odd or len(parts) > MOST_PARTS or len(set(names)) != len(names) or archive.comment:
        raise damaged()
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    if any(_MACROS.search(name) for name in names):
        raise active()
    return archive


def _inert(name: str, data: bytes) -> bytes:
    """Refuse a part that does something when the document opens; take names out of one that stays."""
    if name.endswith(".rels"):
        return _without_template(data)
    if not name.endswith(".xml"):
        return data
    told = []
    for element in _elements(data):
        if _OPEN_ACTING.search(element.tag):
            raise active()
        local = element.tag.rpartition("}")[2]
        told.append((element.text or "") if local == "instrText" else "")
        told += [words for key, words in element.attrib.items() if key.endswith("}instr")]
    if _DDE.search("".join(told)):
        raise active()
    for pattern, instead in _MAKERS:
        data = pattern.sub(instead, data)
    return data


def _without_template(data: bytes) -> bytes:
    """Refuse a list of parts that names something elsewhere: links stay, a template's own place is blanked."""
    for element in _elements(data):
        if element.get("TargetMode", "").lower() != "external":
            continue
        kind = element.get("Type", "").rpartition("/")[2]
        if kind == "attachedTemplate":
            data = _TEMPLATE.sub(lambda found: _TARGET.sub(b'Target="Normal.dotm"', found.group()), data)
        elif kind != "hyperlink":
            raise active()
    templates = [each.get("Target") for each in _elements(data) if each.get("Type", "").endswith("/attachedTemplate")]
    if set(templates) - {"Normal.dotm"}:
        raise active()
    return data


class _NoDoctype(ElementTree.TreeBuilder):
    """A tree without definitions of its own: those are how a small part becomes a large one."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse one."""
        raise active()


def _elements(data: bytes) -> list[ElementTree.Element]:
    parser = ElementTree.XMLParser(target=_NoDoctype())  # noqa: S314  # sizes are bounded, and it takes no definitions
    try:
        parser.feed(data)
        root = parser.close()
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise damaged() from error
    return list(root.iter())


def _is_steep(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1024 * 1024 and part.file_size > STEEPEST * max(part.compress_size, 1)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one part, never more than its archive declared."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged() from error


def _written_anew(archive: zipfile.ZipFile) -> bytes:
    """Copy what the list names, and nothing that hides between; blank what says who made it."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in archive.infolist():
            if part.is_dir():
                continue
            if part.filename.startswith(_PICTURES_OF_PAGES):
                data = b""
            elif part.filename in BLANK:
                data = BLANK[part.filename].encode()
            else:
                data = _inert(part.filename, _read(archive, part.filename))
            fresh = zipfile.ZipInfo(part.filename)
            # OpenDocument asks that its first part, which names the kind, is not packed.
            fresh.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            copy.writestr(fresh, data)
    return result.getvalue()
