"""Rows of the matrix about scores, consensus, decision and recognition.

A sealed review is one in which the assessor has sent in their levels and the other one has not.
"""

from __future__ import annotations

from django.db import models

from standards.models import AssessorScore, ConsensusScore, PanelDecision
from standards.policies import can_see_consensus, can_see_decision, can_see_score
from tests.permissions.outcomes import ON, Outcome, Outcomes, Row, Rule, act, everybody, form, page, signed_in
from tests.permissions.people import ASSESSOR, COORDINATOR, EDITOR, LEAD, PANEL


def on(name: str, **more: str) -> dict[str, str]:
    """Name the review that a row is about, and the rest of its address."""
    return {"review_id": f"review {name}", **more}


def assessors(outcome: Outcome, desk: Outcome = 403, panel: Outcome = 404) -> Outcomes:
    """The assessor of a review, and what coordinators and the panel meet, who may see it or not yet."""
    return {**signed_in(404), ASSESSOR: outcome, COORDINATOR: desk, PANEL: panel}


def deciders(outcome: Outcome) -> Outcomes:
    """The panel, once it has the review."""
    return assessors(403, 403, outcome)


SCORE = {"level": "2", "note": "Seen on the day.", "number": "@number of score"}
AGREED = {"level-SUP-1": "2", "reason-SUP-1": "We saw more together.", "seen-SUP-1": "0."}
DECISION = {"reasons": "Fairly seen.", "seen": "@mark of panelled"}
CODE = {"code": "code SUP-1"}

ROWS: list[Row] = [
    page("standards:panel", {**signed_in(403), PANEL: 200}),
    page("standards:review", assessors(200, ON), on=on("sealed")),
    page("standards:review", assessors(200, ON), on=on("ready")),
    page("standards:review", assessors(200, ON), on=on("compared")),
    page("standards:review", assessors(200, ON, ON), on=on("decided")),
    form("standards:score", assessors(200), assessors(ON), on=on("ready", **CODE), data=SCORE),
    form("standards:score", assessors(200), assessors(409), on=on("sealed", **CODE), data=SCORE),
    form("standards:score", assessors(404, 403), assessors(404, 403), on=on("ready", code="nothing"), data=SCORE),
    form("standards:submit_scores", assessors(200), assessors(ON), on=on("ready")),
    form("standards:submit_scores", assessors(ON), assessors(ON), on=on("sealed"), changes=()),
    form("standards:compare", assessors(403), assessors(403), on=on("sealed"), data=AGREED),
    form("standards:compare", assessors(200, 200), assessors(ON), on=on("compared"), data=AGREED),
    form("standards:compare", assessors(200, 200, 200), assessors(409, 403, 403), on=on("panelled"), data=AGREED),
    act("standards:agree_equal", assessors(ON), on=on("compared")),
    act("standards:agree_equal", assessors(409), on=on("sealed")),
    form("standards:send_to_panel", assessors(200), assessors(ON), on=on("agreed"), data={"seen": "@mark of agreed"}),
    form("standards:send_to_panel", assessors(200), assessors(409), on=on("agreed"), case="unseen"),
    form("standards:send_to_panel", assessors(200), assessors(ON), on=on("compared"), changes=()),
    form("standards:send_to_panel", assessors(200, 403, 403), assessors(ON, 403, 403), on=on("panelled"), changes=()),
    form("standards:decide", deciders(200), deciders(ON), on=on("panelled"), data=DECISION),
    form("standards:decide", deciders(200), deciders(409), on=on("panelled"), data={"reasons": "Fairly seen."},
         case="unseen"),
    form("standards:decide", deciders(ON), deciders(ON), on=on("decided"), data={"reasons": "Again."}, changes=()),
    form("standards:decide", assessors(403), assessors(403), on=on("agreed"), data={"reasons": "Too soon."}),
    form("standards:return_to_assessors", deciders(200), deciders(ON), on=on("panelled"),
         data={"reason": "Was there a visit?", "seen": "@mark of panelled"}),
    page("standards:result", {**signed_in(404), LEAD: 200, EDITOR: 200}, on={"assessment_id": "assessment of decided"}),
    page("standards:result", signed_in(404), post=signed_in(404), on={"assessment_id": "assessment of panelled"}),
    page("standards:recognition", everybody(200), on={"recognition_id": "recognition"}),
    page("standards:recognition", everybody(404), on={"recognition_id": "new id"}),
]  # fmt: skip

RULES: dict[type[models.Model], Rule] = {
    AssessorScore: can_see_score,
    ConsensusScore: can_see_consensus,
    PanelDecision: can_see_decision,
}
"""What each model's `visible_to` must agree with."""
