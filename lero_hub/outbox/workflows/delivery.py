"""Claim, send, record: three steps, and no transaction is open while a mail server talks.

What can go wrong between them, and what holds:

- Two workers look for work at once. `SKIP LOCKED` gives each row to one of them; whoever comes after the commit sees
  the new state, because PostgreSQL checks the WHERE clause again on a row that it had to wait for.
- A worker dies after claiming and before it begins to send. The sweep takes the row back; nothing was sent.
- A worker dies after the mail server accepted and before that is recorded. The sweep takes the row back and counts
  one in `repeats`; the message goes once more with the same Message-ID, by which mail programs know it for the same.
  The connection breaking between the last byte and the answer is the same case, seen from inside.
- A worker sleeps through its lease (a laptop is closed) and wakes. The sweep has given the row a new life with
  another token, so the sleeper's compare-and-swap changes nothing: it cannot overwrite what happened since.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Case, F, Value, When

from lero_hub.outbox import kinds, nudge
from lero_hub.outbox.composing import compose
from lero_hub.outbox.models import BLANK, OutboxMessage
from lero_hub.outbox.states import MAX_ATTEMPTS, OUTAGE_PAUSE, delay_after, target_of
from lero_hub.outbox.transport import Answer, Verdict, hand_over
from lero_hub.outbox.workflows.failures import tell_coordinators

logger = logging.getLogger(__name__)

BATCH = 10
BUDGET = timedelta(seconds=20)

RELEASED: dict[str, Any] = {"claimed_at": None, "claim_token": None, "started_at": None}


@dataclass(frozen=True)
class Claim:
    """One message that this worker may send; whoever shows another token may not."""

    message_id: UUID
    token: UUID


def claim_due(*, now: datetime, limit: int = BATCH) -> list[Claim]:
    """Take up to `limit` due messages for this worker and commit; security mail first, then the longest due."""
    token = uuid.uuid4()
    security = [kind.name for kind in kinds.every() if kind.security]
    urgency = Case(When(kind__in=security, then=Value(0)), default=Value(1))
    with transaction.atomic(durable=True):
        due = OutboxMessage.objects.due(now).select_for_update(skip_locked=True)
        ids = list(due.order_by(urgency, "next_attempt_at", "id").values_list("pk", flat=True)[:limit])
        OutboxMessage.objects.filter(pk__in=ids).update(
            state=target_of("claim"), claimed_at=now, claim_token=token, started_at=None
        )
    return [Claim(message_id, token) for message_id in ids]


def deliver(message_id: UUID, token: UUID, *, now: datetime) -> Answer | None:
    """Send one claimed message and record what became of it; None when there was nothing (more) to send.

    Must not be called inside a transaction. Running it twice with one token sends once: the second run finds the
    claim spent.
    """
    message = _begin(message_id, token, now)
    if message is None:
        return None
    try:
        email = compose(message)
    except (ValueError, LookupError, UnicodeError) as error:
        logger.error("Outbox message %s cannot be made an e-mail (%s)", message.pk, type(error).__name__)
        answer = Answer(Verdict.REFUSED, "not_an_email")
    else:
        answer = _send(email)
    _record(message, token, answer, now)
    return answer


def _begin(message_id: UUID, token: UUID, now: datetime) -> OutboxMessage | None:
    """Check again that the message should go, renew the lease and count the attempt; else end it here."""
    with transaction.atomic(durable=True):
        message = OutboxMessage.objects.claimed_by(token).select_for_update().filter(pk=message_id).first()
        if message is None or message.started_at is not None:
            # Taken back by the sweep, or this very claim is already being served by somebody else.
            return None
        verb = _reason_to_stop(message, now)
        if verb is not None:
            OutboxMessage.objects.filter(pk=message.pk).update(
                state=target_of(verb), dropped_at=now, next_attempt_at=None, **BLANK, **RELEASED
            )
            return None
        message.attempts += 1
        message.started_at = message.claimed_at = now
        message.save(update_fields=["attempts", "started_at", "claimed_at"])
    return message


def _reason_to_stop(message: OutboxMessage, now: datetime) -> str | None:
    """Give the verb that ends the message unsent, if there is a reason to.

    Raises UnknownKind in a worker that runs older code than the web server; the row then waits for a newer one.
    """
    if message.expires_at is not None and message.expires_at <= now:
        return "expire"
    kind = kinds.get(message.kind)
    if kind.security:
        return None
    reader = message.recipient
    if reader is not None and not (reader.is_active and kinds.wants(reader.pk, kind)):
        return "void"
    return None if kind.still_wanted(message) else "void"


def _send(email: EmailMessage) -> Answer:
    """Talk to the mail server; the one place where the hub does."""
    return hand_over(email, settings.OUTBOX_DELIVERY_BACKEND)


def _record(message: OutboxMessage, token: UUID, answer: Answer, now: datetime) -> None:
    """Compare and swap: write down what happened, provided that the claim still holds."""
    changes = outcome(message.attempts, answer, now)
    with transaction.atomic(durable=True):
        held = OutboxMessage.objects.claimed_by(token).filter(pk=message.pk).update(**changes)
        if held and changes["state"] == target_of("give_up"):
            tell_coordinators(message, now=now)
    if not held:
        logger.warning("Outbox message %s was taken from its worker before the answer was recorded", message.pk)


def outcome(attempts: int, answer: Answer, now: datetime) -> dict[str, Any]:
    """Give the changes to a message after this many attempts and this answer."""
    changes: dict[str, Any] = {**RELEASED, "last_error": answer.code, "next_attempt_at": None}
    if answer.verdict is Verdict.ACCEPTED:
        return {**changes, **BLANK, "state": target_of("record_sent"), "sent_at": now}
    if answer.verdict is Verdict.UNCERTAIN:
        changes["repeats"] = F("repeats") + 1
    if answer.verdict is Verdict.REFUSED or attempts >= MAX_ATTEMPTS:
        return {**changes, "state": target_of("give_up"), "failed_at": now}
    return {**changes, "state": target_of("postpone"), "next_attempt_at": now + delay_after(attempts)}


def send_due(*, clock: Callable[[], datetime], batch: int = BATCH, budget: timedelta = BUDGET) -> int:
    """Send what is due, batch by batch, until nothing is or the budget is spent; return how many were accepted.

    The clock is a parameter and not one instant, because a batch takes as long as the mail server likes; what is
    left when the budget is spent goes back and another worker is nudged. When the server cannot be reached the rest
    of the batch goes back with its attempts uncounted: an outage uses up the tries of a few messages, not of all.
    """
    accepted = 0
    end = clock() + budget
    while claims := claim_due(now=clock(), limit=batch):
        for claim in claims:
            answer = _deliver_one(claim, clock)
            accepted += answer is not None and answer.verdict is Verdict.ACCEPTED
            if answer is not None and answer.verdict is Verdict.UNREACHABLE:
                _release(claim.token, until=clock() + OUTAGE_PAUSE)
                return accepted
            if clock() >= end:
                _release(claim.token, until=clock())
                nudge.nudge()
                return accepted
    return accepted


def _deliver_one(claim: Claim, clock: Callable[[], datetime]) -> Answer | None:
    try:
        return deliver(claim.message_id, claim.token, now=clock())
    except Exception:
        # A fault of ours with one message, or a database that blinked. The message stays claimed until the sweep
        # takes it back; the others of the batch must not wait for that.
        logger.exception("Outbox message %s could not be dealt with", claim.message_id)
        return None


def _release(token: UUID, *, until: datetime) -> None:
    """Give back what this worker claimed and did not begin, to be left alone until then."""
    OutboxMessage.objects.claimed_by(token).filter(started_at__isnull=True).update(
        state=target_of("postpone"), next_attempt_at=until, **RELEASED
    )
