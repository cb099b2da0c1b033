"""The mail server of the demonstration: a folder of `.eml` files, read by the page that shows what the hub sent.

The names of the files are the index: time of delivery first, so that their order is the order of delivery and no
second record can disagree with it.
"""

import email
import email.policy
import os
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone

KEEP = 500
NAME = re.compile(r"(\d{8}T\d{6}\.\d{6})Z-[0-9a-f]{32}")
STAMP = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Delivered:
    """One e-mail as its reader would have got it."""

    name: str
    at: datetime
    to: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    attachments: tuple[str, ...]


class FileMailbox(BaseEmailBackend):
    """Deliver each message into `HOME_DIR/mail`, readable by the owner alone; the newest 500 stay."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write one file for each message: complete under its name, or not at all."""
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            name = f"{timezone.now().astimezone(UTC):{STAMP}}Z-{uuid.uuid4().hex}"
            draft = folder / f".{name}.part"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.message().as_bytes())
            draft.rename(folder / f"{name}.eml")
        for name in _names()[KEEP:]:
            (folder / f"{name}.eml").unlink(missing_ok=True)
        return len(email_messages)


def read(limit: int = 50) -> list[Delivered]:
    """List the newest messages, newest first."""
    found = (find(name) for name in _names()[:limit])
    return [message for message in found if message is not None]


def find(name: str) -> Delivered | None:
    """Open one message by its name; None when there is no such message (any more)."""
    known = NAME.fullmatch(name)
    if known is None:  # also keeps a path from leading out of the folder
        return None
    try:
        content = (_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(parsed, ParsedMessage)  # what this policy makes; the stubs do not say so
    return Delivered(
        name=name,
        at=datetime.strptime(known[1], STAMP).replace(tzinfo=UTC),
        to=str(parsed["To"]),
        reply_to=str(parsed["Reply-To"] or ""),
        subject=str(parsed["Subject"]),
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        message_id=str(parsed["Message-ID"]),
        attachments=tuple(part.get_filename() or "" for part in parsed.iter_attachments()),
    )


def _folder() -> Path:
    return Path(settings.HOME_DIR) / "mail"


def _names() -> list[str]:
    """List the names of all messages, newest first."""
    return sorted((file.stem for file in _folder().glob("*.eml") if NAME.fullmatch(file.stem)), reverse=True)


def _part(message: ParsedMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return str(part.get_content()) if part is not None else ""
