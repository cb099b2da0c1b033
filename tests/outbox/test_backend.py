"""Whatever is sent through Django's own door ends up in the outbox."""

import base64
from datetime import timedelta
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, mail_admins, send_mail
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from lero_hub import settings as ours
from lero_hub.errors import Refused
from lero_hub.outbox.kinds import FROM_DJANGO
from lero_hub.outbox.models import OutboxMessage
from tests.outbox.support import person, send_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_door(settings: Settings) -> None:
    """Undo what Django's test set-up does to the door."""
    settings.EMAIL_BACKEND = "lero_hub.outbox.backend.OutboxBackend"


def the_message() -> OutboxMessage:
    return OutboxMessage.objects.get()


def test_the_settings_lead_django_into_the_outbox() -> None:
    assert ours.EMAIL_BACKEND == "lero_hub.outbox.backend.OutboxBackend"


def test_a_mail_of_a_package_becomes_a_row_of_its_reader() -> None:
    user = person()
    assert send_mail("Your code", "123 456", "else@people.example", ["Robin@people.example"]) == 1
    message = the_message()
    assert (message.kind, message.recipient, message.to) == (FROM_DJANGO, user, "Robin@people.example")
    assert (message.subject, message.text, message.html) == ("Your code", "123 456\n", "")
    assert message.expires_at is not None
    assert timedelta(days=2) < message.expires_at - timezone.now() < timedelta(days=4)
    assert mail.outbox == []


def test_it_is_security_mail_and_comes_from_the_hub() -> None:
    person(is_active=False)
    send_mail("Your code", "123 456", "else@people.example", ["robin@people.example"])
    send_all(timezone.now())
    (sent,) = mail.outbox
    assert sent.from_email == "LERO Hub <hub@lero-hub.example>"


def test_each_address_gets_a_message_of_its_own() -> None:
    EmailMessage(
        "Subject", "Body", to=["One <one@people.example>"], cc=["two@people.example"], bcc=["three@people.example"]
    ).send()
    found = OutboxMessage.objects.order_by("to").values_list("to", flat=True)
    assert list(found) == ["one@people.example", "three@people.example", "two@people.example"]


def test_html_headers_reply_address_and_attachments_come_along() -> None:
    message = EmailMultiAlternatives(
        "Subject",
        "Text",
        to=["reader@people.example"],
        reply_to=["Lead <lead@people.example>"],
        headers={"List-Id": "circle", "Message-ID": "<other@people.example>", "Bcc": "x@people.example"},
    )
    message.attach_alternative("<p>HTML</p>", "text/html")
    message.attach_alternative("BEGIN:VCALENDAR", "text/calendar")
    message.attach("a.txt", "words", "text/plain")
    message.attach("b.bin", b"\x00\xff", "application/octet-stream")
    message.attach(MIMEApplication(b"%PDF", "pdf"))
    message.send()
    row = the_message()
    assert (row.html, row.reply_to, row.headers) == ("<p>HTML</p>", "lead@people.example", {"List-Id": "circle"})
    attached = [(file["name"], file["content_type"], base64.b64decode(file["base64"])) for file in row.attachments]
    assert attached == [
        ("", "text/calendar", b"BEGIN:VCALENDAR"),
        ("a.txt", "text/plain", b"words"),
        ("b.bin", "application/octet-stream", b"\x00\xff"),
        ("", "application/pdf", b"%PDF"),
    ]
    send_all(timezone.now())
    assert len(mail.outbox[0].attachments) == 4


def test_a_message_within_a_message_comes_along() -> None:
    inner = EmailMessage("Inner", "Words", to=["inner@people.example"])
    message = EmailMessage("Outer", "Text", to=["reader@people.example"])
    message.attach("inner.eml", inner, "message/rfc822")
    message.attach(MIMEMessage(inner.message()))
    message.send()
    contents = [base64.b64decode(file["base64"]) for file in the_message().attachments]
    assert [b"Subject: Inner" in content for content in contents] == [True, True]


def test_a_body_in_html_alone_gets_a_text() -> None:
    message = EmailMessage("Subject", "<p>Hello <b>you</b></p>", to=["reader@people.example"])
    message.content_subtype = "html"
    message.send()
    row = the_message()
    assert (row.text, row.html) == ("Hello you\n", "<p>Hello <b>you</b></p>")


@pytest.mark.parametrize("body", ["", "\x00", "   "])
def test_a_mail_without_subject_or_text_can_still_go(body: str) -> None:
    EmailMessage("", body, to=["reader@people.example"]).send()
    row = the_message()
    assert (row.subject, row.text) == ("LERO Hub <hub@lero-hub.example>", "\n")


def test_a_mail_to_the_administrators_goes_through_the_outbox(settings: Settings) -> None:
    settings.ADMINS = [("Operator", "operator@people.example")]
    mail_admins("Trouble\nBcc: x@people.example", "What happened\x00")
    row = the_message()
    assert (row.to, row.subject, row.text) == (
        "operator@people.example",
        "[Django] Trouble Bcc: x@people.example",
        "What happened\n",
    )


def test_a_bad_address_is_refused_or_passed_over_in_silence() -> None:
    arguments: Any = ("Subject", "Body", None, ["good@people.example", "bad address"])
    with pytest.raises(Refused):
        send_mail(*arguments)
    assert send_mail(*arguments, fail_silently=True) == 0
    assert OutboxMessage.objects.count() == 0


def test_a_mail_to_nobody_is_no_mail() -> None:
    connection = mail.get_connection()
    assert connection.send_messages([EmailMessage("Subject", "Body")]) == 0


def test_a_mail_in_a_transaction_that_fails_is_not_sent() -> None:
    with transaction.atomic():
        send_mail("Subject", "Body", None, ["reader@people.example"])
        transaction.set_rollback(True)
    assert OutboxMessage.objects.count() == 0
