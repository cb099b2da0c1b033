"""What browsers are told about our static files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as in_use
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings
from whitenoise.middleware import WhiteNoiseMiddleware

FILES = {"mark.svg": "<svg/>", "page.html": "<!doctype html>", "data.xml": "<a/>", "hub.css": "a{}", "site.js": "1"}
AS_PAGES = {"mark.svg", "page.html", "data.xml"}


@pytest.fixture
def headers(settings: Settings, tmp_path: Path) -> dict[str, dict[str, str]]:
    """Serve a file of each kind, and give the headers of each."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    settings.STATIC_ROOT = tmp_path
    server = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    answers = {name: server(RequestFactory().head(f"/static/{name}")) for name in FILES}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {name: dict(answer.headers) for name, answer in answers.items()}


def test_no_file_passes_for_another_type(headers: dict[str, dict[str, str]]) -> None:
    assert {each["X-Content-Type-Options"] for each in headers.values()} == {"nosniff"}


def test_what_opens_as_a_page_loads_and_runs_nothing(headers: dict[str, dict[str, str]]) -> None:
    policies = {name: each.get("Content-Security-Policy") for name, each in headers.items()}
    nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    assert policies == {name: nothing if name in AS_PAGES else None for name in FILES}


def test_the_hub_is_set_up_to_tell_them() -> None:
    assert in_use.WHITENOISE_ADD_HEADERS_FUNCTION.__module__ == "lero_hub.runtime.static_files"
