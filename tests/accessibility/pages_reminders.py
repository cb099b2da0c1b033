"""Pages about reminders and the calendar feed, by the person who opens them."""

from __future__ import annotations

from tests.accessibility.addresses import Found

PAGES: dict[str, dict[str, Found]] = {}
