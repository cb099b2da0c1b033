"""The map under the directory: areas, postcode points and named places, all of it open data.

Written by the loader (`organisations.reference.loader`) and by nobody else. Nothing here knows about one country:
an area is a code, a kind and a parent, so that another country can load its own.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of, paired, required_in
from lero_hub.personal_data import NoPersonalData

MAX_CODE = 12  # GSS codes have nine characters; room for another country's


class AreaKind(models.TextChoices):
    """What sort of area this is, from the largest to the smallest."""

    NATION = "nation", _("Nation")
    REGION = "region", _("Region")
    METROPOLITAN = "metropolitan", _("Metropolitan county")
    COUNTY = "county", _("County council")
    AUTHORITY = "authority", _("Council")


class PointKind(models.TextChoices):
    """How much of a postcode a row stands for."""

    OUTCODE = "outcode", _("District")
    SECTOR = "sector", _("Sector")
    UNIT = "unit", _("Whole postcode")


def on_the_globe(table: str) -> models.CheckConstraint:
    """Hold `lat` and `lon` inside the ranges of degrees; a row without a point passes."""
    return check(
        table,
        "on_the_globe",
        Q(lat__isnull=True) | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
        _("Latitude lies between -90 and 90, longitude between -180 and 180."),
    )


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas, narrowed."""

    def current(self) -> "AreaQuerySet":
        """Keep the areas of today: a council that merged into another stays in the table, and out of lists."""
        return self.filter(is_current=True)

    def of_kind(self, *kinds: str) -> "AreaQuerySet":
        """Keep the areas of these kinds."""
        return self.filter(kind__in=kinds)

    def within(self, code: str) -> "AreaQuerySet":
        """Keep the area with this code and everything that lies in it."""
        return self.filter(lineage__contains=[code])

    def coded(self, code: str) -> "AreaQuerySet":
        """Find an area by its code of today or by one that it had before."""
        return self.filter(Q(code=code) | Q(former_codes__contains=[code]))


class Area(models.Model):
    """A nation, region, county or council area, known by its official code.

    `lineage` lists the codes of every area that this one lies in, largest first, itself last: "in Wales" is one
    look-up. Metropolitan counties (West Yorkshire) have no council: their districts name them in `lineage`, while
    `parent` stays the region. `alt_names` holds search keys (`placenames.search_key`), the name's own among them.
    """

    personal_data: ClassVar = NoPersonalData(why="Public names and codes of councils, regions and nations.")

    code = models.CharField(max_length=MAX_CODE, primary_key=True)
    name = models.CharField(max_length=100)
    official_name = models.CharField(max_length=140)
    kind = models.CharField(max_length=12, choices=AreaKind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    lineage = ArrayField(models.CharField(max_length=MAX_CODE))
    lat = models.FloatField()
    lon = models.FloatField()
    former_codes = ArrayField(models.CharField(max_length=MAX_CODE), default=list)
    alt_names = ArrayField(models.CharField(max_length=140))
    is_current = models.BooleanField(default=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        db_table = "organisations_area"
        constraints = [
            one_of("organisations_area", "kind", AreaKind.values),
            not_blank("organisations_area", "code"),
            not_blank("organisations_area", "name"),
            on_the_globe("organisations_area"),
            check(
                "organisations_area",
                "nation_is_root",
                Q(kind="nation", parent__isnull=True) | Q(~Q(kind="nation"), parent__isnull=False),
                _("A nation lies in no other area; every other area lies in one."),
            ),
            check("organisations_area", "not_its_own_parent", ~Q(parent=F("code")), _("An area cannot lie in itself.")),
            models.CheckConstraint(
                condition=IsNull(
                    Func(F("lineage"), F("code"), function="array_position", output_field=IntegerField()), False
                ),
                name="organisations_area_lineage_has_itself",
                violation_error_message=_("The lineage of an area ends with the area itself."),
            ),
        ]
        indexes = [
            GinIndex(fields=["lineage"], name="organisations_area_lineage"),
            models.Index(fields=["kind", "name"], name="organisations_area_kind_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class PostcodePoint(models.Model):
    """A postcode district, a sector, or one whole postcode, with its point and its council.

    A whole postcode is listed only when its council is not that of its sector, and has no point of its own: the
    sector's is near enough, and says less about the person who typed it. The point is a real postcode near the
    middle, never in the sea; distances from it are "about".
    """

    personal_data: ClassVar = NoPersonalData(why="Open data about postcodes; nobody's address is in it.")

    code = models.CharField(max_length=10, primary_key=True)
    kind = models.CharField(max_length=8, choices=PointKind.choices)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "organisations_postcode_point"
        constraints = [
            one_of("organisations_postcode_point", "kind", PointKind.values),
            not_blank("organisations_postcode_point", "code"),
            required_in("organisations_postcode_point", "lat", ["outcode", "sector"], state_field="kind"),
            paired("organisations_postcode_point", "lat", "lon"),
            on_the_globe("organisations_postcode_point"),
        ]
        indexes = [
            models.Index(
                fields=["kind", "lat", "lon"], condition=Q(lat__isnull=False), name="organisations_postcode_on_map"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Place(models.Model):
    """A town, village or part of a city that a person may name, with its point and its council.

    `search_names` holds the search keys of its name and of its other names (Welsh and Gaelic among them); `key`
    is that of the name itself, for typing mistakes. Names repeat: show the nation and the council with them.
    """

    personal_data: ClassVar = NoPersonalData(why="Public names of towns and villages.")

    geonameid = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=100)
    nation = models.CharField(max_length=60)
    lat = models.FloatField()
    lon = models.FloatField()
    population = models.PositiveIntegerField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    search_names = ArrayField(models.CharField(max_length=100))

    class Meta:
        db_table = "organisations_place"
        constraints = [
            not_blank("organisations_place", "name"),
            not_blank("organisations_place", "key"),
            on_the_globe("organisations_place"),
            check(
                "organisations_place",
                "search_names_not_empty",
                Q(search_names__len__gt=0),
                _("A place can be found by one name at least."),
            ),
        ]
        indexes = [
            GinIndex(fields=["search_names"], name="organisations_place_names"),
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="organisations_place_key_trgm"),
            models.Index(fields=["lat", "lon"], name="organisations_place_point"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.nation} ({self.geonameid})"


class ReferenceEdition(models.Model):
    """Which edition of one data set the tables hold: what lets a second load find nothing to do."""

    personal_data: ClassVar = NoPersonalData(why="Fingerprints of open data files.")

    dataset = models.CharField(max_length=20, primary_key=True)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "organisations_reference_edition"
        constraints = [
            not_blank("organisations_reference_edition", "dataset"),
            not_blank("organisations_reference_edition", "digest"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.digest[:12]}"
