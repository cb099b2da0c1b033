"""Every rule that the database holds has a test that breaks it."""

from __future__ import annotations

import pgtrigger

from lero_hub.accounts.models import User
from tests.accounts import test_constraints as of_accounts
from tests.audit import test_append_only as of_audit
from tests.contracts.ours import MODELS
from tests.evidence import test_constraints as of_library
from tests.kernel import test_constraints as of_small_tables
from tests.organisations import test_constraints as of_organisations
from tests.outbox import test_constraints as of_outbox
from tests.peer_supervision import test_calendar_feed as of_feeds
from tests.peer_supervision import test_constraints as of_circles
from tests.standards import test_constraints_assessment as of_assessment
from tests.standards import test_constraints_framework as of_framework
from tests.standards import test_constraints_review as of_review
from tests.standards import test_constraints_scoring as of_scoring

TESTED = {
    *of_accounts.broken_rows(User(), User()),
    *of_audit.BROKEN,
    *of_small_tables.BROKEN,
    *of_organisations.TESTED,
    *of_circles.BREACHES,
    *of_feeds.BROKEN,
    *of_library.TESTED,
    *of_assessment.TESTED,
    *of_framework.TESTED,
    *of_review.BREACHES,
    *of_scoring.TESTED,
    *(f"outbox_message_{rule.strip()}" for rule in of_outbox.BROKEN),
    "outbox_message_dedupe_key_once",
    "outbox_message_message_id_once",
}
"""What those tests break, each by its name, and check the name in the database's refusal."""
TRIGGERS = {
    *of_audit.TRIGGERS,
    *of_library.TRIGGERS,
    *of_assessment.TRIGGERS,
    *of_framework.TRIGGERS,
    *of_review.TRIGGERS,
    *of_scoring.TRIGGERS,
}


def test_every_constraint_has_a_test_that_breaks_it() -> None:
    declared = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert declared == TESTED


def test_every_trigger_has_a_test_that_meets_it() -> None:
    ours = {trigger.get_uri(model) for model, trigger in pgtrigger.registered() if model in MODELS}
    assert ours == TRIGGERS


def test_no_rule_hides_in_a_field() -> None:
    """A `unique=True` has neither a name of ours nor words of ours: rules stand in `constraints`."""
    hidden = [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key
    ]
    assert hidden == []
    assert [model._meta.label for model in MODELS if model._meta.unique_together] == []
