"""References that a curator is about to import."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.querysets import ImportRunQuerySet
from lero_hub.constraints import check
from lero_hub.personal_data import PersonalData

TABLE = "evidence_import_run"


class ImportRun(models.Model):
    """References as a curator uploaded or pasted them, kept from the preview until they are imported or a week old.

    `text` is emptied by the import. `added` counts the items that it made.
    """

    personal_data: ClassVar = PersonalData(
        person=("made_by",),
        export=("made_at", "name", "added"),
        on_erasure="delete",
        why="A step on the way: the items that were made stay, by themselves.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        db_table = TABLE
        constraints = [
            check(
                TABLE,
                "text_until_imported",
                Q(imported_at__isnull=True) & ~Q(text="") | Q(imported_at__isnull=False, text=""),
                _("Give references to import."),
            )
        ]
        indexes = [models.Index(fields=["made_at"], name="import_run_age")]

    def __str__(self) -> str:
        return f"import {self.id}"
