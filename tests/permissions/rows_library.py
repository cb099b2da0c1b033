"""Rows of the matrix about the public library, and about research and its import."""

from __future__ import annotations

from django.db import models

from evidence.models import ImportRun, Item
from evidence.policies import can_see_import, can_see_item
from evidence.states import State
from lero_hub.authz.actor import Actor
from tests.permissions.outcomes import ON, Outcome, Outcomes, Row, Rule, act, everybody, form, page, signed_in
from tests.permissions.people import CURATOR, EDITOR, LEAD


def curators(outcome: Outcome, others: Outcome = 403) -> Outcomes:
    """Curators alone."""
    return {**signed_in(others), CURATOR: outcome}


def team_and_curators(outcome: Outcome) -> Outcomes:
    """The team of the organisation that shares a published practice, and curators."""
    return {**curators(outcome), LEAD: outcome, EDITOR: outcome}


def of(name: str, **more: str) -> dict[str, str]:
    """Name the item that a row is about, and the rest of its address."""
    return {"slug": name, **more}


def sees_item(actor: Actor, item: Item) -> bool:
    """Visitors are asked no policy: they see what is published."""
    return item.state == State.PUBLISHED or can_see_item(actor, item)


DRAFT, SHOWN, GONE, BARE = "study draft", "study published", "study withdrawn", "study without labels"
PRACTICE, OUT = "practice published", "practice withdrawn"
LABELS = {
    "version": "2",
    "summary": "It asks.",
    "evidence_kind": "survey",
    "confidence": "low",
    "cannot_tell": "Much.",
    "organisations": "",
}
ONE = "TY  - JOUR\nTI  - Another study\nER  -\n"

ROWS: list[Row] = [
    page("evidence:library", everybody(200)),
    page("evidence:library_feed", everybody(200)),
    *(page("evidence:library_export", everybody(200), on={"form": form_}) for form_ in ("ris", "bib", "json")),
    page("evidence:item", everybody(200), on=of(SHOWN)),
    page("evidence:cite", everybody(200), on=of(SHOWN, form="ris")),
    *(page("evidence:item", {**everybody(404), CURATOR: 200}, on=of(item)) for item in (DRAFT, GONE)),
    *(page("evidence:cite", {**everybody(404), CURATOR: 200}, on=of(item, form="bib")) for item in (DRAFT, GONE)),
    page("evidence:item", everybody(200), on=of(PRACTICE)),
    page("evidence:item", {**everybody(404), CURATOR: 200, LEAD: 200, EDITOR: 200}, on=of(OUT)),
    page("evidence:research", curators(200)),
    form("evidence:research_item", curators(200, 404), curators(ON, 404), on=of(DRAFT), data=LABELS),
    form("evidence:research_item", curators(200), curators(ON), on=of(SHOWN), data=LABELS),
    form(
        "evidence:research_item", curators(200, 404), curators(409, 404), on=of(GONE), data={**LABELS, "version": "3"}
    ),
    form("evidence:research_item", curators(403), curators(403), on=of(PRACTICE), data=LABELS, changes=()),
    act("evidence:research_add", curators(ON, 404), on=of(DRAFT), data={"version": "2"}),
    act("evidence:research_add", curators(ON, 404), on=of(BARE), data={"version": "1"}, changes=()),
    act("evidence:research_add", curators(409, 404), on=of(DRAFT), data={"version": "1"}, case="as it was"),
    act("evidence:research_add", curators(ON), on=of(SHOWN), changes=()),
    act("evidence:research_add", curators(409, 404), on=of(GONE)),
    page("evidence:research_ask_delete", curators(200, 404), on=of(DRAFT)),
    act("evidence:research_delete", curators(ON, 404), on=of(DRAFT)),
    act("evidence:research_delete", curators(ON), on=of(SHOWN), changes=()),
    form("evidence:withdraw", curators(200), curators(ON), on=of(SHOWN), data={"reason": "A mistake."}),
    form("evidence:withdraw", team_and_curators(200), team_and_curators(ON), on=of(PRACTICE), data={"reason": "Old."}),
    form("evidence:withdraw", curators(200, 404), curators(409, 404), on=of(DRAFT), data={"reason": "A mistake."}),
    act("evidence:restore", curators(ON, 404), on=of(GONE)),
    act("evidence:restore", {**curators(ON, 404), LEAD: ON, EDITOR: ON}, on=of(OUT)),
    act("evidence:restore", curators(ON, 404), on=of(DRAFT), changes=()),
    form(
        "evidence:notice",
        curators(200),
        curators(ON),
        on=of(PRACTICE),
        data={"notice": "corrected", "text": "The cost was wrong.", "url": "https://steps.example/cost"},
    ),
    form("evidence:notice", curators(200), curators(200), on=of(SHOWN), data={"notice": "corrected"}),
    page("evidence:version", team_and_curators(200), on=of(PRACTICE, number="version of practice")),
    page("evidence:version", {**curators(200, 404), LEAD: 200, EDITOR: 200}, on=of(OUT, number="version of practice")),
    page("evidence:version", curators(200), on=of(SHOWN, number="version of study")),
    page("evidence:version", signed_in(404), on=of(SHOWN, number="no version")),
    page("evidence:version", signed_in(404), on=of(DRAFT, number="version of study")),
    form("evidence:import", curators(200), curators(ON), data={"text": ONE}),
    page("evidence:import_preview", curators(200, 404), on={"run_id": "import"}),
    act("evidence:import_confirm", curators(ON, 404), on={"run_id": "import"}),
    act("evidence:import_confirm", curators(ON, 404), on={"run_id": "import done"}, changes=()),
    page("evidence:import_preview", signed_in(404), on={"run_id": "new id"}),
]
RULES: dict[type[models.Model], Rule] = {Item: sees_item, ImportRun: can_see_import}
"""What each model's `visible_to` must agree with."""
