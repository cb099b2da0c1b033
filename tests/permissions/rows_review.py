"""Rows of the matrix about forming a review: assessors, assignments, interests."""

from __future__ import annotations

from django.db import models

from standards.models import Assignment, Review
from standards.policies import can_see_assignment, can_see_review
from tests.permissions.outcomes import (
    ON,
    Outcome,
    Outcomes,
    Row,
    Rule,
    account,
    act,
    coordinators,
    form,
    page,
    signed_in,
)
from tests.permissions.people import ASSESSOR, COORDINATOR, LEAD

NOBODY: tuple[str, ...] = ()


def of(name: str, **more: str) -> dict[str, str]:
    """Name the review that a row is about, and the rest of its address."""
    return {"review_id": f"review {name}", **more}


def on_it(name: str) -> dict[str, str]:
    """Name the review and the assignment in it."""
    return of(name, assignment_id=f"assignment of {name}")


def readers(outcome: Outcome, **others: Outcome) -> Outcomes:
    """Coordinators, about an assessment; the team sees it, and is told that this is not theirs."""
    return {**signed_in(404, **others), LEAD: 403, COORDINATOR: outcome}


def desk(outcome: Outcome, assessor: Outcome = 403) -> Outcomes:
    """Coordinators, about a review; its assessors see it, and are told that this is not theirs."""
    return {**coordinators(outcome, 404), ASSESSOR: assessor}


def mine(outcome: Outcome) -> Outcomes:
    """The assessor themselves; for everybody else there is no such page."""
    return {**signed_in(404), ASSESSOR: outcome}


WAITS, DECLARED, OWN = ({"assessment_id": f"assessment {name}"} for name in ("that waits", "of declared", "of own"))
REASON, FREE = {"reason": "Please say when you meet."}, {"user": "@id of free assessor"}
YES = {"accepts": "on", "lived_experience": "on"}

ROWS: list[Row] = [
    form("standards:assessor_agreement", {**signed_in(403), ASSESSOR: 200}, {**signed_in(403), ASSESSOR: ON},
         data=YES, changes=NOBODY),
    form("standards:withdraw_agreement", account(200), account(ON), changes=[ASSESSOR]),
    page("standards:my_reviews", {**signed_in(403), ASSESSOR: 200}),
    form("standards:declare", mine(200), mine(ON), on=of("asked"), data={"interest": "none"}),
    form("standards:declare", mine(200), mine(ON), on=of("asked"), data={"interest": "funding"},
         case="with an interest"),
    form("standards:declare", mine(ON), mine(ON), on=of("declared"), data={"interest": "none"}, changes=NOBODY),
    form("standards:declare", mine(ON), mine(ON), on=of("over"), data={"interest": "none"}, changes=NOBODY),
    form("standards:declare", signed_in(404), signed_in(404), on=of("own")),
    act("standards:decline", mine(ON), on=of("asked")),
    act("standards:decline", mine(ON), on=of("declared")),
    act("standards:decline", mine(ON), on=of("over"), changes=NOBODY),
    page("standards:coordination_assessments", coordinators(200)),
    page("standards:coordination_assessment", readers(200), on=WAITS),
    page("standards:coordination_assessment", readers(200, assessor=403), on=DECLARED),
    page("standards:coordination_assessment", {**signed_in(404), COORDINATOR: 403}, on=OWN),
    act("standards:coordination_ask_change", readers(ON), on=WAITS, data=REASON),
    act("standards:coordination_ask_change", readers(409, assessor=403), get=readers(405, assessor=403), on=DECLARED,
        data=REASON),
    act("standards:coordination_open_review", readers(ON), on=WAITS),
    act("standards:coordination_open_review", readers(ON, assessor=403), on=DECLARED, changes=NOBODY),
    act("standards:coordination_open_review", {**signed_in(404), COORDINATOR: 403}, on=OWN),
    page("standards:coordination_reviews", coordinators(200)),
    page("standards:coordination_review", desk(200), on=of("asked")),
    page("standards:coordination_review", desk(200, 404), on=of("over")),
    page("standards:coordination_review", signed_in(404), on=of("own")),
    act("standards:coordination_assign", desk(ON), on=of("asked"), data=FREE),
    act("standards:coordination_assign", desk(ON, 404), on=of("over"), data=FREE, changes=NOBODY),
    act("standards:coordination_assign", signed_in(404), on=of("own"), data=FREE),
    form("standards:coordination_cancel_review", desk(200), desk(ON), on=of("asked"), data=REASON),
    form("standards:coordination_cancel_review", desk(ON, 404), desk(ON, 404), on=of("over"), data=REASON,
         changes=NOBODY),
    form("standards:coordination_cancel_review", signed_in(404), signed_in(404), on=of("own"), data=REASON),
    act("standards:coordination_lead_assessor", desk(ON), on=on_it("asked")),
    act("standards:coordination_lead_assessor", desk(404), get=desk(405),
        on=of("asked", assignment_id="assignment of own")),
    form("standards:coordination_release", desk(200), desk(ON), on=on_it("asked")),
    form("standards:coordination_release", desk(404), desk(404), on=of("asked", assignment_id="assignment of own")),
]  # fmt: skip
RULES: dict[type[models.Model], Rule] = {Review: can_see_review, Assignment: can_see_assignment}
"""What each model's `visible_to` must agree with."""
