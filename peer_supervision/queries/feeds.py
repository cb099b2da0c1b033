"""Whose feed an address is, and what is in it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from peer_supervision.feed_secrets import digest
from peer_supervision.models import CalendarFeed, CircleMembership, Rsvp, Session
from peer_supervision.states import Answer, SessionState

RECENT: Final = timedelta(weeks=4)


def feed_of(user_id: UUID) -> CalendarFeed | None:
    """Give a person's feed, if they made one."""
    return CalendarFeed.objects.filter(user_id=user_id).first()


def owner_of(secret: str) -> UUID | None:
    """Find whose feed a secret opens, by its digest. A closed account, or one without consent, has none."""
    feeds = CalendarFeed.objects.filter(
        digest=digest(secret), user__is_active=True, user__consented_at__isnull=False, user__erased_at__isnull=True
    )
    return feeds.values_list("user_id", flat=True).first()


def sessions_for(user_id: UUID, *, now: datetime) -> list[tuple[Session, str]]:
    """List a person's coming and recent sessions with their answer, the earliest first.

    Left out is what was cancelled, what they said no to, and what was over before they belonged to the circle.
    """
    since = dict(
        CircleMembership.objects.open()
        .filter(user_id=user_id, circle__closed_at__isnull=True)
        .values_list("circle_id", "joined_at")
    )
    sessions = (
        Session.objects.filter(circle__in=since, ends_at__gt=now - RECENT)
        .exclude(state=SessionState.CANCELLED)
        .order_by("starts_at", "id")
    )
    answers = dict(Rsvp.objects.filter(user_id=user_id, session__in=sessions).values_list("session_id", "answer"))
    theirs = [
        (session, answers.get(session.pk, "")) for session in sessions if session.ends_at > since[session.circle_id]
    ]
    return [(session, answer) for session, answer in theirs if answer != Answer.NO]
