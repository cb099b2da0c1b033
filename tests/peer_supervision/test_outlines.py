"""The coordinators' list of circles: what it says, and that it stays within the screen."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import timezone

from peer_supervision.wording import hour_words
from tests.browser import DESK, PHONE
from tests.factories import browser_of, coordinator
from tests.peer_supervision.builders import circle, weekly

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from tests.browser import BrowserPages

LIST = "/coordination/circles/"
LONG = "W" * 80


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(18), "6 pm"),
        (time(18, 5), "6.05 pm"),
        (time(11, 30), "11.30 am"),
        (time(12), "noon"),
        (time(12, 30), "12.30 pm"),
        (time(0), "12 am"),
    ],
)
def test_hours_are_said_as_people_say_them(moment: time, words: str) -> None:
    assert hour_words(moment) == words


@pytest.mark.django_db
def test_list_is_searched_and_paged_like_every_other() -> None:
    for number in range(26):
        circle(name=f"Aire {number:02}")
    circle(name="Calder")
    browser = browser_of(coordinator())
    page = browser.get(LIST)
    assert '<form class="searchbar" action="/coordination/circles/" role="search" aria-label="Circles">' in page.text
    assert [row.name for row in browser.get(LIST, {"page": "2"}).context["rows"]] == ["Aire 25", "Calder"]
    assert [row.name for row in browser.get(LIST, {"q": " cald\0er "}).context["rows"]] == ["Calder"]
    assert 'href="?q=aire&amp;page=2"' in browser.get(LIST, {"q": "aire"}).text
    for unknown in ("3", "0", "x"):
        assert browser.get(LIST, {"page": unknown}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_name_without_a_gap_stays_within_the_screen(new_page: BrowserPages, live_server: LiveServer) -> None:
    user, now = coordinator(), timezone.now()
    weekly(circle(name=LONG, now=now), now=now, starts_on=now.date())
    cookie = browser_of(user).cookies[settings.SESSION_COOKIE_NAME]
    page = new_page(scripts=False)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    for size in (DESK, {"width": 640, "height": 450}, PHONE, {"width": 320, "height": 225}):
        page.set_viewport_size(size)
        for address in (LIST, f"{LIST}?q={LONG}", f"{LIST}?q={LONG}W"):
            page.goto(address)
            page.get_by_text(LONG).first.wait_for()
            assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
