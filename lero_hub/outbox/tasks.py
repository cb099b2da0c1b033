"""What beat and a nudge start. Running one twice, or two at once, does no harm."""

from celery import shared_task
from django.utils import timezone

from lero_hub.outbox import workflows


@shared_task(name="lero_hub.outbox.tasks.send_due")
def send_due() -> int:
    """Send what is due now."""
    return workflows.send_due(clock=timezone.now)


@shared_task(name="lero_hub.outbox.tasks.sweep")
def sweep() -> None:
    """Take back, expire and purge."""
    workflows.sweep(now=timezone.now())
