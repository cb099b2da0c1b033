"""Write a message into the outbox, in the transaction of what it tells about."""

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lero_hub.outbox import cleaning, kinds, nudge
from lero_hub.outbox.kinds import Recipient
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.rendering import Rendered, render


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message, such as a calendar entry."""

    name: str
    content: bytes
    content_type: str

    def as_json(self) -> dict[str, str]:
        """Give the form in which the row keeps it."""
        return {
            "name": cleaning.one_line(self.name, 150),
            "content_type": cleaning.one_line(self.content_type, 150),
            "base64": base64.b64encode(self.content).decode("ascii"),
        }


@dataclass(frozen=True)
class Draft:
    """A message in words, before it is a row."""

    kind: str
    recipient_id: UUID | None
    to: str
    words: Rendered
    dedupe_key: str
    not_before: datetime | None = None
    expires_at: datetime | None = None
    reply_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()


def enqueue(
    *,
    kind: str,
    recipient: Recipient | None,
    to: str,
    template: str,
    context: Mapping[str, Any],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    reply_to: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> OutboxMessage | None:
    """Render `templates/emails/<template>.{subject.txt,txt,html}` for its reader and queue it.

    Belongs inside the caller's transaction, so that a message goes if and only if what it tells about happened.
    Returns None when the dedupe key was used before. Keep the subject neutral: it is read on locked screens.
    Raises UnknownKind, and Refused (`bad_address`) when `to` or `reply_to` is no address.
    """
    language = recipient.language if recipient else settings.LANGUAGE_CODE
    draft = Draft(
        kind=kind,
        recipient_id=recipient.pk if recipient else None,
        to=to,
        words=render(template, context, language=language),
        dedupe_key=dedupe_key,
        not_before=not_before,
        expires_at=expires_at,
        reply_to=reply_to,
        attachments=attachments,
    )
    return enqueue_draft(draft, now=now)


def enqueue_draft(draft: Draft, *, now: datetime) -> OutboxMessage | None:
    """Queue a message whose words exist already; else as `enqueue`."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A message belongs to the transaction of what it tells about")
    message = _row(draft, now)
    # Two transactions may enqueue under one key at once. The unique index makes the second wait for the first: if the
    # first commits, the second inserts nothing; if it rolls back, the second inserts. No error breaks the caller's
    # transaction either way, and our own id tells who won.
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    if not OutboxMessage.objects.filter(pk=message.pk).exists():
        return None
    nudge.after_commit()
    return message


def _row(draft: Draft, now: datetime) -> OutboxMessage:
    message_id = uuid.uuid4()
    return OutboxMessage(
        id=message_id,
        kind=kinds.get(draft.kind).name,
        recipient_id=draft.recipient_id,
        to=cleaning.address(draft.to),
        subject=draft.words.subject,
        text=draft.words.text,
        html=draft.words.html,
        headers=cleaning.headers(draft.headers),
        attachments=[attachment.as_json() for attachment in draft.attachments],
        reply_to=cleaning.address(draft.reply_to) if draft.reply_to else "",
        dedupe_key=draft.dedupe_key,
        message_id=f"<{message_id}@{urlsplit(settings.BASE_URL).hostname}>",
        not_before=draft.not_before,
        expires_at=draft.expires_at,
        next_attempt_at=max(now, draft.not_before) if draft.not_before else now,
        created_at=now,
    )
