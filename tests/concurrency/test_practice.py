"""Two at the same moment about one practice: it is published once, and no words slip in after it was sent."""

from __future__ import annotations

from uuid import uuid4

import pytest

from evidence.models import Item, ItemVersion
from evidence.queries.practice import recipe_of, step_values
from evidence.states import State
from evidence.steps import HOW, WHAT
from evidence.workflows.curation import publish_practice
from evidence.workflows.practice import create_practice, revise_practice, save_step, submit_practice
from evidence.workflows.shelf import withdraw_item
from lero_hub.authz.states import Role
from lero_hub.errors import HubError, StaleVersion, WrongState
from tests.concurrency.test_team import at_once, known
from tests.evidence.builders_practice import WORDS, again, cast, judge, practice_in, values_of, whole
from tests.factories import NOW, holder

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(3)


@pytest.mark.parametrize("round_", ROUNDS)
def test_two_curators_who_publish_at_once_publish_once(round_):
    people = cast()
    item = practice_in(State.SUBMITTED, people)
    judge(item, people.curator)
    one, other = known(people.curator), known(holder(Role.CURATOR))
    call = {"item_id": item.pk, "version": again(item).version, "now": NOW}
    results = at_once(lambda: publish_practice(by=one, **call), lambda: publish_practice(by=other, **call))
    assert sum(isinstance(result, WrongState) for result in results) == 1
    assert ItemVersion.objects.count() == 1
    assert again(item).state == State.PUBLISHED


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_save_and_sending_in_at_once_leave_what_the_curator_reads(round_):
    people = cast()
    item, by = whole(people), known(people.lead)
    expected = step_values(item, HOW).mark
    late = values_of(HOW, cost="About £9 a week")
    saved, sent = at_once(
        lambda: save_step(item_id=item.pk, step=HOW, values=late, expected=expected, by=by, now=NOW),
        lambda: submit_practice(item_id=item.pk, by=by, now=NOW),
    )
    assert isinstance(sent, Item)
    assert again(item).state == State.SUBMITTED
    cost = recipe_of(item).cost
    assert cost == (WORDS["cost"] if isinstance(saved, WrongState) else "About £9 a week")


@pytest.mark.parametrize("round_", ROUNDS)
def test_two_who_save_the_same_step_at_once_are_one_and_one_who_is_told(round_):
    people = cast()
    item, by = whole(people), known(people.lead)
    call = {"item_id": item.pk, "step": HOW, "expected": step_values(item, HOW).mark, "by": by, "now": NOW}
    results = at_once(*(lambda n=n: save_step(values=values_of(HOW, cost=f"£{n}"), **call) for n in (1, 2)))
    assert sum(isinstance(result, StaleVersion) for result in results) == 1
    kept = [isinstance(result, Item) for result in results].index(True) + 1
    assert recipe_of(item).cost == f"£{kept}"


@pytest.mark.parametrize("round_", ROUNDS)
def test_two_clicks_begin_one_practice_and_one_next_version(round_):
    people, key = cast(), uuid4()
    by, other = known(people.lead), known(people.lead)
    call = {"item_id": key, "organisation_id": people.organisation.pk, "values": values_of(WHAT), "now": NOW}
    assert len(set(at_once(lambda: create_practice(by=by, **call), lambda: create_practice(by=other, **call)))) == 1
    item = practice_in(State.PUBLISHED, people, title="Shown")
    revise = {"item_id": item.pk, "now": NOW}
    results = at_once(lambda: revise_practice(by=by, **revise), lambda: revise_practice(by=other, **revise))
    assert results[0] == results[1]
    assert Item.objects.filter(revises=item).count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_next_version_published_while_the_item_is_taken_out_never_brings_it_back(round_):
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    by, curator = known(people.lead), known(people.curator)
    following = revise_practice(item_id=item.pk, by=by, now=NOW)
    submit_practice(item_id=following.pk, by=by, now=NOW)
    read = again(following).version
    published, taken = at_once(
        lambda: publish_practice(item_id=following.pk, version=read, by=curator, now=NOW),
        lambda: withdraw_item(item_id=item.pk, reason="We have stopped.", by=by, now=NOW),
    )
    assert isinstance(taken, Item)
    assert again(item).state == State.WITHDRAWN
    assert isinstance(published, HubError) is Item.objects.filter(pk=following.pk).exists()
