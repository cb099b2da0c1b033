"""Practice that was sent in, as curators answer it; each verb in each state; the mails about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from evidence.messages.practice import ANSWERED, WAITING
from evidence.models import Item
from evidence.policies import can_see_item
from evidence.queries.library import Asked, search
from evidence.queries.practice import recipe_of
from evidence.queries.versions import history
from evidence.states import ITEM, State
from evidence.steps import CRITERIA, HOW, LIMITS, WHAT
from evidence.workflows.curation import judge_practice, publish_practice, request_practice_changes
from evidence.workflows.practice import revise_practice, submit_practice, take_back_practice
from evidence.workflows.shelf import restore_item, withdraw_item
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import end_role
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from tests.evidence.builders_practice import Cast, again, cast, judge, practice_in, save
from tests.factories import HOUR, NOW, browser_of, coordinator, holder, join, me, person
from tests.standards.builders import framework

pytestmark = pytest.mark.django_db


def publish(item: Item, user: Any, **changes: Any) -> Item:
    """Put it in the library, as it is now."""
    given = {"version": again(item).version} | changes
    return publish_practice(item_id=item.pk, by=me(user), now=NOW + HOUR, **given)


def judged(people: Cast) -> Item:
    """Give a practice that waits, with a curator's labels."""
    item = practice_in(State.SUBMITTED, people)
    judge(item, people.curator)
    return again(item)


