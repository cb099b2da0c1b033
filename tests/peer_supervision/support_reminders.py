"""What the tests of reminders share: the rows, and the mails as they come out."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from email.policy import default

from django.core import mail
from icalendar import Calendar, Event

from lero_hub.accounts.models import User
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import claim_due, deliver
from peer_supervision.models import Session

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def reminders(kind: str = "") -> list[OutboxMessage]:
    """Give the rows of reminders, of one kind if it is named, in the order of their keys."""
    rows = OutboxMessage.objects.filter(kind__startswith="circles.reminder").order_by("dedupe_key")
    return list(rows.filter(kind=f"circles.reminder_{kind}") if kind else rows)


def written_to(kind: str) -> set[User]:
    """Give the people who have a row of a kind."""
    return {row.recipient for row in reminders(kind) if row.recipient}


def send_all(now: datetime) -> None:
    """Send whatever is due, however much it is."""
    while claims := claim_due(now=now, limit=100):
        for claim in claims:
            deliver(claim.message_id, claim.token, now=now)


def silence() -> None:
    """Send what was written so far, and forget it."""
    OutboxMessage.objects.all().delete()
    mail.outbox.clear()


def wire(message: mail.EmailMessage) -> Parsed:
    """Give a mail as the reader's program parses it."""
    parsed = BytesParser(policy=default).parsebytes(message.message().as_bytes())
    assert isinstance(parsed, Parsed)
    return parsed


def entry_in(parsed: Parsed) -> tuple[Calendar, Event]:
    """Give the calendar file of a mail and its one entry."""
    (part,) = [part for part in parsed.iter_attachments() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def fresh(session: Session) -> Session:
    """Read a session again."""
    return Session.objects.get(pk=session.pk)
