"""What the directory does by itself. Each task may run twice, late, or in two workers at once."""

from celery import shared_task
from django.utils import timezone

from organisations.workflows.freshness import sweep_freshness
from organisations.workflows.reports import find_tellers
from organisations.workflows.retention import forget_what_is_over


@shared_task(name="organisations.tasks.sweep")
def sweep() -> None:
    """Ask about old entries, take off those that nobody confirms, tell whose reports are, forget what is over."""
    now = timezone.now()
    sweep_freshness(now=now)
    find_tellers()
    forget_what_is_over(now=now)
