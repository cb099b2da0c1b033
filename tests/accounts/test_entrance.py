"""Signing in, changing address and password, two steps: with our mail, our links and our limits."""

import time
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from lero_hub.accounts.models import User
from lero_hub.accounts.sealing import unseal
from lero_hub.outbox.models import OutboxMessage
from tests.accounts.support import PASSWORD, letters, link_in, person, show_again, sign_in

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "another four quiet words"


def signed_in(user: User) -> Client:
    """Sign in through the page and show the password once more."""
    client = Client()
    sign_in(client, user)
    show_again(client)
    return client


def test_sign_in_leads_on_to_the_page_that_was_asked_for() -> None:
    user = person()

    assert sign_in(Client(), user).headers["Location"] == "/hub/"
    assert sign_in(Client(), user, next="/account/data/").headers["Location"] == "/account/data/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "http://localhost/account/",
        "javascript:alert(1)",
        "/\\evil.example",
        "http://testserver.evil.example/",
    ],
)
def test_sign_in_never_leads_to_another_site(elsewhere: str) -> None:
    answer = sign_in(Client(), person(), next=elsewhere)

    assert answer.headers["Location"] == "/hub/"


def test_sign_in_fails_in_the_same_words_for_a_wrong_password_and_an_unknown_address() -> None:
    user = person()

    wrong = Client().post("/accounts/login/", {"login": user.email, "password": "not the right one"})
    unknown = Client().post("/accounts/login/", {"login": "nobody@people.example", "password": PASSWORD})

    for answer in (wrong, unknown):
        assert answer.status_code == 200
        assert answer.context["form"].non_field_errors() == [
            "The address or the password is not right. Check both, or set a new password."
        ]


def test_sign_in_wrong_too_often_locks_that_address_for_a_while_and_no_other() -> None:
    user, other = person("robin"), person("other")
    for _ in range(5):
        sign_in(Client(), user, password="not the right one")

    locked = sign_in(Client(), user)

    assert locked.context["form"].non_field_errors() == [  # type: ignore[attr-defined]
        "That was wrong too often. Wait five minutes, or set a new password."
    ]
    assert sign_in(Client(), other).status_code == 302
    cache.clear()
    assert sign_in(Client(), user).status_code == 302


def test_sign_in_floods_from_one_network_address_are_told_to_wait() -> None:
    user = person()
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        answers = [sign_in(Client(), user).status_code for _ in range(2)]

    assert answers == [302, 429]


def test_forwarded_addresses_are_believed_only_behind_our_own_proxies() -> None:
    user = person()

    def from_address(address: str) -> int:
        client = Client(headers={"X-Forwarded-For": address})
        return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code

    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        assert [from_address("192.0.2.1"), from_address("192.0.2.2")] == [302, 429]
        with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
            assert [from_address("192.0.2.1"), from_address("192.0.2.2")] == [302, 302]


