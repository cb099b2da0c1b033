"""A challenge sent by a browser that was signed out: nothing of it is kept, and the page says so after sign-in."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session as KeptSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lero_hub.authz import parking
from peer_supervision.models import Challenge
from tests.factories import browser_of
from tests.peer_supervision.builders import circle, members_of, picked, presenter, weekly
from tests.peer_supervision.test_sentinel import MARK, tables_with

pytestmark = pytest.mark.django_db

GONE = "What you wrote was not saved: you had been signed out. Nothing of it was kept here."


@pytest.fixture
def page() -> tuple[Client, str, dict[str, str], object]:
    """A presenter who opened the form, wrote, and was signed out before sending it."""
    now = timezone.now()
    opened = circle(members=3, now=now)
    first = weekly(opened, now=now, starts_on=now.date(), weekday=(now.weekday() + 2) % 7)[0]
    picked(opened, now=now)
    address = reverse("peer_supervision:challenge", args=[opened.pk, first.pk])
    writer = presenter(first)
    browser = browser_of(writer)
    found = re.search(f'name="{parking.FIELD}" value="([^"]+)"', browser.get(address).content.decode())
    assert found
    KeptSession.objects.all().delete()
    return browser, address, {parking.FIELD: found[1], "text": f"{MARK} said", "question": f"{MARK} asked"}, first


@pytest.mark.parametrize("by_script", [False, True])
def test_page_says_once_that_nothing_was_saved(page, by_script) -> None:
    browser, address, form, first = page
    headers = {"HX-Request": "true"} if by_script else {}
    answer = browser.post(address, form, headers=headers)
    assert answer.headers["HX-Redirect" if by_script else "Location"] == f"/accounts/login/?next={address}"
    assert [kept["fields"] for kept in browser.session[parking.KEY]] == [{}]
    assert tables_with(MARK) == set()
    assert not Challenge.objects.exists()
    browser.force_login(presenter(first))
    words = browser.get(address).content.decode()
    assert GONE in words
    assert MARK not in words
    assert parking.KEY not in browser.session
    assert GONE not in browser.get(address).content.decode()


def test_somebody_else_who_signs_in_there_hears_nothing(page) -> None:
    browser, address, form, first = page
    browser.post(address, form)
    browser.force_login(next(each for each in members_of(first.circle) if each != presenter(first)))
    assert GONE not in browser.get(reverse("peer_supervision:session", args=[first.circle_id, first.pk])).text


def test_without_its_mark_nothing_is_remembered_at_all(page) -> None:
    browser, address, form, _first = page
    browser.post(address, {**form, parking.FIELD: "forged"})
    assert parking.KEY not in browser.session
    assert tables_with(MARK) == set()
