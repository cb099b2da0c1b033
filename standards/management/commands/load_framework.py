"""`manage.py load_framework`: read standards from a file and, when asked, publish them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lero_hub.errors import Refused
from standards.reference.parsing import MOST_BYTES
from standards.reference.shipped import SHIPPED
from standards.states import VersionState
from standards.workflows.frameworks import load_framework, publish_framework


class Command(BaseCommand):
    """Load an edition as a draft; `--publish` publishes it. The same file again changes nothing."""

    help = "Load a framework of standards from a file (or the draft that ships with the hub)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file, and whether to publish."""
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="a YAML file; see docs/standards.md")
        parser.add_argument("--publish", action="store_true", help="publish the edition, for good")

    def handle(self, *, file: Path, publish: bool, **options: Any) -> None:
        """Load, and say what happened; every mistake is named with its line and code."""
        now = timezone.now()
        try:
            loaded = load_framework(text=_text_of(file), now=now)
        except Refused as error:
            raise CommandError(f"{file}: {error}") from error
        version = loaded.version
        done = "loaded as a draft" if loaded.changed else f"there already ({version.get_state_display()})"
        if publish and version.state == VersionState.DRAFT:
            publish_framework(version_id=version.pk, by=None, now=now)
            done += ", now published"
        self.stdout.write(f"{version.title}, edition {version.number}: {done}.")


def _text_of(file: Path) -> str:
    """Read a file, and not more of it than a framework may have."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    try:
        return content.decode("utf-8-sig" if len(content) <= MOST_BYTES else "latin-1")  # too large: refused as such
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not text in UTF-8.") from error
