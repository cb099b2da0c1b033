"""Make a row of any table without knowing it: for tests that must not forget the table somebody adds next year.

The rows are not reachable worlds: checks are taken off their tables inside the test's transaction.
"""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql

from lero_hub.accounts.models import User
from lero_hub.personal_data import PersonalData

NOW = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)

VALUES: list[tuple[Any, Any]] = [
    (models.BooleanField, False),
    (models.DateTimeField, NOW),
    (models.DateField, date(2026, 3, 2)),
    (models.TimeField, time(18, 30)),
    (models.DurationField, timedelta(hours=1)),
    (models.JSONField, {}),
    (ArrayField, []),
    (models.FloatField, 1.0),
    (models.DecimalField, 1),
    (models.IntegerField, 1),
]


class Rows:
    """Rows about one person, with a mark in every text that their declarations name."""

    def __init__(self, user: User, mark: str) -> None:
        self.user, self.mark = user, mark
        self.made: dict[type[models.Model], models.Model] = {User: user}

    def about(self, model: type[models.Model], declaration: PersonalData) -> models.Model:
        """Make one row about the person."""
        marked = {*declaration.export, *declaration.blank}
        return self._make(model, marked, {path for path in declaration.person if "__" not in path})

    def _make(self, model: type[models.Model], marked: set[str], persons: set[str]) -> models.Model:
        _take_off_checks(model)
        row = model()
        for field in model._meta.concrete_fields:
            if field.primary_key and (field.has_default() or isinstance(field, models.AutoField)):
                continue
            if field.generated:
                continue
            setattr(row, field.attname, self._value(field, marked, persons))
        model._default_manager.bulk_create([row])
        return row

    def _value(self, field: Any, marked: set[str], persons: set[str]) -> Any:
        if field.name in persons or field.attname in persons:
            return self.user.pk
        if field.null and field.name not in marked:
            return None
        if field.is_relation:
            return self._other(field.related_model).pk
        if isinstance(field, models.UUIDField):
            return uuid.uuid4()
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.CharField | models.TextField):
            unique = uuid.uuid4().hex[:8]
            return f"{self.mark}-{unique}"[: field.max_length] if field.name in marked else unique[: field.max_length]
        return next((value for kind, value in VALUES if isinstance(field, kind)), None)

    def _other(self, model: type[models.Model]) -> models.Model:
        """Give a row to point at, about nobody in particular."""
        if model not in self.made:
            self.made[model] = self._make(model, set(), set())
        return self.made[model]


def _take_off_checks(model: type[models.Model]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "select conname from pg_constraint where contype = 'c' and conrelid = %s::regclass", [f'"{table}"']
        )
        for (name,) in cursor.fetchall():
            change = sql.SQL("alter table {} drop constraint {}")
            cursor.execute(change.format(sql.Identifier(table), sql.Identifier(name)))


def texts_holding(mark: str) -> set[str]:
    """List `table.column` of every column of every table that holds the mark, whatever its type."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = current_schema()"
        )
        for table, column in cursor.fetchall():
            question = sql.SQL("select exists(select 1 from {} where {}::text ilike %s)")
            cursor.execute(question.format(sql.Identifier(table), sql.Identifier(column)), [f"%{mark}%"])
            if cursor.fetchone()[0]:
                found.add(f"{table}.{column}")
    return found
