"""Places and things that happen; a confidential place leaves nothing behind that could leak."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from lero_hub.errors import NotAllowed, Refused, StaleVersion
from organisations.models import Location, Service
from organisations.workflows.offer import (
    LocationValues,
    ServiceValues,
    remove_location,
    remove_service,
    save_location,
    save_service,
)
from tests.factories import NOW, area, draft, entry, me, person

pytestmark = pytest.mark.django_db
SENTINEL = "Sentinel House"
POINT = (Decimal("53.72"), Decimal("-1.86"))


def place(organisation, by, key=None, version=None, **changes):
    """Save a place."""
    given = {"kind": "place", "label": "A place", "area_code": area().code} | changes
    return save_location(
        organisation_id=organisation.pk,
        location_id=key or uuid4(),
        version=version,
        values=LocationValues(**given),
        by=me(by),
        now=NOW,
    )


def service(organisation, by, key=None, version=None, **changes):
    """Save something that happens."""
    return save_service(
        organisation_id=organisation.pk,
        service_id=key or uuid4(),
        version=version,
        values=ServiceValues(**{"name": "Canal walk"} | changes),
        by=me(by),
        now=NOW,
    )


def every_text_in_the_database() -> str:
    """Read every row of every table of ours as one text."""
    texts = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            texts.append(cursor.fetchone()[0] or "")
    return "\n".join(texts)


class TestConfidential:
    def test_an_open_place_keeps_its_address(self):
        lead = person()
        place(draft(lead), lead, address=SENTINEL, town="Halifax", postcode="HX1 1AA", point=POINT)
        assert SENTINEL in every_text_in_the_database()

    def test_of_a_confidential_place_only_the_area_is_kept(self):
        lead = person()
        kept = place(
            draft(lead), lead, is_confidential=True, address=SENTINEL, town=SENTINEL, postcode="HX1 1AA",
            getting_in=SENTINEL, point=POINT,
        )  # fmt: skip
        text = every_text_in_the_database()
        assert (SENTINEL in text, "HX1 1AA" in text) == (False, False)
        assert (kept.area_id, kept.lat, kept.lon) == (area().code, Decimal("53.80"), Decimal("-1.55"))

    def test_a_place_that_becomes_confidential_loses_what_it_had(self):
        lead, key = person(), uuid4()
        organisation = draft(lead)
        place(organisation, lead, key, address=SENTINEL, postcode="HX1 1AA", point=POINT)
        place(organisation, lead, key, version=1, is_confidential=True, address=SENTINEL)
        assert SENTINEL not in every_text_in_the_database()

    def test_an_online_meeting_has_neither_address_nor_point(self):
        lead = person()
        kept = place(draft(lead), lead, kind="online", address=SENTINEL, postcode="HX1", point=POINT)
        assert (kept.address, kept.postcode, kept.lat, kept.area_id) == ("", "", None, None)


class TestLocations:
    def test_the_first_place_is_the_main_one_until_another_is(self):
        lead = person()
        organisation = draft(lead)
        first = organisation.locations.get()
        second = place(organisation, lead, label="Second", is_main=True)
        first.refresh_from_db()
        assert (first.is_main, second.is_main) == (False, True)
        remove_location(organisation_id=organisation.pk, location_id=second.pk, by=me(lead), now=NOW)
        first.refresh_from_db()
        assert first.is_main

    def test_sending_twice_makes_one_place_and_removing_twice_does_no_harm(self):
        lead, key = person(), uuid4()
        organisation = draft(lead)
        assert place(organisation, lead, key).pk == place(organisation, lead, key, label="Again").pk
        for _ in range(2):
            remove_location(organisation_id=organisation.pk, location_id=key, by=me(lead), now=NOW)
        assert organisation.locations.count() == 1

    def test_the_second_of_two_is_told(self):
        lead, key = person(), uuid4()
        organisation = draft(lead)
        place(organisation, lead, key)
        place(organisation, lead, key, version=1, label="First")
        with pytest.raises(StaleVersion) as stale:
            place(organisation, lead, key, version=1, label="Second")
        assert (stale.value.current, Location.objects.get(pk=key).label) == (2, "First")

    def test_what_somebody_removed_cannot_be_changed(self):
        lead = person()
        with pytest.raises(Refused) as refused:
            place(draft(lead), lead, version=1)
        assert refused.value.code == "gone"

    def test_another_organisations_place_is_not_found(self):
        lead, other = person(), draft()
        with pytest.raises(Refused):
            place(draft(lead), lead, other.locations.get().pk, version=1, label="Mine now")
        with pytest.raises(NotAllowed):
            place(other, lead)

    def test_thirty_are_enough(self, monkeypatch):
        monkeypatch.setattr("organisations.workflows.offer.MOST_LOCATIONS", 1)
        lead = person()
        with pytest.raises(Refused) as refused:
            place(draft(lead), lead)
        assert refused.value.code == "too_many"


class TestServices:
    def test_a_service_is_made_changed_and_removed(self):
        lead, key = person(), uuid4()
        organisation = entry(lead=lead)
        room = organisation.locations.get()
        service(organisation, lead, key, location_id=room.pk, times="Saturdays, 10 am")
        service(organisation, lead, key, version=1, times="Sundays, 10 am", description="Flat.", how_to_join="Turn up.")
        kept = Service.objects.get(pk=key)
        assert (kept.times, kept.description, kept.how_to_join, kept.version) == (
            "Sundays, 10 am",
            "Flat.",
            "Turn up.",
            2,
        )
        for _ in range(2):
            remove_service(organisation_id=organisation.pk, service_id=key, by=me(lead), now=NOW)
        assert not Service.objects.filter(pk=key).exists()

    def test_sending_twice_makes_one(self):
        lead, key = person(), uuid4()
        organisation = entry(lead=lead)
        service(organisation, lead, key)
        service(organisation, lead, key, name="Again")
        assert list(organisation.services.values_list("name", flat=True)) == ["Canal walk"]

    def test_somebody_elses_place_is_refused(self):
        lead = person()
        with pytest.raises(Refused) as refused:
            service(entry(lead=lead), lead, location_id=entry().locations.get().pk)
        assert refused.value.code == "not_our_place"

    def test_thirty_are_enough(self, monkeypatch):
        monkeypatch.setattr("organisations.workflows.offer.MOST_SERVICES", 0)
        lead = person()
        with pytest.raises(Refused) as refused:
            service(entry(lead=lead), lead)
        assert refused.value.code == "too_many"

    def test_a_service_outlives_its_place(self):
        lead = person()
        organisation = draft(lead)
        second = place(organisation, lead, label="Second")
        kept = service(organisation, lead, location_id=second.pk)
        remove_location(organisation_id=organisation.pk, location_id=second.pk, by=me(lead), now=NOW)
        kept.refresh_from_db()
        assert kept.location_id is None
