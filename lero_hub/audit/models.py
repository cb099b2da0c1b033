"""One append-only table. It points at nothing by foreign key, so that it outlives what it tells of."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from lero_hub.constraints import not_blank
from lero_hub.personal_data import PersonalData


class AuditEvent(models.Model):
    """One verb that one person (or the hub itself) did to one thing. Written by `record`, changed by nobody."""

    personal_data: ClassVar = PersonalData(
        person=("actor_id",),
        export=("at", "verb", "subject_type", "subject_id"),
        on_erasure="keep",
        why="Holds ids and verbs only; after erasure the id leads to no person. Accountability needs the record.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_event"
        constraints = [not_blank("audit_event", "verb"), not_blank("audit_event", "subject_id")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_event_subject"),
            models.Index(fields=["actor_id", "-at"], name="audit_event_actor"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.subject_type} {self.subject_id} ({self.id})"
