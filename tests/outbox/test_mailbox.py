"""The folder that stands for a mail server in the demonstration."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from lero_hub.outbox import mailbox
from tests.outbox.support import queue, send


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Give the mailbox a home of its own."""
    settings.HOME_DIR = tmp_path
    settings.OUTBOX_DELIVERY_BACKEND = "lero_hub.outbox.mailbox.FileMailbox"
    return tmp_path / "mail"


def post(subject: str) -> None:
    message = EmailMultiAlternatives(
        subject, "Text é\n", to=["reader@people.example"], reply_to=["lead@people.example"]
    )
    message.attach_alternative("<p>HTML é</p>", "text/html")
    message.attach("date.ics", b"BEGIN:VCALENDAR", "text/calendar")
    mailbox.FileMailbox().send_messages([message])


def test_an_empty_mailbox_has_nothing_to_read() -> None:
    assert mailbox.read() == []


def test_a_delivered_message_can_be_read_by_its_owner_alone(folder: Path) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 12, 20, tzinfo=UTC), tick=False):
        post("Ŵythnos dda")
    (message,) = mailbox.read()
    assert (message.subject, message.to, message.reply_to) == (
        "Ŵythnos dda",
        "reader@people.example",
        "lead@people.example",
    )
    assert (message.text, message.html, message.attachments) == ("Text é\n", "<p>HTML é</p>", ("date.ics",))
    assert message.at == datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
    assert mailbox.find(message.name) == message
    (file,) = folder.iterdir()
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)


def test_messages_are_read_newest_first_up_to_the_limit() -> None:
    for second, subject in enumerate(("first", "second", "third")):
        with time_machine.travel(datetime(2026, 3, 2, 12, 20, second, tzinfo=UTC), tick=False):
            post(subject)
    assert [message.subject for message in mailbox.read(2)] == ["third", "second"]


def test_old_messages_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "KEEP", 2)
    for subject in ("first", "second", "third"):
        post(subject)
    assert [message.subject for message in mailbox.read()] == ["third", "second"]


@pytest.mark.parametrize("name", ["", "../secret", "20260302T122000.000000Z-" + "0" * 32, "x/../../etc/passwd", "\x00"])
def test_a_name_of_no_message_finds_nothing(folder: Path, name: str) -> None:
    post("Subject")
    (folder.parent / "secret.eml").write_text("Subject: secret\n\nsecret")
    assert mailbox.find(name) is None


def test_what_is_no_message_is_passed_over(folder: Path) -> None:
    post("Subject")
    (folder / "notes.eml").write_text("not one of ours")
    (folder / ".20260302T122000.000000Z-half.part").write_text("half a message")
    assert [message.subject for message in mailbox.read()] == ["Subject"]


def test_a_message_without_html_or_reply_address_has_none(folder: Path) -> None:
    folder.mkdir()
    (folder / f"20260302T122000.000000Z-{'a' * 32}.eml").write_text("To: a@b.example\nSubject: Plain\n\nText\n")
    (message,) = mailbox.read()
    assert (message.text, message.html, message.reply_to, message.attachments) == ("Text\n", "", "", ())


@pytest.mark.django_db
def test_the_outbox_delivers_into_the_mailbox() -> None:
    message = queue()
    send(message)
    (delivered,) = mailbox.read()
    assert (message.state, delivered.message_id) == ("sent", message.message_id)
    assert delivered.text == "The text\n"
