"""The conversation with a mail server, and what each way of its ending means for the message."""

import smtplib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage

if TYPE_CHECKING:
    from typing_extensions import Buffer


class AnswerLost(smtplib.SMTPServerDisconnected):
    """Say that the whole message was handed over and no answer came back: it may or may not arrive."""


class _HandsOver(smtplib.SMTP):
    """SMTP that knows whether the end of the message has gone out."""

    _handed_over = False

    def data(self, msg: "Buffer | str") -> tuple[int, bytes]:
        """Send the message; raise AnswerLost when the connection ends between its last byte and the answer."""
        self._handed_over = False
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected as error:
            if self._handed_over:
                raise AnswerLost(str(error)) from error
            raise

    def send(self, s: "Buffer | str") -> None:
        """Send bytes; the body of a message is the only thing that smtplib passes on as bytes."""
        super().send(s)
        if not isinstance(s, str):
            self._handed_over = True


class _HandsOverByTls(_HandsOver, smtplib.SMTP_SSL):
    """The same on a connection that is encrypted from its first byte."""


class SmtpTransport(EmailBackend):
    """Django's SMTP backend that tells a lost answer apart and forgets trouble after the answer.

    Every step has the time-out of `settings.EMAIL_TIMEOUT`.
    """

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Give the kind of connection that the settings ask for."""
        return _HandsOverByTls if self.use_ssl else _HandsOver

    def close(self) -> None:
        """Say goodbye; what goes wrong now cannot take back an answer, so it must not cause a second sending."""
        try:
            super().close()
        except (smtplib.SMTPException, OSError):
            self.connection = None


class Verdict(Enum):
    """What became of one try."""

    ACCEPTED = "accepted"
    LATER = "later"
    """Refused for now: this message waits, the next one may go."""
    UNREACHABLE = "unreachable"
    """No conversation at all, or it broke before the message was over: every other message would fare the same."""
    UNCERTAIN = "uncertain"
    """The message was over and the answer never came."""
    REFUSED = "refused"
    """Refused for ever."""


@dataclass(frozen=True)
class Answer:
    """What became of one try, with a code that holds no address."""

    verdict: Verdict
    code: str = ""


def hand_over(message: EmailMessage, backend: str) -> Answer:
    """Give one message to the mail server behind a Django backend. Call it outside any transaction.

    Any error that is neither SMTP's nor the network's is a fault of ours and is raised.
    """
    connection: Any = get_connection(backend, fail_silently=False)
    try:
        connection.send_messages([message])
    except (smtplib.SMTPException, OSError) as error:
        return judge(error)
    return Answer(Verdict.ACCEPTED)


def judge(error: Exception) -> Answer:
    """Tell what an error of SMTP or of the network means for the message.

    A refusal with 5xx is final when it is about the message or its addresses. One about us (greeting, sign-in,
    encryption) is an operator's to mend, and no reason to lose mail.
    """
    match error:
        case AnswerLost():
            return Answer(Verdict.UNCERTAIN, "answer_lost")
        case smtplib.SMTPRecipientsRefused():
            return _by_code(max((code for code, _ in error.recipients.values()), default=0))
        case smtplib.SMTPDataError() if not 400 <= error.smtp_code <= 599:
            return Answer(Verdict.UNCERTAIN, "answer_unclear")
        case smtplib.SMTPAuthenticationError():
            return Answer(Verdict.UNREACHABLE, "sign_in_refused")
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError() | smtplib.SMTPNotSupportedError():
            return Answer(Verdict.UNREACHABLE, "server_not_ready")
        case smtplib.SMTPResponseException():
            return _by_code(error.smtp_code)
        case smtplib.SMTPServerDisconnected():
            return Answer(Verdict.UNREACHABLE, "dropped")
        case TimeoutError():
            return Answer(Verdict.UNREACHABLE, "timed_out")
        case smtplib.SMTPException():
            return Answer(Verdict.LATER, "smtp_trouble")
        case _:
            return Answer(Verdict.UNREACHABLE, "no_connection")


def _by_code(code: int) -> Answer:
    return Answer(Verdict.REFUSED if 500 <= code <= 599 else Verdict.LATER, f"smtp_{code}")
