"""What every request carries: its actor; and what every answer carries: headers that keep it private."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import middleware as of_django
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from lero_hub.authz import parking
from lero_hub.authz.actor import actor_for

Respond = Callable[[HttpRequest], HttpResponse]

FEATURES = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"


class ActorMiddleware:
    """Give the request its `actor`, read when first asked for."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor."""
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))  # type: ignore[attr-defined]  # ours
        return self.get_response(request)


class LoginRequiredMiddleware(of_django.LoginRequiredMiddleware):
    """Send visitors to sign in, and lose no text of a form whose session ended while it was written."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let people in, with what is kept for them not older than an hour."""
        if request.user.is_authenticated:
            parking.tidy(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # Django only ever passes the answer on
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """Keep the text of a form of ours, then lead to the sign-in page and back to where the form stands.

        An address that only takes a POST is no place to come back to, so a form without a mark leads to the hub.
        """
        page: str | None = request.get_full_path()
        if request.method not in {"GET", "HEAD"}:
            view = getattr(view_func, "view_class", None)
            page = parking.park(request, timezone.now()) or (page if view is None or hasattr(view, "get") else None)
        login = resolve_url(settings.LOGIN_URL)
        answer = redirect_to_login(page, login) if page else HttpResponseRedirect(login)
        if "HX-Request" in request.headers:
            # A redirect would be followed behind the page's back; this header takes the whole page along.
            return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
        return answer


class PrivacyHeadersMiddleware:
    """Ask for no device features; keep pages of signed-in people out of caches and search engines."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "CSRF_COOKIE" in request.META:
            # The page has a form. Under `no-referrer` a browser sends `Origin: null` with its POST, which Django must
            # refuse; `same-origin` tells other sites just as little.
            response.headers.setdefault("Referrer-Policy", "same-origin")
            # Its token is one person's: no cache in front of the hub may hand the page to the next.
            add_never_cache_headers(response)
        if "session" in request.__dict__ and request.session.accessed and request.session.session_key:
            add_never_cache_headers(response)
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response
