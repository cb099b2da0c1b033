"""What beat starts for accounts. Running it twice, or two at once, does no harm."""

from celery import shared_task
from django.utils import timezone

from lero_hub.accounts import workflows
from lero_hub.accounts.limits import forget_expired_counters


@shared_task(name="lero_hub.accounts.tasks.tidy")
def tidy() -> None:
    """Forget what has run out: sessions, counters, and accounts that nobody ever confirmed."""
    now = timezone.now()
    forget_expired_counters(now=now)
    workflows.forget_expired_sessions(now=now)
    workflows.erase_unconfirmed(now=now)
