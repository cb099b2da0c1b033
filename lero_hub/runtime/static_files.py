"""What browsers are told about our static files, which leave the hub above the middleware that tells them about pages.

WhiteNoise calls `add_headers` for each file; nothing but headers belongs here.
"""

from wsgiref.headers import Headers

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""A drawing or a page opened by itself loads nothing and runs nothing."""


def add_headers(headers: Headers, path: str, url: str) -> None:
    """Let no file pass for another type, and none that a browser can open as a page do anything."""
    headers["X-Content-Type-Options"] = "nosniff"
    kind = (headers.get("Content-Type") or "").split(";")[0].strip()
    if kind in {"image/svg+xml", "text/html", "text/xml", "application/xml", "application/xhtml+xml"}:
        headers["Content-Security-Policy"] = NOTHING
