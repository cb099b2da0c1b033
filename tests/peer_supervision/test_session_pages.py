"""The page of a session that is off, and the form that moves one, say how it stands."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from lero_hub.accounts.models import User
from peer_supervision.workflows.sessions import cancel_session
from tests.factories import HOUR, browser_of, me
from tests.peer_supervision.builders import circle, host_of, picked, weekly

pytestmark = pytest.mark.django_db


def test_session_that_is_off_has_no_clock_and_the_form_to_move_one_says_when_it_is() -> None:
    now = timezone.now()
    opened = circle(now=now)
    [session, *_later] = weekly(opened, now=now, starts_on=now.date(), weekday=(now.weekday() + 2) % 7)
    browser = browser_of(host_of(opened))
    page, move = (reverse(f"peer_supervision:{name}", args=[opened.pk, session.pk]) for name in ("session", "move"))
    assert 'class="agenda"' in browser.get(page).text
    assert "6 pm to 7.30 pm, UK time. Everybody gets one e-mail" in browser.get(move).text
    cancel_session(session_id=session.pk, by=me(host_of(opened)), now=now)
    words = browser.get(page).text
    assert "This session is off" in words
    assert 'class="agenda"' not in words


def test_session_is_told_as_coming_as_on_now_and_as_past() -> None:
    opened = circle(members=1)
    [session, *_later] = weekly(opened)
    roles = {role: turn.user for (pk, role), turn in picked(opened).items() if pk == session.pk}
    brings, keeps = roles["presenter"], roles["facilitator"]
    page = reverse("peer_supervision:session", args=[opened.pk, session.pk])
    next_one = reverse("peer_supervision:circle", args=[opened.pk])

    def told(at: datetime, address: str, reader: User) -> str:
        with time_machine.travel(at, tick=False):
            return browser_of(reader).get(address).text

    assert f"{opened.name}, next session" in told(session.starts_at - HOUR, next_one, brings)
    assert f"{opened.name}, on now" in told(session.starts_at, next_one, brings)
    assert f"{keeps.shown_name} keeps the time" in told(session.starts_at, page, brings)
    after = told(session.ends_at + HOUR, page, brings)
    assert "You brought the challenge" in after
    assert f"{keeps.shown_name} kept the time." in after
    assert "You kept the time." in told(session.ends_at + HOUR, page, keeps)
    assert 'class="agenda"' not in after
    assert "The challenge starts at" not in after
