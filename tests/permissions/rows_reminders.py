"""Rows of the matrix about reminders and the calendar feed."""

from __future__ import annotations

from django.db import models

from tests.permissions.outcomes import ON, Row, Rule, act, everybody, form, page, signed_in
from tests.permissions.people import LEAD, ROLES, VISITOR, WITHDRAWN

ROWS: list[Row] = [
    page("peer_supervision:calendar", signed_in(200)),
    # It shows the address in its answer, once, so it leads nowhere.
    act("peer_supervision:calendar_make", signed_in(200), changes=[r for r in ROLES if r not in {VISITOR, WITHDRAWN}]),
    page("peer_supervision:calendar_renew", signed_in(200)),
    form("peer_supervision:calendar_end", signed_in(200), signed_in(ON), changes=[LEAD]),
    page("peer_supervision:calendar_feed", everybody(200), on={"secret": "feed"}),
    page("peer_supervision:calendar_feed", everybody(404), on={"secret": "feed of withdrawn"}),
    page("peer_supervision:calendar_feed", everybody(404), on={"secret": "nothing"}),
]
RULES: dict[type[models.Model], Rule] = {}
"""What each model's `visible_to` must agree with."""