VERBS: dict[str, Callable[[Item, Cast], Any]] = {
    "submit": lambda item, people: submit_practice(item_id=item.pk, by=me(people.lead), now=NOW),
    "take_back": lambda item, people: take_back_practice(item_id=item.pk, by=me(people.lead), now=NOW),
    "request_changes": lambda item, people: request_practice_changes(
        item_id=item.pk, reason="Which day?", by=me(people.curator), now=NOW
    ),
    "publish": lambda item, people: publish(item, people.curator),
    "withdraw": lambda item, people: withdraw_item(item_id=item.pk, reason="Over.", by=me(people.lead), now=NOW),
    "restore": lambda item, people: restore_item(item_id=item.pk, by=me(people.lead), now=NOW),
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_verb_leads_where_the_table_says_and_nowhere_else(verb: str, state: str) -> None:
    people = cast()
    item = practice_in(state, people)
    if state == State.SUBMITTED:
        judge(item, people.curator)
    if ITEM.allows(verb, state):
        VERBS[verb](item, people)
        assert again(item).state == ITEM.transitions[verb].target
    else:
        with pytest.raises(WrongState):
            VERBS[verb](item, people)
        assert again(item).state == state


@pytest.mark.parametrize("missing", [{"cannot_tell": ""}, {"cannot_tell": "  "}, {"confidence": ""}])
def test_nothing_is_published_before_its_limits_and_confidence_are_said(missing):
    people = cast()
    item = practice_in(State.SUBMITTED, people)
    judge(item, people.curator, **missing)
    with pytest.raises(Refused) as stopped:
        publish(item, people.curator)
    assert stopped.value.code == "incomplete"
    assert again(item).state == State.SUBMITTED
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        Item.objects.filter(pk=item.pk).update(state=State.PUBLISHED, published_at=NOW, published_by=people.curator)
    assert "evidence_item_published_is_labelled" in str(broken.value)


def test_published_it_is_found_with_a_typing_mistake_and_its_words_are_kept():
    people = cast()
    item = publish(judged(people), people.curator)
    assert (again(item).state, again(item).published_by, again(item).year) == (State.PUBLISHED, people.curator, 2026)
    assert [hit.slug for hit in search(Asked(q="ketle hour")).hits] == ["kettle-hour"]
    version = item.versions.get()
    assert version.content["recipe"]["steps"].startswith("Open an hour early.")


def test_whoever_acts_for_the_organisation_never_answers():
    people = cast()
    join(people.organisation, people.curator)
    other = Cast(people.lead, holder(Role.CURATOR), people.organisation)
    item = judged(other)
    for user in (people.curator, people.lead, coordinator(), person()):
        with pytest.raises(NotAllowed):
            publish(item, user)
        with pytest.raises(NotAllowed):
            judge(item, user)
        with pytest.raises(NotAllowed):
            request_practice_changes(item_id=item.pk, reason="Why?", by=me(user), now=NOW)


@pytest.mark.parametrize("state", sorted(set(State.values) - {State.SUBMITTED, State.PUBLISHED}))
def test_labels_are_written_only_while_it_waits_or_is_in_the_library(state):
    people = cast()
    with pytest.raises(WrongState):
        judge(practice_in(state, people), people.curator)


def test_a_curator_corrects_their_words_in_the_library_and_the_ones_before_are_kept():
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    judge(item, people.curator, cannot_tell="Whether they came for the tea.")
    assert [one.content["cannot_tell"] for one in item.versions.order_by("number")] == [
        "Whether the same people would have come at noon.",
        "Whether they came for the tea.",
    ]
    assert again(item).state == State.PUBLISHED
    assert again(following).cannot_tell == "Whether they came for the tea."
    assert history(again(item))[0].changed == ("what it cannot tell us",)
    judge(item, people.curator, cannot_tell="Whether they came for the tea.")  # nothing new: no version
    assert item.versions.count() == 2
    with pytest.raises(Refused) as stopped:
        judge(item, people.curator, confidence="")
    assert stopped.value.code == "incomplete"
    with pytest.raises(StaleVersion):
        judge(item, people.curator, cannot_tell="More.", version=1)


def test_a_next_version_keeps_the_words_that_a_curator_wrote_for_it():
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    submit_practice(item_id=following.pk, by=me(people.lead), now=NOW)
    judge(following, people.curator, cannot_tell="What the new room changed.")
    judge(item, people.curator, cannot_tell="Whether they came for the tea.")
    assert again(following).cannot_tell == "What the new room changed."


def test_a_curator_who_read_an_older_version_is_told():
    people = cast()
    item = judged(people)
    with pytest.raises(StaleVersion):
        publish(item, people.curator, version=item.version - 1)
    with pytest.raises(StaleVersion):
        judge_practice(
            item_id=item.pk, confidence="low", cannot_tell="A", version=item.version - 1, by=me(people.curator), now=NOW
        )
    publish(item, people.curator, version=item.version)
    with pytest.raises(WrongState):  # a second click, whatever it read
        publish(item, people.curator, version=1)


def test_a_question_needs_words_and_stands_until_it_is_sent_in_again():
    people = cast()
    item = practice_in(State.SUBMITTED, people)
    call = {"item_id": item.pk, "by": me(people.curator), "now": NOW}
    with pytest.raises(Refused) as stopped:
        request_practice_changes(reason="  ", **call)
    assert stopped.value.code == "no_reason"
    request_practice_changes(reason=" Which day? ", **call)
    assert again(item).change_request == "Which day?"
    submit_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    assert again(item).change_request == ""


def test_a_next_version_takes_the_place_of_the_one_before_whose_words_are_kept():
    framework()
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    save(following, WHAT, people.lead, title="Kettle morning")
    save(following, HOW, people.lead, cost="About £9 a week")
    save(following, CRITERIA, people.lead, criteria=("lero-seed-draft.PEE-1",))
    submit_practice(item_id=following.pk, by=me(people.lead), now=NOW)
    judge(following, people.curator, cannot_tell="Who stayed away.")
    shown = publish(following, people.curator)
    assert shown.pk == item.pk
    assert not Item.objects.filter(pk=following.pk).exists()
    stands = again(item)
    assert (stands.title, stands.slug, stands.cannot_tell) == ("Kettle morning", "kettle-hour", "Who stayed away.")
    assert (recipe_of(stands).cost, stands.criteria) == ("About £9 a week", ["lero-seed-draft.PEE-1"])
    kept = [version.content["title"] for version in item.versions.order_by("number")]
    assert kept == ["Kettle hour", "Kettle morning"]
    assert [hit.slug for hit in search(Asked(q="kettle morning")).hits] == ["kettle-hour"]


def test_a_next_version_of_what_was_taken_out_is_not_published():
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    save(following, LIMITS, people.lead, unsure="More than before.")
    submit_practice(item_id=following.pk, by=me(people.lead), now=NOW)
    withdraw_item(item_id=item.pk, reason="Over.", by=me(people.curator), now=NOW)
    with pytest.raises(Refused) as stopped:
        publish(following, people.curator)
    assert stopped.value.code == "not_in_library"
    assert again(following).state == State.SUBMITTED


def test_a_next_version_is_never_public_and_there_is_one():
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    broken: dict[str, dict[str, Any]] = {
        "evidence_item_next_version_is_no_item": {"published_at": NOW, "published_by": people.lead},
        "evidence_item_one_next_version": {"revises": item},
    }
    second = Item.objects.create(
        slug="second", kind="practice", title="Second", organisation=people.organisation, created_at=NOW, changed_at=NOW
    )
    for rule, changes in broken.items():
        target = second if "one_next" in rule else following
        with pytest.raises(IntegrityError) as stopped, transaction.atomic():
            Item.objects.filter(pk=target.pk).update(**changes)
        assert rule in str(stopped.value)


def mails(kind: str) -> list[OutboxMessage]:
    """List the mails of a kind, oldest first."""
    return list(OutboxMessage.objects.filter(kind=kind).order_by("created_at", "id"))


def wanted(message: OutboxMessage) -> bool:
    """Ask, as the outbox does before it sends, whether a mail is still wanted."""
    return kinds.get(message.kind).still_wanted(message)


def test_curators_of_other_organisations_hear_once_and_the_team_hears_each_answer(settings):
    settings.BASE_URL = "https://hub.example"
    people = cast()
    join(people.organisation, holder(Role.CURATOR))
    item = practice_in(State.SUBMITTED, people)
    (waiting,) = mails(WAITING)
    assert waiting.recipient == people.curator
    assert f"/coordination/library/{item.slug}/" in waiting.text
    assert wanted(waiting)
    request_practice_changes(item_id=item.pk, reason="A secret question", by=me(people.curator), now=NOW)
    assert not wanted(waiting)
    submit_practice(item_id=item.pk, by=me(people.lead), now=NOW + HOUR)
    judge(item, people.curator)
    publish(item, people.curator)
    withdraw_item(item_id=item.pk, reason="A secret reason", by=me(people.curator), now=NOW + 2 * HOUR)
    answers = [message for message in mails(ANSWERED) if message.recipient == people.lead]
    assert len(answers) == 3
    assert ["question" in answers[0].text, "is in the library now" in answers[1].text] == [True, True]
    assert "out of the library" in answers[2].text
    for message in (*answers, *mails(WAITING)):
        for text in (message.subject, message.text, message.html):
            assert "secret" not in text
            assert "Kettle" not in text
            assert "{" not in text
    assert all(wanted(message) for message in answers)


def test_a_team_that_takes_its_own_out_hears_nothing_and_who_left_hears_nothing():
    people = cast()
    practice_in(State.WITHDRAWN, people)
    (answer,) = mails(ANSWERED)
    people.organisation.memberships.all().delete()
    assert not wanted(answer)


def test_who_is_no_curator_any_more_hears_nothing():
    people = cast()
    practice_in(State.SUBMITTED, people)
    (waiting,) = mails(WAITING)
    grant = people.curator.role_grants.get()
    end_role(grant_id=grant.pk, by=me(coordinator()), reason="Moved on", now=NOW)
    assert not wanted(waiting)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.CHANGES_REQUESTED, State.PUBLISHED, State.WITHDRAWN])
