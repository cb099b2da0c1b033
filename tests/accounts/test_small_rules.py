"""Passwords, sealed text, names, limits and letters."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from lero_hub.accounts import messages, sealing
from lero_hub.accounts.forms.names import DisplayNameField, visible
from lero_hub.accounts.limits import too_often
from lero_hub.accounts.passwords import NotTheDemonstrationPassword
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from tests.accounts.support import NOW, person

KEYS = ["a" * 32, "b" * 40]


@pytest.mark.parametrize("password", ["lero-hub-demo", " LERO-Hub-Demo "])
def test_demonstration_password_is_refused_outside_a_demonstration(password: str) -> None:
    validator = NotTheDemonstrationPassword()

    with pytest.raises(ValidationError) as error:
        validator.validate(password)
    assert error.value.code == "demonstration_password"
    with override_settings(DEMO=True):
        validator.validate(password)
    validator.validate("four quiet words here")
    assert validator.get_help_text() == "It cannot be the password that our demonstration uses."


def test_seal_hides_a_text_and_unseal_brings_it_back() -> None:
    with override_settings(FIELD_KEYS=KEYS):
        sealed = sealing.seal("Ŵy quiet words")

        assert "quiet" not in sealed
        assert sealing.unseal(sealed) == "Ŵy quiet words"
        assert sealing.seal("Ŵy quiet words") != sealed


def test_unseal_works_with_every_key_that_is_still_listed() -> None:
    with override_settings(FIELD_KEYS=[KEYS[1]]):
        sealed = sealing.seal("old")
    with override_settings(FIELD_KEYS=KEYS):
        assert sealing.unseal(sealed) == "old"
    with override_settings(FIELD_KEYS=[KEYS[0]]), pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed)


@pytest.mark.parametrize("keys", [[], ["short"], ["a" * 32, "short"]])
def test_seal_without_proper_keys_stops(keys: list[str]) -> None:
    with override_settings(FIELD_KEYS=keys), pytest.raises(ImproperlyConfigured):
        sealing.seal("x")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("  Robin \n R ", "Robin R"), ("Ro\u202ebin\u200b", "Robin"), ("Siân Ŵ", "Siân Ŵ"), ("👋 Robin", "👋 Robin")],
)
def test_display_name_keeps_what_can_be_seen(typed: str, shown: str) -> None:
    assert visible(typed) == shown
    assert DisplayNameField().clean(typed) == shown


@pytest.mark.parametrize("typed", [None, "", "\u200b", "robin@people.example", "x" * 61])
def test_display_name_refuses_nothing_addresses_and_long_texts(typed: Any) -> None:
    with pytest.raises(ValidationError):
        DisplayNameField().clean(typed)


def post() -> HttpRequest:
    """Make a request as a visitor's browser would."""
    return RequestFactory().post("/contact/")


@pytest.mark.django_db
@override_settings(ACCOUNT_RATE_LIMITS={"contact": "2/m/ip"})
def test_too_often_counts_posts_and_answers_later() -> None:
    answers = [too_often(post(), "contact") for _ in range(3)]

    assert answers[:2] == [None, None]
    assert answers[2] is not None
    assert answers[2].status_code == 429
    assert too_often(RequestFactory().get("/contact/"), "contact") is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*messages.LETTERS, *messages.NOTICES])
def test_every_letter_is_rendered_for_its_reader_in_neutral_words(name: str) -> None:
    user = person()
    links = {"activate_url": "https://hub.example/confirm/K", "password_reset_url": "https://hub.example/reset/K"}
    context = {"user": user, "reader": user.email, "code": "ABC-123", **links}

    message = messages.send_security_mail(name=name, to=user.email, user=user, context=context, now=NOW)

    assert isinstance(message, OutboxMessage)
    assert (message.kind, message.recipient_id, message.to) == ("account.security", user.pk, user.email)
    assert message.expires_at is not None
    for text in (message.subject, message.text, message.html):
        assert text.strip()
        assert "{{" not in text
        assert "{%" not in text
        assert "recovery" not in text.lower()
    assert "!" not in message.subject + message.text
    assert message.html.strip().startswith("<!doctype html>")
    assert kinds.get(message.kind).security is True


@pytest.mark.django_db
def test_a_letter_without_words_of_ours_is_an_error() -> None:
    with pytest.raises(KeyError):
        messages.send_security_mail(name="webauthn_added", to="a@people.example", user=None, context={}, now=NOW)
