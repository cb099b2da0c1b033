"""Rows of the matrix about circles, series, sessions and turns."""

from __future__ import annotations

from typing import Any

from django.db import models

from lero_hub.authz.actor import Actor
from peer_supervision.agreement import VERSION
from peer_supervision.models import (
    Attendance,
    Challenge,
    Circle,
    CircleInvitation,
    CircleMembership,
    Rsvp,
    Series,
    Session,
    Swap,
    Turn,
)
from peer_supervision.policies import can_host, can_open_circle, can_open_session
from tests.permissions.outcomes import ON, Outcome, Outcomes, Row, Rule, act, coordinators, everybody, form, page
from tests.permissions.outcomes import signed_in as signed_in_people
from tests.permissions.people import COORDINATOR, EDITOR, LEAD, OTHER_LEAD


def members(outcome: Outcome, *, host: Outcome | None = None) -> Outcomes:
    """Members of the circle, its host perhaps otherwise; for everybody else there is no such thing."""
    return {**signed_in_people(404), LEAD: outcome, OTHER_LEAD: outcome if host is None else host}


def host(outcome: Outcome) -> Outcomes:
    """The host of the circle; its members are told that it takes a host."""
    return members(403, host=outcome)


def leads(outcome: Outcome) -> Outcomes:
    """Leads of a listed organisation; the coordinator leads one as well."""
    return {**signed_in_people(403), LEAD: outcome, OTHER_LEAD: outcome, COORDINATOR: outcome}


IN = {"circle_id": "circle"}
NEXT, PAST = {**IN, "session_id": "circle session"}, {**IN, "session_id": "past session"}
TURN = {**IN, "turn_id": "own turn"}
OF_LEAD, BY_LEAD = {**IN, "swap_id": "swap asked of lead"}, {**IN, "swap_id": "swap asked by lead"}
INVITED = {**IN, "invitation_id": "circle invitation"}
RHYTHM = {
    "weekday": "3",
    "local_time": "19:00",
    "zone": "Europe/London",
    "minutes": "90",
    "challenge_minutes": "30",
    "starts_on": "2026-03-02",
}
MOVED = {"day": "2026-03-13", "local_time": "18:00", "minutes": "90", "sequence": "0"}


def named(name: str) -> str:
    """Give the full name of an address of this app."""
    return f"peer_supervision:{name}"


CIRCLES = [
    page(named("circles"), signed_in_people(200)),
    form(named("open"), leads(200), leads(ON), data={"name": "Mine", "circle_id": "@new id"}),
    page(named("invitation"), everybody(200), on={"token": "circle token"}),
    act(named("invitation_accept"), signed_in_people(ON), on={"token": "circle token"}, changes={EDITOR}),
    page(named("circle"), members(200), on=IN),
    form(named("agreement"), members(200), members(ON), on=IN, data={"version": VERSION}),
    form(named("change"), host(200), host(ON), on=IN, data={"name": "Ours"}),
    form(named("agenda"), host(200), host(ON), on=IN, data={"steps": "5 One"}),
    page(named("past"), members(200), on=IN),
    form(named("close"), host(200), host(ON), on=IN),
    form(named("rhythm"), host(200), host(ON), on=IN, data=RHYTHM),
    form(named("rhythm_end"), host(200), host(ON), on=IN),
    page(named("coordination_circles"), coordinators(200)),
]
MEMBERS = [
    page(named("members"), members(200), on=IN),
    act(named("invite"), host(ON), on=IN, data={"email": "new@people.example"}),
    act(named("invite_again"), host(ON), on=INVITED),
    act(named("invite_revoke"), host(ON), on=INVITED),
    form(named("member_remove"), host(200), host(ON), on={**IN, "membership_id": "third membership"}),
    form(named("hand_over"), host(200), host(ON), on={**IN, "membership_id": "lead in circle"}),
    form(named("leave"), members(200), members(ON), on=IN, changes={LEAD}),
]
SESSIONS = [
    page(named("session"), members(200), on=NEXT),
    page(named("screen"), members(200), on=NEXT),
    act(named("answer"), members(ON), on=NEXT, data={"answer": "yes"}),
    act(named("attended"), members(ON), on=PAST, data={"attended": "no"}),
    form(named("move"), host(200), host(ON), on=NEXT, data=MOVED),
    form(named("cancel"), host(200), host(ON), on=NEXT),
    form(named("held"), members(200), members(ON), on=PAST),
    form(named("held"), members(404), host(ON), on=NEXT, changes=()),
    form(named("challenge"), members(200, host=404), members(ON, host=403), on=NEXT, data={"text": "Words"}),
    form(named("challenge_delete"), members(200, host=ON), members(ON), on=NEXT, changes={LEAD}),
    act(named("urgent"), members(ON), on=IN, changes={OTHER_LEAD}),
    act(named("turn_accept"), members(ON, host=403), get=members(405), on=TURN),
    form(named("turn_decline"), members(200, host=ON), members(ON, host=403), on=TURN, data={"sure": "yes"}),
    form(
        named("turn_swap"),
        members(200, host=404),
        members(200, host=404),
        on=TURN,
        data={"whom": "@someone of circle"},
        changes=(),
    ),
    act(named("swap_accept"), members(ON, host=403), get=members(405), on=OF_LEAD),
    act(named("swap_decline"), members(ON, host=403), get=members(405), on=OF_LEAD),
    act(named("swap_withdraw"), members(ON, host=403), get=members(405), on=BY_LEAD),
]
ROWS: list[Row] = [*CIRCLES, *MEMBERS, *SESSIONS]


def _in_session(actor: Actor, row: Any) -> bool:
    return can_open_session(actor, row.session)


def _was_in_time(actor: Actor, row: Any) -> bool:
    """Whoever joined after the session reads nothing that was written for it."""
    joined = CircleMembership.objects.open().filter(user=actor.user, circle=row.session.circle_id)
    return _in_session(actor, row) and joined.filter(joined_at__lte=row.session.ends_at).exists()


RULES: dict[type[models.Model], Rule] = {
    Circle: can_open_circle,
    CircleMembership: lambda actor, row: can_open_circle(actor, row.circle),
    CircleInvitation: lambda actor, row: can_host(actor, row.circle),
    Series: lambda actor, row: can_open_circle(actor, row.circle),
    Session: can_open_session,
    Rsvp: _in_session,
    Attendance: _in_session,
    Turn: _in_session,
    Swap: lambda actor, row: can_open_session(actor, row.turn.session),
    Challenge: _was_in_time,
}
"""What each model's `visible_to` must agree with."""
