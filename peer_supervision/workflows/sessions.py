"""One session: whether somebody comes, moved, cancelled, held, and who was there."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused
from peer_supervision.messages import sessions as messages
from peer_supervision.models import Attendance, CircleMembership, Rsvp, Session, Turn
from peer_supervision.policies import can_host_session
from peer_supervision.states import SESSION, Answer, SessionState, Theme, TurnRole
from peer_supervision.wording import when_words
from peer_supervision.workflows.circles import entered_by
from peer_supervision.workflows.shifting import cancel_planned, move_planned
from peer_supervision.workflows.turns import end_turn, pick_missing, require_coming

FURTHEST_MOVE = timedelta(days=21)


def _locked(session_id: UUID, *, by: Actor, now: datetime) -> Session:
    """Lock the circle, then the session; the actor is a member who has accepted what was agreed."""
    entered_by(by, Session.objects.values_list("circle_id", flat=True).get(pk=session_id), now=now)
    rows = Session.objects.select_for_update(of=("self",), no_key=True).select_related("series", "circle")
    return rows.get(pk=session_id)


@transaction.atomic
def answer_session(*, session_id: UUID, answer: str, by: Actor, now: datetime) -> Rsvp:
    """Say yes, maybe or no; it can be changed until the session starts. A no lets go of one's turns in it.

    Raises NotAllowed, Refused("started", "unknown_answer").
    """
    session = _locked(session_id, by=by, now=now)
    if answer not in Answer.values:
        raise Refused("unknown_answer", _("Choose yes, maybe or no."))
    require_coming(session, now)
    rsvp, _made = Rsvp.objects.update_or_create(
        session=session, user=by.person, defaults={"answer": answer, "answered_at": now}
    )
    if answer == Answer.NO:
        for turn in Turn.objects.standing().filter(session=session, user=by.person):
            end_turn(turn, "decline", by=by, now=now)
        pick_missing(session.circle_id, now=now)
    record(actor=by, verb="circles.answer_session", subject=rsvp, now=now, session=session.pk)
    return rsvp


@transaction.atomic
def move_session(
    *, session_id: UUID, starts_at: datetime, minutes: int, sequence: int, by: Actor, now: datetime
) -> Session:
    """Move one session by hand; from then on its series leaves it alone. Everybody is told once, and asked again.

    `sequence` is the one that the host saw: a second click finds the work done. Raises NotAllowed unless `by` hosts,
    WrongState, Refused("past", "too_far", "bad_length", "moved_meanwhile", "taken").
    """
    session = _locked(session_id, by=by, now=now)
    can_host_session.require(by, session)
    SESSION.check("move", session.state)
    ends = starts_at + timedelta(minutes=minutes)
    if (session.starts_at, session.ends_at) == (starts_at, ends):
        return session
    if session.sequence != sequence:
        raise Refused("moved_meanwhile", _("Somebody moved this session in the meantime. Look at its new time first."))
    if session.starts_at <= now:
        raise Refused("started", _("This session has started, so it can no longer be moved."))
    if starts_at <= now:
        raise Refused("past", _("Choose a time that is still to come."))
    if abs(starts_at - session.starts_at) > FURTHEST_MOVE:
        raise Refused("too_far", _("Move it by up to three weeks. Further away there are other sessions."))
    if not max(30, session.challenge_minutes) <= minutes <= 240:
        raise Refused("bad_length", _("A session lasts 30 minutes to 4 hours, and has to hold the challenge."))
    others = Session.objects.planned().filter(circle_id=session.circle_id).exclude(pk=session.pk)
    if others.filter(starts_at__lt=ends, ends_at__gt=starts_at).exists():
        raise Refused("taken", _("The circle meets at that time already."))
    session.moved_at, was = now, when_words(session)
    move_planned(session, starts=starts_at, ends=ends, zone=session.zone, now=now)
    record(actor=by, verb="circles.move_session", subject=session, now=now, sequence=session.sequence)
    messages.tell_moved(session, was=was, now=now)
    return session


@transaction.atomic
def cancel_session(*, session_id: UUID, by: Actor, now: datetime) -> Session:
    """Cancel one session, and tell everybody once. Raises NotAllowed unless `by` hosts, WrongState, Refused("over")."""
    session = _locked(session_id, by=by, now=now)
    can_host_session.require(by, session)
    SESSION.check("cancel", session.state)
    if session.ends_at <= now:
        raise Refused("over", _("This session is over, so it can no longer be cancelled."))
    cancel_planned(session, by=by, now=now)
    messages.tell_cancelled(session, now=now)
    pick_missing(session.circle_id, now=now)
    return session


@transaction.atomic
def mark_held(*, session_id: UUID, attended: Collection[UUID], theme: str, by: Actor, now: datetime) -> Session:
    """Say that a session was held, who was there, and if the circle likes, its theme from the list.

    Raises NotAllowed unless `by` hosts it or keeps its time, WrongState, Refused("not_yet", "unknown_theme").
    """
    session = _locked(session_id, by=by, now=now)
    keeps_time = Turn.objects.standing().filter(session=session, user=by.person, role=TurnRole.FACILITATOR).exists()
    if not (keeps_time or can_host_session(by, session)):
        raise NotAllowed(_("A host, or who keeps the time, says that a session was held."))
    SESSION.check("mark_held", session.state)
    if now < session.starts_at:
        raise Refused("not_yet", _("This session has not started yet."))
    if theme and theme not in Theme.values:
        raise Refused("unknown_theme", _("Choose a theme from the list, or none."))
    session.state, session.theme, session.held_at, session.changed_at = SessionState.HELD, theme, now, now
    session.save(update_fields=["state", "theme", "held_at", "changed_at"])
    for user_id in (
        CircleMembership.objects.open().filter(circle_id=session.circle_id).values_list("user_id", flat=True)
    ):
        Attendance.objects.get_or_create(
            session=session,
            user_id=user_id,
            defaults={"attended": user_id in attended, "noted_at": now, "noted_by": by.person},
        )
    record(actor=by, verb="circles.mark_held", subject=session, now=now)
    return session


@transaction.atomic
def note_attendance(*, session_id: UUID, attended: bool, by: Actor, now: datetime) -> Attendance:
    """Say oneself whether one was there. Raises NotAllowed, Refused("not_yet", "cancelled")."""
    session = _locked(session_id, by=by, now=now)
    if session.state == SessionState.CANCELLED:
        raise Refused("cancelled", _("This session did not happen."))
    if now < session.starts_at:
        raise Refused("not_yet", _("This session has not started yet."))
    noted, _made = Attendance.objects.update_or_create(
        session=session, user=by.person, defaults={"attended": attended, "noted_at": now, "noted_by": by.person}
    )
    record(actor=by, verb="circles.note_attendance", subject=noted, now=now, session=session.pk)
    return noted
