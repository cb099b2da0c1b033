"""What people type, made fit to be stored and shown: at the edge, once, for every form there is.

Signs that no page, feed or spreadsheet can carry, and those that turn the direction of writing, become nothing.
Joiners stay: names and emoji need them. NUL stays too, so that each form can refuse it in words.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

_UNFIT = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Leave out what XML 1.0 does not know and what hides or turns words."""
    return _UNFIT.sub("", text)


def has_visible(text: str) -> bool:
    """Tell whether a text has a letter or a digit that people can see and say."""
    return any(sign.isalnum() for sign in text)


class PlainTextMiddleware:
    """Clean the posted fields of every form, allauth's included; passwords stay as they were typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put cleaned fields in place of the posted ones."""
        if request.method == "POST" and any(_needs_cleaning(name, texts) for name, texts in request.POST.lists()):
            cleaned = QueryDict(mutable=True, encoding=request.POST.encoding)
            for name, texts in request.POST.lists():
                cleaned.setlist(name, texts if "password" in name else [plain(text) for text in texts])
            cleaned._mutable = False
            request.POST = cleaned  # type: ignore[assignment]  # Django's own setter; its stubs know none
        return self.get_response(request)


def _needs_cleaning(name: str, texts: list[str]) -> bool:
    return "password" not in name and any(_UNFIT.search(text) for text in texts)
