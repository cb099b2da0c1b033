"""Reminders ahead of a session. They say when, and where to answer; nothing of the circle, and nobody else.

Each can be switched off on its own. That a session was moved or cancelled is another kind (`messages.sessions`), so
that whoever wants no reminders still hears of changes.
"""

from datetime import datetime

from django.urls import reverse

from lero_hub.accounts.models import User
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from peer_supervision.calendar_entries import file_for
from peer_supervision.messages.members import CLOSED
from peer_supervision.models import Session
from peer_supervision.queries.reminders import still_wanted
from peer_supervision.reminders import ALL, Key, Reminder
from peer_supervision.wording import clock_words, day_words, when_words


def register() -> None:
    """Make the kinds known to the outbox."""
    for reminder in ALL:
        kinds.register(kinds.Kind(reminder.kind, reminder.label, still_wanted=still_wanted, closed=CLOSED))


def remind(
    reminder: Reminder, session: Session, person: User, *, answer: str = "", now: datetime
) -> OutboxMessage | None:
    """Write one reminder for one person; None when there is a row for it already.

    It goes when it is due, or at once when that is past; `answer` is what the person said to the session.
    """
    path = reverse("peer_supervision:session", args=[session.circle_id, session.pk])
    return enqueue(
        kind=reminder.kind,
        recipient=person,
        to=person.email,
        template="circles_reminder",
        context={
            "presents": reminder.presenter_only,
            "answer": answer,
            "day": day_words(session.starts_at, session.zone),
            "clock": clock_words(session.starts_at, session.zone),
            "when": when_words(session),
            "path": path,
            "settings_path": reverse("accounts:notifications"),
        },
        dedupe_key=str(Key(reminder.name, session.pk, session.sequence, person.pk)),
        now=now,
        not_before=reminder.due_at(session.starts_at),
        expires_at=reminder.expires_at(session.starts_at),
        attachments=[file_for(session, user_id=person.pk, email=person.email, answer=answer, now=now)],
    )
