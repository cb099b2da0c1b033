"""Rows of the matrix about self-assessment."""

from __future__ import annotations

from typing import Any

from django.db import models

from organisations.states import State
from standards.models import Assessment, AssessmentEvidence
from standards.policies import can_see_assessment, can_see_evidence
from tests.permissions.outcomes import ON, Outcome, Outcomes, Row, Rule, act, form, outsiders, page, signed_in, team
from tests.permissions.people import EDITOR, LEAD, OTHER_LEAD
from tests.permissions.world_assessment import DRAFTING, SENT, WHOLE

NOBODY: tuple[str, ...] = ()
ANSWER = {"number": "0", "level": "1", "narrative": "Some of us decide."}
TALK = {
    "evidence": "@new id",
    "kind": "conversation",
    "title": "A talk",
    "promises": ["names", "stories", "health", "records"],
}


def at(name: str, **more: str) -> dict[str, str]:
    """Name the assessment that a row is about, and the rest of its address."""
    return {"assessment_id": name, **more}


def writers(outcome: Outcome, **others: Outcome) -> Outcomes:
    """Leads and editors of the organisation; for everybody else there is no such page."""
    return {**signed_in(404, **others), LEAD: outcome, EDITOR: outcome}


def readers(outcome: Outcome) -> Outcomes:
    """The team, and coordinators once it is sent in."""
    return writers(outcome, coordinator=outcome)


def senders(outcome: Outcome, **others: Outcome) -> Outcomes:
    """Leads of the organisation; their editors are told that it takes a lead."""
    return {**writers(outcome, **others), EDITOR: 403}


def own(name: str, **more: Any) -> list[Row]:
    """Describe a page of those who write; once it is sent in, coordinators see the assessment and not this."""
    return [
        page(name, writers(200), on=at(DRAFTING, **more)),
        page(name, writers(200, coordinator=403), on=at(SENT, **more)),
    ]


PARTS = {"assessment_id": DRAFTING, "evidence_id": "talk"}
SENT_PART = {"assessment_id": SENT, "evidence_id": "sent talk"}
ROWS: list[Row] = [
    form(
        "standards:assessment_start",
        team(ON),
        team(ON),
        on={"slug": State.LISTED},
        data={"version": "@edition"},
        changes=NOBODY,
    ),
    form(
        "standards:assessment_start",
        {**outsiders("other"), OTHER_LEAD: 200},
        {**outsiders("other"), OTHER_LEAD: ON},
        on={"slug": "other"},
        data={"version": "@edition"},
    ),
    form("standards:assessment_start", team(403, State.DRAFT), team(403, State.DRAFT), on={"slug": State.DRAFT}),
    *(page(f"standards:{name}", writers(200), on=at(DRAFTING)) for name in ("assessment", "assessment_paper")),
    *(page(f"standards:{name}", readers(200), on=at(SENT)) for name in ("assessment", "assessment_paper")),
    *own("standards:assessment_evidence"),
    page("standards:assessment_send", senders(200), on=at(WHOLE)),
    page("standards:assessment_send", senders(200, coordinator=403), on=at(SENT)),
    act("standards:assessment_submit", senders(ON), on=at(WHOLE)),
    act("standards:assessment_submit", senders(ON), on=at(DRAFTING), changes=NOBODY),
    act("standards:assessment_submit", senders(ON, coordinator=403), on=at(SENT), changes=NOBODY),
    act("standards:assessment_take_back", senders(ON, coordinator=403), on=at(SENT)),
    act("standards:assessment_take_back", senders(ON), on=at(DRAFTING), changes=NOBODY),
    page("standards:assessment_ask_withdraw", senders(200), on=at(DRAFTING)),
    act("standards:assessment_withdraw", senders(ON), on=at(DRAFTING)),
    act("standards:assessment_withdraw", senders(ON, coordinator=403), on=at(SENT)),
    form(
        "standards:criterion_answer",
        writers(200),
        writers(ON),
        on=at(DRAFTING, code="code LED-2"),
        data={**ANSWER, "go": "1"},
    ),
    form("standards:criterion_answer", writers(404), writers(404), on=at(DRAFTING, code="no code")),
    form(
        "standards:criterion_answer",
        readers(200),
        writers(409, coordinator=403),
        on=at(SENT, code="code LED-2"),
        data=ANSWER,
    ),
    form(
        "standards:evidence_add",
        writers(200),
        writers(ON),
        on=at(DRAFTING, code="code LED-2", what="a talk"),
        data=TALK,
    ),
    form("standards:evidence_add", writers(404), writers(404), on=at(DRAFTING, code="code LED-2", what="a song")),
    form(
        "standards:evidence_add",
        writers(409, coordinator=403),
        writers(409, coordinator=403),
        on=at(SENT, code="code LED-2", what="a talk"),
        data=TALK,
    ),
    form(
        "standards:evidence",
        writers(200),
        writers(ON),
        on=PARTS,
        data={"number": "1", "kind": "visit", "title": "Come and see", "criteria": ["LED-1"]},
    ),
    form(
        "standards:evidence",
        writers(409, coordinator=403),
        writers(409, coordinator=403),
        on=SENT_PART,
        data={"number": "1", "kind": "visit", "title": "Come and see"},
    ),
    page("standards:evidence_file", writers(200), on={**PARTS, "evidence_id": "paper"}),
    page("standards:evidence_file", writers(404), on=PARTS),
    page("standards:evidence_ask_remove", writers(200), on=PARTS),
    page("standards:evidence_ask_remove", writers(409, coordinator=403), on=SENT_PART),
    act("standards:evidence_remove", writers(ON), on={**PARTS, "evidence_id": "paper"}),
    act("standards:evidence_remove", writers(409, coordinator=403), on=SENT_PART),
]
RULES: dict[type[models.Model], Rule] = {Assessment: can_see_assessment, AssessmentEvidence: can_see_evidence}
"""What each model's `visible_to` must agree with."""
