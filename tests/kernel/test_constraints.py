"""The one-line rules: their names, their words, and the rows that they refuse; with the two smallest tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, Q

from lero_hub.constraints import check, not_blank, one_of, paired, required_in
from lero_hub.demonstration.models import Clock
from lero_hub.runtime.models import Heartbeat

NOW = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)

RULES: dict[str, CheckConstraint] = {
    "door_colour_known": one_of("door", "colour", ["red", "blue"]),
    "door_name_not_blank": not_blank("door", "name"),
    "door_shut_at_with_shut_by": paired("door", "shut_at", "shut_by"),
    "door_key_when_state": required_in("door", "key", ["shut"]),
    "door_key_when_kind": required_in("door", "key", ["front"], state_field="kind"),
    "door_wide": check("door", "wide", Q(width__gte=80), "A door is 80 cm wide."),
}

BROKEN: dict[str, models.Model] = {
    "heartbeat_name_known": Heartbeat(name="nobody", at=NOW),
    "demonstration_clock_one_row": Clock(only=False, counted_from=NOW),
}


@pytest.mark.parametrize("name", RULES)
def test_rule_is_named_after_its_table_and_speaks_to_people(name: str) -> None:
    rule = RULES[name]
    assert rule.name == name
    assert str(rule.violation_error_message).endswith(".")
    assert str(rule.violation_error_message) != str(rule.default_violation_error_message)


def test_lists_are_sorted_so_that_migrations_stay_the_same() -> None:
    assert one_of("door", "colour", {"red", "blue"}) == one_of("door", "colour", ["blue", "red"])
    assert required_in("door", "key", {"shut", "ajar"}) == required_in("door", "key", ["ajar", "shut"])


def test_rules_say_what_they_should() -> None:
    assert RULES["door_colour_known"].condition == Q(colour__in=["blue", "red"])
    assert RULES["door_name_not_blank"].condition == ~Q(name="")
    assert RULES["door_key_when_state"].condition == ~Q(state__in=["shut"]) | Q(key__isnull=False)
    assert RULES["door_shut_at_with_shut_by"].condition == (
        Q(shut_at__isnull=False, shut_by__isnull=False) | Q(shut_at__isnull=True, shut_by__isnull=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("rule", BROKEN)
def test_a_row_that_breaks_a_rule_is_refused(rule: str) -> None:
    row: Any = BROKEN[rule]
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        row.save(force_insert=True)
