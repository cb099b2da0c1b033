"""Listed organisations for the tests of the public pages, built through the workflows as a lead would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from lero_hub.accounts.models import User
from lero_hub.authz.actor import Actor
from organisations.models import Organisation, Term
from organisations.sections import ABOUT, CONTACT, WHAT, WHERE, SectionValues
from organisations.states import LocationKind, Stage, TaxonomyKind
from organisations.workflows.entries import create_entry
from organisations.workflows.listing import list_entry, submit_entry
from organisations.workflows.offer import LocationValues, ServiceValues, save_location, save_service
from organisations.workflows.terms import load_terms
from tests.factories import NOW, coordinator, me, person, write

LEEDS, BRADFORD, CALDERDALE, SHETLAND = "E08000035", "E08000032", "E08000033", "S12000027"
WEST_YORKSHIRE, YORKSHIRE, ENGLAND, SCOTLAND, WALES = "E11000006", "E12000003", "E92000001", "S92000003", "W92000004"


@dataclass(frozen=True)
class Spot:
    """A place as a lead would give it."""

    town: str
    area: str
    lat: str
    lon: str
    hidden: bool = False
    address: str = ""
    postcode: str = ""

    @property
    def values(self) -> LocationValues:
        return LocationValues(
            kind=LocationKind.PLACE,
            label=f"The old mill in {self.town}",
            is_confidential=self.hidden,
            address=self.address,
            town=self.town,
            postcode=self.postcode,
            area_code=self.area,
            point=(Decimal(self.lat), Decimal(self.lon)),
        )


IN_LEEDS = Spot("Leeds", LEEDS, "53.80", "-1.55")
IN_HALIFAX = Spot("Halifax", CALDERDALE, "53.72", "-1.86")
IN_SHIPLEY = Spot("Shipley", BRADFORD, "53.83", "-1.78")
IN_LERWICK = Spot("Lerwick", SHETLAND, "60.15", "-1.14")
ONLINE = LocationValues(kind=LocationKind.ONLINE, label="Video group")


def listed(
    name: str,
    *places: Spot | LocationValues,
    terms: Sequence[str] = ("open-door", "anyone-in-recovery", "mutual-aid-group"),
    serves: Sequence[str] = (),
    services: Sequence[ServiceValues] = (),
    numbers: dict[str, str] | None = None,
    lead: User | None = None,
    now: datetime = NOW,
    is_listed: bool = True,
    **words: Any,
) -> Organisation:
    """List an organisation at these places, described by these terms; other words of its entry by name."""
    if not Term.objects.exists():
        load_terms()
    by = me(lead or _somebody("lead"))
    chosen = _by_taxonomy(terms)
    about = dict.fromkeys(ABOUT.words, "") | {
        "name": name,
        "summary": "We meet every week.",
        "stage": Stage.ESTABLISHED,
        "since_year": None,
    }
    about |= {key: value for key, value in words.items() if key in ABOUT.words}
    values = SectionValues(words=about, terms={TaxonomyKind.KIND: chosen[TaxonomyKind.KIND]}, identifiers=numbers or {})
    organisation = create_entry(organisation_id=uuid4(), values=values, by=by, now=now)
    what = {key: words.get(key, "") for key in WHAT.words}
    rest = {kind: chosen[kind] for kind in WHAT.taxonomies}
    write(organisation, WHAT, SectionValues(words=what, terms=rest), by=by, now=now)
    if serves:
        write(organisation, WHERE, SectionValues(areas=tuple(sorted(serves))), by=by, now=now)
    contact = {key: words.get(key, "") for key in CONTACT.words}
    contact["email"] = contact["email"] or "hello@steps.example"
    write(organisation, CONTACT, SectionValues(words=contact), by=by, now=now)
    _write_parts(organisation, places or (IN_LEEDS,), services, by, now)
    submit_entry(organisation_id=organisation.pk, by=by, now=now)
    if is_listed:
        list_entry(organisation_id=organisation.pk, by=me(_somebody("coordinator")), now=now)
    return Organisation.objects.get(pk=organisation.pk)


def _somebody(name: str) -> User:
    """Give one lead and one coordinator for a whole world: each coordinator hears of each entry, which takes time."""
    make = coordinator if name == "coordinator" else person
    return User.objects.filter(display_name=name.title()).first() or make(name)


def _write_parts(
    organisation: Organisation,
    places: Sequence[Spot | LocationValues],
    services: Sequence[ServiceValues],
    by: Actor,
    now: datetime,
) -> None:
    call: dict[str, Any] = {"organisation_id": organisation.pk, "version": None, "by": by, "now": now}
    for place in places:
        values = place.values if isinstance(place, Spot) else place
        save_location(location_id=uuid4(), values=values, **call)
    for service in services:
        save_service(service_id=uuid4(), values=service, **call)


def _by_taxonomy(slugs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Sort terms into their lists; a list that an entry must have gets its usual word."""
    known = dict(Term.objects.filter(slug__in=slugs).values_list("slug", "taxonomy"))
    assert set(known) == set(slugs)
    usual = {
        TaxonomyKind.KIND: "mutual-aid-group",
        TaxonomyKind.ACTIVITY: "open-door",
        TaxonomyKind.AUDIENCE: "anyone-in-recovery",
    }
    found = {kind: tuple(sorted(slug for slug in slugs if known[slug] == kind)) for kind in TaxonomyKind.values}
    return {kind: chosen or ((usual[kind],) if kind in usual else ()) for kind, chosen in found.items()}
