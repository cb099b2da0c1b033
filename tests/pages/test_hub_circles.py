"""The circles of a person on My hub: the way into a session, before it and while it runs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from lero_hub.accounts.models import User
from lero_hub.pages.needs import count_of, needs_of
from peer_supervision.models import CircleMembership, Session, Turn
from peer_supervision.queries.cards import CircleCard, cards_of
from peer_supervision.workflows.sessions import answer_session, cancel_session
from peer_supervision.workflows.swaps import ask_to_swap
from peer_supervision.workflows.turns import accept_turn
from tests.factories import NOW, browser_of, me, person, queries
from tests.peer_supervision.builders import (
    LINK,
    circle,
    facilitator,
    host_of,
    join_circle,
    leader,
    members_of,
    picked,
    presenter,
    weekly,
)

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def one(user: User, at: datetime) -> CircleCard:
    """Read the only card of somebody."""
    (card,) = cards_of(me(user), now=at)
    return card


def asked(user: User, session: Session) -> list[str]:
    """List what one session asks of somebody, and check that the badge counts as many as there are in all."""
    needs = needs_of(me(user), now=NOW)
    assert count_of(me(user), now=NOW) == len(needs)
    return [need.label for need in needs if str(session.pk) in need.url]


@pytest.fixture
def lantern() -> tuple[User, Session]:
    """A circle with a weekly time; give a member who has no turn in the next session, and that session."""
    opened = circle(name="Lantern hour", members=3)
    session = weekly(opened)[0]
    picked(opened)
    taken = {presenter(session), facilitator(session)}
    return next(user for user in members_of(opened) if user not in taken and user != host_of(opened)), session


def test_the_next_session_stays_in_view_after_the_answer(lantern: tuple[User, Session]) -> None:
    user, session = lantern
    assert one(user, NOW).answer == ""
    answer_session(session_id=session.pk, answer="yes", by=me(user), now=NOW)
    card = one(user, NOW)
    assert (card.session, card.answer, card.turn) == (session, "yes", "")
    assert (card.day, card.hours) == ("Thursday 5 March", "6 pm to 7.30 pm, UK time")


@pytest.mark.parametrize(
    ("minutes", "near", "running", "link"),
    [(-16, False, False, ""), (-15, True, False, LINK), (0, True, True, LINK), (89, True, True, LINK)],
)
def test_the_door_opens_a_quarter_of_an_hour_before_and_stays_open_to_the_end(
    lantern: tuple[User, Session], minutes: int, near: bool, running: bool, link: str
) -> None:
    user, session = lantern
    card = one(user, session.starts_at + minutes * MINUTE)
    assert (card.session, card.is_near, card.is_running, card.link) == (session, near, running, link)


def test_at_its_end_the_next_one_takes_its_place(lantern: tuple[User, Session]) -> None:
    user, session = lantern
    card = one(user, session.ends_at)
    assert card.session is not None
    assert (card.session.week, card.link) == (session.week + timedelta(days=7), "")


def test_a_session_that_is_off_is_not_shown(lantern: tuple[User, Session]) -> None:
    user, session = lantern
    cancel_session(session_id=session.pk, by=me(host_of(session.circle)), now=NOW)
    card = one(user, NOW)
    assert card.session is not None
    assert card.session.week == session.week + timedelta(days=7)


def test_a_card_says_what_turn_one_has(lantern: tuple[User, Session]) -> None:
    _user, session = lantern
    assert one(presenter(session), NOW).turn == "presenter"
    assert one(facilitator(session), NOW).turn == "facilitator"


def test_every_circle_has_a_card_and_what_comes_soonest_is_first(lantern: tuple[User, Session]) -> None:
    user, _session = lantern
    join_circle(circle(name="Bare"), user)
    late = circle(name="A late one")
    weekly(late, weekday=5)
    join_circle(late, user)
    assert [card.circle.name for card in cards_of(me(user), now=NOW)] == ["Lantern hour", "A late one", "Bare"]


def test_before_the_agreement_a_circle_is_a_name_and_after_leaving_nothing(lantern: tuple[User, Session]) -> None:
    _user, session = lantern
    newcomer = leader("Nia")
    membership = join_circle(session.circle, newcomer, agreed=False)
    card = one(newcomer, session.starts_at)
    assert (card.has_agreed, card.session, card.link) == (False, None, "")
    CircleMembership.objects.filter(pk=membership.pk).update(ended_at=NOW, ended_by=newcomer)
    assert cards_of(me(newcomer), now=NOW) == []
    assert cards_of(me(person("Mo")), now=NOW) == []


def test_the_page_leads_into_the_running_session_and_nobody_else_sees_a_name(lantern: tuple[User, Session]) -> None:
    user, session = lantern
    with time_machine.travel(session.starts_at + 5 * MINUTE, tick=False):
        html = browser_of(user).get("/hub/").text
        other = browser_of(person("Mo")).get("/hub/").text
    assert "It runs now" in html
    assert f'href="{LINK}"' in html
    assert f'href="/circles/{session.circle_id}/sessions/{session.pk}/"' in html
    assert f'href="/circles/{session.circle_id}/"' in html
    assert 'href="/circles/"' in html
    assert html.index('id="circles"') < html.index('id="now"')
    assert "Lantern hour" not in other
    assert LINK not in other


def test_one_session_asks_one_thing_and_names_its_circle(lantern: tuple[User, Session]) -> None:
    user, session = lantern
    assert asked(user, session) == ["Say whether you come to Lantern hour"]
    assert asked(presenter(session), session) == ["Say yes, swap or pass: you bring the challenge in Lantern hour"]
    assert asked(facilitator(session), session) == ["Say yes, swap or pass: you keep the time in Lantern hour"]


def test_whoever_says_yes_to_a_turn_is_not_asked_again_whether_they_come(lantern: tuple[User, Session]) -> None:
    _user, session = lantern
    brings = presenter(session)
    turn = Turn.objects.standing().get(session=session, user=brings)
    accept_turn(turn_id=turn.pk, by=me(brings), now=NOW)
    assert asked(brings, session) == []
    assert one(brings, NOW).turn == "presenter"


def test_an_offer_to_swap_is_the_one_thing_asked_about_its_session(lantern: tuple[User, Session]) -> None:
    user, session = lantern
    brings = presenter(session)
    turn = Turn.objects.standing().get(session=session, user=brings)
    ask_to_swap(turn_id=turn.pk, asked_id=user.pk, in_exchange_id=None, by=me(brings), now=NOW)
    assert asked(user, session) == [f"Say whether you swap a turn with {brings.shown_name} in Lantern hour"]


def test_circles_cost_one_query_however_many() -> None:
    user = leader("Lea")
    browser, counted = browser_of(user), []
    for number in range(3):
        opened = circle(name=f"Circle {number}", now=timezone.now() - timedelta(days=1))
        join_circle(opened, user, now=timezone.now())
        weekly(opened, starts_on=timezone.localdate(), now=timezone.now())
        counted.append(queries(browser, "/hub/"))
    assert counted[1] == counted[2]
    assert counted[2] <= 10
