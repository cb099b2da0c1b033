"""A citation in plain words, for pages: who, when, what, where."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.citations.csl import authors, family, safe_url, year_of

SHOWN = 3


def short_names(citation: Mapping[str, Any]) -> str:
    """Name the first of the authors: "D. Eddie, L. Hoffman and 6 others"."""
    names = [_short(name) for name in authors(citation)]
    if len(names) > SHOWN:
        rest = len(names) - 2
        others = ngettext("%(n)s other", "%(n)s others", rest) % {"n": rest}
        return _("%(first)s and %(last)s") % {"first": ", ".join(names[:2]), "last": others}
    if len(names) > 1:
        return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
    return names[0] if names else ""


def _short(name: Mapping[str, str]) -> str:
    letters = " ".join(f"{part[0]}." for part in name.get("given", "").replace(".", " ").split())
    return f"{letters} {family(name)}".strip()


def source(citation: Mapping[str, Any]) -> str:
    """Name where it stood: "Frontiers in Psychology, 10"."""
    holder = citation.get("container-title") or citation.get("publisher", "")
    volume = citation.get("volume", "")
    if volume and citation.get("issue"):
        volume = f"{volume}({citation['issue']})"
    return ", ".join(part for part in (holder, volume, citation.get("page", "")) if part)


def in_full(citation: Mapping[str, Any]) -> str:
    """Write the whole reference in one line, as people copy it."""
    people = "; ".join(_listed(name) for name in authors(citation))
    year = f"({year_of(citation)})" if year_of(citation) else _("(no year)")
    who = f"{people} {year}".strip()
    parts = [who, str(citation["title"]), source(citation), str(citation.get("publisher-place", ""))]
    return " ".join(part if part[-1:] in ".?!" else f"{part}." for part in parts if part)


def _listed(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    return ", ".join(part for part in (name.get("family"), name.get("given"), name.get("suffix")) if part)


def address(citation: Mapping[str, Any]) -> str:
    """Give the web address of the thing itself: that of its DOI, else its own; "" when it has none."""
    if citation.get("DOI"):
        return f"https://doi.org/{quote(citation['DOI'], safe='/:;().-_')}"
    return safe_url(citation.get("URL", ""))
