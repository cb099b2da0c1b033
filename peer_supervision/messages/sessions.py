"""Mails that a session was moved or cancelled, or that the rhythm changed: each member is told once.

The dedupe key holds the session's sequence, which rises with every move and with the cancelling. When a session is
moved again before a mail went out, that mail is void and only the newest one goes. A mail expires when its session is
over, so that nothing late confuses anybody.

People may switch these off: they are no matter of safety, and a kind that is always sent is not asked again before it
goes, so that it would tell of times that no longer hold. Each carries the meeting as a file for the calendar.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.states import SENT
from lero_hub.outbox.workflows import enqueue
from peer_supervision.calendar_entries import file_for
from peer_supervision.messages.members import CLOSED, people_of, still_member
from peer_supervision.models import Circle, Series, Session
from peer_supervision.states import SessionState
from peer_supervision.wording import clock_words, day_words, when_words

SESSION = "circles.session"
WITH_FILE = 2
"""Of how many sessions a mail about many carries the file: the next two, as reminders reach a week ahead."""


def _newest(message: OutboxMessage) -> bool:
    """Tell whether the recipient belongs to the circle, and the one session that it is about has not changed again."""
    what, subject_id, mark = message.dedupe_key.split(":")[:3]
    if what in {"session_moved", "session_cancelled"}:
        is_newest = Session.objects.filter(pk=subject_id, sequence=mark).exists()
        return is_newest and still_member(message)
    return still_member(message)


def register() -> None:
    """Make the kind known to the outbox."""
    label = _("A session is moved or cancelled")
    kinds.register(kinds.Kind(SESSION, label, still_wanted=_newest, closed=CLOSED))


def tell_moved(session: Session, *, was: str, now: datetime) -> None:
    """Tell every member the new time of one session; `was` is its time until now, in words."""
    _tell(session.circle_id, "moved", [session], key=f"{session.pk}:{session.sequence}", was=was, now=now)


def tell_cancelled(session: Session, *, now: datetime) -> None:
    """Tell every member that one session is off."""
    _tell(session.circle_id, "cancelled", [session], key=f"{session.pk}:{session.sequence}", now=now)


def tell_rhythm(series: Series, sessions: Sequence[Session], *, now: datetime) -> None:
    """Tell every member once that the weekly time has changed, with the sessions that follow it."""
    _tell(series.circle_id, "rhythm", sessions, key=f"{series.pk}:{now.timestamp()}", now=now)


def tell_ended(circle: Circle, sessions: Sequence[Session], *, now: datetime) -> None:
    """Tell every member once that the weekly sessions have ended, with those that are off."""
    _tell(circle.pk, "ended", sessions, key=f"{circle.pk}:{now.timestamp()}", now=now)


def _not_told(session: Session) -> set[UUID]:
    """List who has not had the mail about the move before this one, and so never knew the time that it tells."""
    before = f"session_moved:{session.pk}:{session.sequence - 1}:"
    rows = OutboxMessage.objects.filter(dedupe_key__startswith=before, recipient__isnull=False).exclude(state=SENT)
    return {user_id for user_id in rows.values_list("recipient_id", flat=True) if user_id}


def _tell(circle_id: UUID, what: str, sessions: Sequence[Session], *, key: str, now: datetime, was: str = "") -> None:
    """Write one mail to each member; `sessions` are those that it is about, the earliest first."""
    first = next((each for each in sessions if what != "rhythm" or each.state != SessionState.CANCELLED), sessions[0])
    strangers = _not_told(first) if was else set()
    path = reverse("peer_supervision:circle", args=[circle_id])
    if what in {"moved", "cancelled"}:
        path = reverse("peer_supervision:session", args=[circle_id, first.pk])
    # What was moved before is in people's calendars already, however far ahead it is.
    in_calendars = [each for number, each in enumerate(sessions) if number < WITH_FILE or each.sequence > 1]
    for person in people_of(circle_id):
        enqueue(
            kind=SESSION,
            recipient=person,
            to=person.email,
            template="circles_session",
            context={
                "what": what,
                "is_on": first.state != SessionState.CANCELLED,
                "was": "" if person.pk in strangers else was,
                "when": when_words(first),
                "day": day_words(first.starts_at, first.zone),
                "clock": clock_words(first.starts_at, first.zone),
                "path": path,
            },
            dedupe_key=f"session_{what}:{key}:{person.pk}:{circle_id}",
            now=now,
            expires_at=sessions[-1].ends_at if sessions[-1].ends_at > now else None,
            attachments=[file_for(each, user_id=person.pk, email=person.email, now=now) for each in in_calendars],
        )