def test_new_password_story() -> None:
    user = person()
    client = Client()
    asked = client.post("/accounts/password/reset/", {"email": user.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@people.example"})
    assert asked.headers["Location"] == unknown.headers["Location"] == "/accounts/password/reset/done/"
    assert letters() == [("robin@people.example", "A new password"), ("nobody@people.example", "About this address")]

    link = link_in(OutboxMessage.objects.get(to=user.email))
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert sign_in(Client(), user, password=NEW_PASSWORD).status_code == 302
    assert letters()[2:] == [("robin@people.example", "About your account")]
    assert "A new password was set for your account" in OutboxMessage.objects.latest("created_at").text
    again = Client().get(link, follow=True)
    assert "password1" not in again.text  # the link works once


def test_new_password_link_goes_to_nobody_but_the_address_of_the_account() -> None:
    user = person()
    EmailAddress.objects.create(user=user, email="typo@people.example", primary=False, verified=False)

    Client().post("/accounts/password/reset/", {"email": "typo@people.example"})
    Client().post("/accounts/login/code/", {"email": "typo@people.example"})

    assert letters() == [("typo@people.example", "About this address")] * 2


def test_code_story() -> None:
    user = person()
    client = Client()
    client.post("/accounts/login/code/", {"email": user.email})
    message = OutboxMessage.objects.get()
    assert message.subject == "Your code"
    code = message.text.splitlines()[2].strip()

    wrong = client.post("/accounts/login/code/confirm/", {"code": "WRONG-1"})
    assert "This code is not right, or it is too old." in wrong.text
    client.post("/accounts/login/code/confirm/", {"code": code})

    assert client.get("/account/").status_code == 200


def test_links_in_mail_lead_to_our_own_host_whatever_the_request_claimed() -> None:
    user = person()
    with override_settings(ALLOWED_HOSTS=["*"]):
        Client(headers={"Host": "evil.example"}).post("/accounts/password/reset/", {"email": user.email})

    message = OutboxMessage.objects.get()

    assert urlsplit(settings.BASE_URL).netloc in message.text
    assert "evil.example" not in message.text + message.html


def test_change_of_address_is_confirmed_and_told_to_the_old_one() -> None:
    user = person()
    client = signed_in(user)

    client.post("/accounts/email/", {"email": "New@people.example", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "robin@people.example"
    assert letters() == [("new@people.example", "Confirm your e-mail address")]
    assert "changing to new@people.example" in client.get("/account/").text

    client.post(link_in(OutboxMessage.objects.get()))
    user.refresh_from_db()
    assert user.email == "new@people.example"
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [
        ("new@people.example", True, True)
    ]
    told = OutboxMessage.objects.latest("created_at")
    assert (told.to, told.subject) == ("robin@people.example", "About your account")
    assert "The e-mail address of your account was changed" in told.text
    assert "new@people.example" not in told.text  # the old mailbox may be in other hands


def test_change_of_address_to_that_of_somebody_else_tells_nothing_and_changes_nothing() -> None:
    user = person()
    person("other")
    client = signed_in(user)

    answer = client.post("/accounts/email/", {"email": "other@people.example", "action_add": ""})

    assert answer.status_code == 302
    assert letters() == [("other@people.example", "About your account")]
    user.refresh_from_db()
    assert user.email == "robin@people.example"


def test_change_of_address_that_got_an_account_in_the_meantime_is_refused() -> None:
    user = person()
    client = signed_in(user)
    client.post("/accounts/email/", {"email": "other@people.example", "action_add": ""})
    link = link_in(OutboxMessage.objects.get())
    person("other", address_verified=False)

    answer = client.post(link, follow=True)

    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.email == "robin@people.example"


def test_change_of_password_is_told() -> None:
    user = person()
    client = signed_in(user)

    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = client.post("/accounts/password/change/", form)

    assert answer.headers["Location"] == "/account/"
    assert letters() == [("robin@people.example", "About your account")]
    assert "The password of your account was changed." in OutboxMessage.objects.get().text


def test_two_steps_story_with_the_secret_sealed_in_the_database() -> None:
    user = person()
    client = signed_in(user)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})

    stored = Authenticator.objects.get(type="totp")
    assert secret not in str(stored.data)
    assert unseal(stored.data["secret"]) == secret
    assert "On" in client.get("/account/").text
    assert [subject for _, subject in letters()] == ["About your account"] * len(letters())

    phone = Client()
    assert sign_in(phone, user).headers["Location"] == "/accounts/2fa/authenticate/"
    assert phone.get("/account/").status_code == 302
    cache.clear()  # a code works once; by the time somebody signs in again it is another one
    phone.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert phone.get("/account/").status_code == 200


def code_of(secret: str) -> str:
    """Compute the code that an app would show."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_closed_accounts_cannot_be_signed_in_to() -> None:
    user = person()
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = Client()

    sign_in(client, user)

    assert client.get("/account/").status_code == 302
