"""The circles of one person as My hub shows them: each with the session that runs now, or the next one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from lero_hub.accounts.sealing import CannotOpen, unseal
from lero_hub.authz.actor import Actor
from peer_supervision import wording
from peer_supervision.agreement import stands
from peer_supervision.models import Circle, CircleMembership, Rsvp, Session, Turn
from peer_supervision.states import CircleRole, SessionState

DOOR_OPENS: Final = timedelta(minutes=15)
"""So long before a session My hub shows the way into its video room; the page of the session shows it a day before."""


@dataclass(frozen=True)
class CircleCard:
    """One circle: the session that runs or comes next, what the person said to it, and their turn in it.

    `link` leads into the video room, from shortly before the session until its end; nothing at other times.
    """

    circle: Circle
    is_host: bool
    has_agreed: bool
    session: Session | None
    now: datetime
    answer: str
    turn: str
    link: str

    @property
    def is_running(self) -> bool:
        """Tell whether it has begun; what is over is not here."""
        return self.session is not None and self.session.starts_at <= self.now

    @property
    def is_near(self) -> bool:
        """Tell whether it runs, or begins so soon that its door is open."""
        return self.session is not None and self.session.starts_at - DOOR_OPENS <= self.now

    @property
    def day(self) -> str:
        """Say the day, with its year when it is not this one."""
        if self.session is None:
            return ""
        start, zone = self.session.starts_at, self.session.zone
        return wording.day_words(start, zone, year=localdate(start).year != localdate(self.now).year)

    @property
    def hours(self) -> str:
        """Say from when to when, and on which clock."""
        return wording.hours_words(self.session) if self.session is not None else ""


def cards_of(actor: Actor, *, now: datetime) -> list[CircleCard]:
    """List a person's open circles, what runs or comes soonest first: one query, however many.

    Before the agreement is accepted a circle has a name and nothing else.
    """
    if actor.user is None:
        return []
    own = Q(memberships__user=actor.user, memberships__ended_at__isnull=True)
    coming = Q(sessions__state=SessionState.PLANNED, sessions__ends_at__gt=now)
    said = Rsvp.objects.filter(session=OuterRef("coming__pk"), user=actor.user)
    turn = Turn.objects.standing().filter(session=OuterRef("coming__pk"), user=actor.user)
    circles = (
        Circle.objects.open()
        .annotate(own=FilteredRelation("memberships", condition=own))
        .annotate(coming=FilteredRelation("sessions", condition=coming))
        .filter(own__isnull=False)
        .annotate(said=Subquery(said.values("answer")[:1]), turn=Subquery(turn.values("role")[:1]))
        .select_related("own", "coming__series")  # type: ignore[misc]  # the two joins above
        .order_by("pk", "coming__starts_at", "coming__pk")
        .distinct("pk")
    )
    cards = [_card(circle, now) for circle in circles]
    return sorted(cards, key=_soonest)


def _soonest(card: CircleCard) -> tuple[bool, datetime, str]:
    return (card.session is None, card.session.starts_at if card.session else card.now, card.circle.name)


def _card(circle: Circle, now: datetime) -> CircleCard:
    own: CircleMembership = circle.own  # type: ignore[attr-defined]  # joined by cards_of, as are those below
    has_agreed = stands(own, now)
    session: Session | None = getattr(circle, "coming", None) if has_agreed else None
    return CircleCard(
        circle=circle,
        is_host=own.role == CircleRole.HOST,
        has_agreed=has_agreed,
        session=session,
        now=now,
        answer=(circle.said or "") if session else "",  # type: ignore[attr-defined]
        turn=(circle.turn or "") if session else "",  # type: ignore[attr-defined]
        link=_link(session, now) if session else "",
    )


def _link(session: Session, now: datetime) -> str:
    if session.starts_at - DOOR_OPENS > now or not session.series.video_link:
        return ""
    try:
        return unseal(session.series.video_link)
    except CannotOpen:
        return ""
