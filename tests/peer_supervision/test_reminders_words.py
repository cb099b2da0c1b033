"""What reminders say, and what neither they nor anything around them ever says."""

from __future__ import annotations

import io
import logging
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from lero_hub.accounts.models import User
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.rendering import render
from lero_hub.runtime.logs import PrivateJsonFormatter
from peer_supervision.messages import reminders as messages
from peer_supervision.models import Session
from peer_supervision.reminders import ALL, ONE_WEEK, THREE_DAYS, TWO_HOURS
from peer_supervision.states import Answer
from peer_supervision.workflows.challenges import write_challenge
from peer_supervision.workflows.feeds import make_feed
from peer_supervision.workflows.reminders import write_due
from peer_supervision.workflows.sessions import answer_session, cancel_session, move_session
from tests.factories import NOW, me
from tests.peer_supervision.builders import circle, host_of, members_of, picked, presenter, weekly
from tests.peer_supervision.support_reminders import reminders, send_all, silence, wire

pytestmark = pytest.mark.django_db

NAME, ROOM = "Sentinel Lantern Circle", "https://video.example/sentinel-room"
CHALLENGE, QUESTION = "Sentinel trouble with the board", "Sentinel question"
HINTS = ("recovery", "lived experience", "circle", "peer", "supervision", "addict", "leader", "organisation", "therapy")


def session_for_all() -> Session:
    """Give a session with everything in it that must not come out."""
    opened = circle(members=2, name=NAME)
    session = weekly(opened, video_link=ROOM)[1]
    picked(opened)
    somebody = presenter(session)
    write_challenge(session_id=session.pk, text=CHALLENGE, question=QUESTION, by=me(somebody), now=NOW)
    return session


@pytest.mark.parametrize("reminder", ALL, ids=lambda each: each.name)
def test_each_reminder_as_text_and_html(reminder: object) -> None:
    session = session_for_all()
    silence()
    write_due(now=reminder.due_at(session.starts_at))  # type: ignore[attr-defined]  # a Reminder
    row = next(row for row in reminders() if row.kind == reminder.kind)  # type: ignore[attr-defined]  # as above
    page = f"http://127.0.0.1:8000{reverse('peer_supervision:session', args=[session.circle_id, session.pk])}"
    switches = f"http://127.0.0.1:8000{reverse('accounts:notifications')}"
    assert row.subject == "A date on Thursday 12 March, 6 pm"
    for body in (row.text, row.html):
        assert "Thursday 12 March, 6 pm to 7.30 pm, UK time" in body
        assert page in body
        assert switches in body
        assert "An answer from your calendar program does not reach us." in body
        assert ("It is your turn" in body) is (reminder is ONE_WEEK)
        assert "!" not in body.replace("<!doctype", "")
    assert row.text.count("http") == 3
    assert f'<a href="{page}">Say yes, maybe or no</a>' in row.html
    assert "\n\n\n\n" not in row.text


@pytest.mark.parametrize(
    ("answer", "words"),
    [("", "Can you make it?"), (Answer.YES, "You said yes."), (Answer.MAYBE, "You said maybe.")],
)
def test_a_reminder_knows_what_was_said(answer: str, words: str) -> None:
    session = session_for_all()
    person = members_of(session.circle)[0]
    if answer:
        answer_session(session_id=session.pk, answer=answer, by=me(person), now=NOW)
    silence()
    write_due(now=THREE_DAYS.due_at(session.starts_at))
    row = next(row for row in reminders("three_days") if row.recipient_id == person.pk)
    assert words in row.text
    assert words in row.html


def test_a_subject_and_an_entry_hint_at_nothing() -> None:
    session = session_for_all()
    silence()
    for reminder in ALL:
        write_due(now=reminder.due_at(session.starts_at))
        send_all(reminder.due_at(session.starts_at))
    assert len(mail.outbox) == 7
    for message in mail.outbox:
        parsed = wire(message)
        file = "".join(str(part.get_content()) for part in parsed.iter_attachments()).replace("\r\n ", "")
        shown = (message.subject + file).replace("hub@lero-hub.example", "").lower()
        others = {each.display_name.lower() for each in User.objects.all() if each.email not in message.to}
        assert [word for word in (*HINTS, "lero", "http", *others) if word in shown] == []


