"""Deleting an account: what stands in the way, what goes, what stays."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lero_hub.accounts import erasure, workflows
from lero_hub.accounts.erasure import Obstacle
from lero_hub.accounts.models import User
from lero_hub.accounts.tasks import tidy
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.workflows import grant_role
from lero_hub.errors import NotAllowed, Refused
from lero_hub.outbox.models import OutboxMessage
from lero_hub.schedule import SCHEDULE
from tests.accounts.support import (
    LATER,
    NOW,
    browser_of,
    coordinator,
    letters,
    me,
    open_roles,
    person,
    show_again,
    sign_in,
    verbs,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hooks that a test registers end with it."""
    monkeypatch.setattr(erasure, "_looks", list(erasure._looks))
    monkeypatch.setattr(erasure, "_farewells", list(erasure._farewells))


def erase(user: User) -> None:
    """Delete a person's account as they would."""
    workflows.erase_account(user_id=user.pk, by=me(user), now=LATER)


def test_erase_account_leaves_an_unnamed_id_alone() -> None:
    user = person()

    erase(user)

    gone = User.objects.get(pk=user.pk)
    assert (gone.email, gone.display_name, gone.is_active, gone.is_superuser, gone.erased_at) == (
        f"{user.pk}@erased.invalid",
        "",
        False,
        False,
        LATER,
    )
    assert (gone.has_usable_password(), gone.consented_at, gone.last_login) == (False, None, None)
    assert EmailAddress.objects.count() == 0
    assert list(gone.consents.values_list("withdrawn_at", flat=True)) == [LATER, LATER]
    assert AuditEvent.objects.filter(verb="accounts.erase", actor_id=user.pk, subject_id=str(user.pk)).count() == 1


def test_erase_account_drops_unsent_mail_and_writes_one_last_letter() -> None:
    user = person()
    Client().post("/accounts/password/reset/", {"email": user.email})
    assert letters() == [("robin@people.example", "A new password")]

    erase(user)

    last = OutboxMessage.objects.get()
    assert (last.to, last.subject, last.kind, last.recipient_id) == (
        "robin@people.example",
        "Your account is deleted",
        "account.security",
        None,
    )


def test_erase_account_twice_does_no_harm() -> None:
    user = person()

    erase(user)
    erase(user)

    assert verbs().count("accounts.erase") == 1
    assert OutboxMessage.objects.count() == 1


def test_erase_account_of_somebody_else_is_not_allowed() -> None:
    user, other = person(), coordinator()

    with pytest.raises(NotAllowed):
        workflows.erase_account(user_id=user.pk, by=me(other), now=LATER)

    assert User.objects.get(pk=user.pk).erased_at is None


def test_erase_account_frees_the_address_for_a_new_beginning() -> None:
    user = person()
    erase(user)

    again = person("robin")

    assert again.pk != user.pk


def test_erase_account_ends_roles_and_blanks_their_reasons() -> None:
    by, user = coordinator(), person()
    grant_role(user_id=user.pk, role="curator", by=me(by), reason="Robin knows the shelves", now=NOW)

    erase(user)

    assert list(RoleGrant.objects.filter(user=user).values_list("role", "reason", "end_reason", "ended_at")) == [
        ("curator", "-", "", LATER)
    ]


def test_erase_account_of_the_last_coordinator_is_refused_until_there_is_another() -> None:
    last = coordinator()
    with pytest.raises(Refused) as refusal:
        erase(last)
    assert refusal.value.code == "last_coordinator"
    assert "Give this role to somebody else first" in str(refusal.value)
    assert open_roles(last) == ["coordinator"]

    other = person("other")
    grant_role(user_id=other.pk, role="coordinator", by=me(last), reason="Takes over", now=NOW)
    erase(last)

    assert (open_roles(last), open_roles(other)) == ([], ["coordinator"])


