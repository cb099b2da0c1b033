"""The view that every page of ours is made from: it declares who may come, or the hub does not start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from lero_hub.authz import parking
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import Policy
from lero_hub.errors import HubError, NotAllowed, Refused, StaleVersion, WrongState

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Access:
    """Who may open a view: said once, as a class attribute."""

    kind: str
    rule: Policy[Any] | None = None

    @classmethod
    def public(cls) -> "Access":
        """Everybody, without an account."""
        return cls("public")

    @classmethod
    def demo(cls) -> "Access":
        """Everybody, in a demonstration; elsewhere there is no such page."""
        return cls("demo")

    @classmethod
    def account(cls) -> "Access":
        """Whoever is signed in, also with their consent withdrawn: the pages of their own account."""
        return cls("account")

    @classmethod
    def signed_in(cls) -> "Access":
        """Whoever is signed in and consents to what membership may imply being held."""
        return cls("signed_in")

    @classmethod
    def policy(cls, rule: Policy[Any]) -> "Access":
        """Those whom a policy about the actor alone lets in."""
        return cls("policy", rule)

    @classmethod
    def on_object(cls, rule: Policy[Any]) -> "Access":
        """Those who can see the object (else 404) and whom the policy lets in (else 403)."""
        return cls("on_object", rule)

    @property
    def is_open(self) -> bool:
        """Tell whether no sign-in is asked for."""
        return self.kind in {"public", "demo"}


def get_visible(queryset: models.QuerySet[M], **lookup: Any) -> M:
    """Fetch one row from what the actor can see, or answer 404: the only way to an object by its address."""
    try:
        return queryset.get(**lookup)
    except (ObjectDoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


class HubView(View):
    """Parse, call one query or workflow, render or redirect. `access` is required.

    With `Access.on_object`, `get_object` fetches through `get_visible` and `self.object` holds the result.
    """

    access: ClassVar[Access]
    actor: Actor
    object: Any

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Open the view for visitors when its access says so. Raises ImproperlyConfigured where nothing is said."""
        if not isinstance(getattr(cls, "access", None), Access):
            raise ImproperlyConfigured(f"{cls.__name__} does not declare its access.")
        view = super().as_view(**initkwargs)
        return login_not_required(view) if cls.access.is_open else view

    def get_object(self) -> models.Model:
        """Fetch the object that the policy is asked about, through `get_visible`."""
        raise NotImplementedError(f"{type(self).__name__} declares Access.on_object and has no get_object")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check access, run the method, and turn the typed errors into pages."""
        self.actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
        try:
            answer = self._admit(request) or super().dispatch(request, *args, **kwargs)
            if request.method == "POST" and self.actor.is_authenticated:
                parking.forget(request)
            return answer
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except (WrongState, StaleVersion, Refused) as error:
            return self.conflict(error)

    def _admit(self, request: HttpRequest) -> HttpResponse | None:
        access = self.access
        if access.kind == "demo" and not settings.DEMO:
            raise Http404
        if access.is_open or access.kind == "account":
            return None
        if not self.actor.has_consented:
            return redirect("accounts:consent")
        if access.kind == "on_object":
            self.object = self.get_object()
        if access.rule is not None:
            access.rule.require(self.actor, getattr(self, "object", None))
        return None

    def parked(self) -> QueryDict | None:
        """Give what this person wrote on this page before their session ended, and tell them that it is there.

        Use it as the data of the form: `EntryForm(self.parked() or None, initial=…)`. It stays for an hour, or until
        the form is sent again.
        """
        kept = parking.find(self.request, self.actor.user_id, timezone.now())
        if kept is not None:
            messages.info(
                self.request,
                _("You were signed out while you were writing. We kept your text: check it and send it again."),
            )
        return kept

    def say_lost(self) -> None:
        """Tell this person, once, that what they sent when signed out is gone: see `form_owner keeps=False`."""
        if parking.take_lost(self.request, self.actor.user_id, timezone.now()):
            messages.warning(
                self.request,
                _("What you wrote was not saved: you had been signed out. Nothing of it was kept here."),
            )

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say on a 405 page that nothing is here to read, or nothing to send to, and lead back. Keeps `Allow`."""
        answer = super().http_method_not_allowed(request, *args, **kwargs)
        context = {"is_sent": request.method not in {"GET", "HEAD"}, "back_url": _page_above(request.path_info)}
        answer.content = render_to_string("405.html", context, request)
        return answer

    def conflict(self, error: HubError) -> HttpResponse:
        """Say on a 409 page what happened and what to do."""
        return render(self.request, "409.html", {"error": error}, status=409)


def _page_above(path: str) -> str:
    """Give the nearest address, this one or above it, at which a page of ours can be read; empty where there is none.

    Parts of the address that was asked for, and nothing else: whether that page is open is its own to say.
    """
    while path.strip("/"):
        view = getattr(_found(path), "view_class", None)
        if view is not None and issubclass(view, HubView) and hasattr(view, "get") and "get" in view.http_method_names:
            return path
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return ""


def _found(path: str) -> object:
    try:
        return resolve(path).func
    except Resolver404:
        return None
