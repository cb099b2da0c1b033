"""The hub refuses to start with a view that nobody guards, or in production with the settings of a demonstration."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path
from django.views import View

from lero_hub.authz.views import Access, HubView
from lero_hub.checks import production_is_not_a_demonstration, views_declare_access


class Guarded(HubView):
    """A view that says who may open it."""

    access = Access.public()


class Unguarded(View):
    """A view of Django's own kind."""


class Elsewhere(View):
    """A view of a library."""


class Silent(HubView):
    """A view that says nothing."""


def plain(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


Guarded.__module__ = Unguarded.__module__ = plain.__module__ = "organisations.views.made_up"
Elsewhere.__module__ = "allauth.made_up"

urlpatterns = [
    path("guarded/", Guarded.as_view()),
    path("deeper/", include([path("unguarded/", Unguarded.as_view())])),
    path("plain/", plain),
    path("elsewhere/", Elsewhere.as_view()),
]

KEY = "0123456789" * 4
PLAIN = "a" * 60
PRODUCTION = {
    "DEMO": False,
    "SECURE": True,
    "SECRET_KEY": KEY,
    "CREDENTIAL_KEY": KEY,
    "BACKUP_KEY": KEY,
    "FIELD_KEYS": [KEY],
}


def test_every_view_of_the_site_is_guarded() -> None:
    assert views_declare_access() == []


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_that_is_no_hub_view_is_named_wherever_it_stands() -> None:
    found = views_declare_access()
    assert [error.id for error in found] == ["lero_hub.E001", "lero_hub.E001"]
    assert ["'unguarded/'" in found[0].msg, "'plain/'" in found[1].msg] == [True, True]


def test_a_view_without_access_cannot_be_given_an_address() -> None:
    with pytest.raises(ImproperlyConfigured, match="Silent does not declare its access"):
        Silent.as_view()


@override_settings(**PRODUCTION)
def test_production_with_all_that_it_needs_may_start() -> None:
    assert production_is_not_a_demonstration() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"DEMO": True}, "lero_hub.E010"),
        ({"SECURE": False}, "lero_hub.E011"),
        ({"SECRET_KEY": KEY[1:]}, "lero_hub.E012"),
        ({"CREDENTIAL_KEY": ""}, "lero_hub.E012"),
        ({"BACKUP_KEY": ""}, "lero_hub.E012"),
        ({"SECRET_KEY": PLAIN}, "lero_hub.E012"),
        ({"CREDENTIAL_KEY": PLAIN}, "lero_hub.E012"),
        ({"BACKUP_KEY": "change-me-" * 6}, "lero_hub.E012"),
        ({"FIELD_KEYS": []}, "lero_hub.E013"),
        ({"FIELD_KEYS": ["x"]}, "lero_hub.E013"),
        ({"FIELD_KEYS": [PLAIN]}, "lero_hub.E013"),
        ({"FIELD_KEYS": [KEY, KEY[:31]]}, "lero_hub.E013"),
        ({"FIELD_KEYS": [KEY, ""]}, "lero_hub.E013"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_production_that_lacks_something_may_not(changes: dict[str, object], expected: str) -> None:
    with override_settings(**PRODUCTION | changes):
        assert [error.id for error in production_is_not_a_demonstration()] == [expected]
