"""What was published of an item, and when: the days and what changed for everybody, the words for a few.

Somebody whose story was told may change their mind: then a next version leaves it out, and showing the words before
to everybody would tell it again. So readers learn that an item changed, when, and in which parts; its team and
curators read what it said.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.citations.words import in_full
from evidence.models import Item, ItemVersion, Recipe
from evidence.queries.criteria import known_criteria
from evidence.queries.item_page import ItemPage, read_item
from evidence.queries.library.found import Sure

MOST_SHOWN = 6
PARTS = {
    "title": _("the title"),
    "summary": _("the summary"),
    "citation": _("the reference"),
    "evidence_kind": _("what it rests on"),
    "how_far": _("how far along it is"),
    "confidence": _("how sure we are"),
    "cannot_tell": _("what it cannot tell us"),
    "who": _("who does it"),
    "how_much": _("when and how long"),
    "where": _("where it happens"),
    "cost": _("what it costs"),
    "needs": _("what you need"),
    "steps": _("how it goes"),
    "why": _("why it should help"),
    "how": _("how people take part"),
    "tailoring": _("what is fitted to each person"),
    "changes": _("what was changed along the way"),
    "planned_check": _("how it was meant to be checked"),
    "real_check": _("what happened when it was checked"),
    "found": _("what they saw"),
    "went_wrong": _("what went wrong"),
    "not_for": _("who it did not suit"),
    "contact_role": _("who answers questions"),
    "criteria": _("what it helps with"),
}
"""What readers see of an item, in the order of its page, in the middle of a sentence."""
_LEFT_OUT = {"search_document", "search_words", "title_key", "about", "state"}
_OF_ITEM = ("title", "summary", "evidence_kind", "how_far", "confidence", "cannot_tell", "contact_role")


@dataclass(frozen=True)
class Kept:
    """One version: the parts that differ from the one before it, if there is one."""

    number: int
    published_at: datetime
    changed: tuple[str, ...]
    is_first: bool
    is_newest: bool


def content_of(item: Item) -> dict[str, Any]:
    """Gather what an item says now, as a version keeps it: two queries."""
    words: dict[str, Any] = {
        field.name: item.citation if field.name == "citation" else field.value_to_string(item)
        for field in Item._meta.concrete_fields
        if not field.is_relation and field.name not in _LEFT_OUT and not field.name.endswith("_at")
    }
    recipe = Recipe.objects.filter(item=item).values().first()
    if recipe:
        words["recipe"] = {name: text for name, text in recipe.items() if name != "item_id"}
    words["criteria"] = sorted(link.key for link in item.criterion_links.all())
    return words


def new_in(following: Item) -> tuple[str, ...]:
    """Name the parts in which a next version differs from the one in the library: three queries."""
    before = ItemVersion.objects.filter(item=following.revises_id).order_by("-number", "id").first()
    return changed_parts(before.content, content_of(following)) if before else ()


def _said(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, **content.get("recipe", {})}


def changed_parts(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """Name the parts in which two versions differ for a reader."""
    old, new = _said(before), _said(after)
    return tuple(str(words) for name, words in PARTS.items() if _told(old.get(name)) != _told(new.get(name)))


def _told(value: Any) -> Any:
    """Give what a reader sees of a text, however its lines end."""
    return value.split() if isinstance(value, str) else value or []


def history(item: Item, *, most: int = MOST_SHOWN) -> list[Kept]:
    """List the newest versions of an item, each with what it changed: one query."""
    rows = list(item.versions.order_by("-number", "id").values_list("number", "published_at", "content")[: most + 1])
    found = []
    for place, (number, day, content) in enumerate(rows[:most]):
        older = rows[place + 1][2] if place + 1 < len(rows) else None
        changed = changed_parts(older, content) if older else ()
        found.append(Kept(number, day, changed, is_first=older is None, is_newest=place == 0))
    return found


def read_version(item: Item, version: ItemVersion, *, base_url: str) -> ItemPage:
    """Give the page of an item as it was in a version: six queries. The item of the page is not to be saved."""
    content, known = version.content, known_criteria()
    said = Item(kind=item.kind, organisation=item.organisation, **{name: content.get(name, "") for name in _OF_ITEM})
    recipe = {name: text for name, text in content.get("recipe", {}).items() if name in PARTS}
    page = read_item(item, base_url=base_url)
    citation = content.get("citation") or page.citation
    return replace(
        page,
        item=said,
        citation=citation,
        reference=in_full(citation),
        sure=Sure.of(said.confidence),
        recipe=Recipe(**recipe) if recipe else None,
        criteria=tuple(known[key] for key in content.get("criteria", ()) if key in known),
    )