def test_curators_read_what_was_sent_in(state):
    people = cast()
    item = practice_in(state, people)
    curator = me(people.curator)
    assert can_see_item(curator, item)
    assert Item.objects.visible_to(curator).filter(pk=item.pk).exists()


def test_curators_no_longer_read_what_was_taken_back_or_brought_back_as_a_draft():
    people = cast()
    curator = me(people.curator)
    taken, brought = practice_in(State.SUBMITTED, people), practice_in(State.WITHDRAWN, people)
    take_back_practice(item_id=taken.pk, by=me(people.lead), now=NOW)
    restore_item(item_id=brought.pk, by=me(people.lead), now=NOW)
    for item in (again(taken), again(brought)):
        assert item.submitted_at is not None
        assert not can_see_item(curator, item)
        assert not Item.objects.visible_to(curator).filter(pk=item.pk).exists()
        assert browser_of(people.curator).get(reverse("evidence:curation_item", args=[item.slug])).status_code == 404
        assert Item.objects.visible_to(me(people.lead)).filter(pk=item.pk).exists()


def test_a_curator_who_brings_practice_back_is_led_to_a_page_that_they_can_open():
    people = cast()
    item = practice_in(State.WITHDRAWN, people)
    browser = browser_of(people.curator)
    answer = browser.post(reverse("evidence:restore", args=[item.slug]), follow=True)
    assert again(item).state == State.DRAFT
    assert answer.status_code == 200
