"""What the database refuses about the directory, whatever the code does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from organisations.models import (
    Area,
    EntryReport,
    HelpLine,
    Identifier,
    Invitation,
    JoinRequest,
    Location,
    Membership,
    Organisation,
    OrganisationTerm,
    Service,
    ServiceArea,
    Term,
)
from organisations.models.geography import Place, PostcodePoint, ReferenceEdition
from tests.factories import NOW
from tests.permissions.people import taken_back
from tests.permissions.world import build

pytestmark = pytest.mark.django_db

Changes = dict[str, Any]
SOMEBODY = "somebody"
"""Stands for the id of a person in the table below."""


@pytest.fixture(scope="module", autouse=True)
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Build one good row of every table, once."""
    with django_db_blocker.unblock(), taken_back():
        build()
        organisation = Organisation.objects.get(state="listed", slug="steps-listed")
        Identifier.objects.create(organisation=organisation, scheme="GB-CHC", number="9900001")
        ServiceArea.objects.create(organisation=organisation, area_id="E08000035")
        PostcodePoint.objects.create(code="LS1", kind="outcode", lat=53.8, lon=-1.5, area_id="E08000035")
        Place.objects.create(
            geonameid=1, name="Leeds", nation="England", lat=53.8, lon=-1.5, population=1, area_id="E08000035",
            key="leeds", search_names=["leeds"],
        )  # fmt: skip
        ReferenceEdition.objects.create(dataset="places", digest="0" * 64, rows=1, loaded_at=NOW)
        yield


ENTRY: dict[str, tuple[str, Changes]] = {
    "slug_once": ("draft", {"slug": "steps-listed"}),
    "name_not_blank": ("draft", {"name": ""}),
    "state_known": ("draft", {"state": "lost"}),
    "stage_known": ("draft", {"stage": "old"}),
    "legal_form_known": ("draft", {"legal_form": "crown"}),
    "unlisted_why_known": ("draft", {"unlisted_why": "rain"}),
    "submitted_at_with_submitted_by": ("draft", {"submitted_at": NOW}),
    "listed_at_with_listed_by": ("draft", {"listed_at": NOW}),
    "confirmed_at_with_confirmed_by": ("draft", {"confirmed_at": NOW}),
    "submitted_at_when_state": ("submitted", {"submitted_at": None, "submitted_by": None}),
    "listed_at_when_state": ("listed", {"listed_at": None, "listed_by": None}),
    "confirmed_at_when_state": ("listed", {"confirmed_at": None, "confirmed_by": None}),
    "unlisted_at_when_state": ("unlisted", {"unlisted_at": None}),
    "archived_at_when_state": ("archived", {"archived_at": None}),
    "change_request_when_sent_back": ("changes_requested", {"change_request": ""}),
    "unlisted_why_when_unlisted": ("unlisted", {"unlisted_why": ""}),
    "listed_is_complete": ("listed", {"summary": ""}),
    "version_positive": ("draft", {"version": 0}),
    "recognition_whole": ("listed", {"recognised_until": date(2029, 3, 1)}),
    "since_year_plausible": ("draft", {"since_year": 1500}),
}

