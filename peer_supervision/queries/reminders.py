"""Who is to be reminded of what now, and whether a reminder that waits is still wanted.

Both questions share one rule, `_entitled`: it is asked when the row is written, and again when the mail goes.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from lero_hub.accounts.models import User
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.states import SENT
from peer_supervision.models import CircleMembership, Rsvp, Session, Turn
from peer_supervision.reminders import Key, Reminder, named
from peer_supervision.states import Answer

Pair = tuple[Session, User]


def due(reminder: Reminder, *, now: datetime) -> list[tuple[Session, list[User]]]:
    """List whom to remind of which session now, session by session, the earliest first; not whom a row stands for."""
    after, until = reminder.window(now)
    near = Session.objects.planned().filter(starts_at__gt=after, starts_at__lte=until, circle__closed_at__isnull=True)
    sessions = [
        session
        for session in near.order_by("starts_at", "id")
        if reminder.presenter_only or not _told_since(reminder, session)
    ]
    pairs = _not_told_before(reminder, list(_entitled(reminder, sessions)))
    keys = {_key(reminder, *pair): pair for pair in pairs}
    written = OutboxMessage.objects.filter(dedupe_key__in=list(keys)).values_list("dedupe_key", flat=True)
    for key in written:
        del keys[key]
    people: dict[UUID, list[User]] = {}
    for session, person in keys.values():
        people.setdefault(session.pk, []).append(person)
    return [(session, people[session.pk]) for session in sessions if session.pk in people]


def still_wanted(message: OutboxMessage) -> bool:
    """Tell whether the session is on at the time that the reminder is of, and the person still to be reminded."""
    key = Key.read(message.dedupe_key)
    on = Session.objects.planned().filter(pk=key.session_id, sequence=key.sequence, circle__closed_at__isnull=True)
    return any(person.pk == key.user_id for _session, person in _entitled(named(key.name), list(on)))


def _key(reminder: Reminder, session: Session, person: User) -> str:
    return str(Key(reminder.name, session.pk, session.sequence, person.pk))


def _told_since(reminder: Reminder, session: Session) -> bool:
    """Tell whether the reminder would have been due before the session got its time.

    Whoever moved it wrote to everybody about the new time, so there is nothing left to remind of; but that mail does
    not say whose turn it is.
    """
    return session.sequence > 0 and reminder.due_at(session.starts_at) <= session.changed_at


def _not_told_before(reminder: Reminder, pairs: list[Pair]) -> list[Pair]:
    """Leave out whoever knows that the turn is theirs, and was told the new time when the session was moved since."""
    moved = {
        str(Key(reminder.name, session.pk, sequence, person.pk)): (session.pk, person.pk)
        for session, person in pairs
        if _told_since(reminder, session)
        for sequence in range(session.sequence)
    }
    if not moved:
        return pairs
    sent = OutboxMessage.objects.filter(dedupe_key__in=list(moved), state=SENT)
    know = {moved[key] for key in sent.values_list("dedupe_key", flat=True)}
    return [(session, person) for session, person in pairs if (session.pk, person.pk) not in know]


def _entitled(reminder: Reminder, sessions: Collection[Session]) -> Iterator[Pair]:
    """Pair each session with those members who have not said no; in the presenter's reminder, with the presenter.

    An account that is closed, or without consent, gets nothing.
    """
    no = set(Rsvp.objects.filter(session__in=sessions, answer=Answer.NO).values_list("session_id", "user_id"))
    presenters = set[tuple[UUID, UUID]]()
    if reminder.presenter_only:
        turns = Turn.objects.standing().presenters().filter(session__in=sessions)
        presenters = set(turns.values_list("session_id", "user_id"))
    members: dict[UUID, list[User]] = {}
    belong = CircleMembership.objects.open().filter(
        circle__in={session.circle_id for session in sessions},
        user__is_active=True,
        user__consented_at__isnull=False,
    )
    for membership in belong.select_related("user").order_by("joined_at", "id"):
        members.setdefault(membership.circle_id, []).append(membership.user)
    for session in sessions:
        for person in members.get(session.circle_id, ()):
            place = (session.pk, person.pk)
            if place not in no and (place in presenters or not reminder.presenter_only):
                yield session, person
