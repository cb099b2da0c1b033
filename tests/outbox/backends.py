"""Mail servers that fail on purpose, as Django backends."""

import smtplib
from collections.abc import Sequence
from typing import ClassVar

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from lero_hub.outbox.transport import AnswerLost


class _Failing(BaseEmailBackend):
    """Fail each message with one error."""

    error: ClassVar[Exception]

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Fail."""
        raise self.error


class Refusing(_Failing):
    """Refuse the address for good."""

    error = smtplib.SMTPRecipientsRefused({"reader@people.example": (550, b"no such reader@people.example")})


class Deferring(_Failing):
    """Refuse for now."""

    error = smtplib.SMTPDataError(451, b"come back later, reader@people.example")


class Unreachable(_Failing):
    """Be switched off."""

    error = ConnectionRefusedError("nobody listens")


class Unanswering(_Failing):
    """Take the message and break off."""

    error = AnswerLost("gone")


class Faulty(_Failing):
    """Have a bug."""

    error = RuntimeError("a fault of ours")
