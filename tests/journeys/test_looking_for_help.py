"""People who look for something: on a phone, without scripts, by keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser import PHONE
from tests.factories import entry

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def listed():
    """List two organisations."""
    return [entry(name="Calder Steps"), entry(name="Foundry Lamp")]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_finds_an_organisation_with_and_without_scripts(new_page, listed, scripts):
    page = new_page(PHONE, scripts=scripts)
    page.goto("/")
    page.get_by_label("Find a recovery organisation").fill("caldar steps")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Calder Steps").first.click()
    page.get_by_role("heading", name="Calder Steps", level=1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.context.cookies() == []


def test_filters_narrow_the_list_without_scripts(new_page, listed):
    page = new_page(PHONE, scripts=False)
    page.goto("/directory/")
    page.locator(".filters summary").first.click()
    page.locator(".filters").get_by_label("Open door or cafe").check()
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**activity=open-door**")
    assert page.locator(".result").count() == 2


def test_nothing_found_says_what_to_try_and_whom_to_ring(new_page, listed):
    page = new_page(PHONE)
    page.goto("/directory/?q=zebra+unicycle")
    text = page.locator("main").inner_text()
    assert "zebra unicycle" in text
    assert page.locator("main a[href='/help-now/']").count() >= 1


def tab_to(page, name, most=60):
    """Press Tab until something with this name has the focus; say whether it can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        if here.startswith(name):
            return page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    raise AssertionError(f"the focus never came to {name}")


def test_the_keyboard_alone_searches_and_opens_a_page(new_page, listed):
    page = new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main content"
    page.keyboard.press("Enter")
    assert tab_to(page, "Find a recovery organisation")
    page.keyboard.type("foundry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory/?q=foundry**")
    assert tab_to(page, "Foundry Lamp")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Foundry Lamp", level=1).wait_for()


def test_the_numbers_to_ring_can_be_rung(new_page):
    page = new_page(PHONE)
    page.goto("/help-now/")
    assert page.locator("main a[href='tel:999']").count() == 1
