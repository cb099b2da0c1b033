"""Circles, their members and invitations: who may, what is refused, what follows."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lero_hub.errors import NotAllowed
from peer_supervision import tasks
from peer_supervision.invitation_links import token_for
from peer_supervision.models import (
    Circle,
    CircleInvitation,
    Session,
)
from peer_supervision.states import SessionState
from peer_supervision.workflows import circles, membership, sessions, turns
from peer_supervision.workflows.invitations import (
    accept_invitation,
    invite_to_circle,
    revoke_invitation,
    send_invitation_again,
)
from peer_supervision.workflows.rhythm import end_rhythm
from tests.factories import DAY, HOUR, NOW, me, person
from tests.peer_supervision.builders import (
    circle,
    host_of,
    invited,
    join_circle,
    leader,
    members_of,
)
from tests.peer_supervision.support import refused

pytestmark = pytest.mark.django_db


def test_opening_twice_opens_one_and_somebody_else_cannot_take_its_id():
    opened = circle()
    host = host_of(opened)
    again = circles.open_circle(circle_id=opened.pk, name="Other", purpose="", by=me(host), now=NOW)
    assert (again.name, Circle.objects.count()) == (opened.name, 1)
    other = host_of(circle())
    with pytest.raises(NotAllowed):
        circles.open_circle(circle_id=opened.pk, name="Theirs", purpose="", by=me(other), now=NOW)
    with pytest.raises(NotAllowed):
        circles.open_circle(circle_id=uuid4(), name="Mine", purpose="", by=me(leader()), now=NOW)
    for name in ("", "...", "x" * 81):
        refused("bad_name", circles.open_circle, circle_id=uuid4(), name=name, purpose="", by=me(host), now=NOW)


def test_host_alone_runs_the_circle(group):
    opened, dated = group
    for by in (me(members_of(opened)[1]), me(leader())):
        call = {"by": by, "now": NOW}
        for act, given in (
            (circles.change_circle, {"circle_id": opened.pk, "name": "Ours", "purpose": ""}),
            (circles.set_agenda, {"circle_id": opened.pk, "steps": []}),
            (circles.close_circle, {"circle_id": opened.pk}),
            (invite_to_circle, {"circle_id": opened.pk, "email": "x@people.example"}),
            (end_rhythm, {"circle_id": opened.pk}),
            (sessions.cancel_session, {"session_id": dated[0].pk}),
        ):
            with pytest.raises(NotAllowed):
                act(**given, **call)


def test_invitation_link_works_once_for_one_address_and_the_newest_alone():
    opened = circle()
    host, guest = me(host_of(opened)), leader()
    first = invited(opened, guest)
    assert invited(opened, guest) == first
    invitation = CircleInvitation.objects.open().get()
    assert send_invitation_again(invitation_id=invitation.pk, by=host, now=NOW).times_sent == 1
    send_invitation_again(invitation_id=invitation.pk, by=host, now=NOW + HOUR)
    newest = invited(opened, guest)
    call = {"by": me(guest), "now": NOW + HOUR}
    refused("replaced", accept_invitation, token=first, **call)
    for forged in ("", "x.y", newest[:-1], f"{newest}0", newest.replace(newest[0], "g", 1)):
        refused("forged", accept_invitation, token=forged, **call)
    refused("other_address", accept_invitation, token=newest, by=me(leader()), now=NOW + HOUR)
    refused("expired", accept_invitation, token=newest, by=me(guest), now=NOW + 15 * DAY)
    joined = accept_invitation(token=newest, **call)
    assert accept_invitation(token=newest, **call) == joined
    refused("used", accept_invitation, token=newest, by=me(leader()), now=NOW + HOUR)
    refused("accepted_already", revoke_invitation, invitation_id=invitation.pk, by=host, now=NOW)
    refused("ended", send_invitation_again, invitation_id=invitation.pk, by=host, now=NOW)
    refused("member_already", invite_to_circle, circle_id=opened.pk, email=guest.email, by=host, now=NOW)


def test_invitation_is_taken_back_renewed_and_limited():
    opened = circle()
    host, guest = me(host_of(opened)), leader()
    token = invited(opened, guest)
    invitation = CircleInvitation.objects.open().get()
    for _click in range(2):
        revoke_invitation(invitation_id=invitation.pk, by=host, now=NOW)
    invitation.refresh_from_db()
    assert invitation.email == ""
    refused("revoked", accept_invitation, token=token, by=me(guest), now=NOW)
    invited(opened, guest)
    later = invited(opened, guest, now=NOW + 15 * DAY)
    assert CircleInvitation.objects.open().count() == 1
    current = CircleInvitation.objects.open().get()
    for number in range(1, 5):
        send_invitation_again(invitation_id=current.pk, by=host, now=NOW + 15 * DAY + number * HOUR)
    refused("sent_often", send_invitation_again, invitation_id=current.pk, by=host, now=NOW + 16 * DAY)
    refused("replaced", accept_invitation, token=later, by=me(guest), now=NOW + 15 * DAY)
    for number in range(30):
        given = {"circle_id": opened.pk, "email": f"x{number}@people.example", "by": host, "now": NOW + 20 * DAY}
        invite_to_circle(**given)
    refused("too_many_today", invite_to_circle, **given | {"email": "one@more.example"})


def test_who_acts_for_no_organisation_cannot_join():
    opened, guest = circle(), person()
    refused("no_leader", accept_invitation, token=invited(opened, guest), by=me(guest), now=NOW)


def test_nothing_opens_before_the_agreement(group):
    opened, dated = group
    newcomer = me(join_circle(opened, agreed=False).user)
    refused("agreement", sessions.answer_session, session_id=dated[0].pk, answer="yes", by=newcomer, now=NOW)
    refused("agreement", turns.take_urgent_turn, circle_id=opened.pk, by=newcomer, now=NOW)
    refused("old_words", membership.accept_agreement, circle_id=opened.pk, version="1", by=newcomer, now=NOW)
    late = NOW + 366 * DAY
    refused(
        "agreement", sessions.answer_session, session_id=dated[0].pk, answer="yes", by=me(host_of(opened)), now=late
    )


def test_agreement_is_accepted_once_a_day(group):
    opened, _dated = group
    own = opened.memberships.open().first()
    for _click in range(2):
        membership.accept_agreement(circle_id=opened.pk, version="2026-11", by=me(own.user), now=NOW)
    assert own.acceptances.count() == 1
    membership.accept_agreement(circle_id=opened.pk, version="2026-11", by=me(own.user), now=NOW + 366 * DAY)
    assert own.acceptances.count() == 2


def test_last_host_cannot_leave_others_and_the_last_one_closes_the_door(group):
    opened, _dated = group
    host = me(host_of(opened))
    refused("last_host", membership.leave_circle, circle_id=opened.pk, by=host, now=NOW)
    for member in members_of(opened)[1:]:
        membership.leave_circle(circle_id=opened.pk, by=me(member), now=NOW)
    for _click in range(2):
        membership.leave_circle(circle_id=opened.pk, by=host, now=NOW)
    opened.refresh_from_db()
    assert opened.closed_at is not None
    assert set(Session.objects.values_list("state", flat=True)) == {SessionState.CANCELLED}


def test_hosting_is_handed_over_and_members_removed(group):
    opened, _dated = group
    host, rows = me(host_of(opened)), list(opened.memberships.open().order_by("joined_at"))
    refused("own", membership.remove_from_circle, membership_id=rows[0].pk, by=host, now=NOW)
    refused("own", membership.hand_over_hosting, membership_id=rows[0].pk, by=host, now=NOW)
    for _click in range(2):
        membership.remove_from_circle(membership_id=rows[1].pk, by=host, now=NOW)
    refused("not_a_member", membership.hand_over_hosting, membership_id=rows[1].pk, by=host, now=NOW)
    for _click in range(2):
        membership.hand_over_hosting(membership_id=rows[2].pk, by=host, now=NOW)
    assert host_of(opened) == rows[2].user
    with pytest.raises(NotAllowed):
        membership.remove_from_circle(membership_id=rows[3].pk, by=host, now=NOW)


def test_closed_circle_takes_nothing_more(group):
    opened, dated = group
    host = me(host_of(opened))
    invited(opened, leader())
    for _click in range(2):
        circles.close_circle(circle_id=opened.pk, by=host, now=NOW)
    assert not CircleInvitation.objects.open().exists()
    refused("closed", invite_to_circle, circle_id=opened.pk, email="x@people.example", by=host, now=NOW)
    refused("closed", sessions.answer_session, session_id=dated[0].pk, answer="yes", by=host, now=NOW)
    tasks.keep_rhythm()
    assert turns.pick_turns_of(circle_id=opened.pk, now=NOW) == 0


def test_nobody_comes_in_by_a_host_who_hosts_no_more(group):
    opened, _dated = group
    first, rows = host_of(opened), list(opened.memberships.open().order_by("joined_at"))
    by_first, guest = leader(), leader()
    token = invited(opened, by_first)
    membership.hand_over_hosting(membership_id=rows[1].pk, by=me(first), now=NOW)
    refused("revoked", accept_invitation, token=token, by=me(by_first), now=NOW)
    assert not CircleInvitation.objects.exclude(email="").exists()
    token = invited(opened, guest)
    membership.leave_circle(circle_id=opened.pk, by=me(first), now=NOW)
    assert accept_invitation(token=token, by=me(guest), now=NOW).circle_id == opened.pk


def test_whom_one_of_two_hosts_invited_is_invited_no_more_once_that_one_leaves(group):
    opened, _dated = group
    first, second = opened.memberships.open().order_by("joined_at")[:2]
    opened.memberships.filter(pk=second.pk).update(role="host")
    theirs, others = leader(), leader()
    tokens = [
        token_for(invite_to_circle(circle_id=opened.pk, email=guest.email, by=me(host.user), now=NOW))
        for host, guest in ((first, theirs), (second, others))
    ]
    membership.leave_circle(circle_id=opened.pk, by=me(first.user), now=NOW)
    refused("revoked", accept_invitation, token=tokens[0], by=me(theirs), now=NOW)
    assert accept_invitation(token=tokens[1], by=me(others), now=NOW).circle_id == opened.pk
