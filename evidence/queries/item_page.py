"""One item as its page shows it, and its citation as others take it away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.citations.csl import Citation, as_date, authors, date_parts, family, one_line, safe_url
from evidence.citations.words import address, in_full, short_names, source
from evidence.models import Item, Recipe
from evidence.queries.criteria import Known, known_criteria
from evidence.queries.library.found import Sure
from evidence.states import Kind
from organisations.models import Organisation
from organisations.states import State as EntryState

NAME_OF_THE_HUB = "LERO Hub"
CHUNK = 500


def citation_of(item: Item, *, base_url: str) -> Citation:
    """Give the CSL-JSON of an item, with our own words and their limits, so that no caveat is left behind.

    Research has the citation that it came with; a practice has one that names who shares it.
    """
    citation = dict(item.citation or {}) if item.kind == Kind.RESEARCH else _of_practice(item, base_url)
    if item.summary:
        ours = _("In the words of a curator of LERO Hub: %(words)s") if item.kind == Kind.RESEARCH else "%(words)s"
        citation["abstract"] = ours % {"words": one_line(item.summary)}
    if note := " ".join(filter(None, (citation.get("note", ""), *_caveats(item)))):
        citation["note"] = one_line(note)
    return citation


def _of_practice(item: Item, base_url: str) -> Citation:
    owner = item.organisation
    assert owner is not None
    day = item.published_at or item.changed_at
    return {
        "id": item.slug,
        "type": "report",
        "title": item.title,
        "author": [{"literal": owner.name}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "publisher": NAME_OF_THE_HUB,
        "URL": f"{base_url}{reverse('evidence:item', args=[item.slug])}",
    }


def _caveats(item: Item) -> Iterator[str]:
    if item.notice:
        yield f"{item.get_notice_display()}: {item.notice_text}"
    if item.cannot_tell:
        yield _("What this cannot tell us: %(limits)s") % {"limits": item.cannot_tell}
    if item.confidence:
        yield _("How sure we are: %(confidence)s.") % {"confidence": item.get_confidence_display()}


def citations(item_ids: list[UUID], *, base_url: str) -> Iterator[Citation]:
    """Give the citations of published items in the order of their ids, some hundred at a time."""
    for start in range(0, len(item_ids), CHUNK):
        ids = item_ids[start : start + CHUNK]
        rows = Item.objects.published().filter(pk__in=ids).select_related("organisation")
        found = {item.pk: item for item in rows.defer("search_document", "search_words")}
        yield from (citation_of(found[pk], base_url=base_url) for pk in ids if pk in found)


@dataclass(frozen=True)
class ItemPage:
    """An item and all that stands around it. Texts are plain; `full_text` is the address of the thing itself."""

    item: Item
    citation: Citation
    reference: str
    full_text: str
    sure: Sure | None
    where: str
    recipe: Recipe | None
    criteria: tuple[Known, ...]
    owner: Organisation | None
    organisations: tuple[Organisation, ...]
    meta: tuple[tuple[str, str], ...]
    linked_data: dict[str, Any]
    canonical: str

    @property
    def at_a_glance(self) -> list[tuple[str, str]]:
        """Give the head of a recipe: who, when, where, what it costs."""
        recipe = self.recipe
        if recipe is None:
            return []
        facts = [
            (_("Who does it"), recipe.who),
            (_("When and how long"), recipe.how_much),
            (_("Where"), recipe.where),
            (_("Cost"), recipe.cost),
        ]
        return [fact for fact in facts if fact[1]]

    @property
    def needs(self) -> list[str]:
        """List what is needed."""
        return _lines(self.recipe.needs) if self.recipe else []

    @property
    def steps(self) -> list[str]:
        """List what is done."""
        return _lines(self.recipe.steps) if self.recipe else []

    @property
    def told(self) -> list[tuple[str, str]]:
        """Give the longer answers, each with its heading."""
        recipe = self.recipe
        if recipe is None:
            return []
        answers = [
            (_("Why it should help"), recipe.why),
            (_("How people take part"), recipe.how),
            (_("What is fitted to each person"), recipe.tailoring),
            (_("What was changed along the way"), recipe.changes),
            (_("How it was meant to be checked"), recipe.planned_check),
            (_("What happened when it was checked"), recipe.real_check),
            (_("What they saw"), recipe.found),
        ]
        return [answer for answer in answers if answer[1]]


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := each.strip(" \t-•*"))]


def read_item(item: Item, *, base_url: str) -> ItemPage:
    """Read all that the page of an item shows: four queries."""
    citation = citation_of(item, base_url=base_url)
    known = known_criteria()
    canonical = f"{base_url}{reverse('evidence:item', args=[item.slug])}"
    is_practice = item.kind == Kind.PRACTICE
    owner = item.organisation
    spoken_of = Organisation.objects.listed().filter(item_links__item=item).order_by("search_name", "id")
    place = owner.base_place if owner else ""
    who = (owner.name if owner else "", place) if is_practice else (short_names(citation), source(citation))
    return ItemPage(
        item=item,
        citation=citation,
        reference=in_full(citation),
        full_text="" if is_practice else address(citation),
        sure=Sure.of(item.confidence),
        where=", ".join(str(part) for part in (*who, item.year) if part),
        recipe=Recipe.objects.filter(item=item).first() if is_practice else None,
        criteria=tuple(known[key] for key in item.criteria if key in known),
        owner=owner,
        organisations=tuple(spoken_of),
        meta=tuple(highwire(citation, canonical)),
        linked_data=linked_data(item, citation, canonical),
        canonical=canonical,
    )


def owner_is_listed(owner: Organisation | None) -> bool:
    """Tell whether the owner has a page that everybody can open."""
    return owner is not None and owner.state == EntryState.LISTED


def highwire(citation: Citation, canonical: str) -> Iterator[tuple[str, str]]:
    """Give the tags that search engines for research read (Highwire Press, as Google Scholar documents them)."""
    yield "citation_title", citation["title"]
    for name in authors(citation):
        given = name.get("given", "")
        yield "citation_author", f"{family(name)}, {given}" if given else family(name)
    if issued := date_parts(citation, "issued"):
        yield "citation_publication_date", "/".join(str(part) for part in issued)
    is_report = citation["type"] == "report"
    names = {
        "citation_journal_title": citation.get("container-title"),
        "citation_volume": citation.get("volume"),
        "citation_issue": citation.get("issue"),
        "citation_doi": citation.get("DOI"),
        "citation_technical_report_institution" if is_report else "citation_publisher": citation.get("publisher"),
        "citation_language": citation.get("language"),
    }
    first, _dash, last = citation.get("page", "").partition("-")
    names |= {"citation_firstpage": first, "citation_lastpage": last, "citation_abstract_html_url": canonical}
    yield from ((name, value) for name, value in names.items() if value)


_KINDS = {"article-journal": "ScholarlyArticle", "report": "Report", "book": "Book", "webpage": "WebPage"}


def linked_data(item: Item, citation: Citation, canonical: str) -> dict[str, Any]:
    """Describe an item in the words of schema.org."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _KINDS.get(citation["type"], "CreativeWork"),
        "name": citation["title"],
        "headline": citation["title"][:110],
        "author": [_person(name) for name in authors(citation)],
        "mainEntityOfPage": canonical,
        "abstract": item.summary,
    }
    day = as_date(citation, "issued")
    parts = date_parts(citation, "issued")
    data["datePublished"] = day.isoformat() if day else str(parts[0]) if parts else ""
    if citation.get("container-title") and citation["type"] == "article-journal":
        data["isPartOf"] = {"@type": "Periodical", "name": citation["container-title"]}
    data["pagination"] = citation.get("page", "")
    data["publisher"] = {"@type": "Organization", "name": citation["publisher"]} if citation.get("publisher") else ""
    data["identifier"] = f"doi:{citation['DOI']}" if citation.get("DOI") else ""
    data["sameAs"] = address(citation) if item.kind == Kind.RESEARCH else ""
    data["url"] = canonical if item.kind == Kind.PRACTICE else safe_url(citation.get("URL", ""))
    return {key: value for key, value in data.items() if value}


def _person(name: dict[str, str]) -> dict[str, str]:
    if "literal" in name:
        return {"@type": "Organization", "name": name["literal"]}
    return {"@type": "Person", "name": " ".join(filter(None, (name.get("given"), name.get("family"))))}
