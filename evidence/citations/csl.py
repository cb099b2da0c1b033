"""A citation as it is kept: CSL-JSON (github.com/citation-style-language/schema), of which `id` and `type` are a must.

Texts in a citation come from other people's files. They are stored as texts, without signs that hide or turn words;
a link is kept only when it is http or https.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from lero_hub.typed_text import plain

Citation = dict[str, Any]

TYPES = frozenset(
    "article article-journal article-magazine article-newspaper book chapter dataset document entry entry-encyclopedia "
    "interview legislation manuscript motion_picture pamphlet paper-conference patent personal_communication post "
    "post-weblog regulation report review song speech standard thesis webpage".split()
)
LONGEST_TITLE, LONGEST_TEXT, MOST_AUTHORS = 300, 2000, 300
EARLIEST, LATEST = 1500, 2100

_DOI_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|info:doi/|doi:)\s*", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")


class Unfit(ValueError):
    """This cannot be kept; the message says why, in words fit for the person who brought it."""


def one_line(text: str) -> str:
    """Make a text one line without signs that hide, turn or end anything."""
    return " ".join(plain(text.replace("\x00", "")).split())


def normal_doi(text: str) -> str:
    """Bring a DOI to the form in which it is an identity: no resolver before it, small letters. "" when it is none."""
    bare = _DOI_BEFORE.sub("", one_line(text)).lower().rstrip(".,;")
    return bare if _DOI.fullmatch(bare) and len(bare) <= 200 else ""


def title_key(title: str) -> str:
    """Bring a title to the form in which two spellings of it are the same: letters and digits, no accents, no case."""
    bare = unicodedata.normalize("NFKD", title).casefold()
    letters = "".join(sign if sign.isalnum() else " " for sign in bare if not unicodedata.combining(sign))
    return " ".join(letters.split())[:300]


def safe_url(text: str) -> str:
    """Give a web address back, or "" for whatever else calls itself a link."""
    address = one_line(text)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    fit = parts.scheme in {"http", "https"} and parts.hostname and " " not in address and len(address) <= 1000
    return address if fit else ""


def year_of(citation: Mapping[str, Any]) -> int | None:
    """Read the year of publication."""
    parts = date_parts(citation, "issued")
    return parts[0] if parts else None


def date_parts(citation: Mapping[str, Any], field: str) -> tuple[int, ...]:
    """Read year, month and day of a date, as many as there are."""
    try:
        return tuple(int(part) for part in citation[field]["date-parts"][0])[:3]
    except (KeyError, IndexError, TypeError, ValueError):
        return ()


def as_date(citation: Mapping[str, Any], field: str) -> date | None:
    """Read a whole date, when year, month and day are there and make one."""
    parts = date_parts(citation, field)
    try:
        return date(*parts) if len(parts) == 3 else None
    except ValueError:
        return None


def authors(citation: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the authors, each with `family` and `given`, or with `literal`."""
    return [name for name in citation.get("author", []) if isinstance(name, dict)]


def family(name: Mapping[str, str]) -> str:
    """Give the name that an author is listed under."""
    return name.get("family") or name.get("literal") or name.get("given") or ""


def require_fit(citation: Citation) -> Citation:
    """Give a citation back that can be kept. Raises Unfit."""
    if not citation.get("id") or citation.get("type") not in TYPES:
        raise Unfit(_("A citation needs an id and a known type."))
    if not citation.get("title"):
        raise Unfit(_("It has no title."))
    if len(citation["title"]) > LONGEST_TITLE:
        raise Unfit(_("Its title is longer than %(most)s letters.") % {"most": LONGEST_TITLE})
    if len(authors(citation)) > MOST_AUTHORS:
        raise Unfit(_("It names more than %(most)s people.") % {"most": MOST_AUTHORS})
    if any(len(text) > LONGEST_TEXT for text in _texts(citation)):
        raise Unfit(_("One of its lines is longer than %(most)s letters.") % {"most": LONGEST_TEXT})
    if "URL" in citation and safe_url(citation["URL"]) != citation["URL"]:
        raise Unfit(_("Its link is not a web address that begins with http or https."))
    return citation


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []
