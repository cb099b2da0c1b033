"""References as BibTeX, in UTF-8. What LaTeX takes for a command is written so that it is a letter again."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from evidence.citations.csl import Citation, authors, date_parts, one_line, safe_url

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
    "manuscript": "unpublished",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LETTERS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&#%_"},
    }
)


def entries(citations: Iterable[Citation]) -> Iterator[str]:
    """Write citations as BibTeX, one by one; an id that comes again gets a number: a key stands for one thing."""
    taken: set[str] = set()
    for citation in citations:
        yield _entry(citation, _key(citation["id"], taken))


def write(citations: Iterable[Citation]) -> str:
    """Write citations as BibTeX, as one text."""
    return "\n".join(entries(citations))


def _key(wish: str, taken: set[str]) -> str:
    stem = re.sub(r"[^A-Za-z0-9:_.-]", "", wish) or "reference"
    key, number = stem, 1
    while key.lower() in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key.lower())
    return key


def _entry(citation: Citation, key: str) -> str:
    kind = _TYPES.get(citation["type"], "misc")
    lines = [f"  {name} = {value}" for name, value in _fields(citation, kind)]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(citation: Citation, kind: str) -> Iterator[tuple[str, str]]:
    if names := [_name(name) for name in authors(citation)]:
        yield "author", f"{{{' and '.join(names)}}}"
    # Two pairs of braces: the title keeps its capitals.
    yield "title", f"{{{{{_text(citation['title'])}}}}}"
    holder = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}.get(kind, "howpublished")
    publisher = {"techreport": "institution", "phdthesis": "school"}.get(kind, "publisher")
    number = "number"
    names_of = {
        "container-title": holder,
        "volume": "volume",
        "issue": number,
        "publisher": publisher,
        "publisher-place": "address",
        "edition": "edition",
        "keyword": "keywords",
        "language": "language",
        "note": "note",
        "abstract": "abstract",
    }
    for field, name in names_of.items():
        if citation.get(field):
            yield name, f"{{{_text(citation[field])}}}"
    if pages := citation.get("page"):
        yield "pages", f"{{{_text(pages).replace('-', '--')}}}"
    issued = date_parts(citation, "issued")
    if issued:
        yield "year", f"{{{issued[0]:04}}}"
    if len(issued) > 1 and 1 <= issued[1] <= 12:
        yield "month", _MONTHS[issued[1] - 1]
    if doi := citation.get("DOI"):
        yield "doi", f"{{{_address(doi)}}}"
    if link := safe_url(citation.get("URL", "")):
        yield "url", f"{{{_address(link)}}}"


def _text(value: str) -> str:
    return one_line(value).translate(_LETTERS)


def _address(value: str) -> str:
    """Write an address as it is, but for the signs that would end the field: those as its own escapes."""
    return quote(one_line(value), safe="/:?#[]@!$&'()*+,;=%~-._<>")


def _name(name: dict[str, str]) -> str:
    """Write "Family, Given"; a group stands in braces, so that no part of it is taken for a given name."""
    if "literal" in name:
        return f"{{{_text(name['literal'])}}}"
    surname = _text(name.get("family", ""))
    surname = f"{{{surname}}}" if " and " in f" {surname.lower()} " else surname
    parts = [surname, _text(name.get("suffix", "")), _text(name.get("given", ""))]
    return ", ".join(part for part in parts if part)
