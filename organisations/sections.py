"""The four short steps of an entry: which words, lists and areas each of them holds. Data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words
from organisations.states import TaxonomyKind


@dataclass(frozen=True)
class Section:
    """One step: its address, its title, and what of the entry it holds."""

    slug: str
    title: Words
    words: tuple[str, ...] = ()
    taxonomies: tuple[str, ...] = ()
    has_areas: bool = False
    has_identifiers: bool = False


ABOUT = Section(
    "about",
    _("About your organisation"),
    words=("name", "summary", "description", "lived_experience", "stage", "legal_form", "since_year"),
    taxonomies=(TaxonomyKind.KIND,),
    has_identifiers=True,
)
WHAT = Section(
    "what",
    _("What you do"),
    words=("how_to_join", "cost", "languages", "accessibility"),
    taxonomies=(TaxonomyKind.ACTIVITY, TaxonomyKind.AUDIENCE, TaxonomyKind.PATHWAY),
)
WHERE = Section("where", _("Where you are"), has_areas=True)
CONTACT = Section("contact", _("How to reach you"), words=("website", "email", "phone", "phone_hours"))

SECTIONS = {section.slug: section for section in (ABOUT, WHAT, WHERE, CONTACT)}


@dataclass(frozen=True)
class SectionValues:
    """What a step holds at one moment, or what somebody wants it to hold.

    `terms` are slugs by taxonomy, `areas` codes, `identifiers` numbers by org-id scheme. Lists are sorted, so that
    the same content is always equal.
    """

    words: Mapping[str, str | int | None] = field(default_factory=dict)
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)

    def differing(self, other: "SectionValues") -> list[str]:
        """Name the fields in which two differ: words by name, terms by taxonomy, `areas`, `identifiers`."""
        names = [name for name in self.words if self.words[name] != other.words.get(name)]
        names += [name for name in self.terms if self.terms[name] != other.terms.get(name)]
        names += [name for name in ("areas", "identifiers") if getattr(self, name) != getattr(other, name)]
        return names
