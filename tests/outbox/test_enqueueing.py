"""Writing a message into the outbox."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from lero_hub.accounts.models import User
from lero_hub.errors import Refused
from lero_hub.outbox import nudge
from lero_hub.outbox.kinds import UnknownKind
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import Attachment, enqueue
from tests.outbox.support import MINUTE, NOW, OPTIONAL, person, queue

HOSTILE = "<b>O'Brien</b>{{ base_url }}{% now %}\x00\r\nBcc: x@people.example"


@pytest.fixture
def templates(tmp_path: Path, settings: Settings) -> Path:
    """Put a template of the tests beside the hub's own."""
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "greeting.subject.txt").write_text(
        "{% load i18n %}Hello {{ name }}\n{% get_current_language as l %}{{ l }}\n"
    )
    (folder / "greeting.txt").write_text("\nDear {{ name }}, {{ site_name }} {{ base_url }}/here {{ language }}\n\n")
    (folder / "greeting.html").write_text("<title>{{ subject }}</title><p>Dear {{ name }}</p>")
    (first,) = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [tmp_path, *first["DIRS"]]}]
    return folder


def greet(name: str = "Robin", *, key: str = "greeting:1", recipient: User | None = None) -> OutboxMessage | None:
    return enqueue(
        kind=OPTIONAL,
        recipient=recipient,
        to=recipient.email if recipient else "reader@people.example",
        template="greeting",
        context={"name": name},
        dedupe_key=key,
        now=NOW,
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("templates")
def test_enqueue_renders_for_the_recipient_and_waits_in_the_queue() -> None:
    recipient = person()
    message = greet(recipient=recipient)
    assert message is not None
    message.refresh_from_db()
    assert (message.state, message.kind, message.to) == ("queued", OPTIONAL, "robin@people.example")
    assert message.recipient == recipient
    assert message.subject == "Hello Robin en-gb"
    assert message.text == "Dear Robin, LERO Hub http://127.0.0.1:8000/here en-gb\n"
    assert message.html == "<title>Hello Robin en-gb</title><p>Dear Robin</p>"
    assert message.message_id == f"<{message.pk}@127.0.0.1>"
    assert (message.created_at, message.next_attempt_at, message.attempts) == (NOW, NOW, 0)
    assert str(message) == f"test.optional queued ({message.pk})"


@pytest.mark.django_db
@pytest.mark.usefixtures("templates")
def test_enqueue_renders_in_the_language_of_the_reader(settings: Settings) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
    welsh, lost = person("dafydd", language="cy"), person("klaus", language="tlh")
    first, second = greet(key="1", recipient=welsh), greet(key="2", recipient=lost)
    assert first is not None
    assert first.subject == "Hello Robin cy"
    assert second is not None
    assert second.subject == "Hello Robin en-gb"


@pytest.mark.django_db
@pytest.mark.usefixtures("templates")
def test_enqueue_keeps_hostile_text_from_header_markup_template_and_database() -> None:
    message = greet(HOSTILE)
    assert message is not None
    message.refresh_from_db()
    assert message.subject == "Hello <b>O'Brien</b>{{ base_url }}{% now %} Bcc: x@people.example en-gb"
    assert "Dear <b>O'Brien</b>{{ base_url }}{% now %}\r\nBcc" in message.text
    assert "<p>Dear &lt;b&gt;O&#x27;Brien&lt;/b&gt;{{ base_url }}{% now %}\r\nBcc" in message.html


@pytest.mark.django_db
@pytest.mark.usefixtures("templates")
def test_enqueue_twice_under_one_key_queues_once() -> None:
    first = greet("Robin")
    assert first is not None
    assert greet("Somebody else") is None
    assert [(row.pk, row.subject) for row in OutboxMessage.objects.all()] == [(first.pk, first.subject)]


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["nobody", "", "a@b.example\nBcc: c@d.example"])
def test_enqueue_to_no_address_is_refused(to: str) -> None:
    with pytest.raises(Refused, match="not an e-mail address"):
        queue(to=to)
    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db
def test_enqueue_with_a_reply_address_keeps_it_and_refuses_a_bad_one() -> None:
    assert queue(reply_to="lead@people.example").reply_to == "lead@people.example"
    with pytest.raises(Refused):
        queue(reply_to="lead@people.example\r\nBcc: x@people.example")


@pytest.mark.django_db
def test_enqueue_of_an_unknown_kind_is_a_fault() -> None:
    with pytest.raises(UnknownKind):
        queue(kind="test.unknown")


@pytest.mark.django_db
def test_enqueue_for_later_is_not_due_before() -> None:
    later = NOW + timedelta(hours=3)
    message = queue(not_before=later, expires_at=later + MINUTE)
    assert message.next_attempt_at == later
    assert list(OutboxMessage.objects.due(later - MINUTE)) == []
    assert list(OutboxMessage.objects.due(later)) == [message]
    assert list(OutboxMessage.objects.due(later + MINUTE)) == []


@pytest.mark.django_db
def test_enqueue_for_a_time_that_is_past_is_due_now() -> None:
    assert queue(not_before=NOW - MINUTE).next_attempt_at == NOW


@pytest.mark.django_db
def test_enqueue_with_an_attachment_keeps_it_in_the_row() -> None:
    message = queue(attachments=[Attachment("a\r\nb.ics", b"BEGIN:VCALENDAR\x00", "text/calendar")])
    message.refresh_from_db()
    content = base64.b64encode(b"BEGIN:VCALENDAR\x00").decode()
    assert message.attachments == [{"name": "a b.ics", "content_type": "text/calendar", "base64": content}]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("templates")
def test_enqueue_outside_a_transaction_is_a_fault() -> None:
    with pytest.raises(RuntimeError, match="belongs to the transaction"):
        greet()
    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_enqueue_in_a_transaction_that_fails_leaves_no_message() -> None:
    with transaction.atomic():
        queue()
        assert OutboxMessage.objects.count() == 1
        transaction.set_rollback(True)
    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db
def test_several_messages_in_one_transaction_nudge_once() -> None:
    queue()
    queue()
    assert [entry[1] for entry in connection.run_on_commit] == [nudge.nudge]


@pytest.mark.django_db
def test_a_message_after_one_that_was_rolled_back_still_nudges() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert connection.run_on_commit == []
    queue()
    assert [entry[1] for entry in connection.run_on_commit] == [nudge.nudge]


@pytest.mark.django_db
def test_a_key_that_was_used_before_nudges_nobody() -> None:
    first = queue()
    connection.run_on_commit.clear()
    with pytest.raises(AssertionError):
        queue(dedupe_key=first.dedupe_key)
    assert connection.run_on_commit == []
