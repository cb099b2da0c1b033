"""What circles do by themselves. Each task may run twice, late, or in two workers at once."""

import logging
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

from celery import shared_task
from django.utils import timezone

from lero_hub.errors import HubError
from peer_supervision.models import Circle
from peer_supervision.workflows.challenges import delete_expired
from peer_supervision.workflows.invitations import forget_unanswered
from peer_supervision.workflows.reminders import write_due
from peer_supervision.workflows.rhythm import make_sessions_of
from peer_supervision.workflows.turns import pick_turns_of

logger = logging.getLogger(__name__)


@shared_task(name="peer_supervision.tasks.keep_rhythm")
def keep_rhythm() -> None:
    """Make the sessions of the weeks ahead, then pick whose turn it is in the nearest; circle by circle."""
    now = timezone.now()
    running = Circle.objects.open().filter(series__ended_at__isnull=True, series__isnull=False)
    for circle_id in running.order_by("id").values_list("id", flat=True).distinct():
        _keep(circle_id, now=now)


def _keep(circle_id: UUID, *, now: datetime) -> None:
    """Make sessions and pick turns of one circle; one that cannot be kept must not stop those after it."""
    try:
        make_sessions_of(circle_id=circle_id, now=now)
        pick_turns_of(circle_id=circle_id, now=now)
    except (HubError, ZoneInfoNotFoundError) as error:  # a zone that this machine no longer knows, a rule in the way
        logger.error("Circle %s was left out: %s.", circle_id, getattr(error, "code", type(error).__name__))


@shared_task(name="peer_supervision.tasks.forget")
def forget() -> None:
    """Delete the challenges whose two weeks are over, with their keys, and the addresses of old invitations."""
    now = timezone.now()
    delete_expired(now=now)
    forget_unanswered(now=now)


@shared_task(name="peer_supervision.tasks.remind")
def remind() -> int:
    """Write the reminders that fall due; the outbox sends them."""
    return write_due(now=timezone.now())
