"""Render templates as a page would, and read what came out."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from lero_hub.accounts.models import User
from lero_hub.authz.actor import Actor

Tag = tuple[str, dict[str, str | None]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags(html: str, name: str) -> list[dict[str, str | None]]:
    """Return the attributes of every element of a name, in order."""
    reader = _Reader()
    reader.feed(html)
    return [attributes for tag, attributes in reader.tags if tag == name]


def by_id(html: str, identifier: str) -> dict[str, str | None]:
    """Return the attributes of the one element with an id."""
    reader = _Reader()
    reader.feed(html)
    (found,) = [attributes for _, attributes in reader.tags if attributes.get("id") == identifier]
    return found


def ids(html: str) -> list[str]:
    """Return every id, in order."""
    reader = _Reader()
    reader.feed(html)
    return [attributes["id"] or "" for _, attributes in reader.tags if "id" in attributes]


def request(path: str = "/", *, name: str = "", **headers: Any) -> HttpRequest:
    """Make a request of a visitor, or of somebody signed in under a display name."""
    made = RequestFactory().get(path, **headers)
    made.session = SessionBase()
    made.user = AnonymousUser()
    made.actor = Actor(User(display_name=name) if name else None)  # type: ignore[attr-defined]  # as our middleware does
    return made


def render(source: str, context: dict[str, Any] | None = None, *, on: HttpRequest | None = None) -> str:
    """Render a piece of template text on a page."""
    return str(engines["django"].from_string(source).render(context, on or request()))


def component(name: str, *, on: HttpRequest | None = None, **context: Any) -> str:
    """Render one component."""
    return render_to_string(f"components/_{name}.html", context, on or request())
