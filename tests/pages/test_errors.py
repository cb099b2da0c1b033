"""What people see when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries, Settings

from lero_hub.authz.actor import ANONYMOUS
from lero_hub.authz.views import HubView
from lero_hub.pages import refusals
from lero_hub.pages.views import errors
from tests.factories import browser_of, coordinator, entry, person


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


def hub_views() -> Iterator[tuple[str, type[HubView]]]:
    """List the views of ours that ask a policy, each with its route."""

    def walk(patterns: list[Any], above: str) -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            route = above + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route, getattr(pattern.callback, "view_class", None)

    for route, view in walk(get_resolver().url_patterns, "/"):
        if view is not None and issubclass(view, HubView) and view.access.kind in {"policy", "on_object"}:
            yield route, view


def test_whom_to_ask_is_known_for_every_page_that_a_policy_keeps() -> None:
    unknown = [route for route, _view in hub_views() if refusals.advice(route, ANONYMOUS) is refusals.OTHER]
    assert unknown == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/admin/login/", "This is for whoever runs the server."),
        ("/coordination/", "This is for coordinators."),
        ("/standards/reviews/", "This is for assessors."),
        ("/standards/panel/", "This is for the panel."),
        ("/coordination/library/", "This is for curators."),
    ],
)
def test_a_duty_is_not_asked_of_the_lead_of_an_organisation(address: str, words: str) -> None:
    answer = browser_of(person()).get(address)
    assert answer.status_code == 403
    assert words in answer.text
    assert "lead" not in answer.text.partition("<main")[2].partition("</main>")[0]
    assert ('href="/contact/">Write to the coordinators' in answer.text) is (address != "/admin/login/")


@pytest.mark.django_db
def test_the_page_of_an_organisation_is_asked_of_its_lead_and_a_duty_one_has_of_somebody_else() -> None:
    steps = entry(name="Calder Steps")
    assert "Ask a lead of the organisation" in browser_of(person()).get("/organisations/calder-steps/team/").text
    cora = coordinator()
    own = entry("submitted", lead=cora, name="Own")
    answer = browser_of(cora).post(f"/coordination/entries/{own.slug}/list/", {"version": own.version})
    assert answer.status_code == 403
    assert "somebody else who holds it sees to it" in answer.text
    assert steps.slug not in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_address_that_only_takes_a_form_says_so_and_leads_back(method: str) -> None:
    lead = person()
    entry(lead=lead, name="Calder Steps")
    answer = getattr(browser_of(lead), method)("/organisations/calder-steps/team/invite/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    if method == "get":
        assert heading(answer.content) == ["There is no page to read here"]
        assert 'href="/organisations/calder-steps/team/">Go to the page it belongs to' in answer.text


@pytest.mark.django_db
def test_it_says_so_to_nobody_else(client: Client) -> None:
    entry(name="Calder Steps")
    address = "/organisations/calder-steps/team/invite/"
    assert browser_of(person()).get(address).status_code == 403
    assert client.get(address).status_code == 302
    assert browser_of(person()).get("/organisations/no-such-one/team/invite/").status_code == 404


@pytest.mark.django_db
def test_a_page_that_takes_nothing_says_so_without_a_cookie(client: Client) -> None:
    answer = client.post("/about/")
    assert (answer.status_code, heading(answer.content)) == (405, ["That cannot be sent here"])
    assert 'href="/about/">Go to the page it belongs to' in answer.text
    assert not answer.cookies
