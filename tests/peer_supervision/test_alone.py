"""A host who is alone is asked to invite people first, and meets nothing that takes a second person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import browser_of, person
from tests.peer_supervision.builders import circle, host_of, invited, join_circle, leader, weekly

pytestmark = pytest.mark.django_db


def test_empty_circle_offers_inviting_before_the_weekly_time() -> None:
    opened = circle(now=timezone.now())
    address = reverse("peer_supervision:circle", args=[opened.pk])
    browser = browser_of(host_of(opened))
    words = browser.get(address).content.decode()
    main = words.index('class="empty"')
    assert main < words.index("Invite people", main) < words.index("Set the weekly time", main)
    join_circle(opened, now=timezone.now())
    words = browser.get(address).content.decode()
    main = words.index('class="empty"')
    assert main < words.index("Set the weekly time", main) < words.index("Invite people</a>", main)


def test_lone_host_is_asked_to_invite_people_first() -> None:
    now = timezone.now()
    opened = circle(now=now)
    weekly(opened, now=now, starts_on=now.date())
    browser, address = browser_of(host_of(opened)), reverse("peer_supervision:circle", args=[opened.pk])
    words = browser.get(address).content.decode()
    assert "Invite people first" in words
    for nonsense in ("I have something urgent", "Anybody can pass", "Nobody has the challenge yet", "You bring"):
        assert nonsense not in words
    join_circle(opened, now=now)
    words = browser.get(address).content.decode()
    assert "Invite people first" not in words
    assert "I have something urgent" in words


def test_invite_form_says_who_can_accept() -> None:
    opened = circle(now=timezone.now())
    words = browser_of(host_of(opened)).get(reverse("peer_supervision:members", args=[opened.pk])).content.decode()
    assert "they need to act for an organisation in this hub" in words


def test_invited_address_is_masked_for_whoever_holds_the_link() -> None:
    now = timezone.now()
    guest = leader()
    token = invited(circle(now=now), guest, now=now)
    address = reverse("peer_supervision:invitation", args=[token])
    masked = f"{guest.email[0]}…@{guest.email.partition('@')[2]}"
    for browser in (Client(), browser_of(person())):
        words = browser.get(address).content.decode()
        assert guest.email not in words
        assert masked in words


def test_all_that_is_wrong_with_the_weekly_time_shows_at_once() -> None:
    now = timezone.now()
    opened = circle(now=now)
    form = {
        "weekday": "3",
        "local_time": "18:00",
        "zone": "Europe/London",
        "minutes": "20",
        "challenge_minutes": "15",
        "starts_on": now.date().isoformat(),
        "video_link": "javascript:alert(1)",
    }
    address = reverse("peer_supervision:rhythm", args=[opened.pk])
    found = browser_of(host_of(opened)).post(address, form).context["form"].errors
    assert set(found) == {"minutes", "video_link"}
