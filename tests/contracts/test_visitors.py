"""What every answer of the hub carries, and what visitors' pages never do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.permissions.matrix import MATRIX
from tests.permissions.outcomes import Row
from tests.permissions.people import CLOCK, COORDINATOR, LEAD, MEMBER, VISITOR, World, taken_back
from tests.permissions.test_matrix import address
from tests.permissions.world import build

pytestmark = pytest.mark.django_db

FORMS = {"pages:contact", "organisations:report"}
"""Open pages with a form of their own, which needs a cookie; so do those that sign people in (allauth's)."""

OPEN = [row for row in MATRIX if row.get[VISITOR] == 200 and ":" in row.name]
SAMPLES = "pages:styleguide"  # forms of every kind that send nothing, in a demonstration alone
PAGES = [row for row in OPEN if row.name not in {*FORMS, SAMPLES}]
CLOSED = [row for row in MATRIX if row.get[VISITOR] == "to sign in" and 200 in row.get.values()]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Build the world of the matrix for this module."""
    home: Path = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), taken_back(), override_settings(HOME_DIR=home, MEDIA_ROOT=home / "media"):
        built = build()
        with time_machine.travel(CLOCK):
            yield built


def text_of(answer: HttpResponseBase) -> str:
    """Read an answer to its end; a picture is no text."""
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined,call-overload]
    return str(content, "utf-8", "replace")


def get(world: World, row: Row, role: str = VISITOR) -> HttpResponseBase:
    """Open a page of the matrix."""
    with override_settings(DEMO=row.demo):
        return world.browser(role).get(address(world, row))


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.label)
def test_visitor_gets_no_cookie_no_posting_form_and_no_script(row: Row, world: World) -> None:
    answer = get(world, row)
    text = text_of(answer)

    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers
    assert "csrfmiddlewaretoken" not in text
    assert 'method="post"' not in text.lower()
    assert "<script src" not in text


@pytest.mark.parametrize("row", [row for row in OPEN if row.name in FORMS], ids=lambda row: row.label)
def test_open_page_with_a_form_is_an_exception_for_its_form(row: Row, world: World) -> None:
    answer = get(world, row)
    assert list(answer.cookies) == [settings.CSRF_COOKIE_NAME]
    assert "csrfmiddlewaretoken" in text_of(answer)


def is_strict(policy: str) -> bool:
    """Tell whether a policy lets nothing in from elsewhere and nothing inline."""
    rules = {name: rest for name, _, rest in (rule.strip().partition(" ") for rule in policy.split(";"))}
    return rules["default-src"] == "'none'" and not any(
        loose in policy for loose in ("unsafe-", "data:", "blob:", "*", "http")
    )


@pytest.mark.parametrize("row", OPEN, ids=lambda row: row.label)
def test_every_open_page_carries_the_policy_and_tells_nobody_where_people_come_from(row: Row, world: World) -> None:
    answer = get(world, row)

    assert is_strict(answer.headers["Content-Security-Policy"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == ("same-origin" if row.name in FORMS else "no-referrer")
    assert "Permissions-Policy" in answer.headers
    text_of(answer)


@pytest.mark.parametrize("row", CLOSED, ids=lambda row: row.label)
def test_page_of_somebody_signed_in_is_kept_nowhere(row: Row, world: World) -> None:
    role = next(role for role, outcome in row.get.items() if outcome == 200)
    answer = get(world, row, role)

    assert is_strict(answer.headers["Content-Security-Policy"])
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert {"no-cache", "no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    if answer.streaming:
        b"".join(answer)  # read to its end, which closes the file


@pytest.mark.parametrize("status", [403, 404, 405, 409, 500])
def test_every_error_carries_the_policy(status: int, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = error_page(status, world, monkeypatch)

    assert answer.status_code == status
    assert is_strict(answer.headers["Content-Security-Policy"])
    assert status == 405 or 'content="noindex"' in text_of(answer)


def error_page(status: int, world: World, monkeypatch: pytest.MonkeyPatch) -> HttpResponseBase:
    """Bring the hub to answer with an error."""
    if status == 403:
        return world.browser(MEMBER).get(reverse("organisations:coordination"))
    if status == 404:
        return Client().get("/no/such/page/")
    if status == 405:
        return world.browser(COORDINATOR).post(reverse("pages:hub"))
    if status == 409:
        return world.browser(LEAD).post(reverse("organisations:submit", args=[world.things["listed"]]))
    monkeypatch.setattr("lero_hub.pages.views.info.AboutView.template_name", "nothing/is/here.html")
    return Client(raise_request_exception=False).get(reverse("pages:about"))
