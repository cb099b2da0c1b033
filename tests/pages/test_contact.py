"""Write to the coordinators: each of them once, nobody twice, and nothing kept."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from lero_hub.accounts.models import NotificationSetting
from lero_hub.authz.workflows import end_role
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.tasks import send_due
from tests.factories import NOW, browser_of, coordinator, me, person

pytestmark = pytest.mark.django_db

LETTER = {"name": "Sam", "email": "sam@home.example", "message": "How do I\nget my entry back?"}


def send(client: Client, **changes: str) -> object:
    """Fill in the form and send it."""
    return client.post("/contact/", {**LETTER, "key": str(uuid4()), **changes}, follow=True)


def addresses() -> list[str]:
    """List where letters went, in order."""
    return sorted(OutboxMessage.objects.values_list("to", flat=True))


def test_a_letter_reaches_each_coordinator_once(client: Client) -> None:
    for name in ("Cora", "Col"):
        coordinator(name)
    person("Mo")
    answer = send(client)
    assert answer.redirect_chain == [("/contact/sent/", 302)]  # type: ignore[attr-defined]  # the client adds it
    assert b"Your message is on its way" in answer.content  # type: ignore[attr-defined]
    assert addresses() == ["col@people.example", "cora@people.example"]


def test_a_double_click_sends_one_letter(client: Client) -> None:
    coordinator("Cora")
    key = str(uuid4())
    for _click in range(2):
        send(client, key=key)
    assert addresses() == ["cora@people.example"]


def test_the_letter_says_who_writes_and_answers_go_there(client: Client) -> None:
    coordinator("Cora")
    send(client, message="<b>Hello</b> {{ 7|add:7 }} & 'so on'")
    send_due()
    letter = mail.outbox[0]
    assert letter.subject == "Somebody wrote to the coordinators"
    assert letter.reply_to == ["sam@home.example"]
    assert "Sam (sam@home.example) writes:" in letter.body
    assert "<b>Hello</b> {{ 7|add:7 }} & 'so on'" in letter.body
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]  # the outbox always adds HTML
    assert "&lt;b&gt;Hello&lt;/b&gt; {{ 7|add:7 }} &amp;" in html
    assert "Nobody reads answers" not in html + letter.body
    assert list(OutboxMessage.objects.values_list("text", "html", "reply_to")) == [("", "", "")]


def test_a_name_is_not_needed(client: Client) -> None:
    coordinator("Cora")
    send(client, name="")
    assert "sam@home.example writes:" in OutboxMessage.objects.get().text


def test_coordinators_may_share_the_duty(client: Client) -> None:
    cora = coordinator("Cora")
    coordinator("Col")
    NotificationSetting.objects.create(user=cora, kind="pages.contact", wanted=False)
    send(client)
    send_due()
    assert [letter.to for letter in mail.outbox] == [["col@people.example"]]


def test_when_all_coordinators_switched_it_off_the_page_says_so(client: Client) -> None:
    NotificationSetting.objects.create(user=coordinator(), kind="pages.contact", wanted=False)
    assert "Nobody can take messages" in send(client).content.decode()  # type: ignore[attr-defined]


def test_whoever_stopped_being_a_coordinator_does_not_get_it(client: Client) -> None:
    cora, col = coordinator("Cora"), coordinator("Col")
    send(client)
    grant = cora.role_grants.get()
    end_role(grant_id=grant.pk, by=me(col), reason="Rests.", now=NOW)
    OutboxMessage.objects.exclude(kind="pages.contact").delete()
    send_due()
    assert [letter.to for letter in mail.outbox] == [["col@people.example"]]


def test_without_coordinators_it_goes_to_the_address_of_the_settings(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = "office@network.example"
    send(client)
    send_due()
    assert [letter.to for letter in mail.outbox] == [["office@network.example"]]


def test_without_anybody_the_page_says_so_and_keeps_the_text(client: Client) -> None:
    answer = send(client)
    html = answer.content.decode()  # type: ignore[attr-defined]
    assert "Nobody can take messages at the moment" in html
    assert "get my entry back?" in html
    assert addresses() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": ""}, "Give an e-mail address, so that we can answer"),
        ({"email": "sam"}, "Write the whole e-mail address"),
        ({"message": " "}, "Write what you would like to say"),
        ({"message": "x" * 4001}, "4001"),
        ({"message": "NUL \x00 byte"}, "Null characters are not allowed"),
        ({"email": "sam@home.example\nBcc: all@people.example"}, "Write the whole e-mail address"),
        ({"key": "not-a-key"}, "Part of this form was lost on its way"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(client: Client, changes: dict[str, str], words: str) -> None:
    coordinator()
    html = send(client, **changes).content.decode()  # type: ignore[attr-defined]
    assert "<title>Error:" in html
    assert words in html
    assert 'value="Sam"' in html
    assert addresses() == []


def test_a_flood_is_stopped(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "contact": "2/m/ip"}
    coordinator()
    statuses = [send(client).status_code for _letter in range(3)]  # type: ignore[attr-defined]
    assert statuses == [200, 200, 429]
    assert len(addresses()) == 2


def test_a_mistake_is_not_counted_as_a_letter(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "contact": "1/m/ip"}
    coordinator()
    statuses = [send(client, email=email).status_code for email in ("", "", "sam@home.example")]  # type: ignore[attr-defined]
    assert statuses == [200, 200, 200]
    assert len(addresses()) == 1


def test_somebody_signed_in_finds_their_name_and_address(client: Client) -> None:
    html = browser_of(person("mo")).get("/contact/").content.decode()
    assert re.findall(r'value="(Mo|mo@people.example)"', html) == ["Mo", "mo@people.example"]


def test_the_form_sets_its_token_and_no_session(client: Client) -> None:
    assert list(client.get("/contact/").cookies) == ["csrf"]
    assert not client.get("/contact/sent/").cookies
