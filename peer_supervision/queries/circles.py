"""Lists: my circles, who belongs to one, its past sessions, and what a coordinator may know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from peer_supervision import wording
from peer_supervision.agreement import stands
from peer_supervision.models import (
    Attendance,
    Circle,
    CircleInvitation,
    CircleMembership,
    Series,
    Session,
    Turn,
)
from peer_supervision.policies import can_host
from peer_supervision.states import CircleRole, SessionState, Theme, TurnRole


@dataclass(frozen=True)
class Mine:
    """One of my circles."""

    circle: Circle
    is_host: bool
    has_agreed: bool
    members: int
    next_session: Session | None
    when: str


def my_circles(actor: Actor, *, now: datetime) -> list[Mine]:
    """List the circles of a person, open ones first, then by name: two queries however many."""
    ahead = Session.objects.planned().not_over(now).filter(circle=OuterRef("circle")).order_by("starts_at", "id")
    rows = (
        CircleMembership.objects.open()
        .filter(user=actor.user)
        .select_related("circle")
        .annotate(
            next_id=Subquery(ahead.values("pk")[:1]),
            n=Count("circle__memberships", filter=Q(circle__memberships__ended_at__isnull=True)),
        )
        .order_by("circle__name", "id")
    )
    found = list(rows)
    nearest = {row.pk: getattr(row, "next_id", None) for row in found}
    sessions = Session.objects.in_bulk([session_id for session_id in nearest.values() if session_id])
    mine = [_mine(row, sessions.get(nearest[row.pk]), now) for row in found]
    return sorted(mine, key=lambda each: each.circle.closed_at is not None)


def _mine(row: CircleMembership, session: Session | None, now: datetime) -> Mine:
    return Mine(
        circle=row.circle,
        is_host=row.role == CircleRole.HOST,
        has_agreed=stands(row, now),
        members=row.n,  # type: ignore[attr-defined]  # annotated above
        next_session=session,
        when=wording.when_words(session) if session else "",
    )


@dataclass(frozen=True)
class Member:
    """One person of a circle, as a member sees them."""

    membership: CircleMembership
    name: str
    is_viewer: bool
    is_host: bool
    has_agreed: bool


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that waits."""

    invitation: CircleInvitation
    has_expired: bool


@dataclass(frozen=True)
class Members:
    """What the page of members shows."""

    members: list[Member]
    invitations: list[OpenInvitation]
    viewer_hosts: bool
    viewer_can_leave: bool


def members_of(circle: Circle, *, actor: Actor, now: datetime) -> Members:
    """Read who belongs to a circle: hosts first, then by when they joined."""
    rows = CircleMembership.objects.open().visible_to(actor).filter(circle=circle).select_related("user")
    members = [
        Member(
            membership=row,
            name=row.user.shown_name,
            is_viewer=row.user_id == actor.user_id,
            is_host=row.role == CircleRole.HOST,
            has_agreed=stands(row, now),
        )
        for row in rows.order_by("joined_at", "id")
    ]
    members.sort(key=lambda member: not member.is_host)
    invitations = CircleInvitation.objects.open().visible_to(actor).filter(circle=circle).order_by("sent_at", "id")
    hosts = can_host(actor, circle)
    others = [member for member in members if not member.is_viewer]
    return Members(
        members=members,
        invitations=[OpenInvitation(row, row.expires_at <= now) for row in invitations],
        viewer_hosts=hosts,
        viewer_can_leave=not hosts or not others or any(member.is_host for member in others),
    )


@dataclass(frozen=True)
class Past:
    """One session that is over, and what is kept of it."""

    session: Session
    day: str
    minutes: int
    theme: str
    is_off: bool
    presenter: str
    facilitator: str
    attended: bool | None


def past_sessions(circle: Circle, *, now: datetime) -> QuerySet[Session]:
    """Keep the sessions that are over, the latest first."""
    return Session.objects.filter(circle=circle, ends_at__lte=now).order_by("-starts_at", "-id")


