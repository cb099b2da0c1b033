"""`manage.py load_help_lines`: the lines to ring now that the hub starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from organisations.workflows.help_lines import load_help_lines


class Command(BaseCommand):
    """Load the lines; what a coordinator edited or removed stays as they left it. It can be run again."""

    help = "Load the emergency and crisis lines that the hub starts with."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what changed."""
        loaded = load_help_lines()
        self.stdout.write(f"{loaded.written} help lines written, {loaded.left} left as they are.")
