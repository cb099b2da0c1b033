"""System checks: the hub refuses to start while a view is no HubView or a model declares no personal data."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from lero_hub.authz.views import HubView
from lero_hub.keys import SHORTEST, SHORTEST_FIELD_KEY, weak_keys
from lero_hub.personal_data import NoPersonalData, PersonalData

OURS = ("lero_hub", "organisations", "standards", "peer_supervision", "evidence")


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Walk every address of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def is_ours(module: str) -> bool:
    """Tell whether a module is part of the hub."""
    return module.split(".")[0] in OURS


@register(Tags.security)
def views_declare_access(**kwargs: Any) -> list[CheckMessage]:
    """Every view of ours is a HubView: no other is bound to say who may open it."""
    errors: list[CheckMessage] = []
    for pattern in patterns():
        view = getattr(pattern.callback, "view_class", None)
        module = view.__module__ if view else getattr(pattern.callback, "__module__", "")
        if not is_ours(module):
            continue
        if view is None or not issubclass(view, HubView):
            errors.append(Error(f"The view of {pattern} is not a HubView.", id="lero_hub.E001"))
    return errors


@register(Tags.models)
def models_declare_personal_data(**kwargs: Any) -> list[CheckMessage]:
    """Every model of ours says what it knows about people."""
    return [
        Error(f"{model._meta.label} does not declare `personal_data`.", id="lero_hub.E003")
        for model in apps.get_models()
        if is_ours(model.__module__)
        and not isinstance(getattr(model, "personal_data", None), PersonalData | NoPersonalData)
        and not model._meta.auto_created
    ]


@register(Tags.security, deploy=True)
def production_is_not_a_demonstration(**kwargs: Any) -> list[CheckMessage]:
    """Production runs over https, with keys of its own, and never in demo mode."""
    errors: list[CheckMessage] = []
    if settings.DEMO:
        errors.append(Error("DEMO is set.", id="lero_hub.E010"))
    if not settings.SECURE:
        errors.append(Error("BASE_URL does not start with https://.", id="lero_hub.E011"))
    keys = {name: getattr(settings, name) for name in ("SECRET_KEY", "CREDENTIAL_KEY", "BACKUP_KEY")}
    for name in weak_keys(keys, settings.FIELD_KEYS):
        kind, shortest = ("E013", SHORTEST_FIELD_KEY) if name == "FIELD_KEYS" else ("E012", SHORTEST)
        words = f"{name} is missing, shorter than {shortest} characters, or made of too few different ones."
        errors.append(Error(words, id=f"lero_hub.{kind}"))
    return errors
