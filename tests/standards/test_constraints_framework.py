"""What the database refuses about editions and pledges, whatever the code does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from pytest_django import DjangoDbBlocker

from standards.models import (
    Criterion,
    Domain,
    Framework,
    FrameworkVersion,
    LevelDescriptor,
    Pledge,
    ScaleLevel,
    Threshold,
)
from standards.workflows.frameworks import retire_framework
from tests.factories import NOW, coordinator, entry, me
from tests.permissions.people import taken_back
from tests.standards.builders import SMALL, framework, pledged

pytestmark = pytest.mark.django_db

Changes = dict[str, Any]
DRAFT, OLD = "small-steps", "old-steps"


@pytest.fixture(scope="module", autouse=True)
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load a draft, publish one edition, retire another, and pledge."""
    with django_db_blocker.unblock(), taken_back():
        framework(text=SMALL, published=False)
        retired = framework(text=SMALL.replace(DRAFT, OLD))
        retire_framework(version_id=retired.pk, by=me(coordinator()), now=NOW)
        pledged(entry())
        yield


CHANGED: dict[str, tuple[type[models.Model], Changes]] = {
    "standards_framework_slug_not_blank": (Framework, {"slug": ""}),
    "standards_framework_version_number_not_blank": (FrameworkVersion, {"number": ""}),
    "standards_framework_version_title_not_blank": (FrameworkVersion, {"title": ""}),
    "standards_framework_version_state_known": (FrameworkVersion, {"state": "lost"}),
    "standards_framework_version_published_at_when_state": (FrameworkVersion, {"state": "published"}),
    "standards_framework_version_retired_at_when_state": (
        FrameworkVersion,
        {"state": "retired", "published_at": NOW},
    ),
    "standards_scale_level_name_not_blank": (ScaleLevel, {"name": ""}),
    "standards_threshold_outcome_known": (Threshold, {"outcome": "not_yet"}),
    "standards_threshold_per_cent": (Threshold, {"essential": 101}),
    "standards_domain_code_not_blank": (Domain, {"code": ""}),
    "standards_domain_title_not_blank": (Domain, {"title": ""}),
    "standards_criterion_code_not_blank": (Criterion, {"code": ""}),
    "standards_criterion_title_not_blank": (Criterion, {"title": ""}),
    "standards_criterion_requirement_not_blank": (Criterion, {"requirement": ""}),
    "standards_criterion_type_known": (Criterion, {"type": "vital"}),
    "standards_level_descriptor_text_not_blank": (LevelDescriptor, {"text": ""}),
    "standards_pledge_withdrawn_at_with_withdrawn_by": (Pledge, {"withdrawn_at": NOW}),
    "standards_pledge_withdrawn_later": (Pledge, {"withdrawn_at": NOW - timedelta(days=1), "withdrawn_by": "who"}),
}
AGAIN: dict[str, tuple[type[models.Model], Changes]] = {
    "standards_framework_slug_once": (Framework, {}),
    "standards_framework_version_number_once": (FrameworkVersion, {}),
    "standards_scale_level_once": (ScaleLevel, {}),
    "standards_threshold_outcome_once": (Threshold, {"position": 9}),
    "standards_threshold_position_once": (Threshold, {"outcome": "deferred"}),
    "standards_domain_code_once": (Domain, {}),
    "standards_criterion_code_once": (Criterion, {}),
    "standards_level_descriptor_once": (LevelDescriptor, {}),
    "standards_pledge_one_open": (Pledge, {}),
}
TESTED = {*CHANGED, *AGAIN}
PARTS = (ScaleLevel, Threshold, Domain, Criterion, LevelDescriptor)
TRIGGERS = {
    "standards.FrameworkVersion:published_frozen",
    *(f"{model._meta.label}:frozen" for model in PARTS),
}


def one(model: type[models.Model], framework: str = DRAFT) -> Any:
    """Give a row of the draft, or of another framework; of pledges the one there is."""
    path = {Framework: "slug", FrameworkVersion: "framework__slug"}.get(model, "version__framework__slug")
    rows = model._default_manager.order_by("pk")
    return rows[0] if model is Pledge else rows.filter(**{path: framework})[0]


def refused(rule: str, act: Any) -> None:
    """Do it, and be refused by this rule."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    assert error.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]  # of psycopg


@pytest.mark.parametrize("rule", CHANGED)
def test_value_that_breaks_a_rule_is_refused(rule: str) -> None:
    model, changes = CHANGED[rule]
    row = one(model)
    values = {name: row.pledged_by if value == "who" else value for name, value in changes.items()}

    refused(rule, lambda: model._default_manager.filter(pk=row.pk).update(**values))


@pytest.mark.parametrize("rule", AGAIN)
def test_second_row_of_the_same_is_refused(rule: str) -> None:
    model, changes = AGAIN[rule]
    row = one(model)
    for name, value in {"pk": uuid4(), **changes}.items():
        setattr(row, name, value)
    row._state.adding = True

    refused(rule, lambda: row.save(force_insert=True))


@pytest.mark.parametrize("framework", ["lero-seed-draft", OLD])
@pytest.mark.parametrize("model", PARTS)
def test_no_part_of_a_published_edition_changes_goes_or_joins(model: type[models.Model], framework: str) -> None:
    rule, row = f"{model._meta.db_table}_frozen", one(model, framework)
    rows: Any = model._default_manager.filter(pk=row.pk)
    field = {ScaleLevel: "name", Threshold: "position", LevelDescriptor: "text"}.get(model, "title")

    refused(rule, lambda: rows.update(**{field: 7 if model is Threshold else "Other"}))
    refused(rule, lambda: rows._raw_delete("default"))
    row.pk = uuid4()
    row._state.adding = True
    refused(rule, lambda: row.save(force_insert=True))


@pytest.mark.parametrize("model", PARTS)
def test_no_part_moves_into_a_published_edition_or_out_of_it(model: type[models.Model]) -> None:
    rule = f"{model._meta.db_table}_frozen"
    for source, target in ((DRAFT, "lero-seed-draft"), ("lero-seed-draft", DRAFT)):
        rows: Any = model._default_manager.filter(pk=one(model, source).pk)
        version = FrameworkVersion.objects.get(framework__slug=target)
        refused(rule, lambda rows=rows, version=version: rows.update(version_id=version.pk))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Other"},
        {"met_at": 3},
        {"state": "draft"},
        {"purpose": "Other"},
        {"type_meanings": {}},
        {"published_at": NOW + timedelta(days=1)},
    ],
    ids=str,
)
@pytest.mark.parametrize("framework", ["lero-seed-draft", OLD])
def test_published_edition_itself_does_not_change(changes: Changes, framework: str) -> None:
    rows = FrameworkVersion.objects.filter(framework__slug=framework)

    refused("standards_framework_version_published_frozen", lambda: rows.update(**changes))


def test_published_edition_is_not_deleted_and_a_retired_one_does_not_come_back() -> None:
    rule = "standards_framework_version_published_frozen"
    retired = FrameworkVersion.objects.filter(framework__slug=OLD)

    refused(rule, lambda: retired.update(state="published"))
    refused(rule, lambda: retired._raw_delete("default"))
