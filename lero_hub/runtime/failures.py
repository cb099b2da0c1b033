"""The one error that the person who starts the hub may see."""

from __future__ import annotations

from pathlib import Path


class StartFailed(Exception):
    """Say in plain words why the hub cannot start, and what to do about it."""


def last_lines(log: Path, count: int = 12) -> str:
    """Return the end of a log file, for a message; empty when there is no such file."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return ""
