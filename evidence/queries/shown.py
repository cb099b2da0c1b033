"""Published items as other pages show them: of an organisation, of a criterion, and for search engines."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from evidence.models import Item, criterion_key
from evidence.queries.library.found import Hit
from evidence.queries.library.search import as_hits, hits_of
from evidence.queries.library.sql import OF_OTHERS

MOST_BESIDE, MOST_AT_HAND = 5, 3
MOST_PAGES = 4_000
"""The sitemap has room for this many beside the directory."""


def items_for_organisation(organisation_id: UUID, *, most: int = MOST_BESIDE) -> list[Hit]:
    """Give what an organisation shares and what speaks of it, its own first, newest first: one query."""
    items = Item.objects.published().filter(about__contains=[organisation_id])
    ordered = sorted(
        items.select_related("organisation").defer("search_document").order_by("-published_at", "id")[: most * 4],
        key=lambda item: item.organisation_id != organisation_id,
    )
    return as_hits(ordered[:most])


def items_for_criterion(framework_slug: str, code: str, *, most: int = MOST_BESIDE) -> list[Hit]:
    """Give what speaks to a criterion, newest first: one query."""
    items = Item.objects.published().speaking_to(criterion_key(framework_slug, code)).select_related("organisation")
    return as_hits(items.defer("search_document").order_by("-published_at", "id")[:most])


def items_of_others(framework_slug: str, code: str, *, organisation_id: UUID, most: int = MOST_AT_HAND) -> list[Hit]:
    """Give what others wrote about a criterion, practice first, newest first, for an organisation: one query."""
    asked = {"criterion": criterion_key(framework_slug, code), "organisation": organisation_id, "limit": most}
    return hits_of(OF_OTHERS, asked)


def shelf_of_criterion(framework_slug: str, code: str) -> str:
    """Give the address of all that the library holds on a criterion."""
    query = urlencode({"criterion": criterion_key(framework_slug, code)})
    return f"{reverse('evidence:library')}?{query}"


def published_pages() -> list[tuple[str, datetime]]:
    """Give slug and last change of every published item, the newest first: one query."""
    rows = Item.objects.published().order_by("-changed_at", "id").values_list("slug", "changed_at")
    return list(rows[:MOST_PAGES])
