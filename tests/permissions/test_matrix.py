"""Each address answers to each role as the matrix says, and whoever is turned away has changed nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import override_settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.permissions.matrix import MATRIX
from tests.permissions.outcomes import CONSENT, ON, SIGN_IN, Outcome, Row
from tests.permissions.people import COORDINATOR, LEAD, ROLES, SUPERUSER, VISITOR, World, taken_back
from tests.permissions.world import fingerprint, writes

pytestmark = pytest.mark.django_db


def names(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Name every address of the site, with its namespace."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from names(each, (*spaces, each.namespace) if each.namespace else spaces)
        elif isinstance(each, URLPattern):
            yield ":".join([*spaces, each.name or str(each.pattern)])


def address(world: World, row: Row) -> str:
    """Give the address of a row in this world."""
    kwargs = {part: world.things[thing] for part, thing in row.on.items()}
    return reverse(row.name, kwargs=kwargs) + row.query


def data(world: World, row: Row) -> dict[str, Any]:
    """Give what the form of a row sends."""
    return {key: world.things[value[1:]] if value[:1] == "@" else value for key, value in row.data.items()}


def outcome(answer: HttpResponseBase) -> Outcome:
    """Put an answer in the words of the matrix."""
    if answer.status_code != 302:
        return answer.status_code
    path = answer.headers["Location"].split("?")[0]
    return {reverse(settings.LOGIN_URL): SIGN_IN, reverse("accounts:consent"): CONSENT}.get(path, ON)


@pytest.fixture(scope="module")
def untouched(world: World) -> dict[str, str]:
    """Give the fingerprint of the world before any request."""
    return fingerprint()


def send(world: World, row: Row, role: str, method: str, untouched: dict[str, str]) -> tuple[Outcome, bool]:
    """Send one request as one role; tell how it was answered and whether it changed anything. Take it back."""
    with taken_back(), override_settings(DEMO=row.demo):
        given = {"data": data(world, row)} if method == "POST" else {}
        before = writes()
        answer = getattr(world.browser(role), method.lower())(address(world, row), **given)
        if answer.streaming:
            b"".join(answer)  # read to its end, which closes the file
        return outcome(answer), writes() != before and fingerprint() != untouched


def test_every_address_is_in_the_matrix_and_no_other() -> None:
    assert {name for name in names() if not name.startswith("admin:")} == {row.name for row in MATRIX}


ADMIN = sorted({name for name in names() if name.startswith("admin:")})


@pytest.mark.parametrize("role", [VISITOR, LEAD, COORDINATOR, SUPERUSER])
def test_admin_site_opens_to_operators_and_nobody_changes_anything_there(
    role: str, world: World, untouched: dict[str, str]
) -> None:
    """The admin site is one group: whatever stands there is for superusers to look at, and for nobody to change."""
    seen: dict[str, set[Outcome]] = {"GET": set(), "POST": set()}
    changed = []
    for name in ADMIN:
        for method, outcomes in seen.items():
            with taken_back():
                before = writes()
                outcomes.add(outcome(getattr(world.browser(role), method.lower())(admin_address(world, name))))
                changed += [f"{method} {name}"] if writes() != before and fingerprint() != untouched else []
    assert changed == []
    if role == SUPERUSER:
        assert 200 in seen["GET"]
    else:
        assert seen["GET"] <= ({SIGN_IN} if role == VISITOR else {ON, 403, CONSENT})
        assert 200 not in seen["POST"]


def admin_address(world: World, name: str) -> str:
    """Give an address of the admin site, about a person where it is about a row."""
    parts = {
        "object_id": world.things["id of member"],
        "content_type_id": "1",
        "app_label": "accounts",
        "url": "nothing/",
    }
    for wanted in ([], ["object_id"], ["content_type_id", "object_id"], ["app_label"]):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs={part: parts[part] for part in wanted})
    return reverse("admin:index") + parts["url"]


def test_rows_are_told_apart() -> None:
    labels = [row.label for row in MATRIX]
    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.label)
def test_address_answers_each_role(row: Row, world: World, untouched: dict[str, str]) -> None:
    seen = {role: send(world, row, role, "GET", untouched) for role in ROLES}
    assert {role: each for role, (each, _) in seen.items()} == dict(row.get)
    assert [role for role, (_, changed) in seen.items() if changed] == []

    seen = {role: send(world, row, role, "POST", untouched) for role in ROLES}
    assert {role: each for role, (each, _) in seen.items()} == dict(row.post)
    assert {role for role, (_, changed) in seen.items() if changed} == row.changes


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.label)
def test_other_methods_are_refused(row: Row, world: World, untouched: dict[str, str]) -> None:
    """Nothing of ours takes PUT, PATCH or DELETE; allauth takes PUT as an empty form, which changes nothing."""
    for role, method in ((VISITOR, "DELETE"), (LEAD, "PUT"), (COORDINATOR, "PATCH")):
        seen, changed = send(world, row, role, method, untouched)
        assert not changed
        as_allauth = {row.get[role], row.post[role]}
        assert seen == 405 or seen in (as_allauth if ":" not in row.name else as_allauth - {200, ON})


@pytest.mark.parametrize("row", [row for row in MATRIX if row.changes], ids=lambda row: row.label)
def test_form_without_a_token_is_refused(row: Row, world: World, untouched: dict[str, str]) -> None:
    """Whoever may change something may do so from our own pages alone."""
    with taken_back(), override_settings(DEMO=row.demo):
        browser = world.browser(min(row.changes), checks_csrf=True)
        assert browser.post(address(world, row), data(world, row)).status_code == 403
        assert fingerprint() == untouched
