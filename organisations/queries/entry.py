"""Reads for those who write an entry: what a step holds now, and what is still missing."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from organisations.models import Organisation
from organisations.sections import ABOUT, CONTACT, WHAT, WHERE, Section, SectionValues
from organisations.states import TaxonomyKind


def section_values(organisation: Organisation, section: Section) -> SectionValues:
    """Read what a step of the entry holds now."""
    chosen = list(organisation.terms.values_list("taxonomy", "slug")) if section.taxonomies else []
    return SectionValues(
        words={name: getattr(organisation, name) for name in section.words},
        terms={taxonomy: tuple(sorted(s for t, s in chosen if t == taxonomy)) for taxonomy in section.taxonomies},
        areas=tuple(sorted(organisation.service_areas.values_list("area_id", flat=True))) if section.has_areas else (),
        identifiers=dict(organisation.identifiers.values_list("scheme", "number")) if section.has_identifiers else {},
    )


def mark(values: SectionValues) -> str:
    """Give the mark of a step's content: a form carries it, and a save asks that it is still the same.

    Four steps share one row, so a number that rises with the row would see a conflict where there is none.
    """
    canonical = json.dumps(asdict(values), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Missing:
    """Something that an entry needs before it can be sent in, and the step where it goes."""

    section: str
    field: str
    message: str


def missing(organisation: Organisation) -> list[Missing]:
    """List what an entry still needs before it can be sent in. Empty when it is complete."""
    taxonomies = set(organisation.terms.values_list("taxonomy", flat=True))
    has_place = organisation.locations.exists()
    rules = [
        (bool(organisation.summary), ABOUT, "summary", _("Say in a sentence or two what you do")),
        (bool(organisation.stage), ABOUT, "stage", _("Say how far along you are")),
        (TaxonomyKind.KIND in taxonomies, ABOUT, "kind", _("Choose what kind of organisation you are")),
        (TaxonomyKind.ACTIVITY in taxonomies, WHAT, "activity", _("Choose what happens there")),
        (TaxonomyKind.AUDIENCE in taxonomies, WHAT, "audience", _("Choose who it is for")),
        (has_place, WHERE, "locations", _("Add a place where you meet, or say that you meet online")),
        (
            bool(organisation.email or organisation.phone or organisation.website),
            CONTACT,
            "email",
            _("Give one way to reach you: a phone number, an e-mail address or a website"),
        ),
    ]
    return [Missing(section.slug, name, message) for is_there, section, name, message in rules if not is_there]
