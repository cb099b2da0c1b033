"""What the matrix needs of practice items and their moderation: one of the lead's listed entry at each stage."""

from __future__ import annotations

from evidence.queries.practice import step_values
from evidence.states import State
from evidence.steps import WHAT
from evidence.workflows.practice import revise_practice
from organisations.states import State as EntryState
from tests.evidence.builders_practice import Cast, again, begun, judge, practice_in
from tests.factories import NOW, me
from tests.permissions.people import CURATOR, LEAD, World


def build(world: World) -> None:
    """Add to the world."""
    people = Cast(world.people[LEAD], world.people[CURATOR], world.entries[EntryState.LISTED])
    draft = begun(people, title="Kettle draft", why="")
    sent = practice_in(State.SUBMITTED, people, title="Kettle sent")
    judge(sent, people.curator)
    shown = practice_in(State.PUBLISHED, people, title="Kettle shown")
    items = {
        "draft": draft,
        "whole": practice_in(State.DRAFT, people, title="Kettle whole"),
        "sent": again(sent),
        "bare": practice_in(State.SUBMITTED, people, title="Kettle bare"),
        "back": practice_in(State.CHANGES_REQUESTED, people, title="Kettle back"),
        "shown": shown,
        "next": revise_practice(item_id=shown.pk, by=me(people.lead), now=NOW),
    }
    world.things |= {f"kettle {name}": item.slug for name, item in items.items()} | {
        "mark of kettle": step_values(draft, WHAT).mark,
        "version of kettle": str(again(sent).version),
        "version of bare": str(items["bare"].version),
        "step what": "what",
    }
