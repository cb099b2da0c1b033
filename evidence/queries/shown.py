"""Published items as other pages show them: of an organisation, of a criterion, and for search engines."""

from datetime import datetime
from uuid import UUID

from evidence.models import Item, criterion_key
from evidence.queries.library.found import Hit
from evidence.queries.library.search import as_hits

MOST_BESIDE = 5
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


def published_pages() -> list[tuple[str, datetime]]:
    """Give slug and last change of every published item, the newest first: one query."""
    rows = Item.objects.published().order_by("-changed_at", "id").values_list("slug", "changed_at")
    return list(rows[:MOST_PAGES])
