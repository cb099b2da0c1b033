"""Import references from an RIS file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evidence.citations.csl import Unfit
from evidence.citations.ris import decoded
from evidence.queries.importing import preview
from evidence.workflows.importing import import_text


class Command(BaseCommand):
    """Say for each record whether it is new, here already or damaged; import the new ones as drafts."""

    help = "Import references from an RIS file as drafts for the curators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether to look only."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and import nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file."""
        path: Path = options["file"]
        try:
            text = decoded(path.read_bytes())
            seen = preview(text)
        except (OSError, Unfit) as error:
            raise CommandError(f"{path}: {error}") from error
        for row in seen.rows:
            self.stdout.write(f"line {row.line}: {row.status}: {row.title or '-'} {row.reason}".rstrip())
        if options["dry_run"]:
            self.stdout.write(f"{seen.counts['new']} would be added.")
            return
        added = import_text(text=text, by=None, now=timezone.now())
        self.stdout.write(f"{len(added)} added.")
