"""A first visit in a real browser: what it moves, whom it asks, what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.browser import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

KB = 1024
BUDGET = 75 * KB
REQUESTS = 8
VISITOR_PAGES = ("/", "/directory/", "/areas/", "/about/", "/help-now/", "/terms/", "/privacy/", "/help/", "/nothing/")
# As they travel: the joined style sheet is measured by test_assets.
BESIDES_THE_PAGE = 52 * KB


@pytest.mark.django_db
@pytest.mark.parametrize("path", VISITOR_PAGES)
def test_visitor_page_travels_compressed_and_leaves_nothing_behind(client: Client, path: str) -> None:
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) + BESIDES_THE_PAGE <= BUDGET
    assert answer.cookies == {}
    assert b"<script" not in client.get(path).content


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/directory/"])
def test_first_visit_asks_little_and_sets_no_cookie(new_page: Callable[..., Page], path: str) -> None:
    page = new_page(PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path, wait_until="networkidle")
    assert len(asked) <= REQUESTS
    assert page.context.cookies() == []


@pytest.mark.django_db(transaction=True)
def test_error_summary_takes_the_focus_and_leads_to_the_field(new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.goto("/accounts/signup/")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_selector(".errors:focus")  # shown at once, focused when the script has run
    assert page.title().startswith("Error: ")
    page.locator(".errors a").nth(1).click()
    assert page.evaluate("document.activeElement.id") == "id_email"


@pytest.mark.django_db(transaction=True)
def test_form_is_sent_once_however_often_the_button_is_pressed(new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/accounts/login/")
    page.fill("#id_login", "dee@demo.example")
    page.fill("#id_password", "not the password")
    page.evaluate("for (let i = 0; i < 3; i++) document.querySelector('main button[type=submit]').click()")
    page.wait_for_selector(".errors")
    assert len(sent) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_forms_work_with_scripts_off(new_page: Callable[..., Page], path: str) -> None:
    page = new_page(PHONE, scripts=False)
    page.goto(path)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_selector(".errors")
    assert page.locator(".errors").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/directory/", "/styleguide/", "/accounts/signup/", "/help-now/"])
def test_page_fits_the_narrowest_phone(new_page: Callable[..., Page], settings: Any, path: str) -> None:
    settings.DEMO = True
    page = new_page({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
