"""`manage.py load_places`: bring areas, postcodes and places to the shipped edition."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organisations.reference.loader import load_reference
from organisations.reference.shipped import SHIPPED, BrokenReference


class Command(BaseCommand):
    """Load the geography of the directory; a second run finds nothing to do."""

    help = "Load areas, postcodes and places of the shipped edition (or of another folder of the same form)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer another folder, for another country or a newer edition."""
        parser.add_argument(
            "--folder", type=Path, default=SHIPPED, help="the data files; see organisations/reference/README.md"
        )

    def handle(self, *, folder: Path, verbosity: int, **options: Any) -> None:
        """Load, and say what was brought in."""
        try:
            report = load_reference(now=timezone.now(), folder=folder)
        except BrokenReference as error:
            raise CommandError(str(error)) from error
        if verbosity:
            for dataset, rows in report.loaded.items():
                self.stdout.write(f"{dataset}: {rows:,} rows loaded")
            for dataset in report.unchanged:
                self.stdout.write(f"{dataset}: nothing to do, this edition is loaded already")
