"""What people see when something is wrong."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from lero_hub.authz.actor import ANONYMOUS
from lero_hub.pages.views import errors
from tests.factories import browser_of, person


def heading(html: bytes) -> list[str]:
    """List the main headings."""
    return re.findall(r"<h1>(.*?)</h1>", html.decode())


@pytest.mark.django_db
def test_a_wrong_address_is_answered_kindly_and_without_cookie(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/no/such/page/")
    assert (answer.status_code, heading(answer.content)) == (404, ["We cannot find that page"])
    assert not answer.cookies


def test_a_refusal_says_why() -> None:
    request = RequestFactory().get("/x/")
    request.actor = ANONYMOUS  # type: ignore[attr-defined]  # what the middleware does
    answer = errors.forbidden(request, PermissionDenied("Only leads can do this."))
    assert (answer.status_code, heading(answer.content)) == (403, ["This page is not open to you"])
    assert b"Only leads can do this." in answer.content


@pytest.mark.django_db
def test_a_policy_that_refuses_speaks_on_the_page() -> None:
    answer = browser_of(person()).get("/coordination/people/")
    assert answer.status_code == 403
    assert b"Only coordinators of the network can open this." in answer.content


def test_a_wrong_host_is_refused_without_asking_for_it(client: Client) -> None:
    answer = client.get("/about/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert len(heading(answer.content)) == 1
    assert b"evil.example" not in answer.content


def test_a_fault_of_ours_needs_nothing_that_may_be_broken(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("lero_hub.pages.help_lines.grouped", fail)
    client.raise_request_exception = False
    answer = client.get("/help-now/")
    assert (answer.status_code, heading(answer.content)) == (500, ["Something broke on our side"])
    assert b"tel:999" in answer.content
    assert b"gone" not in answer.content


@pytest.mark.django_db
def test_a_form_without_token_loses_no_text_but_every_secret() -> None:
    client = Client(enforce_csrf_checks=True)
    data = {"message": "<b>My</b> words", "password1": "hush", "code": "123456", "name": " ", "day": ["Mon", "Tue"]}
    answer = client.post("/contact/", data)
    html = answer.content.decode()
    assert (answer.status_code, heading(answer.content)) == (403, ["We could not take that form"])
    assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL) == [
        "&lt;b&gt;My&lt;/b&gt; words",
        "Mon",
        "Tue",
    ]
    assert "hush" not in html
    assert "123456" not in html
