"""What the matrix needs of circles, series, sessions and turns.

The lead of another organisation hosts a circle in which the lead is a member and brings the next challenge; the editor
is invited to it; the curator belongs to another circle.
"""

from __future__ import annotations

from datetime import timedelta

from peer_supervision.models import CircleInvitation, CircleMembership, Turn
from peer_supervision.states import TurnRole
from peer_supervision.workflows.challenges import write_challenge
from peer_supervision.workflows.sessions import answer_session, note_attendance
from peer_supervision.workflows.swaps import ask_to_swap
from tests.factories import NOW, draft, me
from tests.peer_supervision.builders import circle, invited, join_circle, picked, weekly
from tests.permissions.people import CLOCK, CURATOR, EDITOR, LEAD, OTHER_LEAD, World


def build(world: World) -> None:
    """Add to the world."""
    host, lead = world.people[OTHER_LEAD], world.people[LEAD]
    opened = circle(host, name="Pennine circle")
    join_circle(opened, lead, now=NOW + timedelta(minutes=1))
    join_circle(opened, now=NOW + timedelta(minutes=2))
    third = CircleMembership.objects.open().get(circle=opened, joined_at=NOW + timedelta(minutes=2))
    join_circle(opened, now=NOW + timedelta(minutes=3))
    dated = weekly(opened)
    picked(opened)
    turns = picked(opened, now=CLOCK - timedelta(hours=1))
    own, later = turns[dated[1].pk, TurnRole.PRESENTER], turns[dated[2].pk, TurnRole.PRESENTER]
    assert own.user == lead
    write_challenge(session_id=dated[1].pk, text="A challenge", question="", by=me(lead), now=NOW)
    answer_session(session_id=dated[1].pk, answer="maybe", by=me(host), now=NOW)
    note_attendance(session_id=dated[0].pk, attended=True, by=me(host), now=CLOCK - timedelta(hours=1))
    of_lead = ask_to_swap(turn_id=own.pk, asked_id=third.user_id, in_exchange_id=None, by=me(lead), now=NOW)
    asked = Turn.objects.select_related("user").get(pk=later.pk).user
    to_lead = ask_to_swap(turn_id=later.pk, asked_id=lead.pk, in_exchange_id=None, by=me(asked), now=CLOCK)
    token = invited(opened, world.people[EDITOR], now=CLOCK - timedelta(days=1))
    _another(world)
    world.things |= {
        "circle": str(opened.pk),
        "circle session": str(dated[1].pk),
        "past session": str(dated[0].pk),
        "own turn": str(own.pk),
        "swap asked of lead": str(to_lead.pk),
        "swap asked by lead": str(of_lead.pk),
        "circle token": token,
        "circle invitation": str(CircleInvitation.objects.open().get(circle=opened).pk),
        "third membership": str(third.pk),
        "lead in circle": str(CircleMembership.objects.open().get(circle=opened, user=lead).pk),
        "someone of circle": f"person:{third.user_id}",
    }


def _another(world: World) -> None:
    curator = world.people[CURATOR]
    draft(curator, "Run by the curator")
    opened = circle(name="Solent circle")
    join_circle(opened, curator)
    weekly(opened)
    picked(opened)
