"""Leaving the hub, and the tasks that run by themselves."""

from __future__ import annotations

import pytest

from lero_hub.accounts.erasure import obstacles
from lero_hub.accounts.workflows import erase_account
from peer_supervision import tasks
from peer_supervision.invitation_links import token_for
from peer_supervision.models import (
    Challenge,
    ChallengeKey,
    CircleInvitation,
    CircleMembership,
    Rsvp,
    Session,
)
from peer_supervision.workflows import sessions, turns
from peer_supervision.workflows.challenges import write_challenge
from peer_supervision.workflows.invitations import forget_unanswered, send_invitation_again
from tests.factories import DAY, HOUR, NOW, me, person
from tests.peer_supervision.builders import (
    circle,
    host_of,
    invited,
    join_circle,
    leader,
)

pytestmark = pytest.mark.django_db


def test_erasure_waits_for_a_new_host_then_ends_everything(group):
    opened, dated = group
    host = host_of(opened)
    assert [each.code for each in obstacles(host.pk)] == ["last_lead", "last_host"]
    guest = person()
    token = invited(opened, guest)
    erase_account(user_id=guest.pk, by=me(guest), now=NOW)
    assert token
    assert not CircleInvitation.objects.open().exists()
    assert CircleMembership.objects.open().count() == 5
    assert len(dated) == 12


def test_erasing_a_member_deletes_what_they_wrote(group):
    opened, dated = group
    by = join_circle(opened, person_with_editor()).user
    turns.take_urgent_turn(circle_id=opened.pk, by=me(by), now=NOW)
    write_challenge(session_id=dated[0].pk, text="It", question="", by=me(by), now=NOW)
    sessions.answer_session(session_id=dated[1].pk, answer="yes", by=me(by), now=NOW)
    erase_account(user_id=by.pk, by=me(by), now=NOW + HOUR)
    assert (Challenge.objects.count(), ChallengeKey.objects.count(), Rsvp.objects.count()) == (0, 0, 0)
    assert not CircleMembership.objects.open().filter(user=by).exists()


def person_with_editor():
    """Register an editor, who leads nothing alone."""
    from tests.factories import entry, join

    user = person()
    join(entry(), user)
    return user


def test_tasks_run_twice_without_harm(group):
    opened, _dated = group
    for _tick in range(2):
        tasks.keep_rhythm()
        tasks.forget()
    planned = Session.objects.filter(circle=opened)
    assert len(set(planned.values_list("week", flat=True))) == planned.count()


def test_address_is_forgotten_a_month_after_its_invitation_ran_out():
    opened = circle(now=NOW)
    invited(opened, leader())
    invitation = CircleInvitation.objects.get()
    over = invitation.expires_at + 30 * DAY
    assert forget_unanswered(now=over - HOUR) == 0
    assert [forget_unanswered(now=over), forget_unanswered(now=over)] == [1, 0]
    invitation.refresh_from_db()
    assert (invitation.email, invitation.revoked_at) == ("", over)


def test_task_forgets_old_addresses_and_leaves_what_was_sent_again(group):
    opened, _dated = group
    forgotten, renewed = leader(), leader()
    for guest in (forgotten, renewed):
        invited(opened, guest)
    again = CircleInvitation.objects.open().get(email=renewed.email)
    again = send_invitation_again(invitation_id=again.pk, by=me(host_of(opened)), now=NOW + 40 * DAY)
    assert forget_unanswered(now=NOW + 45 * DAY) == 1
    assert [row.email for row in CircleInvitation.objects.exclude(email="")] == [renewed.email]
    assert token_for(again) == invited(opened, renewed, now=NOW + 45 * DAY)
    CircleInvitation.objects.update(sent_at=NOW - 90 * DAY, expires_at=NOW - 60 * DAY)
    tasks.forget()
    assert not CircleInvitation.objects.exclude(email="").exists()
