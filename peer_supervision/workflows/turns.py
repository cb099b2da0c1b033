"""Turns: picked ahead by the rule of `rotation`, said yes to, passed without a reason, taken for something urgent.

Every verb locks the circle's row first, so two at once follow one another. A turn ends, it is never changed into
somebody else's; the database holds one standing turn for each role, and one for each person in a session.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused
from peer_supervision.local_times import local
from peer_supervision.messages import turns as messages
from peer_supervision.models import Challenge, ChallengeKey, CircleMembership, Rsvp, Session, Swap, Turn
from peer_supervision.rotation import Candidate, pick
from peer_supervision.states import (
    PICK_DAYS_AHEAD,
    SAID_YES,
    TURN,
    Answer,
    SessionState,
    SwapState,
    TurnRole,
    TurnState,
    Why,
)
from peer_supervision.workflows.circles import entered_by, locked

# --- Ending and making turns; the caller holds the circle's lock ------------------------------------------------------


def end_turn(turn: Turn, verb: str, *, by: Actor | None, now: datetime) -> None:
    """End a turn by `decline`, `swap` or `release`: its offers are void, and what was written for it is deleted."""
    turn.state, turn.ended_at = TURN.check(verb, turn.state), now
    turn.save(update_fields=["state", "ended_at"])
    Swap.objects.open().filter(Q(turn=turn) | Q(in_exchange=turn)).update(state=SwapState.VOID, answered_at=now)
    if turn.role == TurnRole.PRESENTER:
        ChallengeKey.objects.filter(challenge__session_id=turn.session_id).delete()
        Challenge.objects.filter(session_id=turn.session_id).delete()
    record(actor=by, verb=f"circles.{verb}_turn", subject=turn, now=now, session=turn.session_id, role=turn.role)


def give_turn(
    session: Session, user_id: UUID, role: str, why: str, *, now: datetime, last: datetime | None = None
) -> Turn:
    """Give a turn to somebody, who has said yes already where `why` says that they asked for it or agreed to it."""
    turn = Turn.objects.create(
        session=session,
        user_id=user_id,
        role=role,
        why=why,
        state=TurnState.ACCEPTED if why in SAID_YES else TurnState.ASKED,
        last_turn_on=local(last, session.zone).date() if last else None,
        picked_at=now,
    )
    record(actor=None, verb="circles.pick_turn", subject=turn, now=now, session=session.pk, role=role, why=why)
    return turn


def release_session(session: Session, *, by: Actor, now: datetime) -> None:
    """Let go of the turns of a session that is off."""
    for turn in Turn.objects.standing().filter(session=session):
        end_turn(turn, "release", by=by, now=now)


def release_all_of(circle_id: UUID, user_id: UUID, *, by: Actor, now: datetime) -> None:
    """Let go of the coming turns of somebody who leaves, void what they were asked, and pick the next in line."""
    theirs = Turn.objects.standing().filter(session__circle_id=circle_id, user_id=user_id, session__starts_at__gt=now)
    for turn in theirs.select_related("session"):
        end_turn(turn, "release", by=by, now=now)
    Swap.objects.open().filter(turn__session__circle_id=circle_id, asked_id=user_id).update(
        state=SwapState.VOID, answered_at=now
    )
    Rsvp.objects.filter(session__circle_id=circle_id, user_id=user_id, session__starts_at__gt=now).delete()
    pick_missing(circle_id, now=now)


# --- Picking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def pick_turns_of(*, circle_id: UUID, now: datetime) -> int:
    """Pick whoever is missing in the next two weeks of one circle. Returns how many; twice picks none."""
    circle = locked(circle_id)
    return pick_missing(circle_id, now=now) if circle.closed_at is None else 0


def pick_missing(circle_id: UUID, *, now: datetime) -> int:
    """Pick for the sessions that are near enough, in their order; the caller holds the circle's lock."""
    near = Session.objects.coming(now).filter(circle_id=circle_id, starts_at__lte=now + timedelta(days=PICK_DAYS_AHEAD))
    number = 0
    for session in near.order_by("starts_at", "id"):
        for role in (TurnRole.PRESENTER, TurnRole.FACILITATOR):
            if not Turn.objects.standing().filter(session=session, role=role).exists():
                number += _pick(session, role, now=now)
    return number


def _pick(session: Session, role: str, *, now: datetime) -> int:
    """Pick one role of one session, if anybody is free for it.

    When the only one free to present keeps the time, they present, and somebody else keeps the time.
    """
    other = Turn.objects.standing().filter(session=session).exclude(role=role).first()
    barred = _barred(session, role)
    candidates = _candidates(session, role)
    found = pick(candidates, barred=barred | ({other.user_id} if other else set()))
    if found is None and role == TurnRole.PRESENTER and other is not None:
        found = pick(candidates, barred=barred)
        if found is not None:
            end_turn(other, "release", by=None, now=now)
    if found is None:
        return 0
    give_turn(session, found.user_id, role, found.why, now=now, last=found.last)
    return 1


