"""How the address of a page is found, once the demonstration stands."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

Found = Callable[[], str]


def of(name: str, *args: object) -> Found:
    """Give the address of a page, found when the world stands."""
    return lambda: reverse(name, args=args)


def query(name: str, text: str, *args: object) -> Found:
    """Give the address of a page with a search."""
    return lambda: f"{reverse(name, args=args)}?{text}"
