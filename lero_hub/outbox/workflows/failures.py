"""What happens once a message could not be delivered: coordinators are told, and try again or set it aside."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.errors import NotAllowed, Refused, WrongState
from lero_hub.outbox import kinds, nudge
from lero_hub.outbox.kinds import UNDELIVERED, Recipient
from lero_hub.outbox.models import BLANK, OutboxMessage
from lero_hub.outbox.states import MACHINE
from lero_hub.outbox.workflows.enqueueing import enqueue

logger = logging.getLogger(__name__)


class Doer(Protocol):
    """Whoever acts: anything that knows the id of its user."""

    @property
    def user_id(self) -> UUID | None: ...


def tell_coordinators(message: OutboxMessage, *, now: datetime) -> None:
    """Queue a notice about a failure for each coordinator, in the transaction that records it.

    Not for a notice that failed itself, nor to the person whose mail it was. A notice that cannot be made is logged and
    left: the failure must be recorded all the same, and the page shows it.
    """
    if message.kind == UNDELIVERED:
        return
    for coordinator in kinds.coordinators():
        if coordinator.pk == message.recipient_id:
            continue
        try:
            with transaction.atomic():
                _tell(coordinator, now)
        except Exception:  # whatever is wrong with one notice, the failure it is about stays recorded
            logger.exception("No notice of undelivered mail for user %s", coordinator.pk)


def _tell(coordinator: Recipient, now: datetime) -> None:
    """Queue at most one notice an hour; a failure after this hour's notice is told at the start of the next.

    So a hundred failures make two notices and not a hundred, and no failure is older than the last notice.
    """
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    for hour, not_before in ((this_hour, None), (this_hour + timedelta(hours=1), this_hour + timedelta(hours=1))):
        queued = enqueue(
            kind=UNDELIVERED,
            recipient=coordinator,
            to=coordinator.email,
            template="outbox_undelivered",
            context={},
            dedupe_key=f"{UNDELIVERED}:{hour:%Y%m%dT%H}Z:{coordinator.pk}",
            now=now,
            not_before=not_before,
        )
        if queued is not None:
            return


@transaction.atomic
def try_again(*, message_id: UUID, by: Doer, now: datetime) -> OutboxMessage:
    """Queue a failed message anew, with all its tries; the Message-ID stays.

    Raises NotAllowed unless `by` is a coordinator, WrongState when it no longer stands as failed, Refused (`too_late`)
    when it would be of no use any more.
    """
    message = _locked(message_id, by)
    message.state = MACHINE.check("try_again", message.state)
    if message.expires_at is not None and message.expires_at <= now:
        raise Refused("too_late", _("It is too late to send this message. Set it aside instead."))
    message.attempts, message.last_error = 0, ""
    message.failed_at, message.next_attempt_at = None, now
    message.save(update_fields=["state", "attempts", "last_error", "failed_at", "next_attempt_at"])
    record(actor=by, verb="outbox.try_again", subject=message, now=now, kind=message.kind)
    nudge.after_commit()
    return message


@transaction.atomic
def set_aside(*, message_id: UUID, by: Doer, now: datetime) -> OutboxMessage:
    """Take a failed message off the list for good, and blank it.

    Raises NotAllowed unless `by` is a coordinator, WrongState when it no longer stands as failed.
    """
    message = _locked(message_id, by)
    message.state = MACHINE.check("set_aside", message.state)
    message.failed_at, message.dropped_at = None, now
    for name, blank in BLANK.items():
        setattr(message, name, blank)
    message.save(update_fields=["state", "failed_at", "dropped_at", *BLANK])
    record(actor=by, verb="outbox.set_aside", subject=message, now=now, kind=message.kind)
    return message


def try_all_again(*, message_ids: Iterable[UUID], by: Doer, now: datetime) -> int:
    """Queue several failed messages anew, each in its own transaction; return how many.

    Those that somebody else dealt with, or that are too late, are passed over. Raises NotAllowed.
    """
    done = 0
    for message_id in message_ids:
        try:
            try_again(message_id=message_id, by=by, now=now)
        except (WrongState, Refused, OutboxMessage.DoesNotExist):
            continue
        done += 1
    return done


def set_all_aside(*, message_ids: Iterable[UUID], by: Doer, now: datetime) -> int:
    """Take several failed messages off the list; return how many. Raises NotAllowed."""
    done = 0
    for message_id in message_ids:
        try:
            set_aside(message_id=message_id, by=by, now=now)
        except (WrongState, OutboxMessage.DoesNotExist):
            continue
        done += 1
    return done


def _locked(message_id: UUID, by: Doer) -> OutboxMessage:
    if by.user_id is None or by.user_id not in {coordinator.pk for coordinator in kinds.coordinators()}:
        raise NotAllowed(_("Only coordinators of the network can do this."))
    return OutboxMessage.objects.select_for_update().get(pk=message_id)
