"""What happens to one session when it is moved or cancelled, by hand or with its series. The caller holds the lock."""

from datetime import datetime, timedelta

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from peer_supervision.models import Challenge, Rsvp, Series, Session
from peer_supervision.states import CHALLENGE_KEPT_DAYS, SESSION
from peer_supervision.workflows.turns import release_session


def move_planned(session: Session, *, starts: datetime, ends: datetime, zone: str, now: datetime) -> None:
    """Give a session another time: it keeps its identity, its sequence rises, and everybody is asked again."""
    session.state = SESSION.check("move", session.state)
    session.starts_at, session.ends_at, session.zone = starts, ends, zone
    session.sequence += 1
    session.changed_at = now
    session.save(
        update_fields=[
            "starts_at", "ends_at", "zone", "challenge_minutes", "sequence", "changed_at", "moved_at", "state",
        ]
    )  # fmt: skip
    Rsvp.objects.filter(session=session).delete()
    Challenge.objects.filter(session=session).update(expires_at=ends + timedelta(days=CHALLENGE_KEPT_DAYS))


def shift(session: Session, *, starts: datetime, series: Series, by: Actor, now: datetime) -> bool:
    """Move a session with its series. Returns whether its time changed; the length of the challenge follows anyway."""
    ends = starts + timedelta(minutes=series.minutes)
    session.challenge_minutes = series.challenge_minutes
    if (session.starts_at, session.ends_at, session.zone) == (starts, ends, series.zone):
        session.save(update_fields=["challenge_minutes"])
        return False
    move_planned(session, starts=starts, ends=ends, zone=series.zone, now=now)
    record(actor=by, verb="circles.move_session", subject=session, now=now, sequence=session.sequence)
    return True


def revive(session: Session, *, starts: datetime, series: Series, by: Actor, now: datetime) -> Session:
    """Bring back a session that its series cancelled, at the time of the series: its sequence rises, all are asked."""
    session.state = SESSION.check("revive", session.state)
    session.cancelled_at, session.off_by_series = None, False
    session.starts_at, session.ends_at = starts, starts + timedelta(minutes=series.minutes)
    session.zone, session.challenge_minutes = series.zone, series.challenge_minutes
    session.sequence += 1
    session.changed_at = now
    session.save(
        update_fields=[
            *("state", "cancelled_at", "off_by_series", "starts_at", "ends_at"),
            *("zone", "challenge_minutes", "sequence", "changed_at"),
        ]
    )
    Rsvp.objects.filter(session=session).delete()
    record(actor=by, verb="circles.revive_session", subject=session, now=now, sequence=session.sequence)
    return session


def cancel_planned(session: Session, *, by: Actor, now: datetime, by_series: bool = False) -> None:
    """Cancel a session: turns are let go, a written challenge is deleted, and its sequence rises.

    `by_series` says that the first or last day of the series did it, so that it may come back.
    """
    session.state = SESSION.check("cancel", session.state)
    session.sequence += 1
    session.cancelled_at = session.changed_at = now
    session.off_by_series = by_series
    session.save(update_fields=["state", "sequence", "cancelled_at", "off_by_series", "changed_at"])
    release_session(session, by=by, now=now)
    record(actor=by, verb="circles.cancel_session", subject=session, now=now, sequence=session.sequence)
