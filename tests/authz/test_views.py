"""The view that every page of ours is made from, and the middleware around it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from lero_hub.accounts import workflows
from lero_hub.accounts.models import User
from lero_hub.accounts.policies import is_own_account
from lero_hub.authz.actor import actor_for
from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from tests.accounts.support import LATER, browser_of, coordinator, me, person

pytestmark = pytest.mark.django_db

ERRORS: dict[str, Exception] = {
    "not_allowed": NotAllowed("Not yours to change."),
    "wrong_state": WrongState("This has moved on.", verb="list", state="listed"),
    "stale": StaleVersion(3),
    "refused": Refused("rule", "A rule stands in the way."),
}


def make(access: Access, error: str = "") -> type[HubView]:
    """Make a view of one page."""

    class Page(HubView):
        def get_object(self) -> models.Model:
            return get_visible(User.objects.visible_to(self.actor), pk=self.kwargs["pk"])

        def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if error:
                raise ERRORS[error]
            return HttpResponse("Open")

    Page.access = access
    return Page


def ask(view: type[HubView], user: User | None = None, **kwargs: Any) -> Any:
    """Ask for the page as somebody."""
    request = RequestFactory().get("/page/")
    request.user = user or AnonymousUser()
    request.session = Client().session
    request.actor = actor_for(request.user)  # type: ignore[attr-defined]
    return view.as_view()(request, **kwargs)


def test_public_page_is_open_to_visitors_and_marked_so() -> None:
    view = make(Access.public())

    assert ask(view).content == b"Open"
    assert view.as_view().login_required is False  # type: ignore[attr-defined]
    assert getattr(make(Access.account()).as_view(), "login_required", True) is True


def test_demonstration_page_exists_only_in_a_demonstration() -> None:
    view = make(Access.demo())

    with pytest.raises(Http404):
        ask(view)
    with override_settings(DEMO=True):
        assert ask(view).content == b"Open"


def test_signed_in_page_needs_consent_and_account_page_does_not() -> None:
    user = person()
    assert ask(make(Access.signed_in()), user).content == b"Open"

    workflows.withdraw_consent(user_id=user.pk, by=me(user), now=LATER)
    user.refresh_from_db()

    assert ask(make(Access.signed_in()), user).headers["Location"] == "/account/consent/"
    assert ask(make(Access.policy(is_coordinator)), user).headers["Location"] == "/account/consent/"
    assert ask(make(Access.account()), user).content == b"Open"


def test_policy_page_lets_in_whom_the_policy_lets_in() -> None:
    view = make(Access.policy(is_coordinator))

    assert ask(view, coordinator()).content == b"Open"
    with pytest.raises(PermissionDenied, match="Only coordinators of the network can open this"):
        ask(view, person())


def test_object_page_answers_404_for_what_cannot_be_seen_and_403_for_what_is_not_theirs() -> None:
    view = make(Access.on_object(is_own_account))
    by, user = coordinator(), person()

    assert ask(view, user, pk=user.pk).content == b"Open"
    with pytest.raises(Http404):
        ask(view, user, pk=by.pk)
    with pytest.raises(PermissionDenied):
        ask(view, by, pk=user.pk)
    with pytest.raises(Http404):
        ask(view, user, pk="no-id-at-all")


def test_object_page_without_a_way_to_its_object_is_a_mistake_of_ours() -> None:
    class Page(HubView):
        access = Access.on_object(is_own_account)

        def get(self, request: HttpRequest) -> HttpResponse:
            return HttpResponse()

    with pytest.raises(NotImplementedError, match="Page declares"):
        ask(Page, person())


@pytest.mark.parametrize("error", ["wrong_state", "stale", "refused"])
def test_errors_of_the_network_become_a_page_that_explains(error: str) -> None:
    answer = ask(make(Access.public(), error))

    assert answer.status_code == 409
    assert str(ERRORS[error]) in answer.text


def test_not_allowed_becomes_a_403_with_its_reason() -> None:
    with pytest.raises(PermissionDenied, match="Not yours to change"):
        ask(make(Access.public(), "not_allowed"))


def test_every_answer_asks_for_no_device_features() -> None:
    answer = Client().get("/account/gone/")

    assert answer.headers["Permissions-Policy"].startswith("accelerometer=(), camera=()")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "X-Robots-Tag" not in answer.headers


def test_pages_of_people_who_are_signed_in_stay_out_of_caches() -> None:
    answer = browser_of(person()).get("/account/")

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
