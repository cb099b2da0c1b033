"""A framework of standards: its versions, domains, criteria and described levels. Published versions are frozen."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of, required_in
from lero_hub.personal_data import NoPersonalData, PersonalData
from standards.models.frozen import FrozenPart, frozen_version
from standards.querysets import FrameworkVersionQuerySet
from standards.states import CriterionType, Outcome, VersionState

FRAMEWORK, VERSION = "standards_framework", "standards_framework_version"
DOMAIN, CRITERION, LEVEL = "standards_domain", "standards_criterion", "standards_level_descriptor"
SCALE, THRESHOLD = "standards_scale_level", "standards_threshold"
_NOBODY = NoPersonalData(why="A public text of the standards.")


class Framework(models.Model):
    """A set of standards under one name, whoever wrote it. Written by `load_framework` alone."""

    personal_data: ClassVar = _NOBODY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60)

    class Meta:
        db_table = FRAMEWORK
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], name=f"{FRAMEWORK}_slug_once", violation_error_message=_("This name is taken.")
            ),
            not_blank(FRAMEWORK, "slug"),
        ]

    def __str__(self) -> str:
        return self.slug


class FrameworkVersion(models.Model):
    """One edition of a framework. Loaded as a draft, then published and frozen: assessments point at an edition.

    `met_at` is the level from which a criterion counts as met. `for_consultation` marks an edition that the network
    has not adopted. `source_digest` is the SHA-256 of what its file says, comments and line breaks aside.
    """

    personal_data: ClassVar = PersonalData(
        person=("published_by",),
        export=("number", "published_at"),
        on_erasure="keep",
        why="Who published an edition stays known by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    for_consultation = models.BooleanField(default=True)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=160)
    purpose = models.TextField(max_length=1000)
    not_for = models.TextField(max_length=1000, blank=True)
    met_at = models.PositiveSmallIntegerField()
    type_meanings = models.JSONField(default=dict)
    evidence_rules = ArrayField(models.CharField(max_length=500), default=list)
    reading_notes = ArrayField(models.CharField(max_length=1000), default=list)
    sources = models.JSONField(default=dict)
    source_digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = FrameworkVersionQuerySet.as_manager()

    class Meta:
        db_table = VERSION
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "number"],
                name=f"{VERSION}_number_once",
                violation_error_message=_("This edition is loaded already."),
            ),
            not_blank(VERSION, "number"),
            not_blank(VERSION, "title"),
            one_of(VERSION, "state", VersionState.values),
            required_in(VERSION, "published_at", [VersionState.PUBLISHED, VersionState.RETIRED]),
            required_in(VERSION, "retired_at", [VersionState.RETIRED]),
        ]
        triggers = [frozen_version()]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.number}"


class ScaleLevel(models.Model):
    """One step of the scale of an edition: a number, a word and what it means."""

    personal_data: ClassVar = _NOBODY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="scale")
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    meaning = models.CharField(max_length=300)

    class Meta:
        db_table = SCALE
        constraints = [
            models.UniqueConstraint(
                fields=["version", "level"], name=f"{SCALE}_once", violation_error_message=_("Each level comes once.")
            ),
            not_blank(SCALE, "name"),
        ]
        triggers = [FrozenPart(name="frozen")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.level}"


class Threshold(models.Model):
    """What an outcome asks: per cent of the applicable criteria of a type that are met. Tried in order of position."""

    personal_data: ClassVar = _NOBODY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="thresholds")
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=30, choices=Outcome.choices)
    essential = models.PositiveSmallIntegerField(null=True)
    expected = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = THRESHOLD
        constraints = [
            models.UniqueConstraint(
                fields=["version", "outcome"],
                name=f"{THRESHOLD}_outcome_once",
                violation_error_message=_("Each outcome comes once."),
            ),
            models.UniqueConstraint(
                fields=["version", "position"],
                name=f"{THRESHOLD}_position_once",
                violation_error_message=_("Each place in the order is taken once."),
            ),
            one_of(THRESHOLD, "outcome", [each for each in Outcome.values if each != Outcome.NOT_YET]),
            check(
                THRESHOLD,
                "per_cent",
                (Q(essential__isnull=True) | Q(essential__range=(0, 100)))
                & (Q(expected__isnull=True) | Q(expected__range=(0, 100))),
                _("A threshold is a share from 0 to 100 per cent."),
            ),
        ]
        triggers = [FrozenPart(name="frozen")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.outcome}"


class Domain(models.Model):
    """A chapter of an edition, such as LED: Led by lived experience."""

    personal_data: ClassVar = _NOBODY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="domains")
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = DOMAIN
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"], name=f"{DOMAIN}_code_once", violation_error_message=_("Codes come once.")
            ),
            not_blank(DOMAIN, "code"),
            not_blank(DOMAIN, "title"),
        ]
        triggers = [FrozenPart(name="frozen")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.code}"


class Criterion(models.Model):
    """One thing that a sound LERO does. `code` is permanent across editions and never used for another criterion.

    `shown_by` lists what could show it; `not_applicable_when` is blank where the framework allows no exception.
    """

    personal_data: ClassVar = _NOBODY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="criteria")
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=16)
    type = models.CharField(max_length=12, choices=CriterionType.choices)
    title = models.CharField(max_length=160)
    requirement = models.TextField(max_length=1000)
    shown_by = ArrayField(models.CharField(max_length=300), default=list)
    not_applicable_when = models.CharField(max_length=400, blank=True)
    derived_from = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = CRITERION
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name=f"{CRITERION}_code_once",
                violation_error_message=_("Codes come once."),
            ),
            not_blank(CRITERION, "code"),
            not_blank(CRITERION, "title"),
            not_blank(CRITERION, "requirement"),
            one_of(CRITERION, "type", CriterionType.values),
        ]
        triggers = [FrozenPart(name="frozen")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.code}"


class LevelDescriptor(models.Model):
    """How one level of one criterion looks in practice."""

    personal_data: ClassVar = _NOBODY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=600)

    class Meta:
        db_table = LEVEL
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "level"],
                name=f"{LEVEL}_once",
                violation_error_message=_("Each level is described once."),
            ),
            not_blank(LEVEL, "text"),
        ]
        triggers = [FrozenPart(name="frozen")]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.level}"
