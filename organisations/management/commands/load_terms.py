"""`manage.py load_terms`: the words that organisations describe themselves with."""

from typing import Any

from django.core.management.base import BaseCommand

from organisations.workflows.terms import load_terms


class Command(BaseCommand):
    """Load the words; run it after every update of the hub. It can be run again."""

    help = "Load the words that organisations describe themselves with."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what changed."""
        loaded = load_terms()
        self.stdout.write(
            f"{loaded.written} words written, {loaded.removed} removed, {loaded.refreshed} entries refreshed."
        )
        if loaded.kept:
            self.stdout.write(f"Still in use, so kept: {', '.join(loaded.kept)}.")
