"""Load the references that come with the hub."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evidence.workflows.shipped import load_shipped
from lero_hub.accounts.models import User
from lero_hub.authz.actor import actor_for
from lero_hub.errors import HubError


class Command(BaseCommand):
    """Import them as drafts, once; with a curator's address, put them in the library in their name."""

    help = "Import the 22 references that come with the hub, as drafts; adds none that is here already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a curator's address."""
        parser.add_argument("--publish-as", metavar="EMAIL", help="a curator who puts them in the library")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them."""
        address, by = options["publish_as"], None
        if address:
            user = User.objects.filter(email__iexact=address).first()
            if user is None:
                raise CommandError(f"Nobody here has the address {address}")
            by = actor_for(user)
        try:
            loaded = load_shipped(now=timezone.now(), by=by)
        except HubError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{loaded.added} references added, {loaded.published} put in the library.")
