"""Conversations with mail servers that refuse, put off, hang and hang up."""

import smtplib

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from lero_hub.outbox.transport import Answer, AnswerLost, SmtpTransport, Verdict, hand_over, judge
from tests.outbox.smtp_servers import DROP, HANG, LoopbackSmtp

TRANSPORT = "lero_hub.outbox.transport.SmtpTransport"


@pytest.fixture(autouse=True)
def _impatient(settings: Settings) -> None:
    """Wait a fraction of a second for each answer."""
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 0.3


def talk(settings: Settings, server: LoopbackSmtp) -> Answer:
    settings.EMAIL_PORT = server.port
    message = EmailMessage("Subject", "Body\n.dot\n", "hub@lero-hub.example", ["reader@people.example"])
    return hand_over(message, TRANSPORT)


def test_a_polite_server_gets_the_message(settings: Settings) -> None:
    with LoopbackSmtp() as server:
        assert talk(settings, server) == Answer(Verdict.ACCEPTED)
    (received,) = server.accepted
    assert "Subject: Subject" in received
    assert "Body\r\n..dot\r\n" in received


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"rcpt": "550 no such user"}, Answer(Verdict.REFUSED, "smtp_550")),
        ({"mail": "552 too large"}, Answer(Verdict.REFUSED, "smtp_552")),
        ({"end": "554 looks like spam"}, Answer(Verdict.REFUSED, "smtp_554")),
        ({"data": "554 no valid recipients"}, Answer(Verdict.REFUSED, "smtp_554")),
        ({"rcpt": "450 greylisted"}, Answer(Verdict.LATER, "smtp_450")),
        ({"mail": "421 too busy"}, Answer(Verdict.LATER, "smtp_421")),
        ({"rcpt": "421 too busy"}, Answer(Verdict.LATER, "smtp_421")),
        ({"end": "451 local error"}, Answer(Verdict.LATER, "smtp_451")),
        ({"greeting": "554 not for you"}, Answer(Verdict.UNREACHABLE, "server_not_ready")),
        ({"greeting": HANG}, Answer(Verdict.UNREACHABLE, "dropped")),
        ({"greeting": DROP}, Answer(Verdict.UNREACHABLE, "dropped")),
        ({"mail": HANG}, Answer(Verdict.UNREACHABLE, "dropped")),
        ({"rcpt": DROP}, Answer(Verdict.UNREACHABLE, "dropped")),
        ({"data": DROP}, Answer(Verdict.UNREACHABLE, "dropped")),
        ({"end": HANG}, Answer(Verdict.UNCERTAIN, "answer_lost")),
        ({"end": DROP}, Answer(Verdict.UNCERTAIN, "answer_lost")),
        ({"end": "299 what is this"}, Answer(Verdict.UNCERTAIN, "answer_unclear")),
        ({"quit": DROP}, Answer(Verdict.ACCEPTED)),
        ({"quit": HANG}, Answer(Verdict.ACCEPTED)),
        ({"quit": "500 never heard of it"}, Answer(Verdict.ACCEPTED)),
        ({"quit": "221 " + "bye " * 3000}, Answer(Verdict.ACCEPTED)),
    ],
)
def test_a_server_with_other_answers_is_judged(settings: Settings, answers: dict[str, str], expected: Answer) -> None:
    with LoopbackSmtp(**answers) as server:
        assert talk(settings, server) == expected


def test_a_server_that_refused_after_taking_nothing_is_not_uncertain_on_the_next_message(settings: Settings) -> None:
    message = EmailMessage("Subject", "Body", "hub@lero-hub.example", ["reader@people.example"])
    with LoopbackSmtp() as server:
        settings.EMAIL_PORT = server.port
        transport = SmtpTransport()
        transport.open()
        transport.send_messages([message, message])
        transport.close()
    assert len(server.accepted) == 2


def test_nobody_listening_is_unreachable(settings: Settings) -> None:
    with LoopbackSmtp() as server:
        settings.EMAIL_PORT = server.port
    assert talk(settings, server) == Answer(Verdict.UNREACHABLE, "no_connection")


def test_an_encrypted_connection_is_watched_too(settings: Settings) -> None:
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = True, False
    kind = SmtpTransport().connection_class
    assert issubclass(kind, smtplib.SMTP_SSL)
    assert kind.data is SmtpTransport(use_ssl=False).connection_class.data


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (AnswerLost("gone"), Answer(Verdict.UNCERTAIN, "answer_lost")),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), Answer(Verdict.UNREACHABLE, "sign_in_refused")),
        (smtplib.SMTPHeloError(501, b"who are you"), Answer(Verdict.UNREACHABLE, "server_not_ready")),
        (smtplib.SMTPNotSupportedError("no AUTH"), Answer(Verdict.UNREACHABLE, "server_not_ready")),
        (smtplib.SMTPSenderRefused(550, b"no", "hub@lero-hub.example"), Answer(Verdict.REFUSED, "smtp_550")),
        (smtplib.SMTPDataError(-1, b""), Answer(Verdict.UNCERTAIN, "answer_unclear")),
        (smtplib.SMTPException("odd"), Answer(Verdict.LATER, "smtp_trouble")),
        (TimeoutError(), Answer(Verdict.UNREACHABLE, "timed_out")),
        (OSError("no route"), Answer(Verdict.UNREACHABLE, "no_connection")),
    ],
)
def test_an_error_is_judged_by_what_it_means_for_the_message(error: Exception, expected: Answer) -> None:
    assert judge(error) == expected


def test_a_fault_of_ours_is_no_answer_of_a_server() -> None:
    message = EmailMessage("Subject", "Body", "hub@lero-hub.example", ["reader@people.example"])
    with pytest.raises(RuntimeError, match="a fault of ours"):
        hand_over(message, "tests.outbox.backends.Faulty")
