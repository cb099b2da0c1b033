"""What items speak to, and what was published of them when."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models.item import Item
from lero_hub.constraints import check, not_blank
from lero_hub.personal_data import NoPersonalData, PersonalData
from organisations.models import Organisation

CRITERION, ORGANISATION, VERSION = "evidence_item_criterion", "evidence_item_organisation", "evidence_item_version"


def criterion_key(framework: str, code: str) -> str:
    """Name a criterion, or a domain, for good: the framework's slug and the code, whatever the version."""
    return f"{framework}.{code}"


class ItemCriterion(models.Model):
    """An item speaks to a criterion, named by the framework's slug and a code that is never used again.

    No key of `standards`: a new version of a framework keeps the link. The workflow asks whether the code is known.
    """

    personal_data: ClassVar = NoPersonalData(why="Says which criterion an item speaks to.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="criterion_links")
    framework = models.SlugField(max_length=60)
    domain = models.CharField(max_length=20)
    code = models.CharField(max_length=20)

    class Meta:
        db_table = CRITERION
        constraints = [
            models.UniqueConstraint(
                fields=["item", "framework", "code"],
                name=f"{CRITERION}_once",
                violation_error_message=_("This criterion is named already."),
            ),
            not_blank(CRITERION, "framework"),
            not_blank(CRITERION, "domain"),
            not_blank(CRITERION, "code"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.key}"

    @property
    def key(self) -> str:
        """Give the criterion's permanent name."""
        return criterion_key(self.framework, self.code)


class ItemOrganisation(models.Model):
    """An item speaks of an organisation that is not its owner."""

    personal_data: ClassVar = NoPersonalData(why="Says which organisation an item speaks of.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="organisation_links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="item_links")

    class Meta:
        db_table = ORGANISATION
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organisation"],
                name=f"{ORGANISATION}_once",
                violation_error_message=_("This organisation is named already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.organisation_id}"


class ItemVersion(models.Model):
    """What an item said when it was published: kept for good, changed by nobody. Written by `put_in_library`."""

    personal_data: ClassVar = PersonalData(
        person=("published_by",),
        export=("item", "number", "published_at"),
        on_erasure="keep",
        why="Whoever quotes an item can find what it said; who published it is an id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        db_table = VERSION
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"],
                name=f"{VERSION}_number_once",
                violation_error_message=_("This version is kept already."),
            ),
            check(VERSION, "number_positive", models.Q(number__gte=1), _("A version starts at 1.")),
        ]
        triggers = [pgtrigger.Protect(name="published_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.item_id} version {self.number}"
