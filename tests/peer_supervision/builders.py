"""Builders of circles, through the workflows."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from lero_hub.accounts.models import User
from peer_supervision.agreement import VERSION
from peer_supervision.invitation_links import token_for
from peer_supervision.models import Circle, CircleMembership, Session, Turn
from peer_supervision.workflows.circles import open_circle
from peer_supervision.workflows.invitations import accept_invitation, invite_to_circle
from peer_supervision.workflows.membership import accept_agreement
from peer_supervision.workflows.rhythm import Rhythm, set_rhythm
from peer_supervision.workflows.turns import pick_turns_of
from tests.factories import NOW, draft, entry, me, person

LINK = "https://video.example/room/very-secret"
THURSDAY = 3
_numbers = itertools.count(1)


def circle(host: User | None = None, *, name: str = "", members: int = 0, now: datetime = NOW) -> Circle:
    """Open a circle, hosted by a lead of a listed organisation, with some members who have all agreed."""
    if host is None:
        host = person()
        entry(lead=host)
    opened = open_circle(
        circle_id=uuid4(), name=name or f"Circle {next(_numbers)}", purpose="To think aloud.", by=me(host), now=now
    )
    agree(opened, host, now=now)
    for number in range(members):
        join_circle(opened, now=now + timedelta(minutes=number + 1))
    return opened


def host_of(opened: Circle) -> User:
    """Give the host."""
    return CircleMembership.objects.open().hosts().select_related("user").get(circle=opened).user


def members_of(opened: Circle) -> list[User]:
    """Give the people, in the order in which they joined."""
    rows = CircleMembership.objects.open().filter(circle=opened).select_related("user").order_by("joined_at", "id")
    return [row.user for row in rows]


def leader(name: str = "") -> User:
    """Register somebody who leads a draft: enough to be invited."""
    user = person(name)
    draft(user)
    return user


def invited(opened: Circle, user: User, *, now: datetime = NOW) -> str:
    """Invite somebody; give the token of the link."""
    return token_for(invite_to_circle(circle_id=opened.pk, email=user.email, by=me(host_of(opened)), now=now))


def join_circle(
    opened: Circle, user: User | None = None, *, agreed: bool = True, now: datetime = NOW
) -> CircleMembership:
    """Let somebody join by an invitation, and accept the agreement."""
    user = user or leader()
    membership = accept_invitation(token=invited(opened, user, now=now), by=me(user), now=now)
    return agree(opened, user, now=now) if agreed else membership


def agree(opened: Circle, user: User, *, now: datetime = NOW) -> CircleMembership:
    """Accept the agreement."""
    return accept_agreement(circle_id=opened.pk, version=VERSION, by=me(user), now=now)


def weekly(opened: Circle, *, now: datetime = NOW, **changes: Any) -> list[Session]:
    """Set a weekly time (Thursdays at six, UK time); give the sessions ahead, the next one first."""
    given: dict[str, Any] = {
        "weekday": THURSDAY,
        "local_time": time(18),
        "starts_on": date(2026, 3, 2),
        "video_link": LINK,
    }
    set_rhythm(circle_id=opened.pk, rhythm=Rhythm(**given | changes), by=me(host_of(opened)), now=now)
    return sessions_of(opened)


def sessions_of(opened: Circle) -> list[Session]:
    """Give all sessions, the earliest first."""
    return list(Session.objects.filter(circle=opened).order_by("starts_at", "id"))


def picked(opened: Circle, *, now: datetime = NOW) -> dict[tuple[Any, str], Turn]:
    """Let the hub pick; give the standing turns by session and role."""
    pick_turns_of(circle_id=opened.pk, now=now)
    rows = Turn.objects.standing().filter(session__circle=opened).select_related("user", "session")
    return {(turn.session_id, turn.role): turn for turn in rows}


def presenter(session: Session) -> User:
    """Give who brings the challenge."""
    return Turn.objects.standing().presenters().select_related("user").get(session=session).user


def facilitator(session: Session) -> User:
    """Give who keeps the time."""
    return Turn.objects.standing().select_related("user").get(session=session, role="facilitator").user
