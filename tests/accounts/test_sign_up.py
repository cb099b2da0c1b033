"""Signing up: the whole story, consent on its own, and nothing told to those who try addresses out."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client, override_settings

from lero_hub.accounts.models import User
from lero_hub.outbox.models import OutboxMessage
from tests.accounts.support import PASSWORD, letters, link_in, person, sign_in

pytestmark = pytest.mark.django_db


def filled(**changes: str) -> dict[str, str]:
    """Fill in the form as a person would; an empty change leaves a field out."""
    form = {
        "display_name": "Robin",
        "email": "robin@people.example",
        "password1": PASSWORD,
        "terms": "on",
        "consent": "on",
    }
    return {name: value for name, value in (form | changes).items() if value}


def sign_up(client: Client | None = None, **changes: str) -> Any:
    """Send the form."""
    return (client or Client()).post("/accounts/signup/", filled(**changes))


def test_sign_up_story_from_the_form_to_the_open_account() -> None:
    client = Client()
    page = client.get("/accounts/signup/?next=/account/profile/")
    assert "I am 18 or over, and I accept the house rules." in page.text
    assert "being a member here may say something about my health" in page.text
    assert "placeholder=" not in page.text

    answer = sign_up(client, next="/account/profile/")
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    user = User.objects.get()
    assert (user.display_name, user.consented_at is not None) == ("Robin", True)
    assert sorted(user.consents.values_list("purpose", "withdrawn_at")) == [("membership", None), ("terms", None)]
    assert letters() == [("robin@people.example", "Confirm your e-mail address")]
    assert client.get("/account/").status_code == 302  # not before the address is confirmed

    link = link_in(OutboxMessage.objects.get())
    shown = client.get(link)  # opening the link does nothing yet: mail scanners open links too
    assert shown.status_code == 200
    assert EmailAddress.objects.get().verified is False
    client.post(link)
    assert EmailAddress.objects.get().verified is True
    assert client.get("/account/").status_code == 200


def test_sign_up_without_an_answer_names_each_box_and_makes_nothing() -> None:
    answer = sign_up(display_name="", terms="", consent="")

    assert answer.status_code == 200
    assert {name: list(texts) for name, texts in answer.context["form"].errors.items()} == {
        "display_name": ["This field is required."],
        "terms": ["You need to be 18 or over and to accept the house rules."],
        "consent": ["We can only keep an account for you if you agree to this."],
    }
    assert User.objects.count() == 0


@pytest.mark.parametrize("password", ["short", "password1234", "lero-hub-demo", "Robin@people.example"])
def test_sign_up_with_a_weak_password_is_refused(password: str) -> None:
    answer = sign_up(password1=password)

    assert list(answer.context["form"].errors) == ["password1"]
    assert User.objects.count() == 0


def test_sign_up_with_a_taken_address_looks_the_same_and_writes_to_that_address() -> None:
    person("robin")
    fresh = sign_up(email="fresh@people.example")

    taken = sign_up(email="ROBIN@people.example", display_name="Somebody else")

    assert (taken.status_code, taken.headers["Location"]) == (fresh.status_code, fresh.headers["Location"])
    assert User.objects.count() == 2
    assert User.objects.get(email="robin@people.example").display_name == "Robin"
    assert letters()[1:] == [("robin@people.example", "About your account")]
    assert "You have one already" in OutboxMessage.objects.latest("created_at").text


def test_sign_up_of_one_address_twice_at_once_makes_one_account(monkeypatch: pytest.MonkeyPatch) -> None:
    from lero_hub.accounts.forms.entrance import SignupForm

    person("robin")
    # The other device signs up after this form has looked and before it writes.
    monkeypatch.setattr(SignupForm, "validate_unique_email", lambda self, value: value)

    answer = sign_up()

    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert User.objects.count() == 1
    assert letters() == [("robin@people.example", "About your account")]


def test_sign_up_with_an_address_that_somebody_else_only_wants_is_free() -> None:
    squatter = person("squatter")
    EmailAddress.objects.create(user=squatter, email="robin@people.example", primary=False, verified=False)
    client = Client()

    sign_up(client)
    client.post(link_in(OutboxMessage.objects.get()))

    assert client.get("/account/").status_code == 200
    squatter.refresh_from_db()
    assert squatter.email == "squatter@people.example"


def test_sign_up_with_an_address_proved_by_an_invitation_needs_no_letter() -> None:
    client = Client()
    session = client.session
    session["account_verified_email"] = "robin@people.example"
    session.save()

    answer = sign_up(client)

    assert answer.headers["Location"] == "/hub/"
    assert EmailAddress.objects.get().verified is True
    assert letters() == []
    assert client.session["account_verified_email"] is None


@pytest.mark.parametrize(
    "name",
    ["Robin\x00", "", "robin@people.example", "x" * 61, " \u200b\u202e "],
    ids=["nul", "none", "mail", "long", "unseen"],
)
def test_sign_up_with_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    answer = sign_up(display_name=name)

    if name == "Robin\x00":  # what cannot be seen is dropped; the rest is a fine name
        assert User.objects.get().display_name == "Robin"
    else:
        assert list(answer.context["form"].errors) == ["display_name"]


def test_sign_up_shows_markup_in_a_name_as_text() -> None:
    client = Client()
    sign_up(client, display_name="<b>{{ 7|add:7 }}</b>")
    client.post(link_in(OutboxMessage.objects.get()))

    page = client.get("/account/")

    assert "&lt;b&gt;{{ 7|add:7 }}&lt;/b&gt;" in page.text
    assert "<b>{{" not in page.text


def test_sign_up_too_often_from_one_address_is_told_to_wait() -> None:
    limits = {"signup": "2/m/ip"}
    with override_settings(ACCOUNT_RATE_LIMITS=limits):
        answers = [sign_up(email=f"person{n}@people.example").status_code for n in range(3)]

    assert answers == [302, 302, 429]
    assert User.objects.count() == 2


def test_sign_in_before_the_address_is_confirmed_sends_no_second_letter_within_minutes() -> None:
    client = Client()
    sign_up(client)
    user = User.objects.get()

    answer = sign_in(Client(), user)

    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert len(letters()) == 1
