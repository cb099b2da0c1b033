"""The operators' window: superusers look, nobody changes, secrets are not there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.test import Client
from django.urls import reverse

from lero_hub.accounts.models import User
from lero_hub.outbox.models import OutboxMessage
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


def columns_of(site: admin.ModelAdmin[Any]) -> set[str]:
    """List the columns that an operator reads, whatever they are called there."""
    called = {"key": site.model._meta.pk.name, "called": "display_name" if site.model is User else "name"}
    return {called.get(name, name.removesuffix("_id")) for name in (*site.list_display, *site.shown)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("label", SHOWN)
def test_lists_are_filtered_and_searched_by_shown_columns_alone(label: str) -> None:
    site = operators._registry[apps.get_model(label)]
    asked = {str(name).removesuffix("_id") for name in (*site.list_filter, *site.search_fields)}
    assert asked <= columns_of(site)
    assert site.date_hierarchy is None


COMPARISONS = ("contains", "startswith", "endswith", "iregex", "gt", "lt", "in", "range", "isnull__exact", "password")


@pytest.mark.parametrize("label", SHOWN)
def test_no_list_answers_a_question_about_a_field_that_it_does_not_offer(operator: User, label: str) -> None:
    model = apps.get_model(label)
    site = operators._registry[model]
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    client = browser_of(operator)
    names = {name for field in model._meta.get_fields() for name in (field.name, getattr(field, "attname", field.name))}
    assert len(names) > 5
    for name in sorted({"pk", *names} - set(site.list_filter)):
        assert client.get(address, {name: "a"}).status_code == 400, name
    for name in ("pk", *names):
        asked = [name + "__" + comparison for comparison in COMPARISONS]
        assert [lookup for lookup in asked if site.lookup_allowed(lookup, "a")] == []


@pytest.mark.parametrize(
    "question",
    [
        "outbox/outboxmessage/?text__contains=Hello",
        "outbox/outboxmessage/?dedupe_key__endswith=1",
        "outbox/outboxmessage/?state__exact=queued&recipient__email__contains=mo",
        "accounts/user/?password__startswith=argon2",
        "authz/rolegrant/?user__password__startswith=argon2",
        "audit/auditevent/?verb__startswith=circles.",
    ],
)
def test_what_was_tried_once_is_refused(operator: User, question: str) -> None:
    assert browser_of(operator).get(f"/admin/{question}").status_code == 400


def test_filters_that_are_offered_work(operator: User) -> None:
    client = browser_of(operator)
    for question, found in (("is_superuser__exact=1", 1), ("is_superuser__exact=0", 0), ("q=olga&o=2&p=1", 1)):
        answer = client.get(f"/admin/accounts/user/?{question}")
        assert (answer.status_code, answer.context["cl"].result_count) == (200, found)


def test_the_mails_of_circles_are_not_there(operator: User) -> None:
    mo = person("mo")
    given = {"subject": "A date", "text": "Come", "to": mo.email, "recipient": mo, "state": "queued"}
    when = datetime(2026, 3, 2, tzinfo=UTC)
    for kind in ("circles.session", "account.security"):
        OutboxMessage.objects.create(
            kind=kind, dedupe_key=kind, message_id=kind, created_at=when, next_attempt_at=when, **given
        )
    client = browser_of(operator)
    address = reverse("admin:outbox_outboxmessage_changelist")
    for question in ("", "?kind=circles.session", "?state__exact=queued"):
        kinds = {message.kind for message in client.get(address + question).context["cl"].result_list}
        assert kinds <= {"account.security"}
    assert "circles." not in client.get(address).content.decode()
    circles, account = (
        client.get(reverse("admin:outbox_outboxmessage_change", args=[message.pk])).status_code
        for message in OutboxMessage.objects.filter(recipient=mo).order_by("-kind")
    )
    assert (circles, account) == (302, 200)


def test_the_libraries_own_site_has_no_address() -> None:
    assert operators is not admin.site
