"""The organisation and its entry in the directory."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of, paired, required_in
from lero_hub.personal_data import NoPersonalData, PersonalData
from organisations.models.geography import Area
from organisations.models.taxonomy import Term
from organisations.querysets import OrganisationQuerySet
from organisations.states import LegalForm, RegisterScheme, Stage, State, Unlisting

TABLE = "organisations_organisation"


def logo_path(organisation: "Organisation", filename: str) -> str:
    """Name a logo by chance, so that the address of the old one tells nothing of the new."""
    return f"logos/{organisation.pk}/{uuid.uuid4().hex}.webp"


class Organisation(models.Model):
    """One LERO and its entry in the directory.

    Written by the workflows of this app alone. `version` rises with every change to the words of the entry. The
    columns under "Found by" repeat what locations, terms and areas say, for search; `refresh_search` writes them.
    """

    personal_data: ClassVar = PersonalData(
        person=("created_by",),
        export=("name", "state", "created_at"),
        on_erasure="keep",
        why="An entry is about an organisation; it names its maker by id alone.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80)
    # About
    name = models.CharField(_("name people know you by"), max_length=120)
    summary = models.CharField(_("what you do, in a sentence or two"), max_length=300, blank=True)
    description = models.TextField(_("more about you"), max_length=4000, blank=True)
    lived_experience = models.TextField(_("how lived experience leads"), max_length=1500, blank=True)
    stage = models.CharField(_("how far along you are"), max_length=20, choices=Stage.choices, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices, blank=True)
    since_year = models.PositiveSmallIntegerField(_("year you started"), null=True, blank=True)
    logo = models.ImageField(upload_to=logo_path, blank=True)
    terms = models.ManyToManyField(Term, related_name="organisations", through="OrganisationTerm")
    # Joining
    how_to_join = models.TextField(_("how to join"), max_length=600, blank=True)
    cost = models.CharField(_("what it costs"), max_length=200, blank=True)
    languages = models.CharField(_("languages spoken"), max_length=200, blank=True)
    accessibility = models.TextField(_("getting in and taking part"), max_length=600, blank=True)
    # Contact
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    phone = models.CharField(_("public phone number"), max_length=30, blank=True)
    phone_hours = models.CharField(_("when somebody answers"), max_length=120, blank=True)
    # Where it stands
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    change_request = models.TextField(max_length=1000, blank=True)
    listed_at = models.DateTimeField(null=True)
    listed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unlisted_at = models.DateTimeField(null=True)
    unlisted_why = models.CharField(max_length=20, choices=Unlisting.choices, blank=True)
    unlisted_reason = models.CharField(max_length=500, blank=True)
    archived_at = models.DateTimeField(null=True)
    # What the standards say of it; written by `organisations.workflows.standing` at their word
    pledged_at = models.DateTimeField(null=True)
    recognition_id = models.UUIDField(null=True)
    recognised_from = models.DateField(null=True)
    recognised_until = models.DateField(null=True)
    # Found by
    base_area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="organisations_based")
    base_place = models.CharField(max_length=120, blank=True)
    meets_online = models.BooleanField(default=False)
    based_in = ArrayField(models.CharField(max_length=12), default=list)
    serves = ArrayField(models.CharField(max_length=12), default=list)
    serves_within = ArrayField(models.CharField(max_length=12), default=list)
    term_slugs = ArrayField(models.CharField(max_length=40), default=list)
    search_name = models.CharField(max_length=120, blank=True)
    search_document = SearchVectorField(null=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        db_table = TABLE
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], name=f"{TABLE}_slug_once", violation_error_message=_("This address is taken.")
            ),
            not_blank(TABLE, "name"),
            one_of(TABLE, "state", State.values),
            one_of(TABLE, "stage", ["", *Stage.values]),
            one_of(TABLE, "legal_form", ["", *LegalForm.values]),
            one_of(TABLE, "unlisted_why", ["", *Unlisting.values]),
            paired(TABLE, "submitted_at", "submitted_by"),
            paired(TABLE, "listed_at", "listed_by"),
            paired(TABLE, "confirmed_at", "confirmed_by"),
            required_in(TABLE, "submitted_at", [State.SUBMITTED, State.LISTED, State.UNLISTED]),
            required_in(TABLE, "listed_at", [State.LISTED, State.UNLISTED]),
            required_in(TABLE, "confirmed_at", [State.LISTED, State.UNLISTED]),
            required_in(TABLE, "unlisted_at", [State.UNLISTED]),
            required_in(TABLE, "archived_at", [State.ARCHIVED]),
            check(
                TABLE,
                "change_request_when_sent_back",
                ~Q(state=State.CHANGES_REQUESTED) | ~Q(change_request=""),
                _("Say what should change."),
            ),
            check(
                TABLE,
                "unlisted_why_when_unlisted",
                ~Q(state=State.UNLISTED) | ~Q(unlisted_why=""),
                _("Say why the entry was taken off the list."),
            ),
            check(
                TABLE,
                "listed_is_complete",
                ~Q(state__in=[State.SUBMITTED, State.LISTED]) | (~Q(summary="") & ~Q(stage="")),
                _("A listed entry says what the organisation does and how far along it is."),
            ),
            check(
                TABLE,
                "recognition_whole",
                Q(recognition_id__isnull=True, recognised_from__isnull=True, recognised_until__isnull=True)
                | Q(
                    recognition_id__isnull=False,
                    recognised_from__isnull=False,
                    recognised_until__isnull=False,
                    recognised_until__gt=F("recognised_from"),
                ),
                _("A recognition has a first day and a later last day."),
            ),
            check(TABLE, "version_positive", Q(version__gte=1), _("A version starts at 1.")),
            check(
                TABLE,
                "since_year_plausible",
                Q(since_year__isnull=True) | Q(since_year__range=(1900, 2100)),
                _("Give the year with four digits."),
            ),
        ]
        indexes = [
            GinIndex(fields=["search_document"], name="organisation_search"),
            GinIndex(OpClass("search_name", "gin_trgm_ops"), name="organisation_name_trgm"),
            GinIndex(fields=["term_slugs"], name="organisation_terms"),
            GinIndex(fields=["based_in"], name="organisation_based_in"),
            GinIndex(fields=["serves"], name="organisation_serves"),
            GinIndex(fields=["serves_within"], name="organisation_serves_within"),
            models.Index(
                fields=["search_name", "id"], condition=Q(state=State.LISTED), name="organisation_listed_name"
            ),
            models.Index(
                fields=["-confirmed_at", "id"], condition=Q(state=State.LISTED), name="organisation_listed_new"
            ),
            models.Index(
                fields=["id"],
                include=[
                    "term_slugs",
                    "stage",
                    "meets_online",
                    "base_area",
                    "search_name",
                    "confirmed_at",
                    "pledged_at",
                    "recognised_from",
                    "recognised_until",
                ],
                condition=Q(state=State.LISTED),
                name="organisation_listed_counts",
            ),
            models.Index(fields=["submitted_at"], condition=Q(state=State.SUBMITTED), name="organisation_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.slug})"


class OrganisationTerm(models.Model):
    """An organisation describes itself by a term. Written by `choose_terms`."""

    personal_data: ClassVar = NoPersonalData(why="Describes an organisation.")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    term = models.ForeignKey(Term, on_delete=models.PROTECT)

    class Meta:
        db_table = "organisations_organisation_term"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "term"],
                name="organisations_organisation_term_once",
                violation_error_message=_("This word is chosen already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.term_id}"


class Identifier(models.Model):
    """A number of the organisation in a public register, by org-id scheme. Written with the entry's first step."""

    personal_data: ClassVar = NoPersonalData(why="A public register number of an organisation.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=12, choices=RegisterScheme.choices)
    number = models.CharField(max_length=20)

    class Meta:
        db_table = "organisations_identifier"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme"],
                name="organisations_identifier_one_each",
                violation_error_message=_("Give one number for each register."),
            ),
            one_of("organisations_identifier", "scheme", RegisterScheme.values),
            not_blank("organisations_identifier", "number"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}-{self.number}"
