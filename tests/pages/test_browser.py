"""The pages that matter most, in a real browser: on a phone, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lero_hub.outbox.models import OutboxMessage
from organisations.workflows.help_lines import load_help_lines
from tests.browser import PHONE
from tests.factories import coordinator

if TYPE_CHECKING:
    from tests.browser import BrowserPages

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_number_to_ring_is_a_large_target_on_a_phone(new_page: BrowserPages, scheme: str) -> None:
    load_help_lines()
    page = new_page(PHONE, scripts=False, color_scheme=scheme)
    page.goto("/help-now/")
    boxes = [link.bounding_box() for link in page.locator(".line a.btn").all()]
    assert len(boxes) >= 8
    assert [box for box in boxes if box is None or box["height"] < 44 or box["width"] < 300] == []
    expect(page.get_by_role("link", name="Ring 999")).to_have_attribute("href", "tel:999")
    assert page.context.cookies() == []


def test_somebody_writes_to_the_coordinators_with_the_keyboard_and_without_scripts(new_page: BrowserPages) -> None:
    coordinator("cora")
    page = new_page(PHONE, scripts=False)
    page.goto("/contact/")
    page.get_by_label("Your e-mail address").focus()
    page.keyboard.type("sam")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Two things to put right")
    summary.get_by_role("link", name="Write what you would like to say").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.get_by_label("What would you like to say?").fill("My entry is gone.")
    page.get_by_label("Your e-mail address").fill("sam@home.example")
    page.get_by_role("button", name="Send it to the coordinators").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your message is on its way")
    assert list(OutboxMessage.objects.values_list("to", flat=True)) == ["cora@people.example"]
