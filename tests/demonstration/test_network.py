"""The demonstration is the network that it promises: whole, believable, and plainly made up."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client

from lero_hub.accounts.models import User
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.models import RoleGrant
from lero_hub.checks import is_ours
from lero_hub.outbox.models import OutboxMessage
from lero_hub.pages.needs import needs_of
from organisations.models import Area, Identifier, Invitation, Location, Membership, Organisation, Term
from organisations.states import State
from tests.factories import browser_of, me
from tests.permissions.world import fingerprint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network")]

PASSWORD = "lero-hub-demo"
PEOPLE = [
    "coordinator", "lead", "editor", "otherlead", "assessor1", "assessor2", "assessor3", "panel1", "panel2", "panel3",
    "curator", "host", "member", "superuser",
]  # fmt: skip
NATIONS = {"E92000001": "England", "W92000004": "Wales", "S92000003": "Scotland", "N92000002": "Northern Ireland"}

# Numbers that Ofcom keeps for drama: geographic ones end in three free digits, freephone ones too.
DRAMA = re.compile(
    r"(011[3-8]|0121|0131|0141|0151|0161) 496 0\d{3}|0191 498 0\d{3}|020 7946 0\d{3}|029 2018 0\d{3}"
    r"|028 9649 6\d{3}|01632 960\d{3}|0808 157 0\d{3}|07700 900\d{3}"
)


def user(local: str) -> User:
    """Find a person by the first part of their address."""
    return User.objects.get(email=f"{local}@demo.example")


def listed() -> models.QuerySet[Organisation]:
    """Give the organisations that visitors see."""
    return Organisation.objects.listed()


@pytest.mark.parametrize("local", PEOPLE)
def test_sign_in_works_with_the_password_that_is_printed(local: str) -> None:
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": f"{local}@demo.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/hub/")
    assert browser.get("/hub/").status_code == 200


def test_sign_in_page_offers_each_account() -> None:
    page = Client().get("/accounts/login/").content.decode()
    assert [local for local in PEOPLE if f"{local}@demo.example" not in page] == []
    assert page.count("Use this account") == len(PEOPLE)


def test_duties_are_granted_as_the_sign_ins_say() -> None:
    held = RoleGrant.objects.open().values_list("user__email", "role")
    expected = [("coordinator", "coordinator"), ("curator", "curator")]
    expected += [(f"assessor{n}", "assessor") for n in (1, 2, 3)] + [(f"panel{n}", "panel_member") for n in (1, 2, 3)]
    assert sorted(held) == sorted((f"{local}@demo.example", role) for local, role in expected)
    assert list(User.objects.filter(is_superuser=True)) == [user("superuser")]


def test_team_of_the_lead_has_an_editor_and_an_assessor_with_a_conflict() -> None:
    team = Membership.objects.open().filter(organisation=Membership.objects.get(user=user("lead")).organisation)
    assert sorted(team.values_list("user__email", "role")) == [
        ("assessor3@demo.example", "editor"),
        ("editor@demo.example", "editor"),
        ("lead@demo.example", "lead"),
    ]
    other = Membership.objects.get(user=user("otherlead"))
    assert other.role == "lead"
    assert other.organisation_id != team[0].organisation_id
    assert not Membership.objects.filter(user=user("member")).exists()


def test_lead_has_one_invitation_open(network: datetime) -> None:
    (invitation,) = Invitation.objects.open().filter(expires_at__gt=network)
    assert invitation.invited_by == user("lead")
    assert invitation.organisation.memberships.filter(user=user("lead"), ended_at=None).exists()


def test_queues_have_work_in_them(network: datetime) -> None:
    assert Organisation.objects.submitted().count() == 3
    page = browser_of(user("coordinator")).get("/coordination/entries/").content.decode()
    assert [entry.name for entry in Organisation.objects.submitted() if entry.name not in page] == []
    for local in ("coordinator", "lead", "host"):
        assert needs_of(me(user(local)), now=network) != []


def test_sixty_organisations_and_more_are_listed_and_every_state_has_one() -> None:
    assert listed().count() >= 60
    assert set(Organisation.objects.values_list("state", flat=True)) == set(State.values)


def test_organisations_stand_in_all_four_nations_and_are_of_every_kind() -> None:
    based = {code for codes in listed().values_list("based_in", flat=True) for code in codes}
    assert set(NATIONS) <= based
    assert dict(Area.objects.filter(code__in=NATIONS).values_list("code", "name")) == NATIONS
    kinds = Term.objects.filter(taxonomy="kind")
    assert [kind.name for kind in kinds if not listed().filter(term_slugs__contains=[kind.slug]).exists()] == []
    assert listed().filter(meets_online=True).exists()


def test_a_confidential_place_is_known_by_its_area_alone() -> None:
    places = Location.objects.filter(is_confidential=True, organisation__state=State.LISTED)
    assert places.exists()
    for place in places:
        assert (place.address, place.postcode, place.town, place.getting_in) == ("", "", "", "")
        assert place.area is not None
        assert Client().get(f"/directory/{place.organisation.slug}/").status_code == 200


def test_telephone_numbers_belong_to_nobody() -> None:
    numbers = [number for number in Organisation.objects.values_list("phone", flat=True) if number]
    assert len(numbers) >= 60
    assert [number for number in numbers if not DRAMA.fullmatch(number)] == []


def test_addresses_of_mail_and_of_the_web_belong_to_nobody() -> None:
    mails = {*Organisation.objects.values_list("email", flat=True), *User.objects.values_list("email", flat=True)}
    mails |= {*Invitation.objects.values_list("email", flat=True), *OutboxMessage.objects.values_list("to", flat=True)}
    assert [mail for mail in mails - {""} if not mail.endswith(".example")] == []
    pages = set(Organisation.objects.values_list("website", flat=True)) - {""}
    assert pages
    assert [page for page in pages if not re.fullmatch(r"https://[a-z0-9-]+\.example/?", page)] == []


def test_register_numbers_come_from_series_that_are_not_given_out() -> None:
    numbers = list(Identifier.objects.values_list("scheme", "number"))
    assert numbers
    series = {"GB-CHC": r"9[89]\d{5}", "GB-COH": r"99[01]\d{5}"}
    assert [each for each in numbers if not re.fullmatch(series[each[0]], each[1])] == []


def test_names_and_pages_are_told_apart() -> None:
    names = list(Organisation.objects.values_list("name", flat=True))
    assert sorted(names) == sorted(set(names))


def test_every_listed_entry_came_to_be_listed_by_the_verbs() -> None:
    """A row that no workflow made would have no history."""
    sent = AuditEvent.objects.filter(subject_type="organisations.organisation")
    for verb in ("organisations.create_entry", "organisations.submit_entry", "organisations.list_entry"):
        known = set(sent.filter(verb=verb).values_list("subject_id", flat=True))
        assert {str(entry.pk) for entry in listed()} - known == set()


def test_every_row_has_a_text_of_its_own() -> None:
    """Whoever reads a log or the admin site can tell any two rows apart."""
    doubled = {}
    for model in (model for model in apps.get_models() if is_ours(model.__module__)):
        texts = [str(row) for row in model._default_manager.all()]
        if len(texts) != len(set(texts)):
            doubled[model._meta.label] = len(texts) - len(set(texts))
    assert doubled == {}


AHEAD = {"expires_at", "not_before", "next_attempt_at"}


def test_nothing_was_done_in_the_future(network: datetime) -> None:
    late = []
    for model in (model for model in apps.get_models() if is_ours(model.__module__)):
        moments = [each.name for each in model._meta.concrete_fields if isinstance(each, models.DateTimeField)]
        rows: Any = model._default_manager
        late += [
            f"{model._meta.label}.{name}"
            for name in moments
            if name not in AHEAD | {"starts_at", "ends_at"} and rows.filter(**{f"{name}__gt": network}).exists()
        ]
    assert late == []


def test_every_page_says_that_this_is_made_up() -> None:
    shown = [Client().get(address).content.decode() for address in ("/", "/directory/", "/areas/", "/about/")]
    assert [page for page in shown if "demonstration" not in page.lower()] == []


def test_mailbox_holds_today_alone(network: datetime) -> None:
    assert not OutboxMessage.objects.filter(created_at__lt=network - timedelta(days=1)).exists()


def test_second_start_on_the_same_day_changes_nothing() -> None:
    before, said = fingerprint(), StringIO()
    call_command("demo_data", stdout=said)
    assert fingerprint() == before
    assert said.getvalue() == "The demonstration is of today.\n"