def test_erase_account_asks_other_apps_and_lets_them_say_farewell() -> None:
    user = person()
    asked: list[Any] = []
    standing = [Obstacle("still_needed", "Hand over the keys first.", "/keys/")]

    def look(user_id: UUID) -> list[Obstacle]:
        return standing

    def first(*, user_id: UUID, by: Actor, now: datetime) -> None:
        asked.append(("first", user_id, by.user_id, now))

    def second(*, user_id: UUID, by: Actor, now: datetime) -> None:
        asked.append(("second", user_id, by.user_id, now))

    erasure._farewells.clear()
    for _ in range(2):  # registering twice counts once
        erasure.register_obstacles(look)
        erasure.register_farewell(first)
        erasure.register_farewell(second)

    with pytest.raises(Refused) as refusal:
        erase(user)
    assert (refusal.value.code, str(refusal.value)) == ("still_needed", "Hand over the keys first.")
    assert asked == []

    standing.clear()
    erase(user)
    assert asked == [("second", user.pk, user.pk, LATER), ("first", user.pk, user.pk, LATER)]


def test_erase_account_signs_out_every_device_and_deletes_the_sessions() -> None:
    user, other = person("robin"), person("other")
    phone, laptop, others = Client(), Client(), browser_of(other)
    sign_in(phone, user)
    sign_in(laptop, user)
    assert Session.objects.count() == 3

    erase(user)

    assert Session.objects.count() == 1
    assert others.get("/account/").status_code == 200
    assert phone.get("/account/").headers["Location"] == "/accounts/login/?next=/account/"


def test_delete_page_story() -> None:
    user = person()
    client = Client()
    sign_in(client, user)
    page = client.get("/account/delete/")
    assert page.status_code == 200
    assert "There is no way back" in page.text

    wrong = client.post("/account/delete/", {"confirmation": "yes"})
    assert "This is not your e-mail address, nor the words" in wrong.text
    assert User.objects.get(pk=user.pk).is_active is True

    # The password is asked for once more; then the deletion that was asked for goes on by itself.
    asked = client.post("/account/delete/", {"confirmation": " Delete  my ACCOUNT "})
    assert asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccount%2Fdelete%2F"
    answer = client.post(asked.headers["Location"], {"password": "four quiet words here"}, follow=True)

    assert answer.redirect_chain == [("/account/gone/", 302)]
    assert "Your account is deleted" in answer.text
    assert User.objects.get(pk=user.pk).erased_at is not None
    assert Session.objects.count() == 0
    assert sign_in(client, user).status_code == 200  # no such account: the form comes back


def test_delete_page_shows_what_stands_in_the_way_instead_of_the_form() -> None:
    last = coordinator()
    client = Client()
    sign_in(client, last)
    show_again(client)

    page = client.get("/account/delete/")
    assert "You are the only coordinator of the network" in page.text
    assert 'href="/coordination/people/"' in page.text
    assert "Delete my account for good" not in page.text

    answer = client.post("/account/delete/", {"confirmation": last.email})
    assert answer.status_code == 409
    assert "You are the only coordinator of the network" in answer.text
    assert User.objects.get(pk=last.pk).is_active is True


def test_gone_page_is_open_to_everybody_and_sets_no_cookie() -> None:
    answer = Client().get("/account/gone/")

    assert (answer.status_code, answer.cookies) == (200, {})


def test_erase_unconfirmed_removes_only_accounts_that_nobody_ever_opened() -> None:
    old = NOW - timedelta(days=15)
    stale = person("stale", address_verified=False, now=old)
    kept = [
        person("fresh", address_verified=False, now=NOW - timedelta(days=13)),
        person("confirmed", now=old),
        person("opened", address_verified=False, now=old),
    ]
    User.objects.filter(pk=kept[2].pk).update(last_login=NOW)

    assert workflows.erase_unconfirmed(now=NOW) == 1
    assert workflows.erase_unconfirmed(now=NOW) == 0

    assert list(User.objects.filter(erased_at__isnull=False)) == [stale]
    assert letters() == []
    assert verbs()[-1] == "accounts.erase_unconfirmed"


def test_tidy_twice_forgets_what_has_run_out_and_nothing_else() -> None:
    stale = person("stale", address_verified=False, now=timezone.now() - timedelta(days=15))
    user = person()
    browser_of(user)
    browser_of(user)
    Session.objects.filter(pk=Session.objects.first().pk).update(expire_date=timezone.now() - timedelta(minutes=1))

    for _ in range(2):
        tidy()

    assert Session.objects.count() == 1
    assert list(User.objects.filter(erased_at__isnull=False)) == [stale]


def test_tidy_is_on_the_schedule() -> None:
    assert SCHEDULE["accounts.tidy"]["task"] == tidy.name
