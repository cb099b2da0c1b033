"""Build the demonstration network, or bring its dates up to today."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lero_hub.demonstration.building import build, refuse_strangers
from lero_hub.demonstration.meeting import freshen_circles
from lero_hub.demonstration.models import Clock
from lero_hub.demonstration.rolling import roll_forward
from lero_hub.errors import Refused


class Command(BaseCommand):
    """Run on every start of a demonstration: the first builds, later ones roll forward."""

    help = "Build the demonstration network, or bring its dates up to today. Refuses outside a demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build once; afterwards move the dates."""
        if not settings.DEMO:
            raise CommandError("DEMO is not set: the demonstration is never loaded into a real network.")
        now = timezone.now()
        if Clock.objects.exists():
            days = roll_forward(now)
            freshen_circles(now)
            self.stdout.write(
                f"The demonstration is {days} days younger." if days else "The demonstration is of today."
            )
            return
        try:
            refuse_strangers()
        except Refused as error:
            raise CommandError(str(error)) from error
        world = build(now)
        self.stdout.write(f"Built the demonstration network: {len(world.people)} people.")
