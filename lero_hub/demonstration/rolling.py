"""Keep the demonstration of today: every date in it moves on by the days that passed since it was made."""

from datetime import datetime, timedelta

import pgtrigger
from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Max

from lero_hub.audit.models import AuditEvent
from lero_hub.checks import is_ours
from lero_hub.demonstration.models import Clock
from peer_supervision.models import Series, Session

BY_WEEKS = {(Session, "week")}
FAR_AWAY = timedelta(weeks=10_000)


@transaction.atomic
def roll_forward(now: datetime) -> int:
    """Move all dates on by whole days; give back how many. Less than a day is nothing to do.

    The days count from the last thing that anybody did, so that what somebody tried last night is not said to happen
    tonight. Decisions, recognitions and the audit log are append-only for everybody; this one act on made-up rows lifts
    their triggers.
    """
    clock = Clock.objects.select_for_update().get()
    last = AuditEvent.objects.aggregate(at=Max("at"))["at"]
    days = (now - max(clock.counted_from, last or clock.counted_from)).days
    if days < 1:
        return 0
    with pgtrigger.ignore():
        for model in apps.get_models():
            if is_ours(model.__module__):
                _shift(model, timedelta(days=days))
    _keep_weeks(days)
    return days


def _shift(model: type[models.Model], by: timedelta) -> None:
    """Move what has a date or a time of its own; a date that a constraint ties to a weekday is moved apart."""
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateField) and (model, field.attname) not in BY_WEEKS
    ]
    if names:
        model._base_manager.update(**{name: F(name) + by for name in names})


def _keep_weeks(days: int) -> None:
    """Let each series meet on the weekday that its sessions fall on now; their weeks move by whole weeks.

    A week is unique in its series, and the database looks at each row as it moves: so they all step far away first.
    """
    for series in Series.objects.all():
        weeks, weekday = divmod(series.weekday + days, 7)
        sessions = Session.objects.filter(series=series)
        sessions.update(week=F("week") + FAR_AWAY + timedelta(weeks=weeks))
        sessions.update(week=F("week") - FAR_AWAY)
        series.weekday = weekday
        series.save(update_fields=["weekday"])
