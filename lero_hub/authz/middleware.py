"""What every request carries: its actor; and what every answer carries: headers that keep it private."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

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


class PrivacyHeadersMiddleware:
    """Ask for no device features; keep pages of signed-in people out of caches and search engines."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "session" in request.__dict__ and request.session.accessed and request.session.session_key:
            add_never_cache_headers(response)
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response
