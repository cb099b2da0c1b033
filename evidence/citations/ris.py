"""References from RIS and back. rispy reads and writes the records; what a record means is decided here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import rispy
from django.utils.translation import gettext as _

from evidence.citations.csl import (
    EARLIEST,
    LATEST,
    Citation,
    Unfit,
    authors,
    date_parts,
    family,
    normal_doi,
    one_line,
    require_fit,
    safe_url,
    title_key,
    year_of,
)

MOST_LETTERS = 1024 * 1024
"""Longest text that is read: about a thousand references."""
MOST_RECORDS = 2000

_TAG = re.compile(r"^([A-Z][A-Z0-9])  -(?: |$)")
_BEGINNING = re.compile(r"^\ufeff?TY  -", re.MULTILINE)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.-]{0,79}")
_YEAR = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])")

TYPE_OF = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "JFULL": "article-journal",
    "INPR": "article-journal",
    "RPRT": "report",
    "GOVDOC": "report",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "ELEC": "webpage",
    "ICOMM": "webpage",
    "BLOG": "post-weblog",
    "CPAPER": "paper-conference",
    "CONF": "paper-conference",
    "THES": "thesis",
    "NEWS": "article-newspaper",
    "MGZN": "article-magazine",
    "DATA": "dataset",
    "VIDEO": "motion_picture",
    "SOUND": "song",
    "STAND": "standard",
    "PAMP": "pamphlet",
    "UNPB": "manuscript",
    "MANSCPT": "manuscript",
    "GEN": "document",
}
_TAG_OF = {csl: ris for ris, csl in reversed(TYPE_OF.items())}

# CSL field, and the names that rispy gives to the tags it may come from, the best first. The first is written.
_TEXTS: dict[str, tuple[str, ...]] = {
    "container-title": ("journal_name", "alternate_title3", "secondary_title", "alternate_title2"),
    "volume": ("volume",),
    "issue": ("number",),
    "publisher": ("publisher",),
    "publisher-place": ("place_published",),
    "edition": ("edition",),
    "archive_location": ("accession_number",),
    "language": ("language",),
}


@dataclass(frozen=True)
class Reference:
    """A record that can be imported; `line` is where it begins."""

    line: int
    citation: Citation
    doi: str
    title_key: str
    year: int | None

    @property
    def title(self) -> str:
        """Give the title."""
        return str(self.citation["title"])


@dataclass(frozen=True)
class Damaged:
    """A record, or lines outside of one, that cannot be imported: where, and why."""

    line: int
    reason: str
    title: str = ""


def decoded(file: bytes) -> str:
    """Read the bytes of a file as text. Raises Unfit for one that is too long or no UTF-8 text."""
    if len(file) > MOST_LETTERS:
        raise Unfit(_("The file is larger than 1 MB. Split it, and import one part after the other."))
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file[: error.start].count(b"\n") + 1
        message = _("Line %(line)s has signs that are not UTF-8. Save the file as UTF-8, and choose it again.")
        raise Unfit(message % {"line": line}) from error
    if "\x00" in text:
        raise Unfit(_("This is not a text file."))
    return text


def read(text: str) -> list[Reference | Damaged]:
    """Read every record of an RIS text, in order. Raises Unfit for a text without one, or with too many."""
    found: list[Reference | Damaged] = []
    for line, lines, reason in _records(text.lstrip("\ufeff")):
        if len(found) >= MOST_RECORDS:
            raise Unfit(_("There are more than %(most)s references. Split the file.") % {"most": f"{MOST_RECORDS:,}"})
        found.append(Damaged(line, reason, _title_in(lines)) if reason else _read_one(line, lines))
    if not _BEGINNING.search(text):
        raise Unfit(_("No reference was found. A reference begins with a line like “TY  - JOUR”."))
    return found


def _records(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Cut a text into records: the line where each begins, its lines, and what is wrong with its ends."""
    begun, lines, stray = 0, list[str](), False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        found = _TAG.match(line)
        tag = found[1] if found else ""
        if tag == "TY":
            if begun:
                yield begun, lines, _("It does not end: the line “ER  -” is missing.")
            begun, lines, stray = number, [line], False
        elif begun:
            lines.append(line)
            if tag == "ER":
                yield begun, lines, ""
                begun = 0
        elif line.strip() and not stray:
            stray = True
            yield number, [line], _("This belongs to no reference: a line like “TY  - JOUR” is missing before it.")
    if begun:
        yield begun, lines, _("It does not end: the line “ER  -” is missing.")


def _title_in(lines: list[str]) -> str:
    return next((one_line(line[6:])[:120] for line in lines if line[:2] in {"TI", "T1"}), "")


def _read_one(line: int, lines: list[str]) -> Reference | Damaged:
    try:
        record = rispy.loads("\n".join(lines), delimiter_tags_mapping={}, skip_unknown_tags=True)[0]
        citation = require_fit(_citation(record))
    except Unfit as error:
        return Damaged(line, str(error), _title_in(lines))
    return Reference(
        line, citation, normal_doi(citation.get("DOI", "")), title_key(citation["title"]), year_of(citation)
    )


