"""Put right what workers left behind, and forget what need not be kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lero_hub.outbox.models import BLANK, OutboxMessage
from lero_hub.outbox.states import MAX_ATTEMPTS, target_of
from lero_hub.outbox.workflows.failures import tell_coordinators

PORTION = 500


@dataclass(frozen=True)
class Swept:
    """How many messages one sweep dealt with."""

    taken_back: int
    expired: int
    purged: int


def sweep(*, now: datetime) -> Swept:
    """Take back what dead workers held, drop what is too late, and delete what was kept long enough."""
    return Swept(take_back(now=now), expire(now=now), purge(now=now))


@transaction.atomic
def take_back(*, now: datetime) -> int:
    """Return claims that outlived their lease to the queue.

    A claim that had begun to send may have been accepted, so it counts as a possible repeat; one that had not cannot
    have been. Two sweeps at once share the rows by `SKIP LOCKED`. A message that outlived its worker too often is
    given up, as it may be what the workers die of.
    """
    abandoned = OutboxMessage.objects.abandoned(now).select_for_update(skip_locked=True).order_by("claimed_at", "id")
    messages = list(abandoned[:PORTION])
    for message in messages:
        if message.started_at is not None:
            message.repeats += 1
        message.claimed_at = message.claim_token = message.started_at = None
        message.last_error = "worker_lost"
        if message.attempts >= MAX_ATTEMPTS:
            message.state, message.failed_at, message.next_attempt_at = target_of("give_up"), now, None
            tell_coordinators(message, now=now)
        else:
            message.state, message.next_attempt_at = target_of("take_back"), now
    OutboxMessage.objects.bulk_update(
        messages,
        ["state", "repeats", "claimed_at", "claim_token", "started_at", "last_error", "failed_at", "next_attempt_at"],
    )
    return len(messages)


def expire(*, now: datetime) -> int:
    """Drop and blank what still waits and is of no use any more.

    A worker that claims such a row at the same moment either comes first, and this passes the row over, or comes
    after, and finds it no longer due.
    """
    return OutboxMessage.objects.overdue(now).update(
        state=target_of("expire"), dropped_at=now, next_attempt_at=None, **BLANK
    )


def purge(*, now: datetime) -> int:
    """Delete rows that ended, or failed and were left, longer ago than we keep them; their keys become free."""
    return OutboxMessage.objects.outlived(now).delete()[0]


@transaction.atomic
def forget(*, user_id: UUID, addresses: Iterable[str] = ()) -> None:
    """Delete every unsent message to a person; the sent ones lost address and words when they were sent.

    Part of erasing an account. `addresses` finds what was written before there was an account. A message that a
    worker is sending at this moment may still arrive; its row is gone when the worker comes to record it.
    """
    theirs = Q(recipient_id=user_id)
    for address in addresses:
        theirs |= Q(to__iexact=address)
    OutboxMessage.objects.unsent().filter(theirs).delete()
