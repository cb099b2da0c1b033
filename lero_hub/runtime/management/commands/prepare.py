"""Bring the database, and in a demonstration its files and people, up to date with the code."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from lero_hub.demonstration.people import PASSWORD, SIGN_INS
from lero_hub.runtime.models import Heartbeat


class Command(BaseCommand):
    """Run before the processes start, on every start: each step does nothing when nothing has changed."""

    help = "Migrate, make the cache table and load reference data; in a demonstration also its files and people."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run each step in order and say how long it took; refuse a site over https that is not fit for people."""
        if settings.SECURE:
            call_command("check", deploy=True, fail_level="ERROR")
        steps = ["migrate", "createcachetable", "load_places", "load_terms", "load_help_lines", "load_framework"]
        if settings.DEMO:  # before the framework: the demonstration publishes it in its own past
            steps.insert(steps.index("load_framework"), "demo_data")
        for step in steps:
            started = time.monotonic()
            if step == "migrate":
                call_command(step, interactive=False, verbosity=0)
            elif step == "load_framework":
                call_command(step, publish=True)
            else:
                call_command(step)
            self.stdout.write(f"{step}: {time.monotonic() - started:.1f} s")
        if settings.DEMO:
            Heartbeat.objects.all().delete()  # those of the start before would make this one look ready
            collect_static_when_changed()
            write_sign_ins(settings.HOME_DIR / "sign-ins.txt")


def collect_static_when_changed() -> bool:
    """Collect the static files when one was added, removed or changed since; return whether it was needed."""
    root = Path(settings.STATIC_ROOT)
    stamp, fingerprint = root / ".collected", _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    """Return a digest of the names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = os.stat(storage.path(path))
            digest.update(f"{path}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def write_sign_ins(path: Path) -> None:
    """Write the table of the demonstration's accounts that the supervisor prints."""
    addresses = max(len(person.email) for person in SIGN_INS)
    words = max(len(str(person.who)) for person in SIGN_INS)
    lines = [f"Sign in with any of these; the password is {PASSWORD}", ""]
    lines += [f"  {person.email:<{addresses}}  {person.who!s:<{words}}  {person.can}" for person in SIGN_INS]
    path.write_text("\n".join(lines) + "\n")
