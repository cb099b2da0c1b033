"""How people find their calendar from their account, and the guide from their circles."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lero_hub.accounts import further
from lero_hub.accounts.workflows import withdraw_consent
from peer_supervision.queries.feeds import account_rows
from peer_supervision.workflows.circles import close_circle
from peer_supervision.workflows.feeds import make_feed, revoke_feed
from peer_supervision.workflows.membership import leave_circle
from tests.factories import NOW, browser_of, me, person, queries
from tests.peer_supervision.builders import circle, host_of, leader, members_of, weekly

pytestmark = pytest.mark.django_db

LABEL, GUIDE = "Your dates in your own calendar", "/help/circle/"


def test_account_leads_to_the_calendar_of_whoever_is_in_a_circle() -> None:
    member = members_of(circle(members=1))[1]
    browser = browser_of(member)
    page = browser.get("/account/").text
    assert f'href="{reverse("peer_supervision:calendar")}">{LABEL}</a>' in page
    assert "A private address shows them in your calendar program" in page
    make_feed(by=me(member), now=NOW)
    assert "On since 2 March 2026, by a private address" in browser.get("/account/").text
    assert LABEL not in browser_of(person()).get("/account/").text


def test_account_leads_to_a_feed_until_it_is_ended_though_its_person_left_the_circle() -> None:
    opened = circle(members=1)
    member = members_of(opened)[1]
    make_feed(by=me(member), now=NOW)
    leave_circle(circle_id=opened.pk, by=me(member), now=NOW)
    assert [row.label for row in account_rows(me(member))] == [LABEL]
    revoke_feed(by=me(member), now=NOW)
    assert account_rows(me(member)) == []


def test_account_without_consent_leads_to_no_page_that_is_closed() -> None:
    member = members_of(circle(members=1))[1]
    make_feed(by=me(member), now=NOW)
    withdraw_consent(user_id=member.pk, by=me(member), now=NOW)
    assert account_rows(me(member)) == []


def test_account_asks_as_many_questions_for_three_circles_as_for_one() -> None:
    host = host_of(circle())
    browser = browser_of(host)
    browser.get("/account/")
    one = queries(browser, "/account/")
    for _number in range(2):
        circle(host)
    assert queries(browser, "/account/") == one


def test_rows_of_an_app_are_registered_once() -> None:
    assert further.register_rows(account_rows) is account_rows
    member = members_of(circle(members=1))[1]
    assert [row.label for row in further.rows_of(me(member))] == [LABEL]


def test_circles_lead_to_their_guide() -> None:
    opened = circle(members=1)
    host, member = members_of(opened)
    page = reverse("peer_supervision:circle", args=[opened.pk])
    assert GUIDE in browser_of(member).get(page).text
    [session, *_later] = weekly(opened)
    assert GUIDE in browser_of(member).get(reverse("peer_supervision:session", args=[opened.pk, session.pk])).text
    close_circle(circle_id=opened.pk, by=me(host), now=NOW)
    assert GUIDE in browser_of(member).get(page).text
    for somebody in (member, leader(), person()):
        assert GUIDE in browser_of(somebody).get(reverse("peer_supervision:circles")).text
