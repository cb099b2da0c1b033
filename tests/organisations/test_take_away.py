"""The spreadsheet of the directory says what people look for first: what happens, when, where, and what proves it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from organisations.models import Location, Organisation
from organisations.workflows.offer import ServiceValues, save_service
from organisations.workflows.standing import record_recognition
from tests.factories import DAY, NOW, me
from tests.organisations.directory_world import IN_HALIFAX, IN_LEEDS, IN_SHIPLEY, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]


def row() -> dict[str, str]:
    """Read the only row of the spreadsheet."""
    answer = Client().get("/directory/export.csv")
    raw = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it is streamed
    head, found = csv.reader(io.StringIO(raw, newline=""))
    return dict(zip(head, found, strict=True))


def happens(organisation: Organisation, place: Location, **values: str) -> None:
    """Add something that happens in a place."""
    save_service(
        organisation_id=organisation.pk,
        service_id=uuid4(),
        version=None,
        values=ServiceValues(location_id=place.pk, **values),
        by=me(organisation.created_by),
        now=NOW,
    )


def test_it_says_what_happens_when_and_in_which_public_place() -> None:
    house = replace(IN_SHIPLEY, hidden=True, postcode="BD18 3JP")
    organisation = listed(
        "Calder Steps", replace(IN_HALIFAX, postcode="HX1 1UJ"), replace(IN_LEEDS, postcode="LS1"), house
    )
    places = {place.label: place for place in organisation.locations.all()}
    happens(organisation, places["The old mill in Halifax"], name="Open kitchen", times="Tuesdays, 11 am to 2 pm")
    happens(organisation, places["The old mill in Shipley"], name="Women’s evening", times="Fridays, 6 pm")
    found = row()
    assert found["What happens, and when"] == (
        "Open kitchen: Tuesdays, 11 am to 2 pm (The old mill in Halifax); Women’s evening: Fridays, 6 pm"
    )
    assert found["Postcode districts"] == "HX1; LS1"
    assert "Shipley" not in str(found)
    assert "BD18" not in str(found)


def test_what_happens_is_no_formula() -> None:
    listed("Calder Steps", IN_LEEDS, services=[ServiceValues(name="=SUM(1)"), ServiceValues(name="Walk")])
    assert row()["What happens, and when"] == "'=SUM(1); Walk"


def test_the_proof_of_a_recognition_stands_beside_it() -> None:
    organisation, proof, today = listed("Calder Steps", IN_LEEDS), uuid4(), localdate(NOW)
    record_recognition(
        organisation_id=organisation.pk, recognition_id=proof, valid_from=today, valid_until=today + DAY, now=NOW
    )
    assert row()["Proof of the recognition"] == f"http://127.0.0.1:8000/standards/recognitions/{proof}/"


def test_more_that_happens_takes_no_more_queries() -> None:
    organisation = listed("Calder Steps", IN_LEEDS)
    place, counts = organisation.locations.get(), []
    for names in (["Walk"], ["Choir", "Kitchen"]):
        for name in names:
            happens(organisation, place, name=name)
        with CaptureQueriesContext(connection) as captured:
            assert names[-1] in row()["What happens, and when"]
        counts.append(len(captured))
    assert counts[0] == counts[1]
