"""Practice for test worlds, brought to a state through the workflows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from evidence.models import Item
from evidence.queries.practice import step_values
from evidence.states import Confidence, EvidenceKind, HowFar, State, Stories
from evidence.steps import STEPS, WHAT, Step, StepValues
from evidence.workflows.curation import judge_practice, publish_practice, request_practice_changes
from evidence.workflows.practice import create_practice, save_step, submit_practice
from evidence.workflows.shelf import withdraw_item
from lero_hub.accounts.models import User
from lero_hub.authz.states import Role
from organisations.models import Organisation
from tests.factories import NOW, entry, holder, me, person

WORDS: dict[str, Any] = {
    "title": "Kettle hour",
    "summary": "An hour before opening, for people who would rather not walk into a full room.",
    "why": "A quiet room is easier to walk into.",
    "needs": "A kettle\nTwo volunteers",
    "steps": "Open an hour early.\nPut the kettle on.\nSay that nobody has to talk.",
    "who": "Two volunteers",
    "how": "Face to face",
    "where": "Our front room",
    "how_much": "Tuesdays, one hour",
    "cost": "About £5 a week",
    "tailoring": "Where people sit.",
    "changes": "We moved it from evening to morning.",
    "not_for": "People who work mornings.",
    "evidence_kind": EvidenceKind.ROUTINE,
    "how_far": HowFar.CHANGE_SEEN,
    "planned_check": "A tally by the door.",
    "real_check": "We forgot it one week in four.",
    "found": "Nine people came who had never come before.",
    "went_wrong": "Nobody came in the first month.",
    "unsure": "Whether they would have come anyway.",
    "stories": Stories.NONE,
    "contact_role": "the welcome team",
    "review_on": date(2028, 3, 2),
}


@dataclass
class Cast:
    """Who a practice is about: its lead, and a curator of nowhere near."""

    lead: User
    curator: User
    organisation: Organisation


def cast(organisation: Organisation | None = None) -> Cast:
    """Gather a lead with a listed entry, and a curator."""
    lead = person()
    return Cast(lead, holder(Role.CURATOR), organisation or entry(lead=lead))


def values_of(step: Step, **changes: Any) -> StepValues:
    """Give the words of one step."""
    words = WORDS | changes
    criteria = tuple(changes.get("criteria", ())) if step.has_criteria else ()
    return StepValues({name: words[name] for name in step.fields}, criteria)


def begun(people: Cast, *, now: datetime = NOW, **changes: Any) -> Item:
    """Begin a practice: its first step."""
    return create_practice(
        item_id=uuid4(),
        organisation_id=people.organisation.pk,
        values=values_of(WHAT, **changes),
        by=me(people.lead),
        now=now,
    )


def save(item: Item, step: Step, user: User, *, now: datetime = NOW, **changes: Any) -> Item:
    """Write one step on top of what it holds now."""
    return save_step(
        item_id=item.pk,
        step=step,
        values=values_of(step, **changes),
        expected=step_values(item, step).mark,
        by=me(user),
        now=now,
    )


def whole(people: Cast, **changes: Any) -> Item:
    """Write all steps of a draft."""
    item = begun(people, **changes)
    for step in STEPS.values():
        save(item, step, people.lead, **changes)
    return again(item)


def again(item: Item) -> Item:
    """Read an item anew."""
    return Item.objects.get(pk=item.pk)


def judge(item: Item, user: User, **changes: Any) -> Item:
    """Write a curator's labels."""
    given: dict[str, Any] = {
        "confidence": Confidence.LOW,
        "cannot_tell": "Whether the same people would have come at noon.",
        "version": again(item).version,
    } | changes
    return judge_practice(item_id=item.pk, by=me(user), now=NOW, **given)


def practice_in(state: str, people: Cast, **changes: Any) -> Item:
    """Bring a practice to a state."""
    item = whole(people, **changes)
    if state == State.DRAFT:
        return item
    submit_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    if state == State.CHANGES_REQUESTED:
        request_practice_changes(item_id=item.pk, reason="Which day is it?", by=me(people.curator), now=NOW)
    if state in {State.PUBLISHED, State.WITHDRAWN}:
        judge(item, people.curator)
        publish_practice(item_id=item.pk, version=again(item).version, by=me(people.curator), now=NOW)
    if state == State.WITHDRAWN:
        withdraw_item(item_id=item.pk, reason="We have stopped.", by=me(people.lead), now=NOW)
    return again(item)
