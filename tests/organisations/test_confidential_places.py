"""A confidential place leaks nowhere: somebody types its address, and no page, file or column ever has it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from organisations.models import Area, Location
from organisations.workflows.offer import LocationValues, ServiceValues, save_location, save_service
from tests.factories import NOW, browser_of, coordinator, me, person
from tests.organisations.directory_world import CALDERDALE, IN_LEEDS, Spot, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]

STREET, TOWN, POSTCODE, LABEL, DOOR = "77 Sentinel Street", "Mytholmroyd", "HX7 5AB", "Sentinel Lodge", "Blue door"
LEAKS = (STREET, "Sentinel", TOWN, POSTCODE, "HX7", LABEL, DOOR, "53.73", "-1.98")
SAFE_HOUSE = Spot(TOWN, CALDERDALE, "53.73", "-1.98", hidden=True, address=STREET, postcode=POSTCODE)


@pytest.fixture
def safe_house():
    """List an organisation whose lead typed everything about a confidential place."""
    lead = person()
    organisation = listed("Moorgate House", IN_LEEDS, lead=lead, services=[ServiceValues(name="A room")])
    location = organisation.locations.get()
    values = LocationValues(
        kind="place",
        label=LABEL,
        is_confidential=True,
        address=STREET,
        town=TOWN,
        postcode=POSTCODE,
        getting_in=DOOR,
        area_code=CALDERDALE,
        point=(Decimal("53.73"), Decimal("-1.98")),
    )
    call = {"organisation_id": organisation.pk, "by": me(lead), "now": NOW}
    save_location(location_id=location.pk, version=location.version, values=values, **call)
    service = ServiceValues(name="A room", location_id=location.pk)
    room = organisation.services.get()
    save_service(service_id=room.pk, version=room.version, values=service, **call)
    return organisation


PUBLIC = [
    "/",
    "/directory/",
    "/directory/?q=moorgate",
    "/directory/?q=Halifax",
    "/directory/?near=HX7&within=30",
    "/directory/?q=Mytholmroyd",
    "/directory/moorgate-house/",
    "/directory/moorgate-house/report/",
    "/directory/export.csv",
    "/directory/export.csv?near=Halifax",
    "/directory/feed.atom",
    "/areas/",
    f"/areas/{CALDERDALE}/",
    "/areas/export.csv",
    "/sitemap.xml",
]


def body(address: str, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(address)
    assert answer.status_code == 200
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode()


def test_the_attempt_is_real():
    listed("Open House", Spot(TOWN, CALDERDALE, "53.73", "-1.98", address=STREET, postcode=POSTCODE))
    shown = body("/directory/open-house/")
    assert [leak for leak in (STREET, TOWN, POSTCODE, "53.73", "-1.98") if leak in shown] == [
        STREET,
        TOWN,
        POSTCODE,
        "53.73",
        "-1.98",
    ]


def test_no_page_and_no_file_has_the_address(safe_house):
    leaks = {}
    for address in PUBLIC:
        text = body(address).replace("Mytholmroyd</", "</").replace('value="Mytholmroyd"', "")
        asked = ("HX7",) if "HX7" in address else ()
        names = () if "Mytholmroyd" not in address else (TOWN,)
        leaks[address] = [leak for leak in LEAKS if leak in text and leak not in (*asked, *names)]
    assert leaks == {address: [] for address in PUBLIC}


def test_the_team_and_coordinators_do_not_get_it_either(safe_house):
    lead = safe_house.memberships.get().user
    for browser in (browser_of(lead), browser_of(coordinator())):
        shown = body("/directory/moorgate-house/", browser)
        assert [leak for leak in LEAKS if leak in shown] == []


def test_the_public_page_names_the_area_and_how_to_get_the_address(safe_house):
    text = body("/directory/moorgate-house/")
    assert "In the Calderdale area" in text
    assert "You get it when you ring." in text
    assert "Calderdale area, address given when you ring" in body("/directory/?q=moorgate")
    assert "Moorgate House, area only" in body("/directory/?q=moorgate")


def test_the_point_is_the_middle_of_the_area(safe_house):
    area, location = Area.objects.get(pk=CALDERDALE), safe_house.locations.get()
    assert (location.lat, location.lon) == (Decimal(f"{area.lat:.2f}"), Decimal(f"{area.lon:.2f}"))


def test_no_column_of_any_table_holds_the_address(safe_house):
    """Look through every text of the entry's tables, the search columns among them."""
    tables = ("organisation", "location", "service")
    with connection.cursor() as cursor:
        held = ""
        for table in tables:
            cursor.execute(f"SELECT t::text FROM organisations_{table} AS t")  # names of this test
            held += "".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT detail::text FROM audit_event")
        held += "".join(row[0] for row in cursor.fetchall())
    found = [leak for leak in (STREET, TOWN, POSTCODE, DOOR, TOWN.lower(), "sentinel street") if leak in held]
    assert found == []


@pytest.mark.parametrize("field", ["address", "town", "postcode", "getting_in"])
def test_the_database_refuses_to_hold_it(safe_house, field):
    with pytest.raises(IntegrityError, match="confidential_has_no_address"), transaction.atomic():
        Location.objects.filter(organisation=safe_house).update(**{field: "x"})


def test_a_new_confidential_place_is_no_different():
    listed("Wyre House", SAFE_HOUSE)
    location = Location.objects.get()
    assert (location.address, location.town, location.postcode) == ("", "", "")
    assert body("/directory/?q=wyre").count(TOWN) == 0
