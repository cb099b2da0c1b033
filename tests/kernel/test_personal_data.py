"""Declarations of personal data: what they refuse to say, and that they name fields that exist."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from lero_hub.accounts.models import User
from lero_hub.checks import is_ours, models_declare_personal_data
from lero_hub.personal_data import NoPersonalData, PersonalData

OURS = [model for model in apps.get_models() if is_ours(model.__module__)]
ABOUT_PEOPLE = [model for model in OURS if isinstance(model.personal_data, PersonalData)]  # type: ignore[attr-defined]


def declared(model: type[models.Model]) -> Any:
    """Give the declaration of a model."""
    return model.personal_data  # type: ignore[attr-defined]


@pytest.mark.parametrize(("erasure", "blank"), [("blank", {}), ("keep", {"name": ""}), ("delete", {"name": ""})])
def test_blanks_go_with_blanking_alone(erasure: Any, blank: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="goes with on_erasure"):
        PersonalData(person=("user",), export=(), on_erasure=erasure, why="Because", blank=blank)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_declaration_says_why(model: type[models.Model]) -> None:
    assert declared(model).why.endswith(".")


@pytest.mark.parametrize("model", ABOUT_PEOPLE, ids=lambda model: model._meta.label)
def test_declaration_names_columns_that_exist(model: type[models.Model]) -> None:
    """What is told may stand in a row that this one points at (`session__starts_at`); what is blanked stands here."""
    said = declared(model)
    assert [path for path in {*said.export, *said.blank} if not leads_to_a_column(model, path)] == []
    assert [name for name in said.blank if "__" in name] == []


def leads_to_a_column(model: type[models.Model], path: str) -> bool:
    """Follow a look-up from field to field."""
    first, _, rest = path.partition("__")
    try:
        field = model._meta.get_field(first)
    except FieldDoesNotExist:
        return False
    return not rest or (isinstance(field.related_model, type) and leads_to_a_column(field.related_model, rest))


@pytest.mark.parametrize("model", ABOUT_PEOPLE, ids=lambda model: model._meta.label)
def test_look_up_leads_to_a_person(model: type[models.Model], django_user_model: type[User]) -> None:
    """Each look-up of `person` can be asked, and holds the key of a user."""
    for look_up in declared(model).person:
        assert str(model._default_manager.filter(**{look_up: "00000000-0000-0000-0000-000000000000"}).query)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_model_that_points_at_people_says_what_it_holds(model: type[models.Model]) -> None:
    pointing = [field.name for field in model._meta.concrete_fields if field.related_model is User]
    if pointing:
        assert isinstance(declared(model), PersonalData), pointing


def test_model_without_a_declaration_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert models_declare_personal_data() == []
    monkeypatch.setattr(OURS[0], "personal_data", "nothing at all")
    assert [error.id for error in models_declare_personal_data()] == ["lero_hub.E003"]
    monkeypatch.setattr(OURS[0], "personal_data", NoPersonalData(why="Now it does."))
    assert models_declare_personal_data() == []