def told(sessions: list[Session], *, actor: Actor) -> list[Past]:
    """Say what is kept of some sessions: two queries, however many."""
    turns = {
        (turn.session_id, turn.role): turn.user.shown_name
        for turn in Turn.objects.standing().filter(session__in=sessions).select_related("user")
    }
    own: dict[UUID, bool] = dict(
        Attendance.objects.filter(session__in=sessions, user=actor.person).values_list("session_id", "attended")
    )
    return [
        Past(
            session=session,
            day=wording.day_words(session.starts_at, session.zone, year=True),
            minutes=int((session.ends_at - session.starts_at).total_seconds() // 60),
            theme=str(Theme(session.theme).label) if session.theme else "",
            is_off=session.state == SessionState.CANCELLED,
            presenter=turns.get((session.pk, TurnRole.PRESENTER), ""),
            facilitator=turns.get((session.pk, TurnRole.FACILITATOR), ""),
            attended=own.get(session.pk),
        )
        for session in sessions
    ]


@dataclass(frozen=True)
class Outline:
    """All that a coordinator sees of a circle."""

    name: str
    members: int
    rhythm: str


def outlines(text: str = "") -> QuerySet[Circle]:
    """List open circles by name, those alone whose name holds a text, with their size; nothing of what is in them."""
    size = Count("memberships", filter=Q(memberships__ended_at__isnull=True))
    return Circle.objects.open().filter(name__icontains=text).annotate(n=size).order_by("name", "id")


def outlined(circles: list[Circle]) -> list[Outline]:
    """Say name, size and rhythm: one query more, however many."""
    series = {row.circle_id: row for row in Series.objects.open().filter(circle__in=circles)}
    return [
        Outline(
            name=circle.name,
            members=circle.n,  # type: ignore[attr-defined]  # annotated by outlines
            rhythm=rhythm_words(series.get(circle.pk)),
        )
        for circle in circles
    ]


def rhythm_words(series: Series | None) -> str:
    """Say a rhythm in words: "Thursday, 6 pm, UK time, 90 minutes"."""
    if series is None:
        return ""
    return _("%(day)s, %(time)s, %(zone)s, %(n)s minutes") % {
        "day": wording.WEEKDAYS[series.weekday],
        "time": wording.hour_words(series.local_time),
        "zone": wording.zone_words(series.zone),
        "n": series.minutes,
    }


def is_alone(circle: Circle) -> bool:
    """Tell whether a circle has one member."""
    return CircleMembership.objects.open().filter(circle=circle).count() == 1


def open_series(circle: Circle) -> Series | None:
    """Find the weekly series that runs."""
    return Series.objects.open().filter(circle=circle).first()


def swap_choices(turn: Turn, *, now: datetime) -> list[tuple[str, str]]:
    """List whom to ask about a turn: other turns of the kind to exchange it for, then people to take it."""
    circle_id = turn.session.circle_id
    theirs = (
        Turn.objects.standing()
        .filter(session__circle_id=circle_id, role=turn.role, session__starts_at__gt=now)
        .filter(session__state=SessionState.PLANNED)
        .exclude(user_id=turn.user_id)
        .select_related("user", "session")
        .order_by("session__starts_at", "id")
    )
    members = (
        CircleMembership.objects.open()
        .filter(circle_id=circle_id, agreed_at__isnull=False)
        .exclude(user_id=turn.user_id)
        .exclude(Exists(Turn.objects.standing().presenters().filter(session=turn.session, user=OuterRef("user"))))
        .select_related("user")
        .order_by("user__display_name", "id")
    )
    exchange = [
        (
            f"turn:{each.pk}",
            _("Swap with %(name)s, %(day)s")
            % {"name": each.user.shown_name, "day": wording.day_words(each.session.starts_at, each.session.zone)},
        )
        for each in theirs
    ]
    take = [
        (f"person:{each.user_id}", _("Ask %(name)s to take it") % {"name": each.user.shown_name}) for each in members
    ]
    return [*exchange, *take]
