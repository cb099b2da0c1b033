"""Seal all secrets with the newest of FIELD_KEYS: the middle step of changing that key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lero_hub.accounts.sealing import CannotOpen
from lero_hub.accounts.workflows import reseal_secrets


class Command(BaseCommand):
    """Change the key of what lies sealed in the database."""

    help = (
        "Seal every secret (two-step sign-in, challenges, video links) with the first of FIELD_KEYS. "
        "To change the key: put the new one in "
        "front, restart everything, run this, take the old one away, restart again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal everything anew, or nothing."""
        try:
            count = reseal_secrets()
        except CannotOpen as error:
            raise CommandError("None of FIELD_KEYS opens one of the secrets. Nothing was changed.") from error
        self.stdout.write(f"{count} secrets are sealed with the newest key.")