def test_a_reminder_names_nobody_and_only_its_reader_attends() -> None:
    session = session_for_all()
    silence()
    write_due(now=TWO_HOURS.due_at(session.starts_at))
    send_all(TWO_HOURS.due_at(session.starts_at))
    people = members_of(session.circle)
    for message in mail.outbox:
        everything = wire(message).as_string() + message.body
        (reader,) = [each for each in people if each.email in message.to]
        assert reader.email in everything
        for other in people:
            if other != reader:
                assert other.email not in everything
                assert str(other.pk) not in everything


def test_the_link_alone_does_nothing() -> None:
    session = session_for_all()
    path = reverse("peer_supervision:session", args=[session.circle_id, session.pk])
    answer = Client().get(path)
    assert answer.status_code == 302
    assert not session.rsvps.exists()


def test_markup_in_what_is_shown_stays_text() -> None:
    context = {"when": "<b>now</b>", "day": "a\nb", "clock": "6 pm", "path": "/", "settings_path": "/", "answer": ""}
    words = render("circles_reminder", context, language="en-gb")
    assert "<b>now</b>" in words.text
    assert "&lt;b&gt;now&lt;/b&gt;" in words.html
    assert "\n" not in words.subject


# --- Sentinels --------------------------------------------------------------------------------------------------------


def _live(session: Session, feeds: list[str]) -> None:
    """Let everything happen that sends or writes: all reminders, a move, a cancelling, reading the feeds."""
    for reminder in (ONE_WEEK, THREE_DAYS):
        write_due(now=reminder.due_at(session.starts_at))
        send_all(reminder.due_at(session.starts_at))
    host = me(host_of(session.circle))
    now = session.starts_at - timedelta(hours=70)
    new = session.starts_at + timedelta(hours=24)
    move_session(session_id=session.pk, starts_at=new, minutes=90, sequence=0, by=host, now=now)
    send_all(now)
    write_due(now=TWO_HOURS.due_at(new))
    send_all(TWO_HOURS.due_at(new))
    _fails(session, now=new)
    cancel_session(session_id=session.pk, by=host, now=new - timedelta(minutes=30))
    send_all(new - timedelta(minutes=20))
    for secret in feeds:
        assert Client().get(reverse("peer_supervision:calendar_feed", args=[secret])).status_code == 200


def _fails(session: Session, *, now: datetime) -> None:
    """Let a reminder meet a fault, so that it is logged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages, "file_for", lambda *_given, **_named: 1 / 0)
        OutboxMessage.objects.filter(kind=TWO_HOURS.kind).delete()
        write_due(now=now - timedelta(minutes=60))


def test_name_link_and_challenge_are_in_no_row_mail_feed_log_or_audit_row() -> None:
    session = session_for_all()
    feeds = [make_feed(by=me(person), now=NOW) for person in members_of(session.circle)]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateJsonFormatter())
    logging.getLogger().addHandler(handler)
    try:
        _live(session, feeds)
    finally:
        logging.getLogger().removeHandler(handler)
    sentinels = [NAME, "Sentinel", "sentinel", ROOM, CHALLENGE, QUESTION]
    mails = "".join(wire(message).as_string() + message.body for message in mail.outbox)
    mails += "".join(str(body) for message in mail.outbox for body, _kind in message.alternatives)  # type: ignore[attr-defined]
    with time_machine.travel(NOW, tick=False):
        read = "".join(_read(secret) for secret in feeds)
    logs = stream.getvalue()
    assert len(mail.outbox) >= 13
    assert "could not be written" in logs
    assert "BEGIN:VEVENT" in read
    for text in (mails, read, logs, _rows("outbox_message"), _rows("audit_event")):
        assert text
        assert [word for word in sentinels if word in text] == []


def _read(secret: str) -> str:
    return Client().get(reverse("peer_supervision:calendar_feed", args=[secret])).content.decode()


def _rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT string_agg(t::text, E"\\n") FROM "{table}" t'.replace('E"\\n"', "chr(10)"))
        return str(cursor.fetchone()[0])
