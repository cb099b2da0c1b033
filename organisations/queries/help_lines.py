"""Reads of the lines to ring now."""

from dataclasses import dataclass

from django.db.models import Q

from organisations.models import Area, HelpLine
from organisations.models.geography import AreaKind


@dataclass(frozen=True)
class NationLines:
    """The lines of one nation, beside those that answer everywhere. `code` is "" for everywhere."""

    code: str
    name: str
    lines: list[HelpLine]


def all_lines() -> list[HelpLine]:
    """List every line in order, with who checked it."""
    return list(HelpLine.objects.select_related("checked_by").order_by("-is_emergency", "position", "slug"))


def unchecked_count() -> int:
    """Count the lines that no coordinator has confirmed."""
    return HelpLine.objects.filter(Q(checked_on__isnull=True)).count()


def nation_names() -> dict[str, str]:
    """Name the nations by their codes, for those that a line may be for."""
    return dict(Area.objects.current().of_kind(AreaKind.NATION).order_by("name").values_list("code", "name"))


def lines_by_nation() -> list[NationLines]:
    """Group the lines: what answers everywhere first, then each nation with lines of its own. Two queries.

    A line for several nations stands with each of them. A code that no area has (the areas are not loaded) puts its
    line with those for everywhere: a number that is shown in a wrong place helps more than one that is not shown.
    """
    lines, names = all_lines(), nation_names()
    everywhere = [line for line in lines if not any(code in names for code in line.nations)]
    groups = [NationLines("", "", everywhere)] if everywhere else []
    for code, name in names.items():
        own = [line for line in lines if code in line.nations]
        if own:
            groups.append(NationLines(code, name, own))
    return groups
