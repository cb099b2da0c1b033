"""No form sends the same thing twice: two marks of whose form it is contradict each other when one is wrong."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.test import override_settings

from tests.permissions.matrix import MATRIX
from tests.permissions.outcomes import Row
from tests.permissions.people import COORDINATOR, LEAD, MEMBER, World, taken_back
from tests.permissions.test_matrix import address

pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """Collect the names of the hidden fields of each form of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a hidden field of the form that is open."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
        elif tag == "input" and attributes.get("type") == "hidden":
            self.forms[-1].append((attributes.get("name", ""), attributes.get("value", "")))

    def twice(self) -> list[str]:
        """Name what one form sends twice: the same name and value, or two marks of whose form it is."""
        found = []
        for form in self.forms:
            sent = Counter((name, "" if name == "form_owner" else value) for name, value in form)
            found += [name for (name, _value), count in sent.items() if count > 1]
        return found


def test_what_is_sent_twice_is_noticed() -> None:
    mark = '<input type="hidden" name="form_owner" value="{}">'
    assert Forms(f"<form>{mark.format(1)}{mark.format(2)}</form>").twice() == ["form_owner"]
    assert Forms(f"<form>{mark.format(1)}</form><form>{mark.format(1)}</form>").twice() == []
    choice = '<input type="hidden" name="entry" value="a"><input type="hidden" name="entry" value="{}">'
    assert Forms(f"<form>{choice.format('b')}</form>").twice() == []
    assert Forms(f"<form>{choice.format('a')}</form>").twice() == ["entry"]


@pytest.mark.parametrize("role", [MEMBER, LEAD, COORDINATOR])
def test_no_form_of_any_page_sends_the_same_thing_twice(role: str, world: World) -> None:
    """Each page as it is opened, and as it comes back when its form was sent empty."""
    twice = {f"{method} {row.label}": found for row in MATRIX for method, found in _sent_twice(world, row, role)}
    assert twice == {}


def _sent_twice(world: World, row: Row, role: str) -> list[tuple[str, list[str]]]:
    found = []
    for method in ("get", "post"):
        with taken_back(), override_settings(DEMO=row.demo):
            answer = getattr(world.browser(role), method)(address(world, row))
            if answer.streaming:
                b"".join(answer)  # read to its end, which closes the file
                continue
            if twice := Forms(answer.content.decode()).twice():
                found.append((method, twice))
    return found
