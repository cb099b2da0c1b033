"""What the database refuses in the table of messages, whoever writes it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lero_hub.outbox.models import BLANK, OutboxMessage
from tests.outbox.support import MINUTE, NOW, queue

pytestmark = pytest.mark.django_db

HELD = {"state": "sending", "claimed_at": NOW, "claim_token": uuid4()}
ENDED = {**BLANK, "next_attempt_at": None}

BROKEN: dict[str, dict[str, Any]] = {
    "state_known": {"state": "lost"},
    "kind_not_blank": {"kind": ""},
    "subject_not_blank": {"subject": ""},
    "dedupe_key_not_blank": {"dedupe_key": ""},
    "message_id_not_blank": {"message_id": ""},
    "subject_one_line": {"subject": "One\nBcc: two@people.example"},
    "unsent_is_complete": {"to": ""},
    "unsent_is_complete ": {"text": ""},
    "ended_is_blank": {**ENDED, "text": "left behind", "state": "sent", "sent_at": NOW},
    "ended_is_blank ": {**ENDED, "to": "left@people.example", "state": "void", "dropped_at": NOW},
    "ended_is_blank  ": {**ENDED, "attachments": [{"name": "left"}], "state": "expired", "dropped_at": NOW},
    "expires_after_start": {"not_before": NOW, "expires_at": NOW},
    "next_attempt_at_when_state": {"next_attempt_at": None},
    "claim_token_when_state": {"state": "sending"},
    "claimed_at_with_claim_token": {"state": "sending", "claim_token": uuid4()},
    "claim_only_when_sending": {"claimed_at": NOW, "claim_token": uuid4()},
    "claim_only_when_sending ": {"started_at": NOW},
    "sent_at_when_sent": {**ENDED, "state": "sent"},
    "sent_at_when_sent ": {"sent_at": NOW},
    "failed_says_why": {"state": "failed", "failed_at": NOW},
    "failed_says_why ": {"state": "failed", "last_error": "smtp_550"},
    "failed_says_why  ": {"failed_at": NOW},
    "dropped_at_when_dropped": {**ENDED, "state": "expired"},
    "dropped_at_when_dropped ": {"dropped_at": NOW},
}

REACHABLE: list[dict[str, Any]] = [
    {"state": "queued"},
    {"not_before": NOW, "expires_at": NOW + MINUTE},
    HELD,
    {**HELD, "started_at": NOW},
    {"state": "retry", "last_error": "smtp_451"},
    {**ENDED, "state": "sent", "sent_at": NOW},
    {**ENDED, "state": "void", "dropped_at": NOW},
    {**ENDED, "state": "expired", "dropped_at": NOW},
    {"state": "failed", "failed_at": NOW, "last_error": "smtp_550", "next_attempt_at": None},
]


@pytest.mark.parametrize("rule", sorted(BROKEN))
def test_a_row_that_breaks_a_rule_is_refused(rule: str) -> None:
    message = queue()
    with pytest.raises(IntegrityError, match=f"outbox_message_{rule.strip()}"), transaction.atomic():
        OutboxMessage.objects.filter(pk=message.pk).update(**BROKEN[rule])


@pytest.mark.parametrize("changes", REACHABLE)
def test_a_row_in_good_order_is_kept(changes: dict[str, Any]) -> None:
    message = queue()
    assert OutboxMessage.objects.filter(pk=message.pk).update(**changes) == 1


@pytest.mark.parametrize("field", ["dedupe_key", "message_id"])
def test_a_key_that_is_used_twice_is_refused(field: str) -> None:
    first, second = queue(), queue()
    with pytest.raises(IntegrityError, match=f"outbox_message_{field}_once"), transaction.atomic():
        OutboxMessage.objects.filter(pk=second.pk).update(**{field: getattr(first, field)})


def test_every_constraint_has_a_test() -> None:
    tested = {f"outbox_message_{rule.strip()}" for rule in BROKEN}
    tested |= {"outbox_message_dedupe_key_once", "outbox_message_message_id_once"}
    assert {constraint.name for constraint in OutboxMessage._meta.constraints} == tested
