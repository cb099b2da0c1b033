"""The coordinators' pages about people and their roles."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lero_hub.accounts import workflows
from lero_hub.accounts.models import User
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import grant_role
from tests.accounts.support import LATER, NOW, browser_of, coordinator, me, open_roles, person

pytestmark = pytest.mark.django_db

PEOPLE = "/coordination/people/"


def names(client: Client, query: str = "") -> list[str]:
    """List the names that a page shows, in its order."""
    return [user.display_name for user in client.get(f"{PEOPLE}{query}").context["page"].object_list]


def paths(user: User) -> list[str]:
    """List every address of these pages."""
    return [PEOPLE, f"{PEOPLE}{user.pk}/", f"{PEOPLE}{user.pk}/grant/", f"{PEOPLE}{user.pk}/roles/{uuid.uuid4()}/end/"]


@pytest.mark.parametrize("role", ["member", *[role.value for role in Role if role != Role.COORDINATOR]])
def test_pages_are_closed_to_everybody_but_coordinators(role: str) -> None:
    by, user = coordinator(), person()
    if role in Role.values:
        grant_role(user_id=user.pk, role=role, by=me(by), reason="Because", now=NOW)
    client, rows = browser_of(user), AuditEvent.objects.count()

    for path in paths(by):
        assert client.get(path).status_code in {403, 405}
        assert client.post(path, {"role": "coordinator", "reason": "Because"}).status_code == 403

    assert open_roles(user) == ([role] if role in Role.values else [])
    assert AuditEvent.objects.count() == rows


def test_pages_lead_visitors_to_sign_in() -> None:
    by = coordinator()

    assert [Client().get(path).status_code for path in paths(by)] == [302] * 4


def test_list_finds_by_words_of_name_or_address_and_by_role() -> None:
    by, robin = coordinator(), person("robin", display_name="Robin Brown")
    person("siân", email="sian@other.example", display_name="Siân")
    grant_role(user_id=robin.pk, role="curator", by=me(by), reason="Because", now=NOW)
    client = browser_of(by)

    assert names(client) == ["Coral", "Robin Brown", "Siân"]
    assert names(client, "?q=BROWN+rob") == ["Robin Brown"]
    assert names(client, "?q=other.example") == ["Siân"]
    assert names(client, "?q=brown+other") == []
    assert names(client, "?role=curator") == ["Robin Brown"]
    assert names(client, "?role=coordinator&q=robin") == []
    assert names(client, "?role=king&sort=evil") == ["Coral", "Robin Brown", "Siân"]


def test_list_sorts_by_its_address() -> None:
    by = coordinator()
    person("zoe", now=LATER)
    client = browser_of(by)

    assert names(client, "?sort=-joined") == ["Zoe", "Coral"]
    assert names(client, "?sort=joined") == ["Coral", "Zoe"]


def test_list_shows_roles_and_leaves_out_who_has_left() -> None:
    by, gone = coordinator(), person("gone")
    workflows.erase_account(user_id=gone.pk, by=me(gone), now=LATER)

    page = browser_of(by).get(PEOPLE)

    assert [user.display_name for user in page.context["page"].object_list] == ["Coral"]
    assert '<span class="tag">Coordinator</span>' in page.text
    assert "1 person" in page.text


def test_list_without_a_hit_says_what_to_try() -> None:
    page = browser_of(coordinator()).get(f"{PEOPLE}?q=nobody")

    assert "Nobody fits" in page.text
    assert f'href="{PEOPLE}"' in page.text


def test_list_has_pages_of_25_and_a_kind_404_beyond() -> None:
    by = coordinator()
    for number in range(26):
        person(f"person{number:02}")
    client = browser_of(by)

    assert (len(names(client)), len(names(client, "?page=2"))) == (25, 2)
    assert "?q=person&amp;page=2" in client.get(f"{PEOPLE}?q=person").text
    for beyond in ("3", "0", "x"):
        assert client.get(f"{PEOPLE}?page={beyond}").status_code == 404


def test_list_asks_as_many_questions_for_three_as_for_one() -> None:
    by = coordinator()
    client = browser_of(by)
    client.get(PEOPLE)
    with CaptureQueriesContext(connection) as one:
        client.get(PEOPLE)
    for name in ("robin", "zoe"):
        grant_role(user_id=person(name).pk, role="curator", by=me(by), reason="Because", now=NOW)
    with CaptureQueriesContext(connection) as three:
        client.get(PEOPLE)

    assert len(one) == len(three)


def test_person_page_shows_roles_held_and_of_the_past_with_reasons() -> None:
    by, user = coordinator(), person()
    client = browser_of(by)
    grant_role(user_id=user.pk, role="curator", by=me(by), reason="Knows the shelves", now=NOW)
    ended = grant_role(user_id=user.pk, role="assessor", by=me(by), reason="Reads with care", now=NOW)
    client.post(f"{PEOPLE}{user.pk}/roles/{ended.pk}/end/", {"reason": "Moved away"})

    text = client.get(f"{PEOPLE}{user.pk}/").text

    for shown in ("Robin", "robin@people.example", "Member since 2 March 2026", "Knows the shelves", "by Coral",
                  "Looks after the library.", "Reads with care", "Moved away", "Roles of the past"):  # fmt: skip
        assert shown in text
    assert 'value="curator"' not in text  # held already
    assert 'value="assessor"' in text


def test_person_page_of_whoever_began_says_who_granted_it() -> None:
    by = coordinator()

    text = browser_of(by).get(f"{PEOPLE}{by.pk}/").text

    assert "by the operators of this site" in text


def test_person_page_with_every_role_offers_none() -> None:
    by, user = coordinator(), person()
    for role in Role:
        grant_role(user_id=user.pk, role=role, by=me(by), reason="Because", now=NOW)

    assert "Grant a role" not in browser_of(by).get(f"{PEOPLE}{user.pk}/").text


def test_person_page_of_oneself_offers_no_role_and_grants_none() -> None:
    by = coordinator()
    client = browser_of(by)

    page = client.get(f"{PEOPLE}{by.pk}/").text
    answer = client.post(f"{PEOPLE}{by.pk}/grant/", {"role": "panel_member", "reason": "I would like to decide too"})

    assert "Grant a role" not in page
    assert "You cannot give yourself a role. Ask another coordinator." in page
    assert answer.status_code == 409
    assert "You cannot give yourself a role. Ask another coordinator." in answer.text
    assert open_roles(by) == ["coordinator"]


def test_person_page_of_nobody_is_a_404() -> None:
    client = browser_of(coordinator())

    assert client.get(f"{PEOPLE}{uuid.uuid4()}/").status_code == 404
    assert client.post(f"{PEOPLE}{uuid.uuid4()}/grant/", {}).status_code == 404


def test_grant_with_a_reason_opens_the_role_once_however_often_it_is_pressed() -> None:
    by, user = coordinator(), person()
    client = browser_of(by)

    for _ in range(2):
        answer = client.post(
            f"{PEOPLE}{user.pk}/grant/", {"role": "curator", "reason": "Knows the shelves"}, follow=True
        )
        assert answer.redirect_chain == [(f"{PEOPLE}{user.pk}/", 302)]
        assert "Robin holds this role from now on: Curator." in answer.text

    grant = RoleGrant.objects.get(user=user)
    assert (grant.role, grant.reason, grant.granted_by) == ("curator", "Knows the shelves", by)


@pytest.mark.parametrize(
    ("posted", "wrong"),
    [
        ({"role": "curator", "reason": " "}, ["reason"]),
        ({"role": "king", "reason": "Because"}, ["role"]),
        ({"reason": "x" * 301}, ["role", "reason"]),
    ],
)
def test_grant_with_something_missing_shows_the_form_again(posted: dict[str, str], wrong: list[str]) -> None:
    by, user = coordinator(), person()

    answer = browser_of(by).post(f"{PEOPLE}{user.pk}/grant/", posted)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == wrong
    assert "Error:" in answer.text
    assert open_roles(user) == []


def test_grant_is_a_post_only_address() -> None:
    by = coordinator()

    assert browser_of(by).get(f"{PEOPLE}{by.pk}/grant/").status_code == 405


def test_end_asks_for_a_reason_and_ends_the_role() -> None:
    by, user = coordinator(), person()
    grant = grant_role(user_id=user.pk, role="curator", by=me(by), reason="Because", now=NOW)
    client, path = browser_of(by), f"{PEOPLE}{user.pk}/roles/{grant.pk}/end/"
    asked = client.get(path)
    assert (asked.status_code, "End a role: Curator" in asked.text) == (200, True)

    missing = client.post(path, {"reason": ""})
    assert (missing.status_code, open_roles(user)) == (200, ["curator"])

    done = client.post(path, {"reason": "Moved away"}, follow=True)
    assert done.redirect_chain == [(f"{PEOPLE}{user.pk}/", 302)]
    assert "Robin no longer holds this role: Curator." in done.text
    assert open_roles(user) == []
    assert "This role has ended already." in client.get(path).text


def test_end_of_the_last_coordinator_is_refused_kindly_and_keeps_the_reason() -> None:
    by = coordinator()
    grant = RoleGrant.objects.get(user=by)

    answer = browser_of(by).post(f"{PEOPLE}{by.pk}/roles/{grant.pk}/end/", {"reason": "I need a rest"})

    assert answer.status_code == 409
    assert "The network needs a coordinator. Give the role to somebody else first." in answer.text
    assert "I need a rest" in answer.text
    assert open_roles(by) == ["coordinator"]


def test_end_of_ones_own_role_of_coordinator_leads_to_the_hub() -> None:
    by, other = coordinator(), person("other")
    grant_role(user_id=other.pk, role="coordinator", by=me(by), reason="Takes over", now=NOW)
    grant = RoleGrant.objects.get(user=by)

    answer = browser_of(by).post(f"{PEOPLE}{by.pk}/roles/{grant.pk}/end/", {"reason": "I need a rest"})

    assert answer.headers["Location"] == "/hub/"
    assert open_roles(by) == []


def test_end_of_a_grant_of_somebody_else_under_this_person_is_a_404() -> None:
    by, user = coordinator(), person()
    grant = RoleGrant.objects.get(user=by)

    assert browser_of(by).get(f"{PEOPLE}{user.pk}/roles/{grant.pk}/end/").status_code == 404