def _candidates(session: Session, role: str) -> list[Candidate]:
    """Read the members who have agreed, with their turns in all other sessions."""
    members = CircleMembership.objects.open().filter(
        circle_id=session.circle_id, agreed_at__isnull=False, user__is_active=True
    )
    turns = Turn.objects.standing().filter(session__circle_id=session.circle_id, role=role).exclude(session=session)
    had = {
        user_id: (last, number)
        for user_id, last, number in turns.values("user_id")
        .annotate(last=Max("session__starts_at"), n=Count("pk"))
        .values_list("user_id", "last", "n")
    }
    return [
        Candidate(user_id, joined_at, *had.get(user_id, (None, 0)))
        for user_id, joined_at in members.values_list("user_id", "joined_at")
    ]


def _barred(session: Session, role: str) -> set[UUID]:
    """List who is not asked: the neighbours' people, whoever said no, and whoever passed this very turn."""
    own = Session.objects.filter(circle_id=session.circle_id).exclude(state=SessionState.CANCELLED)
    before = own.filter(starts_at__lt=session.starts_at).order_by("-starts_at", "-id").values_list("pk", flat=True)[:1]
    after = own.filter(starts_at__gt=session.starts_at).order_by("starts_at", "id").values_list("pk", flat=True)[:1]
    neighbours = [*before, *after]
    near = Turn.objects.standing().filter(session_id__in=neighbours, role=role).values_list("user_id", flat=True)
    said_no = Rsvp.objects.filter(session=session, answer=Answer.NO).values_list("user_id", flat=True)
    passed = Turn.objects.filter(session=session, role=role, state__in=[TurnState.DECLINED, TurnState.SWAPPED])
    return {*near, *said_no, *passed.values_list("user_id", flat=True)}


# --- What people do about their turns ---------------------------------------------------------------------------------


def own_turn(turn_id: UUID, *, by: Actor, now: datetime) -> Turn:
    """Lock the circle, and read one's own turn in a session that has not started. Raises NotAllowed, Refused."""
    circle_id = Turn.objects.values_list("session__circle_id", flat=True).get(pk=turn_id)
    entered_by(by, circle_id, now=now)
    turn = Turn.objects.select_related("session", "user").get(pk=turn_id)
    if turn.user_id != by.user_id:
        raise NotAllowed(_("This is somebody else’s turn."))
    require_coming(turn.session, now)
    return turn


def require_coming(session: Session, now: datetime) -> None:
    """Raise Refused("started") unless the session is on and has not started."""
    if session.state != SessionState.PLANNED or session.starts_at <= now:
        raise Refused("started", _("This session has started, is over or is off, so its turns stay as they are."))


@transaction.atomic
def accept_turn(*, turn_id: UUID, by: Actor, now: datetime) -> Turn:
    """Say yes to one's own turn. Raises NotAllowed, WrongState, Refused("started")."""
    turn = own_turn(turn_id, by=by, now=now)
    turn.state = TURN.check("accept", turn.state)
    turn.save(update_fields=["state"])
    record(actor=by, verb="circles.accept_turn", subject=turn, now=now, session=turn.session_id, role=turn.role)
    return turn


@transaction.atomic
def decline_turn(*, turn_id: UUID, by: Actor, now: datetime) -> Turn:
    """Pass one's own turn: no reason is asked, and the next in line is picked at once.

    Raises NotAllowed, WrongState, Refused("started").
    """
    turn = own_turn(turn_id, by=by, now=now)
    end_turn(turn, "decline", by=by, now=now)
    pick_missing(turn.session.circle_id, now=now)
    return turn


@transaction.atomic
def take_urgent_turn(*, circle_id: UUID, by: Actor, now: datetime) -> Turn:
    """Jump the queue with something urgent: present in the next session that is free for it.

    Left alone are sessions that somebody else took for something urgent, or for which a challenge is written already.
    Whoever steps back stays first in line. Twice does no harm. Raises NotAllowed, Refused("nothing_free").
    """
    entered_by(by, circle_id, now=now)
    coming = Session.objects.coming(now).filter(circle_id=circle_id).order_by("starts_at", "id")
    for session in coming[:4]:
        presenter = Turn.objects.standing().presenters().filter(session=session).select_related("user").first()
        if presenter is not None and presenter.user_id == by.user_id:
            return presenter
        is_urgent = presenter is not None and presenter.why == Why.URGENT
        if is_urgent or Challenge.objects.filter(session=session).exists():
            continue
        if presenter is not None:
            end_turn(presenter, "release", by=by, now=now)
        for own in Turn.objects.standing().filter(session=session, user=by.person):
            end_turn(own, "release", by=by, now=now)
        turn = give_turn(session, by.person.pk, TurnRole.PRESENTER, Why.URGENT, now=now)
        record(actor=by, verb="circles.take_urgent_turn", subject=turn, now=now, session=session.pk)
        pick_missing(circle_id, now=now)
        if presenter is not None:
            messages.tell_stepped_back(presenter, now=now)
        return turn
    raise Refused("nothing_free", _("The next sessions are taken. Ask somebody to swap with you."))
