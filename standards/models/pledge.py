"""The pledge: a dated promise to work towards a framework. It is not a recognition and never looks like one."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, paired
from lero_hub.personal_data import PersonalData
from organisations.models import Organisation
from standards.models.framework import FrameworkVersion
from standards.querysets import PledgeQuerySet

PLEDGE = "standards_pledge"


class Pledge(models.Model):
    """An organisation has signed up to an edition, from one day until it withdraws. One open at a time."""

    personal_data: ClassVar = PersonalData(
        person=("pledged_by", "withdrawn_by"),
        export=("organisation", "pledged_at", "withdrawn_at"),
        on_erasure="keep",
        why="A pledge is the organisation's; who signed stays known by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pledges")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="pledges")
    pledged_at = models.DateTimeField()
    pledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PledgeQuerySet.as_manager()

    class Meta:
        db_table = PLEDGE
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(withdrawn_at__isnull=True),
                name=f"{PLEDGE}_one_open",
                violation_error_message=_("Your organisation has pledged already."),
            ),
            paired(PLEDGE, "withdrawn_at", "withdrawn_by"),
            check(
                PLEDGE,
                "withdrawn_later",
                Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("pledged_at")),
                _("A pledge is withdrawn after it was made."),
            ),
        ]

    def __str__(self) -> str:
        return f"pledge {self.id}"
