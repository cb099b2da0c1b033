"""Messages and people for the tests of the outbox, made the way the hub makes them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from lero_hub.accounts.models import User
from lero_hub.outbox import kinds
from lero_hub.outbox.kinds import Kind, Recipient
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.rendering import Rendered
from lero_hub.outbox.states import LEASE, SENDING
from lero_hub.outbox.transport import Answer
from lero_hub.outbox.workflows import Draft, claim_due, deliver, enqueue_draft

NOW = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

OPTIONAL = "test.optional"
SECURITY = "test.security"


def register_kinds() -> None:
    """Make two kinds known for the tests: one that can be switched off and one that cannot."""
    kinds.register(Kind(OPTIONAL, "Something optional"))
    kinds.register(Kind(SECURITY, "Something about security", security=True))


def person(name: str = "robin", **fields: Any) -> User:
    """Open an account."""
    return User.objects.create_user(f"{name}@people.example", display_name=name.title(), **fields)


def queue(**changes: Any) -> OutboxMessage:
    """Queue a message that is due at NOW."""
    now = changes.pop("now", NOW)
    recipient = changes.pop("recipient", None)
    fields: dict[str, Any] = {
        "kind": OPTIONAL,
        "recipient_id": recipient.pk if recipient else None,
        "to": recipient.email if recipient else "reader@people.example",
        "words": Rendered("A neutral subject", "The text\n", "<p>The text</p>"),
        "dedupe_key": str(uuid4()),
    }
    with transaction.atomic():
        message = enqueue_draft(Draft(**fields | changes), now=now)
    assert message is not None
    return message


def claim(message: OutboxMessage, now: datetime = NOW) -> UUID:
    """Claim one message and return the token."""
    (claimed,) = [each for each in claim_due(now=now) if each.message_id == message.pk]
    return claimed.token


def send(message: OutboxMessage, now: datetime = NOW) -> Answer | None:
    """Claim one message, deliver it and read what became of it."""
    answer = deliver(message.pk, claim(message, now), now=now)
    message.refresh_from_db()
    return answer


def fail(message: OutboxMessage, now: datetime = NOW) -> OutboxMessage:
    """Make a message one that could not be delivered."""
    token = claim(message, now)
    changes: Mapping[str, Any] = {"claimed_at": None, "claim_token": None, "next_attempt_at": None, "attempts": 1}
    OutboxMessage.objects.claimed_by(token).filter(pk=message.pk).update(
        state="failed", failed_at=now, last_error="smtp_550", **changes
    )
    message.refresh_from_db()
    return message


def abandon(message: OutboxMessage, *, started: bool, now: datetime = NOW) -> UUID:
    """Leave a message as a worker does that dies while it holds it: LEASE and more before `now`."""
    then = now - LEASE - MINUTE
    token = uuid4()
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=SENDING,
        claimed_at=then,
        claim_token=token,
        started_at=then if started else None,
        attempts=1 if started else 0,
    )
    return token


class Coordinators:
    """The network's coordinators, as the roles app would name them."""

    def __init__(self, people: Iterable[Recipient]) -> None:
        self.people = list(people)

    def __call__(self) -> list[Recipient]:
        """Name them."""
        return self.people


class By:
    """Somebody who acts."""

    def __init__(self, user: User | None) -> None:
        self.user_id = user.pk if user else None


def send_all(now: datetime) -> None:
    """Send whatever is due."""
    for claimed in claim_due(now=now, limit=100):
        deliver(claimed.message_id, claimed.token, now=now)
