"""All that an entry says, in the order in which a visitor reads it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lero_hub.words import Words
from organisations.models import Location, Organisation, Service
from organisations.states import TaxonomyKind


@dataclass(frozen=True)
class WholeEntry:
    """An entry, ready to be read from top to bottom."""

    facts: list[tuple[Words, str]]
    joining: list[tuple[Words, str]]
    contact: list[tuple[Words, str]]
    words: list[tuple[Words, list[str]]]
    services: list[Service]
    locations: list[Location]
    areas: list[str]


def whole_entry(organisation: Organisation) -> WholeEntry:
    """Read an entry with all that belongs to it, in a fixed number of queries."""
    chosen = list(organisation.terms.order_by("position", "slug").values_list("taxonomy", "name"))
    registers = [f"{row.get_scheme_display()}: {row.number}" for row in organisation.identifiers.order_by("scheme")]
    return WholeEntry(
        facts=[
            (_("What it does"), organisation.summary),
            (_("More"), organisation.description),
            (_("How lived experience leads"), organisation.lived_experience),
            (_("How far along"), organisation.get_stage_display()),
            (_("Legal form"), organisation.get_legal_form_display()),
            (_("Since"), str(organisation.since_year or "")),
            (_("Registers"), "\n".join(registers)),
        ],
        joining=[
            (_("How to join"), organisation.how_to_join),
            (_("Cost"), organisation.cost),
            (_("Languages"), organisation.languages),
            (_("Getting in and taking part"), organisation.accessibility),
        ],
        contact=[
            (_("Website"), organisation.website),
            (_("E-mail"), organisation.email),
            (_("Phone"), organisation.phone),
            (_("When somebody answers"), organisation.phone_hours),
        ],
        words=[
            (kind.label, [name for taxonomy, name in chosen if taxonomy == kind])
            for kind in TaxonomyKind
            if any(taxonomy == kind for taxonomy, _name in chosen)
        ],
        services=list(organisation.services.select_related("location").order_by("position", "id")),
        locations=list(organisation.locations.select_related("area").order_by("-is_main", "position", "id")),
        areas=list(organisation.service_areas.order_by("area__name").values_list("area__name", flat=True)),
    )
