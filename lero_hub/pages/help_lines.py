"""The numbers to ring now, as the page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations.models import Area, HelpLine
from organisations.queries.help_lines import Shown, lines_to_show


@dataclass(frozen=True)
class Group:
    """Lines under one heading: for emergencies, anywhere, or in one nation."""

    id: str
    title: str
    lines: list[Shown]


def grouped() -> list[Group]:
    """Sort the lines: emergencies first, then those for everywhere, then nation by nation in order of name."""
    lines = lines_to_show()
    emergency = [line for line in lines if line.is_emergency]
    others = [line for line in lines if not line.is_emergency]
    groups = [
        Group("emergency", _("Life at risk, or urgent"), _shown(emergency)),
        Group("anywhere", _("Somebody to talk to, anywhere in the UK"), _shown(x for x in others if not x.nations)),
    ]
    groups += [
        Group(code, _("In %(nation)s") % {"nation": name}, _shown(line for line in others if code in line.nations))
        for code, name in _nations(others)
    ]
    return [group for group in groups if group.lines]


def _nations(lines: list[HelpLine]) -> list[tuple[str, str]]:
    codes = {code for line in lines for code in line.nations}
    if not codes:
        return []
    known = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return sorted(((code, known.get(code, code)) for code in codes), key=lambda pair: pair[1])


def _shown(lines: Iterable[HelpLine]) -> list[Shown]:
    return [Shown(line) for line in lines]
