"""Services and places: part of an entry, each with a version of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused, StaleVersion
from organisations.models import Area, Location, Organisation, Service
from organisations.policies import can_edit_entry
from organisations.states import LocationKind, State
from organisations.workflows.entries import touch

MOST_SERVICES, MOST_LOCATIONS = 30, 30
Part = TypeVar("Part", Location, Service)


@dataclass(frozen=True)
class LocationValues:
    """What somebody says about a place. `point` is (lat, lon) in degrees with two decimals."""

    kind: str
    label: str
    is_confidential: bool = False
    address: str = ""
    town: str = ""
    postcode: str = ""
    getting_in: str = ""
    area_code: str | None = None
    point: tuple[Decimal, Decimal] | None = None
    is_main: bool = False


@dataclass(frozen=True)
class ServiceValues:
    """What somebody says about something that happens."""

    name: str
    times: str = ""
    description: str = ""
    how_to_join: str = ""
    location_id: UUID | None = None


def _open_entry(organisation_id: UUID, by: Actor) -> Organisation:
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    can_edit_entry.require(by, organisation)
    return organisation


def _part(model: type[Part], organisation: Organisation, part_id: UUID, version: int | None) -> Part | None:
    """Find the part to change; None when it is to be made. The lock on the entry guards its parts too."""
    part = model._default_manager.filter(pk=part_id, organisation=organisation).first()
    if part is not None and version is not None and part.version != version:
        raise StaleVersion(part.version)
    if part is None and version is not None:
        raise Refused("gone", _("Somebody else removed this while you were writing."))
    return part


@transaction.atomic
def save_location(
    *,
    organisation_id: UUID,
    location_id: UUID,
    version: int | None,
    values: LocationValues,
    happens: Collection[UUID] = (),
    by: Actor,
    now: datetime,
) -> Location:
    """Add a place (`version` None, the id from the form) or change one. The first place is the main one.

    What `happens` there is tied to it, unless it is tied to another place by now or is no longer there. A confidential
    place keeps its area alone, with a point in the middle of that area. Raises NotAllowed, StaleVersion,
    Refused("gone", "too_many").
    """
    organisation = _open_entry(organisation_id, by)
    location = _part(Location, organisation, location_id, version)
    if location is not None and version is None:
        return location
    others = organisation.locations.exclude(pk=location_id)
    if location is None:
        if others.count() >= MOST_LOCATIONS:
            raise Refused("too_many", _("An entry can have thirty places. Remove one first."))
        last = others.aggregate(last=models.Max("position"))["last"]
        location = Location(id=location_id, organisation=organisation, position=(last or 0) + 1, version=0)
    _fill(location, values)
    location.is_main = values.is_main or not others.filter(is_main=True).exists()
    if location.is_main:
        others.filter(is_main=True).update(is_main=False)
    location.version += 1
    location.save()
    untied = organisation.services.filter(pk__in=happens, location=None)
    untied.update(location=location, version=models.F("version") + 1)
    touch(organisation, by=by, now=now)
    record(actor=by, verb="organisations.save_location", subject=organisation, now=now, location=location.pk)
    return location


def _fill(location: Location, values: LocationValues) -> None:
    location.kind, location.label, location.is_confidential = values.kind, values.label, values.is_confidential
    is_place = values.kind == LocationKind.PLACE
    shows_address = is_place and not values.is_confidential
    for name in ("address", "town", "postcode", "getting_in"):
        setattr(location, name, getattr(values, name) if shows_address else "")
    location.area_id = values.area_code if is_place else None
    point = values.point if shows_address else None
    if is_place and point is None and values.area_code:
        area = Area.objects.get(pk=values.area_code)
        point = (Decimal(f"{area.lat:.2f}"), Decimal(f"{area.lon:.2f}"))
    location.lat, location.lon = point or (None, None)


@transaction.atomic
def remove_location(*, organisation_id: UUID, location_id: UUID, by: Actor, now: datetime) -> None:
    """Remove a place; services that name it stay, without a place. Removing it twice is harmless.

    Raises Refused("last_location") while the entry is listed or waiting and has no other.
    """
    organisation = _open_entry(organisation_id, by)
    location = organisation.locations.filter(pk=location_id).first()
    if location is None:
        return
    rest = organisation.locations.exclude(pk=location_id).order_by("position", "id")
    if organisation.state in {State.SUBMITTED, State.LISTED} and not rest.exists():
        raise Refused("last_location", _("A listed entry needs a place, or a way to meet online. Add another first."))
    location.delete()
    if location.is_main and (heir := rest.first()):
        heir.is_main = True
        heir.save(update_fields=["is_main"])
    touch(organisation, by=by, now=now)
    record(actor=by, verb="organisations.remove_location", subject=organisation, now=now, location=location_id)


@transaction.atomic
def save_service(
    *, organisation_id: UUID, service_id: UUID, version: int | None, values: ServiceValues, by: Actor, now: datetime
) -> Service:
    """Add something that happens (`version` None, the id from the form) or change it.

    Raises NotAllowed, StaleVersion, Refused("gone", "too_many", "not_our_place").
    """
    organisation = _open_entry(organisation_id, by)
    service = _part(Service, organisation, service_id, version)
    if service is not None and version is None:
        return service
    if values.location_id and not organisation.locations.filter(pk=values.location_id).exists():
        raise Refused("not_our_place", _("Choose one of your own places."))
    if service is None:
        if organisation.services.count() >= MOST_SERVICES:
            raise Refused("too_many", _("An entry can name thirty things that happen. Remove one first."))
        last = organisation.services.aggregate(last=models.Max("position"))["last"]
        service = Service(id=service_id, organisation=organisation, position=(last or 0) + 1, version=0)
    service.name, service.times, service.description = values.name, values.times, values.description
    service.how_to_join, service.location_id = values.how_to_join, values.location_id
    service.version += 1
    service.save()
    touch(organisation, by=by, now=now)
    record(actor=by, verb="organisations.save_service", subject=organisation, now=now, service=service.pk)
    return service


@transaction.atomic
def remove_service(*, organisation_id: UUID, service_id: UUID, by: Actor, now: datetime) -> None:
    """Remove something that no longer happens. Removing it twice is harmless."""
    organisation = _open_entry(organisation_id, by)
    removed, _rows = organisation.services.filter(pk=service_id).delete()
    if removed:
        touch(organisation, by=by, now=now)
        record(actor=by, verb="organisations.remove_service", subject=organisation, now=now, service=service_id)
