"""The register of personal data: what every table knows about people, our own and those of the libraries.

Export, erasure, the page about your data and a contract test read it; a table that nobody declared fails that test.
Here belong only declarations and what follows from them for any table. Rules of one app go into its farewell.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from lero_hub.personal_data import Declaration, NoPersonalData, PersonalData
from lero_hub.words import Words

Rows = models.QuerySet[Any]

# Models of Django and allauth, which cannot declare for themselves.
OF_LIBRARIES: dict[str, Declaration] = {
    "account.emailaddress": PersonalData(
        person=("user",),
        export=("email", "verified", "primary"),
        on_erasure="delete",
        why="Needed to sign in and to write to the person.",
    ),
    "account.emailconfirmation": PersonalData(
        person=("email_address__user",), export=("created", "sent"), on_erasure="delete", why="A link not yet followed."
    ),
    "mfa.authenticator": PersonalData(
        person=("user",),
        export=("type", "created_at", "last_used_at"),
        on_erasure="delete",
        why="The secret of two-step sign-in is encrypted and never given out again, not even to its person.",
    ),
    "sessions.session": PersonalData(
        person=(),
        export=(),
        on_erasure="delete",
        why="Being signed in on one device. The person is inside the sealed text, so erasure opens each one.",
    ),
    "admin.logentry": PersonalData(
        person=("user",),
        export=("action_time", "object_repr"),
        on_erasure="delete",
        why="The admin site changes nothing, so this stays empty.",
    ),
    "auth.group": NoPersonalData(why="Names of groups; the hub uses roles instead."),
    "auth.permission": NoPersonalData(why="Names of permissions."),
    "contenttypes.contenttype": NoPersonalData(why="Names of tables."),
}

# Tables without a model.
OF_THE_DATABASE: dict[str, NoPersonalData] = {
    "django_migrations": NoPersonalData(why="Names of the steps that built the database."),
    "cache": NoPersonalData(
        why="Counters against floods: for a day at most, under the network address or a digest of the e-mail address."
    ),
}


def declaration_of(model: type[models.Model]) -> Declaration | None:
    """Find what is declared about a model; None means that nobody did."""
    declared = getattr(model, "personal_data", None) or OF_LIBRARIES.get(model._meta.label_lower)
    if declared is None and model._meta.auto_created:
        return _of_link(model)
    return declared


def _of_link(model: type[models.Model]) -> Declaration:
    """Declare a table that Django made to link two others: about a person if one end is a person."""
    ends = [field.name for field in model._meta.get_fields() if field.related_model is get_user_model()]
    if not ends:
        return NoPersonalData(why="Links two things that are not people.")
    return PersonalData(person=(ends[0],), export=(), on_erasure="delete", why="Links a person to a group of Django's.")


def register() -> Iterator[tuple[type[models.Model], Declaration]]:
    """Go through every declared model, the highest app first and inside an app what was made last first."""
    for config in apps.get_app_configs():
        for model in reversed(list(config.get_models(include_auto_created=True))):
            declaration = declaration_of(model)
            if declaration is not None and not model._meta.proxy:
                yield model, declaration


def about_people() -> Iterator[tuple[type[models.Model], PersonalData]]:
    """Go through the models that know something about people."""
    for model, declaration in register():
        if isinstance(declaration, PersonalData):
            yield model, declaration


def rows_of(model: type[models.Model], declaration: PersonalData, user_id: UUID) -> Rows:
    """Find the rows that are about one person."""
    whose = Q(pk__in=[])
    for lookup in declaration.person:
        whose |= Q(**{lookup: user_id})
    return model._default_manager.filter(whose)


@dataclass(frozen=True)
class PlainWords:
    """What a table and its fields are to a person: title and reason by table, a name by field."""

    tables: Mapping[str, tuple[Words, Words]]
    fields: Mapping[str, Words]


_words = PlainWords({}, {})


def learn_words(words: PlainWords) -> None:
    """Take the words of the pages, which know every app; without them tables go by their own names."""
    global _words
    _words = words


@dataclass(frozen=True)
class Part:
    """One kind of thing that the hub holds about a person, for the page about their data."""

    name: str
    rows: int
    after: str
    why: str


def parts_of(user_id: UUID) -> list[Part]:
    """List the kinds of things held about a person, each with the number of rows and what erasure does to them."""
    return [
        Part(_name(model), count, declaration.on_erasure, _reason(model, declaration))
        for model, declaration in about_people()
        if declaration.export and (count := rows_of(model, declaration, user_id).count())
    ]


def export_of(user_id: UUID) -> list[dict[str, object]]:
    """Give everything held about a person, by kind of thing, under names that people can read."""
    parts: list[dict[str, object]] = []
    for model, declaration in about_people():
        rows = rows_of(model, declaration, user_id).order_by("pk") if declaration.export else ()
        told = [_told(row, declaration.export) for row in rows]
        if told:
            parts.append({"what": _name(model), "entries": told})
    return parts


def erase(user_id: UUID) -> None:
    """Delete and blank the rows of a person as declared. Only the erasure workflow calls this, in its transaction."""
    declared = list(about_people())
    for model, declaration in declared:
        if declaration.on_erasure == "delete":
            rows_of(model, declaration, user_id).delete()
    for model, declaration in declared:
        if declaration.on_erasure == "blank":
            rows_of(model, declaration, user_id).update(**declaration.blank)


def _name(model: type[models.Model]) -> str:
    title, _reason = _words.tables.get(model._meta.label_lower, (model._meta.verbose_name_plural or "", ""))
    return str(capfirst(str(title)))


def _reason(model: type[models.Model], declaration: PersonalData) -> str:
    _title, reason = _words.tables.get(model._meta.label_lower, ("", declaration.why))
    return str(reason)


def _told(row: models.Model, paths: Iterable[str]) -> dict[str, object]:
    """Give one row as label and value; two fields with the same words are told apart by their names."""
    told: dict[str, object] = {}
    for path in paths:
        label = _label(type(row), path)
        told[f"{label} ({path})" if label in told else label] = _value(row, path)
    return told


def _label(model: type[models.Model], path: str) -> str:
    """Give the words for a field, or the field's own label, also of a related row (`organisation__name`)."""
    if path in _words.fields:
        return str(capfirst(str(_words.fields[path])))
    names = []
    for name in path.split("__"):
        field = model._meta.get_field(name)
        names.append(str(getattr(field, "verbose_name", name)))
        model = field.related_model if isinstance(field.related_model, type) else model
    return str(capfirst(", ".join(names)))


def _value(row: models.Model, path: str) -> object:
    """Read a value as JSON can hold it: choices in words, times in ISO 8601, another person as an id alone."""
    *steps, last = path.split("__")
    owner: Any = row
    for step in steps:
        owner = getattr(owner, step)
        if owner is None:
            return None
    in_words = getattr(owner, f"get_{last}_display", None)
    value = in_words() if in_words else getattr(owner, last)
    if isinstance(value, get_user_model()):
        value = value.pk
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | dict | list) else str(value)
