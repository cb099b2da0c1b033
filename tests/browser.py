"""A real browser for the tests: find one, or get one (`python -m tests.browser --install`), and open pages.

Any Chromium or Chrome will do. Where none can be had the tests that need it are skipped, and the last
lines of the run say so; with REQUIRE_BROWSER=1 they fail instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
MISSING = "There is no Chromium or Chrome on this machine: install one, or set CHROMIUM to its path."
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_PLACES = (
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_DOWNLOADS = (".cache/ms-playwright", "Library/Caches/ms-playwright")
_DOWNLOADED = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
_ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, and most containers refuse it to Chromium
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str | None:
    """Return the path of a browser, or None.

    CHROMIUM in the environment decides alone: an empty value means that there is none.
    """
    if "CHROMIUM" in os.environ:
        return os.environ["CHROMIUM"] or None
    on_path = (shutil.which(name) for name in _NAMES)
    downloads = [Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")), *(Path.home() / path for path in _DOWNLOADS)]
    downloaded = (
        str(found)
        for folder in downloads
        if folder.is_absolute()
        for pattern in _DOWNLOADED
        for found in sorted(folder.glob(pattern), reverse=True)
    )
    for candidate in (*on_path, *_PLACES, *downloaded):
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    return None


def install_chromium() -> str | None:
    """Get a browser when there is none: Playwright's own download, else Debian's package when root."""
    attempts: list[list[list[str]]] = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        debian = [["apt-get", "update", "-qq"], install]
        # In CI the package comes first: a download of hundreds of megabytes from elsewhere may be refused slowly.
        attempts.insert(0 if os.environ.get("CI") else 1, debian)
    for commands in attempts:
        if (found := find_chromium()) and _starts(found):
            return found
        for command in commands:
            print("+", " ".join(command), flush=True)
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            try:
                subprocess.run(command, timeout=420, check=False, env=environment, stdin=subprocess.DEVNULL)
            except subprocess.TimeoutExpired:
                print("  took too long", flush=True)
    found = find_chromium()
    return found if found and _starts(found) else None


def _starts(browser: str) -> bool:
    """Say whether the browser runs at all: a downloaded one may lack libraries of the system."""
    try:
        return subprocess.run([browser, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser for all tests of this process; skip the test, or fail it, where there is none."""
    executable = find_chromium()
    if executable is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous face keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class BrowserPages:
    """Open pages of the live site, each in a window of its own without cookies, and watch what goes wrong."""

    def __init__(self, browser: Browser, address: str) -> None:
        """Open pages of `address` in `browser`."""
        self.address = address
        self.complaints: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def __call__(self, viewport: dict[str, int] | None = None, *, scripts: bool = True, **options: Any) -> Page:
        """Return a new page; addresses given to it may be relative (`page.goto("/directory/")`).

        `options` are Playwright's for a context: `color_scheme="dark"`, `reduced_motion="reduce"`, …
        """
        context = self._browser.new_context(
            base_url=self.address,
            viewport=viewport or DESK,  # type: ignore[arg-type] # a TypedDict of the same two keys
            java_script_enabled=scripts,
            locale=options.pop("locale", "en-GB"),
            timezone_id=options.pop("timezone_id", "Europe/London"),
            **options,
        )
        self._contexts.append(context)
        context.set_default_timeout(30_000)  # a busy machine is slow; a green run waits for nothing
        context.route(lambda url: not url.startswith(self.address), lambda route: route.abort())
        context.on("request", lambda request: self._note_request(request.url))
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("console", lambda message: self._note_console(message.text))
        return context.new_page()

    def _note_request(self, url: str) -> None:
        if not url.startswith((self.address, "about:", "blob:")):
            self.complaints.append(f"request to another site: {url}")

    def _note_console(self, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.complaints.append(text)

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer, settings: SettingsWrapper) -> Iterator[BrowserPages]:
    """Open pages of the live site: `new_page()`, `new_page(PHONE)`, `new_page(scripts=False)`.

    The test fails when a page asks another site for anything, breaks its content security policy or has a
    script error. Links in e-mails lead to the live site.
    """
    settings.BASE_URL = live_server.url
    pages = BrowserPages(browser, live_server.url)
    yield pages
    pages.close()
    assert pages.complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page at desk size."""
    return new_page()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end when browser tests were skipped, and why."""
    skipped = [report for report in terminalreporter.getreports("skipped") if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were skipped. {MISSING}", yellow=True)


if __name__ == "__main__":
    path = install_chromium() if "--install" in sys.argv else find_chromium()
    print(path or MISSING)
    raise SystemExit(0 if path else 1)
