"""Whatever deletes a written challenge asks first, in words that say so; with nothing written, one press passes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from peer_supervision.models import Challenge, Rsvp, Session, Turn
from peer_supervision.workflows.challenges import write_challenge
from tests.factories import browser_of, me
from tests.peer_supervision.builders import circle, facilitator, members_of, picked, presenter, weekly

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Session:
    """The next session of a circle of five, whose presenter is picked."""
    now = timezone.now()
    opened = circle(members=4, now=now)
    session = weekly(opened, now=now, starts_on=now.date(), weekday=(now.weekday() + 2) % 7)[0]
    picked(opened, now=now)
    return session


def write(session: Session) -> None:
    by = me(presenter(session))
    write_challenge(session_id=session.pk, text="It", question="", by=by, now=timezone.now())


def at(name: str, session: Session, *more: object) -> str:
    return reverse(f"peer_supervision:{name}", args=[session.circle_id, *(more or [session.pk])])


def passing(session: Session) -> str:
    return at("turn_decline", session, session.turns.standing().presenters().get().pk)


def shown(browser: Client, session: Session) -> str:
    return browser.get(at("session", session)).content.decode()


def test_with_nothing_written_one_press_passes(first) -> None:
    browser, address, was = browser_of(presenter(first)), passing(first), presenter(first)
    assert f'action="{address}"' in shown(browser, first)
    assert "Anybody can pass with one press" in shown(browser, first)
    assert browser.get(address).headers["Location"] == at("session", first)
    browser.post(address)
    assert presenter(first) != was


def test_with_something_written_passing_asks_and_names_the_deletion(first) -> None:
    write(first)
    browser, address, was = browser_of(presenter(first)), passing(first), presenter(first)
    words = shown(browser, first)
    assert f'action="{address}"' not in words
    assert f'href="{address}"' in words
    assert "Anybody can pass with one press" not in words
    assert "the challenge that you wrote is deleted" in words
    # A page from before it was written has the button still: it leads to the question as well.
    assert browser.post(address).headers["Location"] == address
    assert (presenter(first), Challenge.objects.count()) == (was, 1)
    asked = browser.get(address).content.decode()
    assert "The challenge that you wrote is deleted for good, with its key." in asked
    assert 'name="sure" value="yes"' in asked
    browser.post(address, {"sure": "yes"})
    assert presenter(first) != was
    assert not Challenge.objects.exists()


def test_saying_no_asks_as_well_and_then_does_both(first) -> None:
    write(first)
    was = presenter(first)
    browser, address = browser_of(was), f"{passing(first)}?answer=no"
    assert browser.post(at("answer", first), {"answer": "no"}).headers["Location"] == address
    assert (Rsvp.objects.count(), Challenge.objects.count()) == (0, 1)
    asked = browser.get(address).content.decode()
    assert "Say no, and delete your challenge?" in asked
    assert 'name="answer" value="no"' in asked
    browser.post(address, {"sure": "yes", "answer": "no"})
    assert Rsvp.objects.get().answer == "no"
    assert not Challenge.objects.exists()
    assert presenter(first) != was


def test_yes_and_the_noes_of_others_are_one_press(first) -> None:
    write(first)
    browser_of(presenter(first)).post(at("answer", first), {"answer": "yes"})
    browser_of(facilitator(first)).post(at("answer", first), {"answer": "no"})
    assert sorted(Rsvp.objects.values_list("answer", flat=True)) == ["no", "yes"]


def test_who_keeps_the_time_passes_with_one_press(first) -> None:
    write(first)
    turn = Turn.objects.standing().get(session=first, role="facilitator")
    browser_of(turn.user).post(at("turn_decline", first, turn.pk))
    turn.refresh_from_db()
    assert turn.state == "declined"


def test_deleting_asks_first_and_there_is_nothing_to_ask_without_a_text(first) -> None:
    browser, address = browser_of(presenter(first)), at("challenge_delete", first)
    assert browser.get(address).headers["Location"] == at("session", first)
    write(first)
    words = shown(browser, first)
    assert f'action="{address}"' not in words
    assert f'href="{address}"' in words
    other = next(each for each in members_of(first.circle) if each != presenter(first))
    assert browser_of(other).get(address).headers["Location"] == at("session", first)
    asked = browser.get(address).content.decode()
    assert "What you wrote is deleted for good, with its key." in asked
    assert Challenge.objects.exists()
    browser.post(address)
    assert not Challenge.objects.exists()
