"""Every table of ours: what one row means, how it is named, and that its rules speak to people."""

from __future__ import annotations

import re

import pytest
from django.db import models

from tests.contracts.ours import MODELS

pytestmark = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def test_docstring_says_what_a_row_means(model: type[models.Model]) -> None:
    doc = (model.__doc__ or "").strip()
    assert not doc.startswith(f"{model.__name__}(")  # what Django writes when nobody did
    assert doc.split("\n")[0].endswith((".", ":"))


def test_text_of_a_row_is_its_own(model: type[models.Model]) -> None:
    """Two rows that differ in their key differ in their text."""
    assert model.__str__ is not models.Model.__str__
    assert "__str__" in vars(model)


def test_order_is_said_at_the_query(model: type[models.Model]) -> None:
    assert not model._meta.ordering
    assert model._meta.get_latest_by is None


def test_rules_are_named_after_their_table_and_speak_to_people(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        assert constraint.name.startswith(f"{model._meta.db_table}_")
        assert len(constraint.name) <= 63
        words = str(constraint.violation_error_message)
        assert words != str(constraint.default_violation_error_message)
        assert re.fullmatch(r"[A-Z].*\.", words)


def test_address_never_shows_a_number_that_counts(model: type[models.Model]) -> None:
    """Whatever has pages of its own has a key that tells nothing about how many there are."""
    key = model._meta.pk
    assert key is not None
    if isinstance(key, models.AutoField):
        assert model._meta.label in {"organisations.OrganisationTerm", "organisations.ServiceArea"}  # never shown


def test_times_and_keys_have_plain_types(model: type[models.Model]) -> None:
    fields = model._meta.concrete_fields
    automatic = [
        each.name for each in fields if getattr(each, "auto_now", False) or getattr(each, "auto_now_add", False)
    ]
    assert automatic == []  # `now` is a parameter of the workflow
    nullable_texts = [
        each.name for each in fields if isinstance(each, models.CharField | models.TextField) and each.null
    ]
    assert nullable_texts == []


def test_rows_with_a_history_are_protected(model: type[models.Model]) -> None:
    """Deleting a person or an organisation never takes along what others will ask about."""
    cascading = {
        each.name
        for each in model._meta.concrete_fields
        if each.is_relation
        and each.remote_field.on_delete is models.CASCADE
        and each.related_model._meta.label == "accounts.User"
    }
    if cascading:
        assert model._meta.label == "accounts.NotificationSetting"
