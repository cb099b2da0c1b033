"""Pages about reminders and the calendar feed, by the person who opens them."""

from __future__ import annotations

from tests.accessibility.addresses import Found, of

PAGES: dict[str, dict[str, Found]] = {
    "lead": {
        "calendar": of("peer_supervision:calendar"),
        "calendar-renew": of("peer_supervision:calendar_renew"),
        "calendar-end": of("peer_supervision:calendar_end"),
    },
}
