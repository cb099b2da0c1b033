"""Documents that are archives inside (Word, Excel, OpenDocument): opened with care, written anew without their makers.

Sizes are read from the archive's list first, so that one that would fill the memory is never unpacked.
"""

import io
import re
import zipfile
import zlib
from typing import Final

from django.utils.translation import gettext as _

from lero_hub.errors import Refused

MOST_PARTS: Final = 3000
MOST_UNPACKED: Final = 80 * 1024 * 1024
STEEPEST: Final = 200
"""How many times larger than packed a part of more than a megabyte may be."""

_MACROS = re.compile(r"vbaproject|vbadata|activex|/embeddings/|^basic/|^scripts/", re.IGNORECASE)
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
}
"""What says who made a document, and what stands there instead."""
_PICTURES_OF_PAGES = ("docProps/thumbnail", "Thumbnails/thumbnail")


def damaged() -> Refused:
    """Say that a file is not what its name says."""
    return Refused("damaged", _("This file is not what its name says, or it is damaged. Save it anew and try again."))


def active() -> Refused:
    """Say that a file can do things by itself."""
    return Refused("active", _("This file has programs or other files inside. Save a plain copy and choose that."))


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
        raise Refused("locked", _("This file is locked with a password. Save a copy without one."))
    if any(_MACROS.search(name) for name in names):
        raise active()
    return archive


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
                data = _read(archive, part.filename)
            fresh = zipfile.ZipInfo(part.filename)
            # OpenDocument asks that its first part, which names the kind, is not packed.
            fresh.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            copy.writestr(fresh, data)
    return result.getvalue()
