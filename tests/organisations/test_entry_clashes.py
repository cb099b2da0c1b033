"""What a step says when two people write it at once, and what a part says when it cannot be saved."""

from __future__ import annotations

from uuid import uuid4

import pytest

from organisations.models import Organisation
from organisations.queries.entry import section_values
from organisations.sections import ABOUT, WHAT, WHERE, Section
from tests.factories import area, browser_of, draft, join, person
from tests.organisations.test_entry_pages import address, held

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("section", "theirs", "mine", "label", "shown"),
    [
        (ABOUT, {"summary": "By them."}, {"summary": "By me."}, "What you do", "By them."),
        (ABOUT, {"summary": ""}, {"summary": "By me."}, "What you do", ""),
        (
            ABOUT,
            {"register_1": "GB-CHC", "number_1": "9900001"},
            {"register_1": "GB-COH", "number_1": "99000001"},
            "Registers",
            "GB-CHC 9900001",
        ),
        (WHAT, {"activity": ["music"]}, {"activity": ["sport"]}, "What happens there?", "Music"),
        (WHERE, {"add": "Leeds"}, {"add": "England"}, "Areas you serve", "Leeds"),
    ],
)
def test_a_clash_shows_in_words_what_the_other_wrote(
    section: Section, theirs: dict[str, object], mine: dict[str, object], label: str, shown: str
) -> None:
    area()
    lead = person("first")
    organisation = draft(lead)
    editor = join(organisation, person("second")).user
    seen = held(organisation, section)
    path = address("edit", organisation, section.slug)
    assert browser_of(lead).post(path, seen | theirs).status_code == 302
    answer = browser_of(editor).post(path, seen | mine)
    assert answer.status_code == 409
    assert answer.context["differences"] == [(label, shown)]


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"number_1": "9900001"}, "number_1", "Give both the register and your number, or neither"),
        ({"register_2": "GB-CHC"}, "number_2", "Give both the register and your number, or neither"),
        (
            {"register_1": "GB-CHC", "number_1": "9900001", "register_2": "GB-CHC", "number_2": "9900002"},
            "register_2",
            "Choose two different registers",
        ),
    ],
)
def test_registers_go_with_their_numbers_and_each_stands_once(changes: dict[str, str], field: str, text: str) -> None:
    lead = person()
    organisation = draft(lead)
    data = held(organisation, ABOUT) | {"summary": "New words."} | changes
    answer = browser_of(lead).post(address("edit", organisation, "about"), data)
    assert (answer.status_code, answer.context["form"].errors[field]) == (200, [text])
    assert not organisation.identifiers.exists()


@pytest.mark.parametrize(
    ("section", "bad", "kept"),
    [(ABOUT, {"number_1": "9900001"}, "identifiers"), (WHERE, {"add": "Narnia"}, "areas")],
)
def test_saving_as_you_go_keeps_what_stood_where_the_new_is_wrong(
    section: Section, bad: dict[str, str], kept: str
) -> None:
    area()
    lead = person()
    organisation, client = draft(lead), browser_of(lead)
    good = {"register_1": "GB-CHC", "number_1": "9900001"} if section is ABOUT else {"add": "Leeds"}
    path = address("edit", organisation, section.slug)
    client.post(path, held(organisation, section) | good)
    before = getattr(section_values(Organisation.objects.get(), section), kept)
    assert before
    answer = client.post(path, held(organisation, section) | bad, headers={"HX-Request": "true"})
    assert "What is marked wrong is not saved yet." in answer.content.decode()
    assert getattr(section_values(Organisation.objects.get(), section), kept) == before


def test_one_place_too_many_is_refused_and_keeps_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("organisations.workflows.offer.MOST_LOCATIONS", 1)
    lead = person()
    organisation = draft(lead)
    data = {"part": str(uuid4()), "version": 0, "kind": "online", "label": "Tuesday video", "is_confidential": "no"}
    answer = browser_of(lead).post(address("add_location", organisation), data)
    page = answer.content.decode()
    assert (answer.status_code, organisation.locations.count()) == (409, 1)
    assert ("An entry can have thirty places." in page, "Tuesday video" in page) == (True, True)
