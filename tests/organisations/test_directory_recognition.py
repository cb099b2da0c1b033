"""Pledge and recognition in the directory: two things, each with its filter, its count and its mark."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate

from lero_hub.audit.models import AuditEvent
from organisations.models import Organisation
from organisations.queries.directory import Answer, Asked, search
from organisations.standing import Standing, standings
from organisations.workflows.standing import record_pledge, record_recognition
from tests.factories import DAY, NOW, entry, queries

pytestmark = pytest.mark.django_db
TODAY = localdate(NOW)


def recognise(organisation: Organisation, *, start: date = TODAY, until: date) -> Organisation:
    """Write a recognition as the standards do."""
    return record_recognition(
        organisation_id=organisation.pk, recognition_id=uuid4(), valid_from=start, valid_until=until, now=NOW
    )


def pledge(organisation: Organisation) -> Organisation:
    """Write a pledge as the standards do."""
    return record_pledge(organisation_id=organisation.pk, pledged_at=NOW, now=NOW)


def found(*recognition: str, now: object = NOW) -> Answer:
    """Search by standing alone."""
    return search(Asked(recognition=recognition), now=now)  # type: ignore[arg-type]


def names(answer: Answer) -> set[str]:
    """Name what was found."""
    return {hit.name for hit in answer.hits}


def counts(answer: Answer) -> dict[str, int]:
    """Give the numbers beside the filter."""
    return {each.value: each.count for group in answer.groups if group.name == "recognition" for each in group.first}


@pytest.fixture
def _network() -> None:
    """Five organisations: nothing, pledged, recognised, both, recognised in the past."""
    entry(name="Plain")
    pledge(entry(name="Pledged"))
    recognise(entry(name="Recognised"), until=TODAY + timedelta(days=90))
    recognise(pledge(entry(name="Both")), start=TODAY - DAY, until=TODAY)
    recognise(entry(name="Lapsed"), start=TODAY - timedelta(days=90), until=TODAY - DAY)


@pytest.mark.usefixtures("_network")
def test_filter_keeps_those_who_pledged_those_recognised_or_either() -> None:
    assert names(found()) == {"Plain", "Pledged", "Recognised", "Both", "Lapsed"}
    assert names(found("pledged")) == {"Pledged", "Both"}
    assert names(found("recognised")) == {"Recognised", "Both"}
    assert names(found("recognised", "pledged")) == {"Pledged", "Recognised", "Both"}


@pytest.mark.usefixtures("_network")
def test_counts_stand_beside_both_and_leave_their_own_choice_out() -> None:
    assert counts(found()) == {"recognised": 2, "pledged": 2}
    assert counts(found("pledged")) == {"recognised": 2, "pledged": 2}


@pytest.mark.usefixtures("_network")
def test_recognition_counts_on_its_last_day_and_not_on_the_next() -> None:
    assert names(found("recognised", now=NOW + DAY)) == {"Recognised"}
    assert counts(found(now=NOW + DAY)) == {"recognised": 1, "pledged": 2}


@pytest.mark.usefixtures("_network")
def test_each_row_shows_what_stands_and_what_has_ended() -> None:
    shown = {hit.name: [standing.kind for standing in hit.standings] for hit in found().hits}

    assert shown == {
        "Plain": [],
        "Pledged": ["pledged"],
        "Recognised": ["recognised"],
        "Both": ["recognised", "pledged"],
        "Lapsed": ["ended"],
    }


@pytest.mark.usefixtures("_network")
def test_page_offers_both_filters_and_shows_both_marks(time_machine: Any) -> None:
    time_machine.move_to(NOW)
    page = Client().get("/directory/?recognition=pledged&recognition=nonsense").content.decode()

    assert 'name="recognition" value="pledged" id="recognition-pledged" checked' in page
    assert 'name="recognition" value="recognised"' in page
    assert "Pledged March 2026" in page
    assert "nonsense" not in page


def test_page_takes_as_many_queries_with_marks_as_without() -> None:
    entry()
    without = queries(Client(), "/directory/")
    for _each in range(2):
        recognise(pledge(entry()), until=TODAY + DAY)

    assert queries(Client(), "/directory/") == without


@pytest.mark.parametrize(
    ("pledged", "start", "until", "marks"),
    [
        (None, None, None, ()),
        (NOW, None, None, (Standing("pledged", "Pledged March 2026"),)),
        (None, date(2026, 3, 2), date(2029, 3, 1), (Standing("recognised", "Recognised until March 2029"),)),
        (None, date(2026, 3, 3), date(2029, 3, 1), ()),
        (None, date(2023, 3, 1), date(2026, 3, 1), (Standing("ended", "Recognition ended March 2026"),)),
    ],
)
def test_words_for_a_standing(pledged: object, start: date, until: date, marks: tuple[Standing, ...]) -> None:
    assert standings(pledged, start, until, today=TODAY) == marks  # type: ignore[arg-type]


def test_standing_leaves_the_words_of_the_entry_and_is_noted_by_ids_alone() -> None:
    organisation = entry()

    pledge(organisation)
    record_pledge(organisation_id=organisation.pk, pledged_at=None, now=NOW)
    after = recognise(organisation, until=TODAY + DAY)

    assert (after.version, after.changed_at, after.pledged_at) == (organisation.version, organisation.changed_at, None)
    noted = AuditEvent.objects.filter(verb__startswith="organisations.record_")
    assert sorted((each.verb, each.actor_id, str(each.detail)) for each in noted) == [
        ("organisations.record_pledge", None, "{'stands': False}"),
        ("organisations.record_pledge", None, "{'stands': True}"),
        ("organisations.record_recognition", None, f"{{'recognition': '{after.recognition_id}'}}"),
    ]


def test_recognition_can_be_taken_off() -> None:
    organisation = recognise(entry(), until=TODAY + DAY)

    after = record_recognition(
        organisation_id=organisation.pk, recognition_id=None, valid_from=None, valid_until=None, now=NOW
    )

    assert (after.recognition_id, after.recognised_from, after.recognised_until) == (None, None, None)
