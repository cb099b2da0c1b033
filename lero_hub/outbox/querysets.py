"""Messages, narrowed."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q

from lero_hub.outbox.states import ENDED, FAILED, KEEP_ENDED, LEASE, SENDING, SENT, WAITING, source_of

if TYPE_CHECKING:
    from lero_hub.outbox.models import OutboxMessage  # noqa: F401  # named in the base class below


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages, narrowed."""

    def due(self, now: datetime) -> "OutboxQuerySet":
        """Keep what should be sent now and is not too late."""
        return self.filter(state__in=source_of("claim"), next_attempt_at__lte=now).in_time(now)

    def in_time(self, now: datetime) -> "OutboxQuerySet":
        """Keep what is still of use."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))

    def overdue(self, now: datetime) -> "OutboxQuerySet":
        """Keep what still waits and has become useless."""
        return self.filter(state__in=WAITING, expires_at__lte=now)

    def claimed_by(self, token: UUID) -> "OutboxQuerySet":
        """Keep what this claim still holds: the condition of every compare-and-swap."""
        return self.filter(state=SENDING, claim_token=token)

    def abandoned(self, now: datetime) -> "OutboxQuerySet":
        """Keep what a worker has held for longer than any sending takes."""
        return self.filter(state=SENDING, claimed_at__lte=now - LEASE)

    def failed(self) -> "OutboxQuerySet":
        """Keep what could not be delivered and waits for a coordinator."""
        return self.filter(state=FAILED)

    def outlived(self, now: datetime) -> "OutboxQuerySet":
        """Keep what ended, or failed and was left alone, for longer than we hold such rows."""
        limit = now - KEEP_ENDED
        return self.filter(
            Q(state__in=ENDED, dropped_at__lte=limit)
            | Q(state__in=ENDED, sent_at__lte=limit)
            | Q(state=FAILED, failed_at__lte=limit)
        )

    def unsent(self) -> "OutboxQuerySet":
        """Keep what no mail server has taken, for whatever reason."""
        return self.exclude(state=SENT)
