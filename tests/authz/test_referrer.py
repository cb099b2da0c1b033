"""Which pages tell the browser what about where a request came from."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_page_with_a_form_lets_the_browser_name_its_own_origin(client: Client) -> None:
    assert client.get("/accounts/login/").headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_page_for_visitors_tells_nobody_anything(client: Client) -> None:
    assert client.get("/terms/").headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.django_db
def test_no_cache_keeps_a_page_that_carries_a_token(client: Client) -> None:
    assert "private" in client.get("/contact/").headers["Cache-Control"]
    assert "Cache-Control" not in Client().get("/terms/").headers
