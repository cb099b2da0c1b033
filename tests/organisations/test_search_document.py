"""The columns that organisations are found by repeat what their parts say."""

from __future__ import annotations

import pytest
from django.db import connection

from organisations.models import Organisation
from organisations.workflows.offer import LocationValues, ServiceValues, remove_location
from organisations.workflows.search_document import refresh_many, refresh_search
from tests.factories import NOW, entry, me, person
from tests.organisations.directory_world import (
    CALDERDALE,
    ENGLAND,
    IN_HALIFAX,
    IN_LERWICK,
    LEEDS,
    ONLINE,
    SCOTLAND,
    SHETLAND,
    WEST_YORKSHIRE,
    YORKSHIRE,
    Spot,
    listed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]
COLUMNS = (
    "base_area_id",
    "base_place",
    "meets_online",
    "based_in",
    "serves",
    "serves_within",
    "term_slugs",
    "search_name",
)


def found_by(organisation: Organisation) -> dict[str, object]:
    fresh = Organisation.objects.get(pk=organisation.pk)
    return {name: getattr(fresh, name) for name in COLUMNS}


def weights(organisation: Organisation, *words: str) -> dict[str, str]:
    """Give the heaviest weight that each word has in the document."""
    found = {}
    with connection.cursor() as cursor:
        for word in words:
            for weight in "ABCD":
                cursor.execute(
                    "SELECT search_document @@ %s::tsquery FROM organisations_organisation WHERE id = %s",
                    [f"{word}:{weight}", organisation.pk],
                )
                if cursor.fetchone()[0]:
                    found[word] = weight
                    break
    return found


def test_places_areas_and_terms_are_repeated():
    organisation = listed(
        "Cáfé Ångström",
        IN_HALIFAX,
        IN_LERWICK,
        ONLINE,
        terms=["music", "women", "recovery-home"],
        serves=[LEEDS, SCOTLAND],
    )
    assert found_by(organisation) == {
        "base_area_id": CALDERDALE,
        "base_place": "Halifax",
        "meets_online": True,
        "based_in": sorted([CALDERDALE, WEST_YORKSHIRE, YORKSHIRE, ENGLAND, SHETLAND, SCOTLAND]),
        "serves": [LEEDS, SCOTLAND],
        "serves_within": sorted([LEEDS, WEST_YORKSHIRE, YORKSHIRE, ENGLAND, SCOTLAND]),
        "term_slugs": ["music", "recovery-home", "women"],
        "search_name": "cafe angstrom",
    }


def test_who_only_meets_online_is_based_nowhere():
    found = found_by(listed("Evening Door", ONLINE))
    assert (found["base_area_id"], found["base_place"], found["based_in"], found["meets_online"]) == (
        None,
        "",
        [],
        True,
    )


def test_a_confidential_place_gives_its_area_alone():
    found = found_by(listed("Moorgate House", Spot("Secretown", CALDERDALE, "53.7", "-1.9", hidden=True)))
    assert (found["base_area_id"], found["base_place"]) == (CALDERDALE, "")


def test_words_weigh_by_where_they_stand():
    organisation = listed(
        "Loom",
        IN_HALIFAX,
        terms=["music"],
        summary="About wool.",
        description="About sheep.",
        services=[ServiceValues(name="Weaving", description="With yarn.")],
    )
    assert weights(organisation, "loom", "music", "choir", "weav", "wool", "halifax", "calderdal", "sheep", "yarn") == {
        "loom": "A",
        "music": "A",
        "choir": "B",
        "weav": "B",
        "wool": "C",
        "halifax": "C",
        "calderdal": "C",
        "sheep": "D",
        "yarn": "D",
    }


def test_what_is_removed_is_no_longer_found():
    lead = person()
    organisation = listed("Calder Steps", IN_HALIFAX, ONLINE, lead=lead)
    location = organisation.locations.get(kind="place")
    remove_location(organisation_id=organisation.pk, location_id=location.pk, by=me(lead), now=NOW)
    found = found_by(organisation)
    assert (found["base_place"], found["based_in"]) == ("", [])
    assert weights(organisation, "halifax") == {}


def test_many_are_refreshed_at_once_and_nobody_else():
    one, two = listed("One", IN_HALIFAX), listed("Two", LocationValues(kind="online", label="Video"))
    Organisation.objects.update(search_name="", based_in=[], search_document=None)
    assert refresh_many([one.pk]) == 1
    names = dict(Organisation.objects.values_list("pk", "search_name"))
    assert names == {one.pk: "one", two.pk: ""}
    refresh_search(two.pk)
    assert found_by(two)["search_name"] == "two"
    assert refresh_many([]) == 0


def test_a_draft_has_its_columns_too():
    assert found_by(entry("draft", name="Quiet Draft"))["search_name"] == "quiet draft"
