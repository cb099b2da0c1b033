"""Somebody who signs up with the address of another never gets into an account that the other confirmed."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from lero_hub.accounts.models import User
from lero_hub.outbox.models import OutboxMessage
from tests.accounts.support import PASSWORD, letters, link_in, person, show_again, sign_in

pytestmark = pytest.mark.django_db

OWN = "words of my own choice"
CODE = "/accounts/login/code/"


@pytest.fixture
def squatted() -> User:
    """Sign up, in a browser that is closed again, with an address that is read by somebody else."""
    form = {"display_name": "Stranger", "email": "robin@people.example", "password1": PASSWORD}
    Client().post("/accounts/signup/", {**form, "terms": "on", "consent": "on"})
    return User.objects.get()


def is_confirmed() -> bool:
    """Tell whether any address is."""
    return EmailAddress.objects.filter(verified=True).exists()


def test_a_code_is_not_sent_to_an_address_that_nobody_confirmed_but_the_link_is(squatted: User) -> None:
    OutboxMessage.objects.all().delete()
    cache.clear()  # some minutes later
    victim, nobody = Client(), Client()

    asked = victim.post(CODE, {"email": "Robin@people.example"})
    unknown = nobody.post(CODE, {"email": "nobody@people.example"})

    assert (asked.status_code, asked.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert letters() == [
        ("robin@people.example", "Confirm your e-mail address"),
        ("nobody@people.example", "About this address"),
    ]
    assert "somebody else chose its password" in OutboxMessage.objects.get(to=squatted.email).text
    pages = [client.get(asked.headers["Location"]).text for client in (victim, nobody)]
    assert ["A code is on its way to" in page for page in pages] == [True, True]
    assert not is_confirmed()


def test_a_code_asked_for_right_after_signing_up_sends_no_second_letter(squatted: User) -> None:
    Client().post(CODE, {"email": squatted.email})

    assert letters() == [("robin@people.example", "Confirm your e-mail address")]


def test_whoever_reads_the_mail_but_does_not_know_the_password_confirms_nothing(squatted: User) -> None:
    link = link_in(OutboxMessage.objects.get())
    victim = Client()
    page = victim.get(link).text
    assert 'autocomplete="current-password"' in page
    assert '<a href="/accounts/password/reset/">Set a new one</a>' in page

    for guess in ({}, {"password": ""}, {"password": "not the right one"}):
        answer = victim.post(link, guess, follow=True)
        assert answer.redirect_chain == [(link, 302)]
        assert "This password is not right." in answer.text
    assert not is_confirmed()
    assert sign_in(Client(), squatted).headers["Location"] == "/accounts/confirm-email/"


def test_a_browser_that_waits_for_a_code_or_belongs_to_somebody_else_is_not_known(squatted: User) -> None:
    link = link_in(OutboxMessage.objects.get())
    waiting, other = Client(), Client()
    waiting.post(CODE, {"email": squatted.email})
    sign_in(other, person("other"))

    for browser in (waiting, other):
        browser.post(link)

    assert EmailAddress.objects.get(email=squatted.email).verified is False


def test_guesses_on_the_page_of_the_link_are_counted_like_those_at_the_door(squatted: User) -> None:
    link = link_in(OutboxMessage.objects.get())
    for _ in range(5):
        Client().post(link, {"password": "not the right one"})

    answer = Client().post(link, {"password": PASSWORD}, follow=True)

    assert "That was wrong too often." in answer.text
    assert not is_confirmed()


def test_with_the_password_the_link_works_in_any_browser(squatted: User) -> None:
    link = link_in(OutboxMessage.objects.get())
    phone = Client()

    answer = phone.post(link, {"password": PASSWORD})

    assert answer.headers["Location"] == "/accounts/login/"
    assert is_confirmed()
    assert sign_in(phone, squatted).headers["Location"] == "/hub/"


def test_the_reader_of_the_address_makes_the_account_theirs_with_a_new_password(squatted: User) -> None:
    victim = Client()
    link = link_in(OutboxMessage.objects.get())
    victim.post("/accounts/password/reset/", {"email": squatted.email})
    reset = link_in(OutboxMessage.objects.latest("created_at"))
    form = victim.get(reset, follow=True).redirect_chain[-1][0]
    victim.post(form, {"password1": OWN, "password2": OWN})
    victim.post(link, {"password": OWN})

    assert is_confirmed()
    assert sign_in(Client(), squatted).status_code == 200  # the stranger's password is no good any more
    assert sign_in(victim, squatted, password=OWN).headers["Location"] == "/hub/"


def test_a_new_password_ends_every_other_session() -> None:
    user = person()
    elsewhere, here = Client(), Client()
    sign_in(elsewhere, user)
    assert elsewhere.get("/account/").status_code == 200
    here.post("/accounts/password/reset/", {"email": user.email})
    form = here.get(link_in(OutboxMessage.objects.get()), follow=True).redirect_chain[-1][0]

    here.post(form, {"password1": OWN, "password2": OWN})

    assert elsewhere.get("/account/").status_code == 302


def test_an_address_that_a_stranger_wants_to_change_to_is_not_confirmed_by_its_reader() -> None:
    stranger = person("stranger")
    client = Client()
    sign_in(client, stranger)
    show_again(client)
    client.post("/accounts/email/", {"email": "robin@people.example", "action_add": ""})
    letter = OutboxMessage.objects.get()
    assert "the account is somebody else" in letter.text

    Client().post(link_in(letter))
    stranger.refresh_from_db()
    assert stranger.email == "stranger@people.example"

    client.post(link_in(letter))
    stranger.refresh_from_db()
    assert stranger.email == "robin@people.example"
