"""The library of the demonstration: the references that ship with the hub, and practice at every stage."""

from datetime import datetime, timedelta
from uuid import uuid5

from evidence.models import Item
from evidence.queries.practice import step_values
from evidence.reference.curated import FRAMEWORK
from evidence.states import State
from evidence.steps import STEPS, WHAT, Step, StepValues
from evidence.workflows.curation import judge_practice, publish_practice, request_practice_changes
from evidence.workflows.practice import create_practice, save_step, submit_practice
from evidence.workflows.shipped import load_shipped
from lero_hub.authz.actor import Actor, actor_for
from lero_hub.demonstration.recipes import SHARED
from lero_hub.demonstration.recipes_waiting import UNDER_WAY
from lero_hub.demonstration.told import Told
from lero_hub.demonstration.world import World
from organisations.models import Organisation


def build_library(world: World, now: datetime) -> None:
    """Put the references in the library, and lead each practice to its state."""
    load_shipped(now=world.ago(280), by=world.actor("curator"))
    told = (*SHARED, *UNDER_WAY)
    owners = {entry.name: entry for entry in Organisation.objects.filter(name__in={each.by for each in told})}
    for each in told:
        _tell(world, each, owners[each.by], now)


def _tell(world: World, told: Told, owner: Organisation, now: datetime) -> None:
    begun = world.ago(told.days)
    lead = owner.memberships.open().leads().select_related("user").order_by("since", "id")[0]
    by = actor_for(lead.user)
    item = create_practice(
        item_id=uuid5(owner.pk, told.title),
        organisation_id=owner.pk,
        values=_values(told, WHAT, now),
        by=by,
        now=begun,
    )
    if told.state == State.DRAFT:
        _save(item, told, STEPS["how"], by, begun + timedelta(hours=1), now)
        return
    for number, step in enumerate(list(STEPS.values())[1:], start=1):
        _save(item, told, step, by, begun + timedelta(minutes=20 * number), now)
    submit_practice(item_id=item.pk, by=by, now=begun + timedelta(hours=4))
    if told.state != State.SUBMITTED:
        _answer(item, told, world.actor("curator"), begun + timedelta(hours=30))


def _answer(item: Item, told: Told, by: Actor, answered: datetime) -> None:
    """Answer as a curator: with a question, or by publishing."""
    if told.state == State.CHANGES_REQUESTED:
        request_practice_changes(item_id=item.pk, reason=told.question, by=by, now=answered)
        return
    read = Item.objects.values_list("version", flat=True).get(pk=item.pk)
    judge_practice(
        item_id=item.pk,
        confidence=told.confidence,
        cannot_tell=told.cannot_tell,
        version=read,
        by=by,
        now=answered,
    )
    read = Item.objects.values_list("version", flat=True).get(pk=item.pk)
    publish_practice(item_id=item.pk, version=read, by=by, now=answered + timedelta(minutes=5))


def _save(item: Item, told: Told, step: Step, by: Actor, at: datetime, now: datetime) -> None:
    values, expected = _values(told, step, now), step_values(item, step).mark
    save_step(item_id=item.pk, step=step, values=values, expected=expected, by=by, now=at)


def _values(told: Told, step: Step, now: datetime) -> StepValues:
    """Give the words of one step."""
    if step.has_criteria:
        return StepValues(criteria=tuple(sorted(f"{FRAMEWORK}.{code}" for code in told.criteria)))
    words = {name: getattr(told, name, "") for name in step.fields}
    changed = {
        "needs": told.needs.replace("|", "\n"),
        "steps": told.steps.replace("|", "\n"),
        "evidence_kind": told.evidence,
        "contact_role": told.contact,
        "review_on": (now + timedelta(days=720)).date(),
    }
    return StepValues(words | {name: text for name, text in changed.items() if name in words})
