"""An item of the library, and the recipe of a practice."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.querysets import ItemQuerySet
from evidence.states import Confidence, EvidenceKind, HowFar, Kind, Notice, State, Stories
from lero_hub.constraints import check, not_blank, one_of, paired, required_in
from lero_hub.personal_data import NoPersonalData, PersonalData
from organisations.models import Organisation

TABLE = "evidence_item"

DOI_SHAPE = r"^10\.[0-9]{4,9}/[^[:space:]A-Z]+$"
"""A DOI as we keep it: without its resolver, in small letters (DOIs do not mind case)."""

_LABELLED = ~Q(summary="") & ~Q(evidence_kind="") & ~Q(confidence="") & ~Q(cannot_tell="")
_KNOWN_PRACTICE = ~Q(how_far="") & ~Q(stories="") & ~Q(contact_role="") & Q(review_on__isnull=False)
_NEXT_VERSION = Q(
    kind=Kind.PRACTICE, published_at__isnull=True, state__in=[State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED]
)


class Item(models.Model):
    """One thing that the library knows: a study by others, or a practice that an organisation shares.

    Written by the workflows of this app alone. `version` rises with every change to the words. Kind of evidence, how
    far along and confidence are three labels, never merged into one. The columns under "Found by" repeat what
    citation, recipe and links say, for search; `refresh_search` writes them.
    A next version of a practice in the library is a row of its own that `revises` it: it goes the same way to a
    curator, who lets its words take the place of the old ones, and then it is gone. It is never public itself.
    """

    personal_data: ClassVar = PersonalData(
        person=("created_by",),
        export=("title", "kind", "state", "created_at"),
        on_erasure="keep",
        why="An item is about a study or an organisation's practice; it names its maker by id alone. Authors of "
        "published studies stand in the citation, as they do on the study itself.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # What it is
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("what it is, in plain words"), max_length=600, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="shared_items")
    citation = models.JSONField(null=True)
    doi = models.CharField(_("DOI"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    # Three labels and a limit
    evidence_kind = models.CharField(_("what it rests on"), max_length=20, choices=EvidenceKind.choices, blank=True)
    how_far = models.CharField(_("how far along it is"), max_length=20, choices=HowFar.choices, blank=True)
    confidence = models.CharField(_("how sure we are"), max_length=20, choices=Confidence.choices, blank=True)
    cannot_tell = models.TextField(_("what this cannot tell us"), max_length=1500, blank=True)
    # Care for people
    stories = models.CharField(_("people’s stories"), max_length=10, choices=Stories.choices, blank=True)
    contact_role = models.CharField(_("who answers questions (a role, not a name)"), max_length=120, blank=True)
    review_on = models.DateField(_("when to look at it again"), null=True)
    notice = models.CharField(_("notice"), max_length=12, choices=Notice.choices, blank=True)
    notice_text = models.CharField(_("what readers must know"), max_length=500, blank=True)
    notice_url = models.URLField(_("where it says so"), max_length=300, blank=True)
    # Where it stands
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    revises = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="next_versions")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    change_request = models.TextField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    # Found by
    title_key = models.CharField(max_length=300, blank=True)
    criteria = ArrayField(models.CharField(max_length=80), default=list)
    domains = ArrayField(models.CharField(max_length=80), default=list)
    about = ArrayField(models.UUIDField(), default=list)
    search_words = models.CharField(max_length=500, blank=True)
    search_document = SearchVectorField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        db_table = TABLE
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], name=f"{TABLE}_slug_once", violation_error_message=_("This address is taken.")
            ),
            models.UniqueConstraint(
                fields=["doi"],
                condition=~Q(doi=""),
                name=f"{TABLE}_doi_once",
                violation_error_message=_("This study is in the library already."),
            ),
            models.UniqueConstraint(
                fields=["title_key", "year"],
                condition=Q(kind=Kind.RESEARCH, doi=""),
                nulls_distinct=False,
                name=f"{TABLE}_research_once",
                violation_error_message=_("This study is in the library already."),
            ),
            models.UniqueConstraint(
                fields=["revises"],
                condition=Q(revises__isnull=False),
                name=f"{TABLE}_one_next_version",
                violation_error_message=_("A next version is being written already."),
            ),
            not_blank(TABLE, "title"),
            one_of(TABLE, "kind", Kind.values),
            one_of(TABLE, "state", State.values),
            one_of(TABLE, "evidence_kind", ["", *EvidenceKind.values]),
            one_of(TABLE, "how_far", ["", *HowFar.values]),
            one_of(TABLE, "confidence", ["", *Confidence.values]),
            one_of(TABLE, "stories", ["", *Stories.values]),
            one_of(TABLE, "notice", ["", *Notice.values]),
            paired(TABLE, "submitted_at", "submitted_by"),
            paired(TABLE, "published_at", "published_by"),
            paired(TABLE, "withdrawn_at", "withdrawn_by"),
            required_in(TABLE, "submitted_at", [State.SUBMITTED, State.CHANGES_REQUESTED]),
            required_in(TABLE, "published_at", [State.PUBLISHED, State.WITHDRAWN]),
            required_in(TABLE, "withdrawn_at", [State.WITHDRAWN]),
            *(
                check(TABLE, rule, condition, message)
                for rule, condition, message in (
                    (
                        "change_request_when_sent_back",
                        ~Q(state=State.CHANGES_REQUESTED) | ~Q(change_request=""),
                        _("Say what should change."),
                    ),
                    (
                        "withdrawn_reason_when_withdrawn",
                        ~Q(state=State.WITHDRAWN) | ~Q(withdrawn_reason=""),
                        _("Say why it is taken out of the library."),
                    ),
                    (
                        "published_is_labelled",
                        ~Q(state=State.PUBLISHED) | _LABELLED,
                        _("Say what it is, what it rests on, how sure we are and what it cannot tell us."),
                    ),
                    (
                        "published_practice_is_whole",
                        ~Q(state=State.PUBLISHED, kind=Kind.PRACTICE) | _KNOWN_PRACTICE & Q(submitted_at__isnull=False),
                        _("Say how far along it is, about stories, who answers questions and when to look again."),
                    ),
                    (
                        "research_has_citation",
                        ~Q(kind=Kind.RESEARCH) | Q(citation__isnull=False, citation__has_keys=["id", "type"]),
                        _("Research has a citation with an id and a type."),
                    ),
                    (
                        "research_has_no_owner",
                        ~Q(kind=Kind.RESEARCH) | Q(organisation__isnull=True, how_far="", submitted_at__isnull=True),
                        _("Research belongs to no organisation, and how far along is said of practice alone."),
                    ),
                    (
                        "practice_has_owner",
                        ~Q(kind=Kind.PRACTICE) | Q(organisation__isnull=False, citation__isnull=True, doi=""),
                        _("Practice belongs to the organisation that shares it."),
                    ),
                    (
                        "doi_normalised",
                        Q(doi="") | Q(doi__regex=DOI_SHAPE),
                        _("Give the DOI as 10.…/… in small letters."),
                    ),
                    (
                        "year_plausible",
                        Q(year__isnull=True) | Q(year__range=(1500, 2100)),
                        _("Give the year with four digits."),
                    ),
                    (
                        "notice_has_words",
                        Q(notice="", notice_text="") | ~Q(notice="") & ~Q(notice_text=""),
                        _("Say what readers must know."),
                    ),
                    (
                        "next_version_is_no_item",
                        Q(revises__isnull=True) | _NEXT_VERSION,
                        _("A next version takes the place of the one in the library; it is not published itself."),
                    ),
                    ("version_positive", Q(version__gte=1), _("A version starts at 1.")),
                )
            ),
        ]
        indexes = [
            GinIndex(fields=["search_document"], name="item_search"),
            GinIndex(OpClass("search_words", "gin_trgm_ops"), name="item_words_trgm"),
            GinIndex(fields=["criteria"], name="item_criteria"),
            models.Index(fields=["-published_at", "id"], condition=Q(state=State.PUBLISHED), name="item_published_new"),
            models.Index(
                fields=["id"],
                include=["kind", "evidence_kind", "how_far", "confidence", "year", "domains", "about"],
                condition=Q(state=State.PUBLISHED),
                name="item_published_counts",
            ),
            models.Index(
                fields=["search_words", "id"], condition=Q(state=State.PUBLISHED), name="item_published_words"
            ),
            models.Index(fields=["organisation"], name="item_organisation"),
            models.Index(fields=["submitted_at"], condition=Q(state=State.SUBMITTED), name="item_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.slug})"


class Recipe(models.Model):
    """How a practice is done: what somebody needs to know to try it (after TIDieR), and what went wrong.

    A part of its item, written by the same workflows under the item's lock. `needs` and `steps` hold one thing a line.
    `unsure` is what the organisation says of its limits: a curator reads it before writing what this cannot tell us.
    """

    personal_data: ClassVar = NoPersonalData(why="Describes how something is done; it asks for roles, never names.")

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="recipe")
    why = models.TextField(_("why it should help"), max_length=1500, blank=True)
    needs = models.TextField(_("what you need, one thing a line"), max_length=1500, blank=True)
    steps = models.TextField(_("what you do, one step a line"), max_length=4000, blank=True)
    who = models.CharField(_("who does it"), max_length=300, blank=True)
    how = models.CharField(_("how people take part"), max_length=300, blank=True)
    where = models.CharField(_("where it happens"), max_length=300, blank=True)
    how_much = models.CharField(_("when, how often and how long"), max_length=300, blank=True)
    tailoring = models.TextField(_("what you fit to each person"), max_length=1500, blank=True)
    changes = models.TextField(_("what you changed along the way"), max_length=1500, blank=True)
    planned_check = models.TextField(_("how you meant to check that it happened"), max_length=1500, blank=True)
    real_check = models.TextField(_("what happened when you checked"), max_length=1500, blank=True)
    found = models.TextField(_("what you saw"), max_length=1500, blank=True)
    went_wrong = models.TextField(_("what went wrong"), max_length=1500, blank=True)
    not_for = models.TextField(_("who it did not suit"), max_length=1500, blank=True)
    cost = models.CharField(_("what it costs"), max_length=200, blank=True)
    unsure = models.TextField(_("what you cannot be sure of"), max_length=1500, blank=True)

    class Meta:
        db_table = "evidence_recipe"

    def __str__(self) -> str:
        return f"recipe of {self.item_id}"
