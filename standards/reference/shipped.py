"""The framework that every installation has from the start: a draft for consultation."""

from pathlib import Path

SHIPPED = Path(__file__).resolve().parent / "lero-seed-draft-0.1.yaml"


def shipped_text() -> str:
    """Read the file that ships with the hub."""
    return SHIPPED.read_text(encoding="utf-8")
