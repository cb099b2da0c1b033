"""Reads of the lines to ring now."""

from organisations.models import Area, HelpLine
from organisations.models.geography import AreaKind


def all_lines() -> list[HelpLine]:
    """List every line in order, with who checked it."""
    return list(HelpLine.objects.select_related("checked_by").order_by("-is_emergency", "position", "slug"))


def unchecked_count() -> int:
    """Count the lines that no coordinator has confirmed."""
    return HelpLine.objects.filter(checked_on__isnull=True).count()


def nation_names() -> dict[str, str]:
    """Name the nations by their codes, for those that a line may be for."""
    return dict(Area.objects.current().of_kind(AreaKind.NATION).order_by("name").values_list("code", "name"))
