"""Which pages the header and the footer lead to. An item shows when its address exists, so nothing leads nowhere."""

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words


@dataclass(frozen=True)
class Item:
    """A link of the navigation: the name of its address, and its words."""

    name: str
    label: Words

    @property
    def href(self) -> str | None:
        """Return the address, or None while no page answers to the name."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return None


@dataclass(frozen=True)
class Link:
    """A link as one page shows it. `current` is the value of aria-current: "page", "true" for its section, or none."""

    href: str
    label: Words
    current: str = ""


HEADER: Final = (
    Item("organisations:directory", _("Directory")),
    Item("standards:index", _("Standards")),
    Item("evidence:library", _("Library")),
    Item("pages:help_now", _("Help now")),
    Item("pages:about", _("About")),
)

FOOTER_SITE: Final = (
    Item("pages:about", _("What a LERO is")),
    Item("standards:how_we_assess", _("How we assess")),
    Item("organisations:areas", _("Coverage by area")),
    Item("organisations:add", _("Add your organisation")),
    Item("peer_supervision:circles", _("Circles")),
    Item("pages:help", _("Help with this site")),
    Item("pages:contact", _("Contact us")),
)

FOOTER_LEGAL: Final = (
    Item("pages:terms", _("House rules")),
    Item("pages:accessibility", _("Accessibility")),
    Item("pages:privacy", _("Privacy")),
    Item("pages:attributions", _("Maps and data we use")),
)


def links(items: tuple[Item, ...], path: str) -> list[Link]:
    """Return those items that lead somewhere, marked where `path` is one of them or lies below it."""
    found = []
    for item in items:
        href = item.href
        if href is None:
            continue
        current = "page" if path == href else "true" if href != "/" and path.startswith(href) else ""
        found.append(Link(href, item.label, current))
    return found
