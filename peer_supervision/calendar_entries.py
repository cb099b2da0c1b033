"""Sessions as calendar entries: the file that goes with a mail, and the feed that a calendar program subscribes to.

What an entry says is the least that is of use: when, and "Meeting". Calendars are often shared at work or at home, so
there is no name of a circle, no link, nobody else, and no organiser but the hub's own address.

- Times are instants in UTC. Every entry is one dated meeting and repeats by no rule, so no clock change can shift it,
  and the program shows it on the reader's own clock; a VTIMEZONE could only add mistakes.
- The id is made of session and person: it stays the same through every mail, every move and the feed, and two calendars
  on one server do not show that their owners meet. `SEQUENCE` is the session's own, which rises with every change.
- A mail carries METHOD:REQUEST, for that is what lets a later file update the entry by its id, and METHOD:CANCEL remove
  it; and PUBLISH may name no attendee (RFC 5546, 3.2.1). `RSVP=FALSE` asks for no answer by mail: the hub reads none.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from lero_hub.outbox.workflows import Attachment
from peer_supervision.models import Session
from peer_supervision.states import Answer, SessionState

PRODUCT: Final = "-//Hub//Meetings//EN"
REFRESH: Final = timedelta(hours=1)
STATUS: Final = {Answer.YES: "ACCEPTED", Answer.MAYBE: "TENTATIVE", Answer.NO: "DECLINED"}


def entry_id(session: Session, user_id: uuid.UUID) -> str:
    """Give the id of one person's entry for one session, the same for ever."""
    return str(uuid.uuid5(session.pk, str(user_id)))


def file_for(session: Session, *, user_id: uuid.UUID, email: str, answer: str = "", now: datetime) -> Attachment:
    """Make the file that goes with a mail: the meeting as it stands, or that it is off."""
    is_off = session.state == SessionState.CANCELLED
    event = _event(session, user_id, stamp=now)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["RSVP"] = vText("FALSE")
    attendee.params["PARTSTAT"] = vText(STATUS[Answer(answer)] if answer else "NEEDS-ACTION")
    event.add("attendee", attendee)
    method = "CANCEL" if is_off else "REQUEST"
    calendar = _calendar(method)
    calendar.add_component(event)
    return Attachment("meeting.ics", bytes(calendar.to_ical()), f"text/calendar; method={method}")


def feed_of(sessions: Iterable[tuple[Session, str]], *, user_id: uuid.UUID) -> bytes:
    """Make the feed of one person from their sessions, each with their answer. Equal sessions give equal bytes."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", _("Meetings"))
    calendar.add("x-wr-calname", _("Meetings"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for session, answer in sessions:
        event = _event(session, user_id, stamp=session.changed_at)
        event.add("status", "CONFIRMED" if answer == Answer.YES else "TENTATIVE")
        event.add("last-modified", session.changed_at.astimezone(UTC))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(session: Session, user_id: uuid.UUID, *, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry_id(session, user_id))
    event.add("sequence", session.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", _("Meeting"))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event
