"""Opening circles: by whom, how many, and that it tells nothing of the circles of others."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from lero_hub.accounts.models import User
from peer_supervision.models import Circle, CircleInvitation
from peer_supervision.workflows.circles import close_circle, open_circle
from peer_supervision.workflows.invitations import invite_to_circle, send_invitation_again
from peer_supervision.workflows.membership import leave_circle
from tests.factories import DAY, HOUR, NOW, browser_of, entry, me, person
from tests.peer_supervision.builders import circle, join_circle
from tests.peer_supervision.support import refused

pytestmark = pytest.mark.django_db

OPEN = "/circles/open/"


def lead() -> User:
    """Register a lead of a listed organisation."""
    user = person()
    entry(lead=user)
    return user


def test_the_id_of_a_circle_of_others_opens_one_like_any_other_id() -> None:
    of_others, former = circle(), lead()
    join_circle(of_others, former)
    leave_circle(circle_id=of_others.pk, by=me(former), now=NOW)
    browser = browser_of(former)
    for known, name in ((of_others.pk, "Aire"), (uuid4(), "Calder")):
        answers = [browser.post(OPEN, {"name": name, "purpose": "", "circle_id": known}) for _click in range(2)]
        opened = Circle.objects.get(opened_by=former, name=name)
        assert opened.pk != known
        assert {answer.status_code for answer in answers} == {302}
        assert {answer.headers["Location"] for answer in answers} == {
            reverse("peer_supervision:agreement", args=[opened.pk])
        }
    of_others.refresh_from_db()
    assert (of_others.memberships.open().count(), Circle.objects.count()) == (1, 3)


def test_somebody_hosts_ten_open_circles_and_no_more() -> None:
    host = lead()
    mine = [circle(host) for _number in range(10)]
    given = {"name": "One more", "purpose": "", "by": me(host), "now": NOW}
    refused("too_many_circles", open_circle, circle_id=uuid4(), **given)
    page = browser_of(host).post(OPEN, {"name": "One more", "purpose": "", "circle_id": uuid4()})
    assert "You host ten circles already. Close one first, or hand one over." in page.text
    assert open_circle(circle_id=mine[0].pk, **given) == mine[0]
    close_circle(circle_id=mine[0].pk, by=me(host), now=NOW)
    assert open_circle(circle_id=uuid4(), **given).name == "One more"


def test_somebody_sends_thirty_invitations_a_day_over_all_their_circles() -> None:
    host = lead()
    circles = [circle(host) for _number in range(3)]
    for number in range(30):
        given = {"circle_id": circles[number % 3].pk, "email": f"x{number}@people.example", "by": me(host)}
        invite_to_circle(**given, now=NOW)
    first = CircleInvitation.objects.get(email="x0@people.example")
    one_more = {"circle_id": circles[0].pk, "email": "one@more.example", "by": me(host)}
    for later in (NOW + HOUR, NOW + DAY - HOUR):
        refused("too_many_today", invite_to_circle, **one_more, now=later)
        refused("too_many_today", send_invitation_again, invitation_id=first.pk, by=me(host), now=later)
    assert invite_to_circle(**given, now=NOW + HOUR).email == "x29@people.example"
    assert invite_to_circle(**one_more, now=NOW + DAY + HOUR).email == "one@more.example"
    other = lead()
    assert invite_to_circle(circle_id=circle(other).pk, email="x@people.example", by=me(other), now=NOW)
