"""What a profile tells: six queries for any entry."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organisations.dotmap import MarkIn
from organisations.models import Area, Identifier, Location, Organisation, Service, Term
from organisations.standing import Standing, standings
from organisations.states import LocationKind, TaxonomyKind
from organisations.wording import ago, confirmed, is_old


@dataclass(frozen=True)
class Profile:
    """An entry and its parts. Nothing here is more than the public may know."""

    organisation: Organisation
    terms: list[Term]
    locations: list[Location]
    services: list[Service]
    areas: list[Area]
    identifiers: list[Identifier]
    now: datetime
    base_url: str

    def names(self, taxonomy: str) -> list[str]:
        """Name the terms of one taxonomy."""
        return [term.name for term in self.terms if term.taxonomy == taxonomy]

    @property
    def kinds(self) -> list[str]:
        """Name what kind of organisation it is."""
        return self.names(TaxonomyKind.KIND)

    @property
    def activities(self) -> list[str]:
        """Name what happens there."""
        return self.names(TaxonomyKind.ACTIVITY)

    @property
    def places(self) -> list[Location]:
        """List where people meet."""
        return [location for location in self.locations if location.kind == LocationKind.PLACE]

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        """Give the facts at a glance; those that are empty are not shown."""
        entry = self.organisation
        run_by = [entry.get_legal_form_display() if entry.legal_form else "", self._standing]
        return [
            (_("What it is"), ", ".join(self.kinds)),
            (_("Who it is for"), ", ".join(self.names(TaxonomyKind.AUDIENCE))),
            (_("How to join"), entry.how_to_join),
            (_("Cost"), entry.cost),
            (_("Getting in and taking part"), entry.accessibility),
            (_("Languages"), entry.languages),
            (_("Roads to recovery it welcomes"), ", ".join(self.names(TaxonomyKind.PATHWAY))),
            (_("Areas it serves"), ", ".join(area.name for area in self.areas)),
            (_("How it is set up"), ". ".join(part for part in run_by if part)),
            (_("On public registers"), "\n".join(_register(each) for each in self.identifiers)),
        ]

    @property
    def _standing(self) -> str:
        entry = self.organisation
        stage = str(entry.get_stage_display()) if entry.stage else ""
        if stage and entry.since_year:
            return _("%(stage)s, since %(year)s") % {"stage": stage, "year": entry.since_year}
        return stage or (_("Since %(year)s") % {"year": entry.since_year} if entry.since_year else "")

    @property
    def today(self) -> date:
        """Give the day on which the page is read."""
        return localdate(self.now)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Give the marks of a recognition and of a pledge, each with its date."""
        entry = self.organisation
        return standings(entry.pledged_at, entry.recognised_from, entry.recognised_until, today=self.today)

    @property
    def fresh(self) -> str:
        """Say when somebody last confirmed the entry."""
        return confirmed(self.organisation.confirmed_at, self.now)

    @property
    def is_old(self) -> bool:
        """Tell whether nobody has confirmed the entry for a year."""
        return is_old(self.organisation.confirmed_at, self.now)

    @property
    def confirmed_ago(self) -> str:
        """Say how long ago that was."""
        return ago(self.organisation.confirmed_at, self.now) if self.organisation.confirmed_at else ""

    @property
    def address(self) -> str:
        """Give the public address of the page."""
        return f"{self.base_url}{reverse('organisations:profile', args=[self.organisation.slug])}"

    @property
    def marks(self) -> list[MarkIn]:
        """Give the marks of the map; a confidential place stands at the middle of its area."""
        return [
            MarkIn(
                label=location.label if not location.is_confidential else self.organisation.name,
                href=f"#place-{number}",
                lat=float(location.lat),
                lon=float(location.lon),
                area=location.area_id or "",
                number=number,
                area_only=location.is_confidential,
            )
            for number, location in enumerate(self.places, start=1)
            if location.lat is not None and location.lon is not None
        ]

    @cached_property
    def linked_data(self) -> dict[str, Any]:
        """Describe the organisation in the words of schema.org; a confidential place is an area there too."""
        entry = self.organisation
        places = [_linked_place(location) for location in self.places]
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NGO",
            "@id": self.address,
            "url": self.address,
            "name": entry.name,
            "description": entry.summary,
            "sameAs": entry.website,
            "telephone": entry.phone,
            "email": entry.email,
            "foundingDate": str(entry.since_year or ""),
            "location": places,
            "areaServed": [{"@type": "AdministrativeArea", "name": area.name} for area in self.areas],
            "keywords": [term.name for term in self.terms],
        }
        return {name: value for name, value in data.items() if value}


def _register(identifier: Identifier) -> str:
    return f"{identifier.get_scheme_display()}: {identifier.number}"


def _linked_place(location: Location) -> dict[str, Any]:
    area = location.area.name if location.area else ""
    address = {
        "@type": "PostalAddress",
        "streetAddress": location.address,
        "addressLocality": location.town or area,
        "addressRegion": area if location.town else "",
        "postalCode": location.postcode,
        "addressCountry": "GB",
    }
    place: dict[str, Any] = {"@type": "Place", "name": "" if location.is_confidential else location.label}
    place["address"] = {name: value for name, value in address.items() if value}
    if location.lat is not None and not location.is_confidential:
        point = {"latitude": float(location.lat), "longitude": float(location.lon or 0)}
        place["geo"] = {"@type": "GeoCoordinates", **point}
    return {name: value for name, value in place.items() if value}


def read_profile(organisation: Organisation, *, now: datetime, base_url: str) -> Profile:
    """Read the parts of an entry that was fetched with its `base_area`: five queries."""
    locations = organisation.locations.select_related("area").order_by("-is_main", "position", "id")
    services = organisation.services.select_related("location__area").order_by("position", "id")
    return Profile(
        organisation=organisation,
        terms=list(organisation.terms.order_by("taxonomy", "position", "slug")),
        locations=list(locations),
        services=list(services),
        areas=[each.area for each in organisation.service_areas.select_related("area").order_by("area__name", "id")],
        identifiers=list(organisation.identifiers.order_by("scheme", "id")),
        now=now,
        base_url=base_url,
    )
