"""The public pages of the directory, for search engines."""

from datetime import datetime

from organisations.models import Area, Organisation

MOST = 45_000
"""A sitemap holds 50,000 addresses at most; other pages need some of them."""


def listed_pages() -> list[tuple[str, datetime]]:
    """Give slug and last change of every listed entry, the newest first: one query."""
    rows = Organisation.objects.listed().order_by("-changed_at", "id").values_list("slug", "changed_at")
    return list(rows[:MOST])


def area_codes() -> list[str]:
    """Give the codes of all areas of today: one query."""
    return list(Area.objects.current().order_by("code").values_list("code", flat=True))
