"""Every verb in every state: the table decides, and a refused verb changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from evidence.models import Item
from evidence.states import ITEM, Kind, State
from evidence.workflows.research import add_research
from evidence.workflows.shelf import restore_item, withdraw_item
from lero_hub.audit.models import AuditEvent
from lero_hub.errors import WrongState
from tests.evidence.builders import LABELS, curator, practice_row, study_draft
from tests.factories import NOW, me

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[..., Any]] = {
    "add": lambda item_id, **call: add_research(item_id=item_id, version=version_of(item_id), **call),
    "withdraw": lambda **call: withdraw_item(reason="A mistake.", **call),
    "restore": restore_item,
}
"""Verbs of research; those of practice are tested with its workflows."""
SHELVES = (State.DRAFT, State.PUBLISHED, State.WITHDRAWN)


def version_of(item_id: UUID) -> int:
    """Read the version that stands."""
    return Item.objects.get(pk=item_id).version


def study_in(state: str, by: Any) -> Item:
    """Bring a study to a state."""
    item = study_draft()
    for name in ("summary", "evidence_kind", "confidence", "cannot_tell"):
        setattr(item, name, getattr(LABELS, name))
    item.save(update_fields=["summary", "evidence_kind", "confidence", "cannot_tell"])
    if state != State.DRAFT:
        add_research(item_id=item.pk, version=item.version, by=by, now=NOW)
    if state == State.WITHDRAWN:
        withdraw_item(item_id=item.pk, reason="A mistake.", by=by, now=NOW)
    return Item.objects.get(pk=item.pk)


@pytest.mark.parametrize("state", SHELVES)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state(verb: str, state: str) -> None:
    by = me(curator())
    item = study_in(state, by)
    if ITEM.allows(verb, state):
        VERBS[verb](item_id=item.pk, by=by, now=NOW)
        assert Item.objects.get(pk=item.pk).state == ITEM.transitions[verb].target
        assert AuditEvent.objects.filter(verb=f"evidence.{verb}_item", subject_id=str(item.pk)).exists()
        return
    before = Item.objects.filter(pk=item.pk).values().get(), AuditEvent.objects.count()
    with pytest.raises(WrongState):
        VERBS[verb](item_id=item.pk, by=by, now=NOW)
    assert (Item.objects.filter(pk=item.pk).values().get(), AuditEvent.objects.count()) == before


@pytest.mark.parametrize("state", [state for state in State.values if state not in SHELVES])
def test_practice_that_waits_or_was_sent_back_cannot_be_taken_out_or_brought_back(state: str) -> None:
    item = practice_row(state=state, change_request="Say more.")
    by = me(item.organisation.memberships.get().user)  # type: ignore[union-attr]
    for verb in ("withdraw", "restore"):
        with pytest.raises(WrongState):
            VERBS[verb](item_id=item.pk, by=by, now=NOW)


def test_every_state_can_be_reached_and_none_is_a_trap() -> None:
    targets = {transition.target for transition in ITEM.transitions.values()} | {State.DRAFT}
    assert targets == set(State.values)
    assert all(ITEM.verbs_from(state) for state in State.values)
    assert Kind.values == ["research", "practice"]
