"""The operators' window: superusers look, nobody changes, secrets are not there."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.test import Client
from django.urls import reverse

from lero_hub.accounts.models import User
from lero_hub.pages.admin import operators
from tests.factories import browser_of, coordinator, entry, person

pytestmark = pytest.mark.django_db

SHOWN = [model._meta.label_lower for model in operators._registry]
CHANGES = [reverse(f"admin:{label.replace('.', '_')}_changelist") for label in SHOWN]


@pytest.fixture
def operator() -> User:
    """Make a superuser."""
    user = person("olga")
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return User.objects.get(pk=user.pk)


def test_what_is_shown_is_this_and_no_more() -> None:
    assert sorted(SHOWN) == [
        "accounts.consent",
        "accounts.user",
        "audit.auditevent",
        "authz.rolegrant",
        "organisations.area",
        "organisations.helpline",
        "organisations.membership",
        "organisations.organisation",
        "organisations.term",
        "outbox.outboxmessage",
    ]


@pytest.mark.parametrize("address", ["/admin/", *CHANGES])
def test_an_operator_looks_and_others_do_not(client: Client, operator: User, address: str) -> None:
    assert browser_of(operator).get(address).status_code == 200
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"
    answer = browser_of(coordinator()).get(address, follow=True)
    assert answer.status_code == 403
    assert b"Only operators of this site can open this." in answer.content


@pytest.mark.parametrize("label", SHOWN)
def test_nobody_adds_or_deletes(operator: User, label: str) -> None:
    name = label.replace(".", "_")
    client = browser_of(operator)
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403
    assert client.get(reverse(f"admin:{name}_delete", args=["x"])).status_code in {302, 403}


def test_a_row_shows_no_password_and_takes_no_change(operator: User) -> None:
    client, mo = browser_of(operator), person("mo")
    address = reverse("admin:accounts_user_change", args=[mo.pk])
    html = client.get(address).content.decode()
    assert "mo@people.example" in html
    assert User.objects.get(pk=mo.pk).password not in html
    assert 'name="_save"' not in html
    assert client.post(address, {"display_name": "Changed"}).status_code == 403
    assert User.objects.get(pk=mo.pk).display_name == "Mo"


def test_the_words_of_mails_are_not_shown(operator: User) -> None:
    entry("submitted", name="A telling name")
    coordinator()
    entry("submitted", name="A telling name")
    message = reverse("admin:outbox_outboxmessage_changelist")
    client = browser_of(operator)
    assert "A telling name" not in client.get(message).content.decode()
    for model, shown in ((model, site.shown) for model, site in operators._registry.items()):  # type: ignore[attr-defined]
        assert not set(shown) & {"password", "text", "html", "subject", "to", "nonce", "headers", "attachments"}, model


def test_signing_in_is_the_account_pages_alone(client: Client, operator: User) -> None:
    assert client.get("/admin/login/").headers["Location"] == "/accounts/login/?next=/admin/login/"
    known = browser_of(operator)
    assert known.get("/admin/login/?next=/admin/accounts/user/").headers["Location"] == "/admin/accounts/user/"
    assert known.get("/admin/login/?next=https://evil.example/").headers["Location"] == "/admin/"
    assert known.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 405
    for door in ("logout", "password_change"):
        assert known.get(f"/admin/{door}/").headers["Location"] == "/account/"
    assert known.post("/admin/password_change/").status_code == 405


@pytest.mark.parametrize("address", ["/admin/", *CHANGES, "/admin/accounts/user/{}/change/"])
def test_every_page_leads_to_the_account_and_not_to_what_the_site_does_not_do(operator: User, address: str) -> None:
    html = browser_of(operator).get(address.format(operator.pk)).content.decode()
    tools = html[html.index('id="user-tools"') : html.index('class="theme-toggle"')]
    assert re.findall(r'href="([^"]+)"', tools) == ["/", "/account/", "/accounts/logout/"]
    assert "Change password" not in html
    assert "/admin/logout/" not in html


@pytest.mark.parametrize("label", SHOWN)
def test_heads_of_columns_are_words_about_rows_and_not_questions_to_people(label: str) -> None:
    model = apps.get_model(label)
    site = operators._registry[model]
    heads = [str(label_for_field(name, model, site)) for name in (*site.list_display, *site.shown)]  # type: ignore[attr-defined]
    assert [head for head in heads if re.search(r"\byour?\b", head) or head in {"Pk", ""}] == []


def test_rows_are_sorted_by_what_stands_in_a_column(operator: User) -> None:
    person("anna")
    html = browser_of(operator).get("/admin/accounts/user/?o=2").content.decode()
    cells = re.findall(r'class="field-called">([^<]+)<', html)
    assert cells == sorted(cells)
    assert {"Anna", "Olga"} <= set(cells)


def test_the_libraries_own_site_has_no_address() -> None:
    assert operators is not admin.site
