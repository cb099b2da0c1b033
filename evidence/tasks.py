"""What the library does by itself. It may run twice, late, or in two workers at once."""

from celery import shared_task
from django.utils import timezone

from evidence.workflows import importing


@shared_task(name="evidence.tasks.forget_imports")
def forget_imports() -> None:
    """Delete imports that are a week old."""
    importing.forget_imports(now=timezone.now())
