"""The audit log takes ids and verbs inside a transaction, and lets nobody take them out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from lero_hub.audit.models import AuditEvent
from lero_hub.audit.workflows import record
from tests.factories import me, person

TRIGGERS = {"audit.AuditEvent:append_only"}
"""The triggers that this module tries to get past."""

NOW = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)

BROKEN: dict[str, dict[str, Any]] = {
    "audit_event_verb_not_blank": {"verb": ""},
    "audit_event_subject_id_not_blank": {"subject_id": ""},
}


@pytest.fixture
def event(db: None) -> AuditEvent:
    """Write one event."""
    user = person()
    return record(actor=me(user), verb="tests.try", subject=user, now=NOW, number=3, code="a-b.c", none=None, yes=True)


def run(sql: str) -> None:
    """Run a statement as whoever has the password of the database would."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


WAYS: dict[str, Callable[[AuditEvent], object]] = {
    "save": lambda event: event.save(update_fields=["verb"]),
    "delete": lambda event: event.delete(),
    "update of many": lambda event: AuditEvent.objects.update(verb="tests.other"),
    "delete of many": lambda event: AuditEvent.objects.all().delete(),
    "bulk update": lambda event: AuditEvent.objects.bulk_update([event], ["verb"]),
    "raw update": lambda event: run("update audit_event set actor_id = null"),
    "raw delete": lambda event: run("delete from audit_event"),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_a_changed_or_missing_event(event: AuditEvent, way: str) -> None:
    before = list(AuditEvent.objects.order_by("id").values())
    event.verb = "tests.other"
    with pytest.raises(Error, match="Cannot update or delete rows from audit_event"), transaction.atomic():
        WAYS[way](event)
    assert list(AuditEvent.objects.order_by("id").values()) == before


@pytest.mark.django_db
def test_trigger_stands_in_the_database_and_is_switched_on() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgenabled::text from pg_trigger where tgrelid = 'audit_event'::regclass and not tgisinternal"
        )
        assert cursor.fetchall() == [("O",)]


@pytest.mark.django_db
@pytest.mark.parametrize("rule", BROKEN)
def test_an_event_that_breaks_a_rule_is_refused(rule: str) -> None:
    fields: dict[str, Any] = {"at": NOW, "verb": "tests.try", "subject_type": "tests.thing", "subject_id": "1"}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        AuditEvent.objects.create(**fields | BROKEN[rule])


def test_event_holds_who_did_what_to_what(event: AuditEvent) -> None:
    event.refresh_from_db()
    assert event.at == NOW
    assert event.verb == "tests.try"
    assert event.subject_type == "accounts.user"
    assert event.subject_id == str(event.actor_id)
    assert event.detail == {"number": 3, "code": "a-b.c", "none": None, "yes": True}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["two words", "mo@people.example", "line\nbreak", "“quoted”", "x" * 81, _("Draft entry"), "<b>", "a,b"]
)
def test_prose_is_refused(text: object) -> None:
    user = person()
    before = AuditEvent.objects.count()
    with pytest.raises(ValueError, match="takes ids and codes, and 'reason' is neither"), transaction.atomic():
        record(actor=me(user), verb="tests.try", subject=user, now=NOW, reason=text)
    assert AuditEvent.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused() -> None:
    user = person()
    before = AuditEvent.objects.count()
    with pytest.raises(RuntimeError, match="belongs to the transaction"):
        record(actor=me(user), verb="tests.try", subject=user, now=NOW)
    assert AuditEvent.objects.count() == before


@pytest.mark.django_db
def test_event_goes_when_its_change_is_taken_back() -> None:
    user = person()
    before = AuditEvent.objects.count()
    with transaction.atomic():
        record(actor=None, verb="tests.try", subject=user, now=NOW)
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == before


def test_table_points_at_nothing_and_has_no_room_for_a_text() -> None:
    fields = AuditEvent._meta.concrete_fields
    assert [field.name for field in fields if field.is_relation] == []
    assert [field.name for field in fields if isinstance(field, models.TextField)] == []
