"""The pages of one's own account, as their person sees and uses them."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lero_hub.accounts.models import User
from lero_hub.authz.workflows import grant_role
from lero_hub.outbox import kinds
from lero_hub.outbox.kinds import Kind
from tests.accounts.support import NOW, browser_of, coordinator, me, person, show_again, sign_in, verbs

pytestmark = pytest.mark.django_db

PAGES = ["", "profile/", "notifications/", "consent/", "data/", "delete/"]


@pytest.mark.parametrize("page", [*PAGES, "data/download/"])
def test_account_pages_lead_visitors_to_sign_in_and_back(page: str) -> None:
    answer = Client().get(f"/account/{page}")

    assert answer.headers["Location"] == f"/accounts/login/?next=/account/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_account_pages_have_one_heading_and_stay_out_of_caches_and_searches(page: str) -> None:
    answer = browser_of(person()).get(f"/account/{page}")

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_overview_shows_name_address_roles_and_state() -> None:
    by, user = coordinator(), person()
    grant_role(user_id=user.pk, role="assessor", by=me(by), reason="Reads with care", now=NOW)

    text = browser_of(user).get("/account/").text

    for shown in ("Robin", "robin@people.example", "Assessor", "since 2 March 2026", "Reads with care", "Off"):
        assert shown in text
    assert "Every kind of message is on" in text


def test_profile_saves_a_new_name_and_says_so() -> None:
    user = person()
    client = browser_of(user)
    assert 'value="Robin"' in client.get("/account/profile/").text

    wrong = client.post("/account/profile/", {"display_name": ""})
    assert (wrong.status_code, "Error:" in wrong.text) == (200, True)

    answer = client.post("/account/profile/", {"display_name": "Rob"}, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "Others see your new name" in answer.text
    assert User.objects.get().display_name == "Rob"


def test_notifications_save_every_switch_in_one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("test.news", "News from the network"))
    kinds.register(Kind("test.queue", "What waits for you"))
    kinds.register(Kind("test.security", "Signing in", security=True))
    user = person()
    client = browser_of(user)
    page = client.get("/account/notifications/").text
    assert page.count("checked") == 2
    assert "Signing in" in page

    client.post("/account/notifications/", {"wanted": ["test.queue"]})
    page = client.get("/account/notifications/").text
    assert page.count("checked") == 1
    assert "1 kind of message is switched off" in client.get("/account/").text

    wrong = client.post("/account/notifications/", {"wanted": ["test.security"]})
    assert wrong.status_code == 200
    assert verbs().count("accounts.set_notification") == 1


def test_notifications_without_anything_to_switch_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("test.security", "Signing in", security=True))

    page = browser_of(person()).get("/account/notifications/").text

    assert "nothing that you could switch off" in page


def test_data_page_explains_and_the_copy_comes_after_the_password() -> None:
    user = person()
    client = Client()
    sign_in(client, user)
    page = client.get("/account/data/").text
    for shown in ("What you agreed to", "(2 entries)", "deleted.", "leads to nobody", "Download my data"):
        assert shown in page

    asked = client.get("/account/data/download/")
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert "accounts.export" not in verbs()

    show_again(client)
    copy = client.get("/account/data/download/")
    assert copy.headers["Content-Type"] == "application/json; charset=utf-8"
    assert copy.headers["Content-Disposition"].startswith('attachment; filename="lero-hub-my-data-')
    assert json.loads(copy.content)["your_id"] == str(user.pk)
    assert verbs().count("accounts.export") == 1


def test_overview_asks_as_many_questions_however_much_there_is() -> None:
    by, user = coordinator(), person()
    client = browser_of(user)
    client.get("/account/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/account/")
    for role in ("assessor", "curator", "panel_member"):
        grant_role(user_id=user.pk, role=role, by=me(by), reason="Because", now=NOW)
    with CaptureQueriesContext(connection) as three:
        client.get("/account/")

    assert len(one) == len(three)
