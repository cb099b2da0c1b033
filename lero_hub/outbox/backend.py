"""Django's own door for e-mail leads into the outbox, so that no package can send past it."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from email.message import Message
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from lero_hub.errors import Refused
from lero_hub.outbox import cleaning
from lero_hub.outbox.kinds import FROM_DJANGO
from lero_hub.outbox.rendering import Rendered
from lero_hub.outbox.workflows import Attachment, Draft, enqueue_draft

# What packages send (sign-in codes, links for a new password, notes to administrators) is stale after this.
LIFETIME = timedelta(days=3)


class OutboxBackend(BaseEmailBackend):
    """Queue whatever is sent through `django.core.mail`, in the transaction of its caller if there is one.

    Each address gets a message of its own, so that nobody sees another's. The sender is always the hub. Accounts and
    administration are what packages write about, so it counts as security mail and cannot be switched off.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages and return how many; raises Refused for a bad address unless `fail_silently`."""
        queued = 0
        for message in email_messages:
            try:
                with transaction.atomic():
                    for to in message.recipients():
                        _queue(message, to)
            except Refused:
                if not self.fail_silently:
                    raise
            else:
                queued += bool(message.recipients())
        return queued


def _queue(message: EmailMessage, to: str) -> None:
    address = parseaddr(to)[1] or to
    draft = Draft(
        kind=FROM_DJANGO,
        recipient_id=_account_of(address),
        to=address,
        words=_words(message),
        dedupe_key=f"{FROM_DJANGO}:{uuid.uuid4()}",
        expires_at=timezone.now() + LIFETIME,
        reply_to=parseaddr(message.reply_to[0])[1] if message.reply_to else None,
        headers={name: str(value) for name, value in message.extra_headers.items()},
        attachments=list(_attachments(message)),
    )
    enqueue_draft(draft, now=timezone.now())


def _account_of(address: str) -> UUID | None:
    """Find whose account an address is, so that the row goes into their export and their erasure."""
    return get_user_model().objects.filter(email__iexact=address).values_list("pk", flat=True).first()


def _words(message: EmailMessage) -> Rendered:
    body = cleaning.storable(str(message.body))
    html = next((str(content) for content, kind in _alternatives(message) if kind == "text/html"), "")
    if message.content_subtype == "html":
        body, html = strip_tags(body), body
    subject = cleaning.one_line(str(message.subject)) or cleaning.one_line(message.from_email)
    return Rendered(subject, body.strip() + "\n", cleaning.storable(html))


def _alternatives(message: EmailMessage) -> Sequence[tuple[Any, str]]:
    return message.alternatives if isinstance(message, EmailMultiAlternatives) else ()


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for content, kind in _alternatives(message):
        if kind != "text/html":
            yield Attachment("", _as_bytes(content), kind)
    for part in message.attachments:
        if isinstance(part, MIMEBase):
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else part.as_bytes()
            yield Attachment(part.get_filename() or "", content, part.get_content_type())
        else:
            name, content, kind = part
            yield Attachment(name or "", _as_bytes(content), kind or "application/octet-stream")


def _as_bytes(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, EmailMessage):
        content = content.message()
    return content.as_bytes() if isinstance(content, Message) else str(content).encode()
