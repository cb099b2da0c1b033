"""A later start moves every date on by whole days, and leaves no rule of the database broken."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import Error, connection, models, transaction

from lero_hub.audit.models import AuditEvent
from lero_hub.checks import is_ours
from lero_hub.demonstration.rolling import roll_forward
from organisations.models import Organisation
from organisations.workflows.freshness import confirm_entry
from tests.factories import me

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Moments = dict[str, list[datetime | None]]


def moments() -> Moments:
    """Read every moment of every table of ours, in the order of the keys."""
    found: Moments = {}
    for model in (model for model in apps.get_models() if is_ours(model.__module__)):
        rows: Any = model._default_manager.order_by("pk")
        for field in model._meta.concrete_fields:
            if isinstance(field, models.DateTimeField):
                found[f"{model._meta.label}.{field.name}"] = list(rows.values_list(field.name, flat=True))
    return found


def later(before: Moments, by: timedelta) -> Moments:
    """Move moments on."""
    return {name: [each and each + by for each in column] for name, column in before.items()}


@pytest.mark.parametrize(
    ("passed", "days"), [(timedelta(0), 0), (DAY - HOUR, 0), (DAY, 1), (3 * DAY + HOUR, 3), (400 * DAY, 400)]
)
def test_dates_move_by_whole_days_all_of_them_alike(network: datetime, passed: timedelta, days: int) -> None:
    before = moments()
    assert any(each for column in before.values() for each in column)

    assert roll_forward(network + passed) == days

    assert moments() == later(before, days * DAY)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # nothing waits to be refused at the end


def test_second_start_of_the_day_moves_nothing_more(network: datetime) -> None:
    roll_forward(network + 2 * DAY)
    before = moments()
    assert roll_forward(network + 2 * DAY + HOUR) == 0
    assert moments() == before
    assert roll_forward(network + 3 * DAY) == 1


def test_audit_log_is_closed_again_afterwards(network: datetime) -> None:
    roll_forward(network + 2 * DAY)
    with pytest.raises(Error, match="Cannot update or delete rows"), transaction.atomic():
        AuditEvent.objects.update(verb="tests.other")


def test_command_says_by_how_much(network: datetime) -> None:
    said = StringIO()
    with time_machine.travel(network + 2 * DAY + HOUR, tick=False):
        call_command("demo_data", stdout=said)
        call_command("demo_data", stdout=said)
    assert said.getvalue() == "The demonstration is 2 days younger.\nThe demonstration is of today.\n"


def test_what_somebody_did_yesterday_is_never_moved_past_now(network: datetime) -> None:
    """Whoever tried the demonstration last night finds this morning that it was last night, and not tonight."""
    entry = Organisation.objects.listed().order_by("id")[0]
    lead = entry.memberships.open().leads()[0].user
    evening, morning = network + 9 * HOUR, network + DAY + HOUR
    confirm_entry(organisation_id=entry.pk, by=me(lead), now=evening)

    assert roll_forward(morning) == 0
    entry.refresh_from_db()
    assert entry.confirmed_at == evening

    assert roll_forward(morning + 2 * DAY) == 2
    entry.refresh_from_db()
    assert entry.confirmed_at == evening + 2 * DAY
