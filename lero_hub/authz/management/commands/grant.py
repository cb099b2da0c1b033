"""Give somebody a role from the command line: how a new network gets its first coordinator."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lero_hub.authz.states import Role
from lero_hub.authz.workflows import grant_first_coordinator


class Command(BaseCommand):
    """Make a person with an account a coordinator. Whoever can run this runs the server anyway."""

    help = (
        "Make a person a coordinator: the first one of a network, or a new one when the last has lost their account. "
        "The person signs up first; every other role is granted by coordinators, at /coordination/people/."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the reason."""
        parser.add_argument("email", help="the e-mail address of the account")
        parser.add_argument("role", nargs="?", default=Role.COORDINATOR.value, choices=[Role.COORDINATOR.value])
        parser.add_argument("--reason", default="First coordinator of the network", help="kept with the role")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant the role; granting it again changes nothing."""
        user = get_user_model().objects.filter(email__iexact=options["email"].strip(), is_active=True).first()
        if user is None:
            raise CommandError("There is no open account with this address. Sign up first, then run this again.")
        now = timezone.now()
        grant = grant_first_coordinator(user_id=user.pk, reason=options["reason"], now=now)
        done = "is a coordinator now" if grant.granted_at == now else "was a coordinator already"
        self.stdout.write(f"{user.email} {done}.")
