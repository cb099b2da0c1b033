"""The page of a session that is off, and the form that moves one, say how it stands."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from peer_supervision.workflows.sessions import cancel_session
from tests.factories import browser_of, me
from tests.peer_supervision.builders import circle, host_of, weekly

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
