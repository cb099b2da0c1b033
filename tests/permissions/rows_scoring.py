"""Rows of the matrix about scores, consensus, decision and recognition."""

from __future__ import annotations

from django.db import models

from tests.permissions.outcomes import Row, Rule

ROWS: list[Row] = []
RULES: dict[type[models.Model], Rule] = {}
"""What each model's `visible_to` must agree with."""
