"""A practice as its team writes it down, sends it in, takes it back, changes it later or throws it away."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from evidence.models import Item, ItemCriterion, Recipe
from evidence.queries.practice import missing_to_send, progress, recipe_of, step_of, step_values
from evidence.states import EDITABLE, State, Stories
from evidence.steps import CARE, CRITERIA, HOW, LIMITS, SEEN, STEPS, WHAT
from evidence.workflows.practice import (
    MOST_DRAFTS,
    create_practice,
    delete_practice,
    revise_practice,
    save_step,
    submit_practice,
    take_back_practice,
)
from evidence.workflows.shelf import withdraw_item
from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from organisations.states import State as EntryState
from tests.evidence.builders_practice import WORDS, again, begun, cast, practice_in, save, values_of, whole
from tests.factories import HOUR, NOW, entry, join, me, person
from tests.standards.builders import framework

pytestmark = pytest.mark.django_db


def submit(item, user):
    """Send it in."""
    return submit_practice(item_id=item.pk, by=me(user), now=NOW)


def test_the_first_step_makes_a_draft_that_only_the_team_sees():
    people = cast()
    item = again(begun(people))
    assert (item.state, item.slug, item.title_key) == (State.DRAFT, "kettle-hour", "kettle hour")
    assert recipe_of(item).why == WORDS["why"]
    assert list(Item.objects.visible_to(me(people.lead))) == [item]
    assert list(Item.objects.visible_to(me(people.curator))) == []
    assert AuditEvent.objects.filter(verb="evidence.create_item", subject_id=item.pk).count() == 1


def test_the_same_form_sent_twice_makes_one_item():
    people, key = cast(), uuid4()
    call = {"item_id": key, "organisation_id": people.organisation.pk, "values": values_of(WHAT), "now": NOW}
    first = create_practice(by=me(people.lead), **call)
    assert create_practice(by=me(people.lead), **call) == first
    assert Item.objects.count() == 1


def test_an_id_that_is_somebody_elses_or_of_another_organisation_is_refused():
    people, second = cast(), cast()
    item = begun(people)
    join(people.organisation, second.lead)
    call = {"item_id": item.pk, "values": values_of(WHAT), "now": NOW}
    with pytest.raises(NotAllowed):
        create_practice(organisation_id=people.organisation.pk, by=me(second.lead), **call)
    own = entry(lead=people.lead)
    with pytest.raises(NotAllowed):
        create_practice(organisation_id=own.pk, by=me(people.lead), **call)


def test_strangers_and_organisations_off_the_list_share_nothing():
    people = cast()
    call = {"item_id": uuid4(), "values": values_of(WHAT), "now": NOW}
    with pytest.raises(NotAllowed):
        create_practice(organisation_id=people.organisation.pk, by=me(person()), **call)
    lead = person()
    hidden = entry(EntryState.DRAFT, lead=lead)
    with pytest.raises(Refused) as stopped:
        create_practice(organisation_id=hidden.pk, by=me(lead), **call)
    assert stopped.value.code == "not_listed"


def test_twenty_drafts_are_enough():
    people = cast()
    for _number in range(MOST_DRAFTS):
        begun(people)
    with pytest.raises(Refused) as stopped:
        begun(people)
    assert stopped.value.code == "too_many_drafts"


@pytest.mark.parametrize(
    ("titles", "slug"),
    [(["Kettle"], "kettle"), (["Kettle", "Kettle"], "kettle-2"), (["Share"], "share-2"), (["☕"], "practice")],
)
def test_the_address_comes_from_the_title_and_is_free(titles, slug):
    people = cast()
    assert [begun(people, title=title) for title in titles][-1].slug == slug


@pytest.mark.parametrize("step", STEPS.values(), ids=list(STEPS))
def test_each_step_keeps_its_words_and_raises_the_version(step):
    framework()
    people = cast()
    item = begun(people)
    criteria = ("lero-seed-draft.PEE-1",) if step.has_criteria else ()
    changes = {"title": "Another", "criteria": criteria}
    save(item, step, people.lead, now=NOW + HOUR, **changes)
    assert step_values(again(item), step).differing(values_of(step, **changes)) == []
    assert (again(item).version, again(item).changed_at) == (2, NOW + HOUR)
    save(item, step, people.lead, now=NOW + 2 * HOUR, **changes)  # what stands there already changes nothing
    assert again(item).version == 2


def test_the_second_who_saves_the_same_step_is_told_and_another_step_is_free():
    people = cast()
    item = begun(people)
    old = step_values(item, HOW).mark
    save(item, HOW, people.lead)
    with pytest.raises(StaleVersion):
        save_step(
            item_id=item.pk, step=HOW, values=values_of(HOW, cost="£9"), expected=old, by=me(people.lead), now=NOW
        )
    assert recipe_of(item).cost == WORDS["cost"]
    save(item, LIMITS, people.lead)


@pytest.mark.parametrize("state", State.values)
def test_words_can_be_written_where_the_state_says(state):
    people = cast()
    item = practice_in(state, people)
    if state in EDITABLE:
        save(item, HOW, people.lead, cost="£9")
        assert recipe_of(item).cost == "£9"
    else:
        with pytest.raises(WrongState):
            save(item, HOW, people.lead, cost="£9")


def test_strangers_and_curators_write_nothing():
    people = cast()
    item = begun(people)
    for user in (people.curator, person()):
        with pytest.raises(NotAllowed):
            save(item, HOW, user)


def test_criteria_that_nobody_knows_are_refused():
    people = cast()
    with pytest.raises(Refused) as stopped:
        save(begun(people), CRITERIA, people.lead, criteria=("no.NO-1",))
    assert stopped.value.code == "unknown_criterion"
    assert not ItemCriterion.objects.exists()


def test_a_draft_lists_what_is_missing_in_the_order_of_the_form():
    people = cast()
    item = begun(people, summary="", why="")
    gaps = [gap.field for gap in missing_to_send(item)]
    assert gaps[:3] == ["summary", "why", "steps"]
    assert len(gaps) == 15
    assert [step_of(field).slug for field in ("summary", "unsure", "review_on")] == ["what", "limits", "care"]
    assert [each.is_begun for each in progress(item)] == [True, *[False] * 6]
    assert sum(len(each.missing) for each in progress(item)) == 15
    with pytest.raises(Refused) as stopped:
        submit(item, people.lead)
    assert stopped.value.code == "incomplete"
    assert again(item).state == State.DRAFT


@pytest.mark.parametrize(
    ("step", "name"), [(HOW, "steps"), (SEEN, "how_far"), (LIMITS, "unsure"), (CARE, "stories"), (CARE, "contact_role")]
)
def test_one_thing_missing_is_enough_to_be_refused(step, name):
    people = cast()
    item = whole(people)
    save(item, step, people.lead, **{name: ""})
    with pytest.raises(Refused) as stopped:
        submit(item, people.lead)
    assert stopped.value.code == "incomplete"


def test_sent_in_it_waits_and_taken_back_it_is_a_draft():
    people = cast()
    item = submit(whole(people), people.lead)
    assert (again(item).state, again(item).submitted_by) == (State.SUBMITTED, people.lead)
    take_back_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    assert again(item).state == State.DRAFT
    for user in (people.curator, person()):
        with pytest.raises(NotAllowed):
            submit(item, user)


def test_an_entry_off_the_list_sends_nothing_in():
    people = cast()
    item = whole(people)
    type(people.organisation).objects.filter(pk=people.organisation.pk).update(
        state=EntryState.UNLISTED, unlisted_at=NOW, unlisted_why="by_lead"
    )
    with pytest.raises(Refused) as stopped:
        submit(item, people.lead)
    assert stopped.value.code == "not_listed"


def test_the_next_version_begins_with_what_the_library_says_and_is_begun_once():
    framework()
    people = cast()
    item = practice_in(State.PUBLISHED, people, criteria=("lero-seed-draft.PEE-1",))
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    assert (following.state, following.revises_id, following.slug) == (State.DRAFT, item.pk, "kettle-hour-next")
    assert all(step_values(following, step).differing(step_values(item, step)) == [] for step in STEPS.values())
    assert again(following).criteria == ["lero-seed-draft.PEE-1"]
    assert revise_practice(item_id=item.pk, by=me(people.lead), now=NOW) == following
    assert again(item).state == State.PUBLISHED
    with pytest.raises(NotAllowed):
        revise_practice(item_id=item.pk, by=me(people.curator), now=NOW)


@pytest.mark.parametrize("state", sorted(set(State.values) - {State.PUBLISHED}))
def test_only_what_is_in_the_library_has_a_next_version(state):
    people = cast()
    item = practice_in(state, people)
    with pytest.raises(WrongState):
        revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)


def test_the_next_version_of_what_was_taken_out_is_not_sent_in():
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    withdraw_item(item_id=item.pk, reason="We have stopped.", by=me(people.lead), now=NOW)
    with pytest.raises(Refused) as stopped:
        submit(following, people.lead)
    assert stopped.value.code == "not_in_library"


@pytest.mark.parametrize("state", State.values)
def test_a_draft_is_deleted_and_what_was_seen_is_kept(state):
    people = cast()
    item = practice_in(state, people)
    call = {"item_id": item.pk, "now": NOW}
    with pytest.raises(NotAllowed):
        delete_practice(by=me(people.curator), **call)
    if state in EDITABLE:
        delete_practice(by=me(people.lead), **call)
        delete_practice(by=me(people.lead), **call)  # twice is harmless
        assert not Recipe.objects.exists()
    else:
        with pytest.raises(Refused) as stopped:
            delete_practice(by=me(people.lead), **call)
        assert stopped.value.code == "is_kept"
    assert Item.objects.filter(pk=item.pk).exists() is (state not in EDITABLE)


def test_a_draft_that_was_in_the_library_is_kept_too():
    from evidence.workflows.shelf import restore_item

    people = cast()
    item = practice_in(State.WITHDRAWN, people)
    restore_item(item_id=item.pk, by=me(people.lead), now=NOW + timedelta(days=1))
    with pytest.raises(Refused) as stopped:
        delete_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    assert stopped.value.code == "is_kept"


def test_a_label_about_stories_is_one_of_the_two():
    people = cast()
    item = begun(people)
    save(item, CARE, people.lead, stories=Stories.AGREED)
    assert again(item).get_stories_display() == str(Stories.AGREED.label)