def _citation(record: dict[str, Any]) -> Citation:
    kind = one_line(record.get("type_of_reference", "")).upper()
    if not kind:
        raise Unfit(_("It does not say what it is: the line “TY  -” is empty."))
    citation: Citation = {"type": TYPE_OF.get(kind, "document"), "title": _first(record, "title", "primary_title")}
    if not title_key(citation["title"]):
        raise Unfit(_("It has no title."))
    if names := [_name(each) for each in record.get("authors", []) + record.get("first_authors", []) if one_line(each)]:
        citation["author"] = names
    if issued := _issued(record):
        citation["issued"] = {"date-parts": [issued]}
    citation |= {field: text for field, tags in _TEXTS.items() if (text := _first(record, *tags))}
    if pages := _pages(record):
        citation["page"] = pages
    citation |= _links(record)
    if words := [text for each in record.get("keywords", []) if (text := one_line(each))]:
        citation["keyword"] = ", ".join(words)
    if notes := [text for each in record.get("notes", []) if (text := one_line(each))]:
        citation["note"] = " ".join(notes)
    return {"id": _id(record, citation), **citation}


def _links(record: dict[str, Any]) -> Citation:
    links = Citation()
    if doi := _first(record, "doi"):
        links["DOI"] = normal_doi(doi)
        if not links["DOI"]:
            raise Unfit(_("Its DOI is none: a DOI looks like 10.1000/xyz."))
    if link := _first(record, "urls"):
        links["URL"] = safe_url(link)
        if not links["URL"]:
            raise Unfit(_("Its link is not a web address that begins with http or https."))
    return links


def _first(record: dict[str, Any], *names: str) -> str:
    for name in names:
        value = record.get(name, "")
        text = one_line(" ".join(value[:1]) if isinstance(value, list) else value)
        if text:
            return text
    return ""


def _name(text: str) -> dict[str, str]:
    """Read "Family, Given, Suffix"; a name without a comma is the name of a group."""
    parts = [part.strip() for part in one_line(text).split(",")]
    if len(parts) == 1:
        return {"literal": parts[0]}
    name = {"family": parts[0], "given": parts[1], "suffix": ", ".join(filter(None, parts[2:]))}
    return {key: part for key, part in name.items() if part} or {"literal": one_line(text)}


def _issued(record: dict[str, Any]) -> list[int]:
    """Read the date of publication, year first, as far as it is given and makes sense."""
    said = _first(record, "year", "publication_year")
    day = _first(record, "date") or said
    found = _YEAR.search(said) or _YEAR.search(day)
    if (said or day) and not (found and EARLIEST <= int(found[1]) <= LATEST):
        raise Unfit(_("Its year is none: give four digits, such as 2024."))
    if not found:
        return []
    year, *rest = [part.strip() for part in day.split("/")]
    parts = [int(found[1])]
    if year == found[1]:
        for part, most in zip(rest, (12, 31), strict=False):
            if not (part.isascii() and part.isdigit() and 1 <= int(part) <= most):
                break
            parts.append(int(part))
    return parts


def _pages(record: dict[str, Any]) -> str:
    start, end = _first(record, "start_page"), _first(record, "end_page")
    return f"{start}-{end}" if start and end else start or end or _first(record, "custom7")


def _id(record: dict[str, Any], citation: Citation) -> str:
    """Give the record's own id when other programs can use it too, else one made of name, year and title."""
    if _ID.fullmatch(own := _first(record, "id")):
        return own
    who = title_key(family(citation["author"][0])) if citation.get("author") else ""
    words = f"{who} {year_of(citation) or ''} {title_key(citation['title'])}".split()[:4]
    return "-".join(re.sub(r"[^a-z0-9]", "", word) for word in words).strip("-")[:80] or "reference"


class _Plain(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    """Write records without numbers between them, as other programs do."""

    def set_header(self, count: int) -> str:
        """Put nothing before a record."""
        return ""


def write(citations: Iterable[Citation]) -> str:
    """Write citations as RIS."""
    text: str = rispy.dumps(
        [_record(citation) for citation in citations], implementation=_Plain, delimiter_tags_mapping={}
    )
    return text


def _record(citation: Citation) -> dict[str, Any]:
    record: dict[str, Any] = {
        "type_of_reference": _TAG_OF.get(citation["type"], "GEN"),
        "id": one_line(citation["id"]),
        "title": one_line(citation["title"]),
        "authors": [_written(name) for name in authors(citation)],
    }
    if issued := date_parts(citation, "issued"):
        record["year"] = f"{issued[0]:04}"
        if len(issued) > 1:
            record["date"] = "/".join([f"{issued[0]:04}", *(f"{part:02}" for part in issued[1:])]) + "/" * (
                3 - len(issued)
            )
    record |= {tags[0]: one_line(citation[field]) for field, tags in _TEXTS.items() if citation.get(field)}
    if pages := citation.get("page"):
        start, _dash, end = one_line(pages).partition("-")
        whole = not end or "-" in end
        record |= {"start_page": one_line(pages)} if whole else {"start_page": start, "end_page": end}
    if doi := citation.get("DOI"):
        record["doi"] = one_line(doi)
    if link := safe_url(citation.get("URL", "")):
        record["urls"] = [link]
    if words := citation.get("keyword"):
        record["keywords"] = [one_line(word) for word in words.split(",") if word.strip()]
    if note := citation.get("note"):
        record["notes"] = [one_line(note)]
    if abstract := citation.get("abstract"):
        record["abstract"] = one_line(abstract)
    return record


def _written(name: dict[str, str]) -> str:
    """Write a name as RIS has it. A comma in the name of a group would make it a person's: it is left out."""
    if "literal" in name:
        return one_line(name["literal"].replace(",", " "))
    parts = (name.get("family", ""), name.get("given", ""), name.get("suffix", ""))
    return one_line(", ".join(parts).rstrip(", ")) if name.get("given") else one_line(f"{parts[0]},")
