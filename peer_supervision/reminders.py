"""What is written ahead of a session, when it falls due, and from when on it is of no use. Pure: it reads no clock.

A distance is elapsed time before the instant of the session, so that "72 hours before" is 72 hours on every clock,
whatever the clocks do in between. Each reminder may still go late, until the next one takes over or the session starts.
Whoever gets the presenter's turn later than a week before hears of it at once: no other mail says that it is theirs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words

LOOKAHEAD: Final = timedelta(minutes=5)
"""How long before it is due a reminder becomes a row: a few ticks of beat, so that a missed tick delays nothing."""


@dataclass(frozen=True)
class Reminder:
    """One kind: due `before` the start, useless from `until` before the start; for all who may come, or the presenter.

    `kind` is its name in the outbox, `label` its words on the page where mails are switched off.
    """

    name: str
    kind: str
    label: Words
    before: timedelta
    until: timedelta
    presenter_only: bool = False

    def due_at(self, starts_at: datetime) -> datetime:
        """Say when it falls due."""
        return starts_at - self.before

    def expires_at(self, starts_at: datetime) -> datetime:
        """Say from when on it is of no use."""
        return starts_at - self.until

    def window(self, now: datetime) -> tuple[datetime, datetime]:
        """Say which sessions it is for now: those that start after the first instant, and up to the second."""
        return now + self.until, now + LOOKAHEAD + self.before


THREE_DAYS = Reminder(
    "three_days",
    "circles.reminder_three_days",
    _("A session is three days away"),
    before=timedelta(hours=72),
    until=timedelta(hours=2),
)
TWO_HOURS = Reminder(
    "two_hours",
    "circles.reminder_two_hours",
    _("A session starts in two hours"),
    before=timedelta(hours=2),
    until=timedelta(0),
)
ONE_WEEK = Reminder(
    "one_week",
    "circles.reminder_presenter",
    _("Your turn to bring a challenge is a week away, or sooner"),
    before=timedelta(days=7),
    until=timedelta(0),
    presenter_only=True,
)

ALL: Final = (ONE_WEEK, THREE_DAYS, TWO_HOURS)


@dataclass(frozen=True)
class Key:
    """Which reminder, of which time of which session, to whom: the dedupe key of its row, and what is asked again.

    The sequence is part of it, because a session that was moved is a new time to remind of, and what was due for the
    old one is void.
    """

    name: str
    session_id: UUID
    sequence: int
    user_id: UUID

    def __str__(self) -> str:
        return f"reminder:{self.name}:{self.session_id}:{self.sequence}:{self.user_id}"

    @classmethod
    def read(cls, text: str) -> "Key":
        """Read a dedupe key; raise ValueError for anything else."""
        _word, name, session_id, sequence, user_id = text.split(":")
        return cls(name, UUID(session_id), int(sequence), UUID(user_id))


def named(name: str) -> Reminder:
    """Find a kind by its name; raise KeyError."""
    return {reminder.name: reminder for reminder in ALL}[name]
