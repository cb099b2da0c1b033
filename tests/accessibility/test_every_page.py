"""Every page of the demonstration as each kind of person: no violation, no error, no sideways scroll, one picture."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from lero_hub.demonstration.people import PASSWORD
from lero_hub.pages.help import GUIDES
from tests.accessibility.conftest import ROOT, complaints_of_nu, nu_checker
from tests.accessibility.site import PEOPLE
from tests.browser import DESK, PHONE, BrowserPages

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = Path(os.environ.get("SCREENSHOTS_DIR") or ROOT / "var" / "screenshots")
ALLOWED = {
    "not-found": 404,
    "directory-no-page": 404,
    "library-no-page": 404,
    "not-theirs": 403,
    "circle-not-ours": 404,
}


@pytest.fixture
def windows(browser, demonstration):
    """Open pages of the demonstration, and fail on what a page should not do."""
    pages = BrowserPages(browser, demonstration)
    yield pages
    pages.close()
    assert pages.complaints == []


def addresses(who):
    """List name and address of each page that a kind of person can open."""
    found = {name: find() for name, find in PEOPLE[who].items()}
    if who == "visitor":
        found |= {f"help-{guide.role}": reverse("pages:guide", args=[guide.role]) for guide in GUIDES}
    return found


def enter(windows, who, viewport):
    """Open a window, signed in as somebody unless a visitor; colours change at once, without a transition."""
    page = windows(viewport, reduced_motion="reduce")
    if who != "visitor":
        page.goto(reverse("account_login"))
        page.get_by_label("E-mail address").fill(f"{who}@demo.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/hub/")
    return page


def violations(page):
    """Ask axe; give back rule and place of each violation."""
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_clean_for_everybody(windows, who, viewport, tmp_path):
    """Axe judges each page twice: on a phone by night, on a desk by day; the pictures are taken by day."""
    wrong: list[str] = []
    sources: list[Path] = []
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = viewport["width"]
    page = enter(windows, who, viewport)
    for name, address in addresses(who).items():
        page.emulate_media(color_scheme="light")
        answer = page.goto(address)
        if answer.status != ALLOWED.get(name, 200):
            wrong.append(f"{name}: answered {answer.status}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{name} scrolls sideways at {width}")
        page.screenshot(path=PICTURES / f"{who}-{name}-{width}.png", full_page=True)
        if viewport is PHONE:
            page.emulate_media(color_scheme="dark")
        elif "text/html" in answer.headers["content-type"]:
            sources.append(tmp_path / f"{who}-{name}.html")
            sources[-1].write_text(answer.text())
        wrong += [f"{name} at {width}: {text}" for text in violations(page)]
    if sources and nu_checker():
        wrong += [re.sub(r'^"?file:.*/', "", line) for line in complaints_of_nu(sources)]
    assert wrong == []


@pytest.mark.django_db  # pytest-django makes the database only if a test of the run asks for one by mark
def test_the_nu_checker_is_there_where_it_is_asked_for():
    if os.environ.get("REQUIRE_NU") == "1":
        assert nu_checker() is not None


@pytest.mark.parametrize("name", ["home", "directory", "directory-near", "profile", "areas", "help-now", "about"])
def test_a_first_visit_is_light_and_leaves_no_trace(windows, name):
    page = windows(PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(addresses("visitor")[name])
    page.wait_for_load_state("networkidle")
    assert (len(asked) <= 8, page.context.cookies()) == (True, [])
