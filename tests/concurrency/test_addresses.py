"""Two things of one name at once, with real commits: each has an address of its own, and neither fails."""

from __future__ import annotations

from uuid import uuid4

import pytest

from evidence.models import Item
from evidence.steps import WHAT
from evidence.workflows.importing import import_text
from evidence.workflows.practice import create_practice
from lero_hub.addresses import free_slug
from organisations.models import HelpLine
from organisations.sections import ABOUT, SectionValues
from organisations.workflows.entries import create_entry
from organisations.workflows.help_lines import LineValues, add_help_line
from tests.concurrency.in_turn import in_turn
from tests.evidence.builders import ris
from tests.evidence.builders_practice import cast, values_of
from tests.factories import NOW, coordinator, me, person

pytestmark = pytest.mark.django_db(transaction=True)
NAMED = {"name": "Calder Steps", "since_year": None}


def begin(people, **changes):
    """Give what begins a practice."""
    call = {"item_id": uuid4(), "organisation_id": people.organisation.pk, "values": values_of(WHAT, **changes)}
    return lambda: create_practice(by=me(people.lead), now=NOW, **call)


def test_two_practices_of_one_title():
    first, second = in_turn(begin(cast(), title="Kettle"), begin(cast(), title="Kettle"))
    assert (first.slug, second.slug) == ("kettle", "kettle-2")
    first, second = in_turn(begin(cast(), title="Kettle"), begin(cast(), title="Kettle 3"))
    assert (first.slug, second.slug) == ("kettle-3", "kettle-3-2")


def test_a_practice_and_an_imported_study_of_one_title():
    practice = begin(cast(), title="Best 2021 Kettle")
    text = ris(author="Best", title="Kettle")
    first, second = in_turn(practice, lambda: import_text(text=text, by=None, now=NOW))
    assert (first.slug, second[0].slug) == ("best-2021-kettle", "best-2021-kettle-2")
    assert Item.objects.count() == 2


def test_two_organisations_of_one_name():
    def begin_entry(maker):
        call = {"organisation_id": uuid4(), "values": SectionValues(words=dict.fromkeys(ABOUT.words, "") | NAMED)}
        return lambda: create_entry(by=me(maker), now=NOW, **call)

    first, second = in_turn(begin_entry(person()), begin_entry(person()))
    assert (first.slug, second.slug) == ("calder-steps", "calder-steps-2")


def test_two_lines_of_one_name_and_two_clicks_on_one():
    by = me(coordinator())
    line = LineValues(name="Quiet Line", what="For a quiet word.", source="Its website", phone="0808 157 0000")
    again = LineValues(name="Quiet Line", what="For a quiet word.", source="Its website", phone="0808 157 0001")

    def add(values: LineValues):
        return lambda: add_help_line(values=values, by=by, now=NOW)

    first, second = in_turn(add(line), add(again))
    assert (first.slug, second.slug) == ("quiet-line", "quiet-line-2")
    first, second = in_turn(add(again), add(again))
    assert first == second
    assert HelpLine.objects.count() == 2


def test_an_address_is_found_inside_a_transaction_alone():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        free_slug("item", "Kettle", taken=lambda stem: (), most=80, otherwise="x")
