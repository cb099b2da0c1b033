"""Reads of the lines to ring now, and how visitors see them."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

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


def lines_to_show() -> list[HelpLine]:
    """List the lines for visitors, in order; without any rows, what is known to everybody. One query."""
    return list(HelpLine.objects.order_by("position", "name", "slug")) or _known_to_everybody()


def at_once() -> list[Shown]:
    """List the lines that anybody in the UK may ring or text at this moment, the one for emergencies first."""
    lines = [Shown(line) for line in lines_to_show() if not line.nations]
    return sorted(lines, key=lambda shown: not shown.line.is_emergency)


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
