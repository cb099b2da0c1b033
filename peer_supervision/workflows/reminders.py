"""Writing the reminders that fall due, as rows in the outbox. Twice, late, or in two workers at once is safe.

Each session is a transaction of its own. Two workers may see the same person without a row; the unique dedupe key lets
one of them write it. Nothing is locked: whatever changes in between is asked again when the mail goes.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lero_hub.accounts.models import User
from peer_supervision.messages import reminders as messages
from peer_supervision.models import Rsvp, Session
from peer_supervision.queries.reminders import due
from peer_supervision.reminders import ALL, Reminder

logger = logging.getLogger(__name__)


def write_due(*, now: datetime) -> int:
    """Write what is due now or in a few minutes. Returns how many rows are new; twice writes none.

    A fault with one session is logged and leaves the others alone; the next tick tries it again.
    """
    number = 0
    for reminder in ALL:
        for session, people in due(reminder, now=now):
            try:
                number += _write(reminder, session, people, now=now)
            except Exception:
                # A fault of ours with one session: nobody else's reminder may wait for it to be mended.
                logger.exception("The reminders of session %s could not be written", session.pk)
    return number


@transaction.atomic
def _write(reminder: Reminder, session: Session, people: Sequence[User], *, now: datetime) -> int:
    answers = dict(Rsvp.objects.filter(session=session).values_list("user_id", "answer"))
    written = [
        messages.remind(reminder, session, person, answer=answers.get(person.pk, ""), now=now) for person in people
    ]
    return sum(message is not None for message in written)
