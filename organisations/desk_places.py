"""What coordinators look after, each under one name: My hub, the desk and the pages themselves take it from here."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words


@dataclass(frozen=True)
class Place:
    """One page of the desk: its name, and what is done there. `part` is a part of a list, as its address says it."""

    name: str
    label: Words
    note: Words
    part: str = ""

    @property
    def url(self) -> str:
        """Give the address."""
        return reverse(self.name) + self.part


ENTRIES: Final = Place(
    "organisations:coordination_entries", _("Entries"), _("Sent in by organisations. Five working days are promised.")
)
OLD_ENTRIES: Final = Place(
    "organisations:coordination_entries",
    _("Entries not confirmed for a year"),
    _("The hub asks their leads too, after six months."),
    part="?state=old",
)
REPORTS: Final = Place(
    "organisations:coordination_reports", _("Reports"), _("People who tell us that an entry is wrong.")
)
ASSESSMENTS: Final = Place(
    "standards:coordination_assessments",
    _("Self-assessments"),
    _("Sent in by organisations. Ask for a change, or open a review."),
)
REVIEWS: Final = Place(
    "standards:coordination_reviews",
    _("Reviews"),
    _("Find two assessors for each, and see how far they have come."),
)
EDITIONS: Final = Place(
    "standards:frameworks", _("Editions of the standards"), _("Read, publish and retire what is assessed against.")
)
CIRCLES: Final = Place(
    "peer_supervision:coordination_circles",
    _("Circles"),
    _("Name, size and rhythm. What is said in them is theirs alone."),
)
HELP_LINES: Final = Place(
    "organisations:coordination_help_lines",
    _("Numbers to ring now"),
    _("Ring or look up each one, then confirm it. Everybody sees them on “Help now”."),
)
MAIL: Final = Place(
    "outbox:failures",
    _("Mail that could not be delivered"),
    _("Addresses that refused it, and servers that did not answer."),
)
PEOPLE: Final = Place("pages:people", _("People and roles"), _("Find somebody, grant a role, end one."))

PLACES: Final = (
    ENTRIES,
    OLD_ENTRIES,
    REPORTS,
    ASSESSMENTS,
    REVIEWS,
    EDITIONS,
    CIRCLES,
    HELP_LINES,
    MAIL,
    PEOPLE,
)