OTHERS: dict[str, tuple[type[models.Model], Changes, Changes]] = {
    "identifier_scheme_known": (Identifier, {}, {"scheme": "XX"}),
    "identifier_number_not_blank": (Identifier, {}, {"number": ""}),
    "entry_report_closed_at_with_closed_by": (EntryReport, {"closed_at": None}, {"closed_at": NOW}),
    "entry_report_words_while_open": (EntryReport, {"closed_at": None}, {"what": ""}),
    "entry_report_forgotten_is_empty": (EntryReport, {"closed_at": None}, {"is_forgotten": True}),
    "help_line_name_not_blank": (HelpLine, {}, {"name": ""}),
    "help_line_source_not_blank": (HelpLine, {}, {"source": ""}),
    "help_line_checked_on_with_checked_by": (HelpLine, {}, {"checked_on": date(2026, 3, 2)}),
    "help_line_reachable": (HelpLine, {}, {"phone": "", "text_to": ""}),
    "location_one_main": (Location, {"kind": "online"}, {"is_main": True}),
    "location_kind_known": (Location, {"kind": "place"}, {"kind": "boat"}),
    "location_label_not_blank": (Location, {"kind": "place"}, {"label": ""}),
    "location_lat_with_lon": (Location, {"kind": "place"}, {"lat": "53.80", "lon": None}),
    "location_confidential_has_no_address": (
        Location, {"kind": "place"}, {"is_confidential": True, "address": "1 High Street"},
    ),
    "location_online_has_no_address": (Location, {"kind": "online"}, {"town": "Leeds"}),
    "location_place_has_area": (Location, {"kind": "place"}, {"area": None}),
    "service_name_not_blank": (Service, {}, {"name": ""}),
    "membership_role_known": (Membership, {}, {"role": "king"}),
    "membership_ended_at_with_ended_by": (Membership, {"ended_at": None}, {"ended_at": NOW}),
    "invitation_role_known": (Invitation, {}, {"role": "king"}),
    "invitation_accepted_at_with_accepted_by": (Invitation, {"accepted_at": None}, {"accepted_at": NOW}),
    "invitation_ends_once": (
        Invitation, {"accepted_at": None}, {"accepted_at": NOW, "accepted_by": SOMEBODY, "revoked_at": NOW},
    ),
    "invitation_address_while_open": (Invitation, {"accepted_at": None}, {"email": ""}),
    "invitation_expires_later": (Invitation, {}, {"expires_at": F("sent_at")}),
    "join_request_outcome_known": (
        JoinRequest, {}, {"outcome": "maybe", "answered_at": NOW, "answered_by": SOMEBODY},
    ),
    "join_request_answered_at_with_answered_by": (JoinRequest, {}, {"outcome": "accepted", "answered_at": NOW}),
    "join_request_outcome_when_answered": (JoinRequest, {}, {"outcome": "accepted"}),
    "term_taxonomy_known": (Term, {}, {"taxonomy": "colour"}),
    "term_name_not_blank": (Term, {}, {"name": ""}),
    "area_kind_known": (Area, {"kind": "authority"}, {"kind": "planet"}),
    "area_name_not_blank": (Area, {}, {"name": ""}),
    "area_on_the_globe": (Area, {}, {"lat": 91}),
    "area_nation_is_root": (Area, {"kind": "authority"}, {"parent": None}),
    "area_not_its_own_parent": (Area, {"kind": "authority"}, {"parent": F("code")}),
    "area_lineage_has_itself": (Area, {}, {"lineage": ["E12000003"]}),
    "postcode_point_kind_known": (PostcodePoint, {}, {"kind": "planet"}),
    "postcode_point_code_not_blank": (PostcodePoint, {}, {"code": ""}),
    "postcode_point_lat_when_kind": (PostcodePoint, {}, {"lat": None, "lon": None}),
    "postcode_point_lat_with_lon": (PostcodePoint, {}, {"kind": "unit", "lat": None}),
    "postcode_point_on_the_globe": (PostcodePoint, {}, {"lon": -181}),
    "place_name_not_blank": (Place, {}, {"name": ""}),
    "place_key_not_blank": (Place, {}, {"key": ""}),
    "place_on_the_globe": (Place, {}, {"lon": 181}),
    "place_search_names_not_empty": (Place, {}, {"search_names": []}),
    "reference_edition_dataset_not_blank": (ReferenceEdition, {}, {"dataset": ""}),
    "reference_edition_digest_not_blank": (ReferenceEdition, {}, {"digest": ""}),
}  # fmt: skip

REPEATED: dict[str, tuple[type[models.Model], Changes]] = {
    "organisation_term_once": (OrganisationTerm, {}),
    "identifier_one_each": (Identifier, {"number": "9900002"}),
    "service_area_once": (ServiceArea, {}),
    "membership_one_open": (Membership, {"role": "lead"}),
    "invitation_one_open": (Invitation, {"email": "COLLEAGUE@people.example"}),
    "join_request_one_open": (JoinRequest, {"note": "Again"}),
    "term_name_once": (Term, {"slug": "another"}),
    "area_code_not_blank": (Area, {"code": "", "lineage": [""]}),
}
"""A copy of a good row, with these changes, under another key."""

TESTED = {f"organisations_{name}" for name in (*OTHERS, *REPEATED)}
TESTED |= {f"organisations_organisation_{name}" for name in ENTRY}


def broken(error: pytest.ExceptionInfo[IntegrityError]) -> str:
    """Name the constraint that refused."""
    assert error.value.__cause__ is not None
    name: str = error.value.__cause__.diag.constraint_name  # type: ignore[attr-defined]
    return name


def filled(changes: Changes) -> Changes:
    """Put a person's id where one is wanted."""
    somebody = Membership.objects.values_list("user_id", flat=True)[:1].get()
    return {name: somebody if value == SOMEBODY else value for name, value in changes.items()}


@pytest.mark.parametrize("rule", ENTRY)
def test_an_entry_that_breaks_a_rule_is_refused(rule: str) -> None:
    state, changes = ENTRY[rule]
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Organisation.objects.filter(name=f"Steps {state}").update(**changes)
    assert broken(error) == f"organisations_organisation_{rule}"


@pytest.mark.parametrize("rule", OTHERS)
def test_a_row_that_breaks_a_rule_is_refused(rule: str) -> None:
    model, which, changes = OTHERS[rule]
    row: Any = model._default_manager.filter(**which).order_by("pk").first()
    assert row is not None
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        model._default_manager.filter(pk=row.pk).update(**filled(changes))
    assert broken(error) == f"organisations_{rule}"


@pytest.mark.parametrize("rule", REPEATED)
def test_a_second_row_that_says_the_same_is_refused(rule: str) -> None:
    model, changes = REPEATED[rule]
    rows: Any = model._default_manager.order_by("pk")
    if model is Invitation:
        rows = rows.filter(email="colleague@people.example")
    row = rows.filter(kind="authority").first() if model is Area else rows.first()
    if isinstance(row._meta.pk, models.UUIDField):
        row.pk = uuid4()
    elif row._meta.pk.name == "id":
        row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        row.save(force_insert=True)
    assert broken(error) == f"organisations_{rule}"
