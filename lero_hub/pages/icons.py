"""The icons, one set: a 24-unit grid, a stroke of 1.9, round ends; always shown beside a word.

Drawings only. Looks are in `static/css/ground.css` (`.icon`).
"""

from typing import Final

DRAWINGS: Final[dict[str, str]] = {
    "alert": '<path d="M12 4 2.8 20h18.4z"/><path d="M12 10v4.5m0 2.6v.2"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z"/><path d="M10 21h4"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5V8m7-4.5V8"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "doc": '<path d="M6 3h8l4 4v14H6z"/><path d="M9 12h6m-6 4h6"/>',
    "down": '<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>',
    "feed": '<path d="M5 19h.2M5 12.5a6.5 6.5 0 0 1 6.5 6.5M5 6a13 13 0 0 1 13 13"/>',
    "flag": '<path d="M6 21V4m0 .5h12l-2.5 4.25L18 13H6"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17"/>',
    "home": '<path d="m3.5 11.5 8.5-8 8.5 8M6 9.5V20h12V9.5M10 20v-6h4v6"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5m0-8.5v.2"/>',
    "key": '<circle cx="8" cy="15" r="4.5"/><path d="m11.5 12 8-8m-3 3 2.5 2.5"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>'
    ),
    "lock": '<path d="M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"/>',
    "mail": '<path d="M3.5 6h17v12h-17zM4 6.5l8 7 8-7"/>',
    "next": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "out": '<path d="M14 4H5v16h9M10 12h10.5m-4-4 4 4-4 4"/>',
    "pen": '<path d="M5 19l1-4.5L16 4.5l3.5 3.5L9.5 18z"/><path d="M4 21.5h16"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/>'
        '<path d="M2.5 20a6.5 6.5 0 0 1 13 0M15.5 4.8a3.5 3.5 0 0 1 0 6.4m2.5 3a6.5 6.5 0 0 1 3.5 5.8"/>'
    ),
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>',
    "phone": (
        '<path d="M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1-1 2-2 2C11 20 4 13 4 5.5c0-1 1-2 2-2z"/>'
    ),
    "pin": (
        '<path d="M12 21s-6.5-6-6.5-11.2a6.5 6.5 0 0 1 13 0C18.5 15 12 21 12 21z"/><circle cx="12" cy="10" r="2.3"/>'
    ),
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "prev": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "seal": '<circle cx="12" cy="10" r="6.5"/><path d="m9 10 2 2 4-4M8.5 15.5 7 21.5l5-2.5 5 2.5-1.5-6"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "talk": '<path d="M4 5h16v11H11l-5 4v-4H4z"/>',
    "undo": '<path d="M4.5 9.5H15a5 5 0 0 1 0 10H9M8.5 5.5l-4 4 4 4"/>',
    "up": '<path d="M12 16V5M7 10l5-5 5 5M5 20h14"/>',
}
