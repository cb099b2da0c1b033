"""Rows of the matrix about practice items and their moderation.

Who cannot see a practice meets 404; who sees it and may not act on it meets 403. A curator sees what was sent in.
"""

from __future__ import annotations

from django.db import models

from tests.permissions.outcomes import ON, Outcome, Outcomes, Row, Rule, act, form, page, signed_in, team
from tests.permissions.people import CURATOR, EDITOR, LEAD


def ours(outcome: Outcome, others: Outcome = 404, curator: Outcome = 404) -> Outcomes:
    """The team, about a practice that nobody else sees yet; a curator sees it once it was sent in."""
    return {**signed_in(others), CURATOR: curator, LEAD: outcome, EDITOR: outcome}


def sent(outcome: Outcome) -> Outcomes:
    """The team, about a practice that was sent in."""
    return ours(outcome, curator=403)


def shown(outcome: Outcome) -> Outcomes:
    """The team, about a practice that everybody sees."""
    return ours(outcome, 403, 403)


def desk(outcome: Outcome, others: Outcome = 404) -> Outcomes:
    """Curators, about a practice that was sent in; its team is told that others answer it."""
    return {**signed_in(others), LEAD: 403, EDITOR: 403, CURATOR: outcome}


def of(name: str, **more: str) -> dict[str, str]:
    """Name the practice that a row is about, and the rest of its address."""
    return {"organisation": "listed", "slug": name, **more}


def at(name: str) -> dict[str, str]:
    """Name the practice on the curators' desk."""
    return {"slug": name}


DRAFT, WHOLE, SENT, BARE, BACK = "kettle draft", "kettle whole", "kettle sent", "kettle bare", "kettle back"
SHOWN, NEXT = "kettle shown", "kettle next"
HERE = {"organisation": "listed"}
WHAT = {"title": "Another kettle", "summary": "It boils.", "why": "", "mark": "@mark of kettle"}
JUDGED = {"version": "@version of kettle", "confidence": "low", "cannot_tell": "Much."}

ROWS: list[Row] = [
    page("evidence:ours", team(200), on=HERE),
    form("evidence:practice_share", team(200), team(ON), on=HERE, data={"title": "A new one", "entry": "@new id"}),
    form("evidence:practice_share", team(200), team(200), on=HERE, data={"title": ""}, changes=(), case="empty"),
    page("evidence:practice", ours(200), on=of(DRAFT)),
    page("evidence:practice", sent(200), on=of(SENT)),
    page("evidence:practice", shown(200), on=of(SHOWN)),
    page("evidence:practice", signed_in(404), on={"organisation": "other", "slug": SHOWN}),
    form("evidence:practice_edit", ours(200), ours(ON), on=of(DRAFT, step="step what"), data=WHAT),
    form("evidence:practice_edit", ours(200), ours(409), on=of(WHOLE, step="step what"), data=WHAT),
    form("evidence:practice_edit", sent(200), sent(409), on=of(SENT, step="step what"), data=WHAT),
    form("evidence:practice_edit", shown(200), shown(409), on=of(SHOWN, step="step what"), data=WHAT),
    form("evidence:practice_edit", signed_in(404), signed_in(404), on=of(DRAFT, step="nothing"), data=WHAT),
    page("evidence:practice_preview", ours(200), on=of(DRAFT)),
    page("evidence:practice_send", ours(200), on=of(DRAFT)),
    page("evidence:practice_send", sent(200), on=of(SENT)),
    act("evidence:practice_submit", ours(ON), on=of(WHOLE)),
    act("evidence:practice_submit", ours(ON), on=of(DRAFT), changes=()),
    act("evidence:practice_submit", sent(ON), on=of(SENT), changes=()),
    act("evidence:practice_submit", shown(409), on=of(SHOWN)),
    act("evidence:practice_take_back", sent(ON), on=of(SENT)),
    act("evidence:practice_take_back", ours(ON), on=of(DRAFT), changes=()),
    act("evidence:practice_revise", shown(ON), on=of(SHOWN), changes=()),
    act("evidence:practice_revise", ours(409), on=of(DRAFT)),
    page("evidence:practice_ask_delete", ours(200), on=of(DRAFT)),
    act("evidence:practice_delete", ours(ON), on=of(DRAFT)),
    act("evidence:practice_delete", ours(ON), on=of(NEXT)),
    act("evidence:practice_delete", sent(ON), on=of(SENT), changes=()),
    page("evidence:curation", {**signed_in(403), CURATOR: 200}),
    form("evidence:curation_item", desk(200), desk(ON), on=at(SENT), data=JUDGED),
    form("evidence:curation_item", desk(200), desk(409), on=at(BACK), data=JUDGED),
    form("evidence:curation_item", desk(200, 403), desk(409, 403), on=at(SHOWN), data={**JUDGED, "version": "1"}),
    form("evidence:curation_item", ours(403), ours(403), on=at(DRAFT), data=JUDGED),
    form("evidence:curation_ask", desk(200), desk(ON), on=at(SENT), data={"reason": "Which day?"}),
    form("evidence:curation_ask", desk(200), desk(200), on=at(SENT), data={"reason": ""}, changes=(), case="empty"),
    form("evidence:curation_ask", desk(200), desk(ON), on=at(BACK), data={"reason": "Which day?"}, changes=()),
    form("evidence:curation_ask", desk(200, 403), desk(409, 403), on=at(SHOWN), data={"reason": "Which day?"}),
    act("evidence:curation_publish", desk(ON), on=at(SENT), data=JUDGED),
    act("evidence:curation_publish", desk(409), on=at(SENT), data={**JUDGED, "version": "1"}, case="as it was"),
    act("evidence:curation_publish", desk(200), on=at(BARE), data={"version": "@version of bare"}, changes=()),
    act("evidence:curation_publish", desk(409), on=at(BACK), data=JUDGED),
    act("evidence:curation_publish", desk(ON, 403), on=at(SHOWN), changes=()),
    act("evidence:curation_publish", ours(403), on=at(DRAFT)),
]
RULES: dict[type[models.Model], Rule] = {}
"""What each model's `visible_to` must agree with: items stand with the library."""
