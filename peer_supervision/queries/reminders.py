"""Who is to be reminded of what now, and whether a reminder that waits is still wanted.

Both questions share one rule, `_entitled`: it is asked when the row is written, and again when the mail goes.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from lero_hub.outbox.models import OutboxMessage
from peer_supervision.models import CircleMembership, Rsvp, Session, Turn
from peer_supervision.reminders import Key, Reminder, named
from peer_supervision.states import Answer, SessionState


def _entitled(reminder: Reminder) -> QuerySet[CircleMembership]:
    """Pair each open membership with the planned sessions of its circle, less those that the person said no to.

    An account that is closed or without consent gets nothing; the presenter's reminder is for the presenter.
    """
    session = OuterRef("circle__sessions")
    said_no = Rsvp.objects.filter(session=session, user=OuterRef("user"), answer=Answer.NO)
    pairs = CircleMembership.objects.open().filter(
        ~Exists(said_no),
        user__is_active=True,
        user__consented_at__isnull=False,
        circle__closed_at__isnull=True,
        circle__sessions__state=SessionState.PLANNED,
    )
    if reminder.presenter_only:
        turns = Turn.objects.standing().presenters().filter(session=session, user=OuterRef("user"))
        pairs = pairs.filter(Exists(turns))
    return pairs


def due(reminder: Reminder, *, now: datetime) -> Iterator[tuple[UUID, list[UUID]]]:
    """List whom to remind of which session now, session by session, the earliest first; not whom a row stands for.

    Whoever moved a session wrote to everybody about its new time, so a reminder of it that would have been due before
    that is left out.
    """
    after, until = reminder.window(now)
    word = Value(f"reminder:{reminder.name}:")
    key = Concat(
        word,
        Cast("circle__sessions__id", CharField()),
        Value(":"),
        Cast("circle__sessions__sequence", CharField()),
        Value(":"),
        Cast("user_id", CharField()),
        output_field=CharField(),
    )
    told_since = Q(circle__sessions__sequence__gt=0) & Q(
        circle__sessions__starts_at__lte=F("circle__sessions__changed_at") + reminder.before
    )
    # One filter, so that all of it is about the same session.
    pairs = (
        _entitled(reminder)
        .filter(circle__sessions__starts_at__gt=after, circle__sessions__starts_at__lte=until)
        .exclude(told_since)
        .alias(key=key)
        .filter(~Exists(OutboxMessage.objects.filter(dedupe_key=OuterRef("key"))))
        .order_by("circle__sessions__starts_at", "circle__sessions__id", "user_id")
        .values_list("circle__sessions__id", "user_id")
    )
    for session_id, group in groupby(pairs, key=lambda pair: pair[0]):
        yield session_id, [user_id for _session_id, user_id in group]


def still_wanted(message: OutboxMessage) -> bool:
    """Tell whether the session is on at the time that the reminder is of, and the person still to be reminded."""
    key = Key.read(message.dedupe_key)
    return (
        _entitled(named(key.name))
        .filter(
            user_id=key.user_id,
            circle__sessions__id=key.session_id,
            circle__sessions__sequence=key.sequence,
        )
        .exists()
    )


def session_of(session_id: UUID) -> Session:
    """Read a session."""
    return Session.objects.get(pk=session_id)
