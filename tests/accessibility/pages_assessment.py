"""Pages about self-assessment, by the person who opens them."""

from __future__ import annotations

from tests.accessibility.addresses import Found

PAGES: dict[str, dict[str, Found]] = {}
