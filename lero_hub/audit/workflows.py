"""The one way to write the audit log."""

import re
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import models, transaction

from lero_hub.audit.models import AuditEvent

CODE = re.compile(r"[A-Za-z0-9_.:+\-]{0,80}")


class Doer(Protocol):
    """Whoever acts: anything that knows the id of its user."""

    @property
    def user_id(self) -> UUID | None: ...


def record(*, actor: Doer | None, verb: str, subject: models.Model, now: datetime, **detail: object) -> AuditEvent:
    """Write one event inside the caller's transaction; `actor` None is the hub itself.

    `detail` takes ids, codes, numbers and booleans. A value with a space or another sign of prose raises
    ValueError: a text in the audit log could never be taken out again.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit event belongs to the transaction of the change that it records")
    plain = {key: _code(key, value) for key, value in detail.items()}
    return AuditEvent.objects.create(
        at=now,
        actor_id=actor.user_id if actor else None,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail=plain,
    )


def _code(key: str, value: object) -> str | int | bool | None:
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    if not CODE.fullmatch(text):
        raise ValueError(f"The audit log takes ids and codes, and {key!r} is neither")
    return text
