"""Pages about the public library, by the person who opens them."""

from __future__ import annotations

from django.urls import reverse

from evidence.models import Item, ItemVersion
from evidence.states import Kind, State
from tests.accessibility.addresses import Found, of, query


def item(kind: str, name: str = "evidence:item") -> Found:
    """Open a published item of a kind; without any, the library."""

    def find() -> str:
        found = Item.objects.published().filter(kind=kind).order_by("slug").first()
        return reverse(name, args=[found.slug]) if found else reverse("evidence:library")

    return find


def version() -> str:
    """Open what an item in the library said when it was put there."""
    kept = ItemVersion.objects.filter(item__state=State.PUBLISHED, item__kind=Kind.PRACTICE).order_by("item__slug")[0]
    return reverse("evidence:version", args=[kept.item.slug, kept.number])


PAGES: dict[str, dict[str, Found]] = {
    "visitor": {
        "library": of("evidence:library"),
        "library-words": query("evidence:library", "q=peer+suport&kind=research"),
        "library-empty": query("evidence:library", "q=zebra+unicycle"),
        "library-no-page": query("evidence:library", "page=99"),
        "library-practice": item("practice"),
        "library-research": item("research"),
    },
    "curator": {
        "research": of("evidence:research"),
        "research-import": of("evidence:import"),
        "research-labels": item("research", "evidence:research_item"),
        "research-withdraw": item("research", "evidence:withdraw"),
        "library-version": version,
        "research-notice": item("research", "evidence:notice"),
    },
}
