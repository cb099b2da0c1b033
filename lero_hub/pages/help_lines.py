"""The numbers to ring now, as the page shows them. Without any rows it falls back on what is known to everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from organisations.models import Area, HelpLine


@dataclass(frozen=True)
class Group:
    """Lines under one heading: for emergencies, anywhere, or in one nation."""

    id: str
    title: str
    lines: list["Shown"]


@dataclass(frozen=True)
class Shown:
    """One line, with its numbers as links that a phone understands."""

    line: HelpLine

    @property
    def call(self) -> str:
        """Give the address that rings the number; empty when it takes texts only."""
        return f"tel:{_digits(self.line.phone)}" if self.line.phone else ""

    @property
    def send(self) -> str:
        """Give the address that starts a text, with its word in place; empty when it takes calls only."""
        if not self.line.text_to:
            return ""
        word = f"?body={quote(self.line.text_word)}" if self.line.text_word else ""
        return f"sms:{_digits(self.line.text_to)}{word}"


def grouped() -> list[Group]:
    """Sort the lines: emergencies first, then those for everywhere, then nation by nation in order of name."""
    lines = list(HelpLine.objects.order_by("position", "name", "slug")) or _known_to_everybody()
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


def _known_to_everybody() -> list[HelpLine]:
    """Make the two lines that the page shows when the network has not loaded any; they are never saved."""
    return [
        HelpLine(
            slug="emergency",
            name=_("Emergency services"),
            what=_("Somebody could die or be badly hurt: ambulance, police, fire."),
            phone="999",
            hours=_("Day and night"),
            is_emergency=True,
            source=_("General knowledge"),
        ),
        HelpLine(
            slug="nhs-111",
            name="NHS 111",
            what=_("Urgent help with health, when it is not an emergency."),
            phone="111",
            hours=_("Day and night"),
            is_emergency=True,
            source=_("General knowledge"),
        ),
    ]


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
