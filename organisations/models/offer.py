"""What an organisation offers, where, and which areas it serves."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of, paired
from lero_hub.personal_data import NoPersonalData
from organisations.models.geography import Area
from organisations.models.organisation import Organisation
from organisations.states import LocationKind

LOCATION = "organisations_location"


class Location(models.Model):
    """A place where people meet, or a way to meet online. Written by `save_location` and `remove_location`.

    A confidential place is known by its area alone: no address, no postcode, and a point in the middle of the area.
    The hub does not hold what it must not show. Coordinates have two decimals (about a kilometre).
    """

    personal_data: ClassVar = NoPersonalData(why="A place of an organisation; a confidential one has no address here.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="locations")
    kind = models.CharField(max_length=10, choices=LocationKind.choices)
    label = models.CharField(_("what you call this place"), max_length=80)
    is_confidential = models.BooleanField(default=False)
    address = models.CharField(_("address"), max_length=160, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    getting_in = models.CharField(_("getting in"), max_length=300, blank=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="locations")
    lat = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    lon = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    is_main = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = LOCATION
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_main=True),
                name=f"{LOCATION}_one_main",
                violation_error_message=_("One place is the main one."),
            ),
            one_of(LOCATION, "kind", LocationKind.values),
            not_blank(LOCATION, "label"),
            paired(LOCATION, "lat", "lon"),
            check(
                LOCATION,
                "confidential_has_no_address",
                Q(is_confidential=False) | Q(address="", postcode="", town="", getting_in=""),
                _("The hub does not hold the address of a confidential place."),
            ),
            check(
                LOCATION,
                "online_has_no_address",
                ~Q(kind=LocationKind.ONLINE) | Q(address="", postcode="", town="", lat__isnull=True, area__isnull=True),
                _("An online meeting has no address."),
            ),
            check(
                LOCATION,
                "place_has_area",
                ~Q(kind=LocationKind.PLACE) | Q(area__isnull=False),
                _("Say at least in which area the place is."),
            ),
        ]
        indexes = [models.Index(fields=["lat", "lon"], name="location_point")]

    def __str__(self) -> str:
        return f"{self.label} ({self.id})"


class Service(models.Model):
    """Something that happens, with its times in words. Written by `save_service` and `remove_service`."""

    personal_data: ClassVar = NoPersonalData(why="What an organisation offers.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(_("what it is called"), max_length=100)
    times = models.CharField(_("when it happens, in words"), max_length=200, blank=True)
    description = models.TextField(_("what happens"), max_length=1000, blank=True)
    how_to_join = models.CharField(_("how to join this"), max_length=300, blank=True)
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.SET_NULL, related_name="services")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "organisations_service"
        constraints = [not_blank("organisations_service", "name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


class ServiceArea(models.Model):
    """An organisation serves an area and all that lies in it. Written by `choose_areas`."""

    personal_data: ClassVar = NoPersonalData(why="Where an organisation works.")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="service_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="service_areas")

    class Meta:
        db_table = "organisations_service_area"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "area"],
                name="organisations_service_area_once",
                violation_error_message=_("This area is chosen already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.area_id}"
