"""One session as one member sees it: times, answers, turns, the weeks ahead. A fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lero_hub.accounts.sealing import CannotOpen, unseal
from lero_hub.authz.actor import Actor
from peer_supervision import pictures, wording
from peer_supervision.agenda import Step, clock_of
from peer_supervision.challenge_box import unlock
from peer_supervision.local_times import local
from peer_supervision.models import Attendance, Challenge, Circle, CircleMembership, Rsvp, Session, Swap, Turn
from peer_supervision.policies import can_host
from peer_supervision.states import LINK_HOURS_BEFORE, Answer, SessionState, Theme, TurnRole, Why

ROTA_LENGTH = 12


@dataclass(frozen=True)
class TurnView:
    """Who has a turn, and why."""

    turn: Turn
    name: str
    is_mine: bool
    why: str


@dataclass(frozen=True)
class Written:
    """A challenge, opened for a member of the circle."""

    text: str
    question: str
    is_mine: bool
    gone_on: str


@dataclass(frozen=True)
class Week:
    """One session in the row of weeks ahead."""

    session: Session
    day: str
    iso: str
    is_off: bool
    is_shown: bool
    is_moved: bool
    presenter: TurnView | None
    facilitator: TurnView | None


@dataclass(frozen=True)
class Room:
    """Who comes: the seats as dots, and the same in numbers."""

    seats: list[pictures.Seat]
    members: int
    coming: int
    maybe: int
    silent: int


@dataclass(frozen=True)
class SessionPage:
    """All that the page of a session shows to one member."""

    circle: Circle
    session: Session
    now: datetime
    answer: str
    is_host: bool
    presenter: TurnView | None
    facilitator: TurnView | None
    steps: list[tuple[Step, str]]
    face: pictures.Face | None
    room: Room
    challenge: Written | None
    attended: bool | None
    weeks: list[Week]
    asked_of_me: list[Swap]
    asked_by_me: list[Swap]

    @property
    def day(self) -> str:
        """Say the day."""
        return wording.day_words(self.session.starts_at, self.session.zone)

    @property
    def hours(self) -> str:
        """Say from when to when."""
        return wording.hours_words(self.session)

    @property
    def challenge_from(self) -> str:
        """Say when the challenge part starts."""
        return wording.clock_words(self.steps[0][0].starts_at, self.session.zone)

    @property
    def is_alone(self) -> bool:
        """Tell whether the viewer is the only member, so that nobody could take a turn from them."""
        return self.room.members == 1 and not self.has_started

    @property
    def is_off(self) -> bool:
        """Tell whether it was cancelled."""
        return self.session.state == SessionState.CANCELLED

    @property
    def is_held(self) -> bool:
        """Tell whether somebody said that it was held."""
        return self.session.state == SessionState.HELD

    @property
    def theme(self) -> str:
        """Say its theme, where one was chosen."""
        return str(Theme(self.session.theme).label) if self.session.theme else ""

    @property
    def own_turns(self) -> list[TurnView]:
        """List the viewer's own turns in it."""
        return [turn for turn in (self.presenter, self.facilitator) if turn is not None and turn.is_mine]

    @property
    def is_planned(self) -> bool:
        """Tell whether it is on."""
        return self.session.state == SessionState.PLANNED

    @property
    def has_started(self) -> bool:
        """Tell whether it has started."""
        return self.session.starts_at <= self.now

    @property
    def is_over(self) -> bool:
        """Tell whether its time is over."""
        return self.session.ends_at <= self.now

    @property
    def can_answer(self) -> bool:
        """Tell whether yes, maybe and no are still asked."""
        return self.is_planned and not self.has_started

    @property
    def can_write(self) -> bool:
        """Tell whether the viewer may write the challenge."""
        return bool(self.presenter and self.presenter.is_mine and self.is_planned and not self.is_over)

    @property
    def can_mark_held(self) -> bool:
        """Tell whether the viewer may say that it was held."""
        keeps_time = self.facilitator is not None and self.facilitator.is_mine
        return (self.is_host or keeps_time) and self.is_planned and self.has_started

    @property
    def opens(self) -> datetime:
        """Give the moment from which the link to join is shown."""
        return self.session.starts_at - timedelta(hours=LINK_HOURS_BEFORE)

    @property
    def link_from(self) -> str:
        """Say when the link appears."""
        zone = self.session.zone
        return f"{wording.day_words(self.opens, zone)}, {wording.clock_words(self.opens, zone)}"

    @property
    def link(self) -> str:
        """Give the link to join, near the time; nothing otherwise."""
        return _link(self.session) if self.is_planned and self.opens <= self.now and not self.is_over else ""


def next_session(circle: Circle, *, now: datetime) -> Session | None:
    """Find the session that is on and not over, the nearest first."""
    rows = Session.objects.planned().not_over(now).filter(circle=circle).select_related("series")
    return rows.order_by("starts_at", "id").first()


def session_page(session: Session, circle: Circle, *, actor: Actor, now: datetime) -> SessionPage:
    """Read one session for one member."""
    members = list(CircleMembership.objects.open().filter(circle=circle).select_related("user").order_by("joined_at"))
    answers: dict[UUID, str] = dict(Rsvp.objects.filter(session=session).values_list("user_id", "answer"))
    sessions = _ahead(circle, now)
    turns = _turns([session, *sessions], actor)
    presenter = turns.get((session.pk, TurnRole.PRESENTER))
    steps = clock_of(session, circle)
    swaps = _swaps(circle, now)
    own = Attendance.objects.filter(session=session, user=actor.person)
    return SessionPage(
        circle=circle,
        session=session,
        now=now,
        answer=answers.get(actor.person.pk, ""),
        is_host=can_host(actor, circle),
        presenter=presenter,
        facilitator=turns.get((session.pk, TurnRole.FACILITATOR)),
        steps=[(step, f"{local(step.starts_at, session.zone):%H:%M}") for step in steps],
        face=pictures.face(steps, session.zone),
        room=_room(members, answers, presenter),
        challenge=written(session, actor=actor, now=now),
        attended=own.values_list("attended", flat=True).first(),
        weeks=[_week(each, session, turns) for each in sessions],
        asked_of_me=[swap for swap in swaps if swap.asked_id == actor.user_id],
        asked_by_me=[swap for swap in swaps if swap.turn.user_id == actor.user_id],
    )


def _room(members: Sequence[CircleMembership], answers: dict[UUID, str], presenter: TurnView | None) -> Room:
    said = [answers.get(member.user_id) for member in members]
    dots = [(member.user.shown_name, _kind(member.user_id, answers, presenter)) for member in members]
    return Room(pictures.seats(dots), len(members), said.count(Answer.YES), said.count(Answer.MAYBE), said.count(None))


def _ahead(circle: Circle, now: datetime) -> list[Session]:
    rows = Session.objects.not_over(now).filter(circle=circle).exclude(state=SessionState.HELD)
    return list(rows.order_by("starts_at", "id")[:ROTA_LENGTH])


def _turns(sessions: Sequence[Session], actor: Actor) -> dict[tuple[UUID, str], TurnView]:
    rows = Turn.objects.standing().filter(session__in=sessions).select_related("user")
    return {(row.session_id, row.role): _turn(row, actor) for row in rows}


def _turn(turn: Turn, actor: Actor) -> TurnView:
    return TurnView(turn, turn.user.shown_name, turn.user_id == actor.user_id, why_words(turn))


def why_words(turn: Turn) -> str:
    """Say why somebody has a turn."""

    words = str(Why(turn.why).label)
    if turn.last_turn_on is None or turn.why != Why.LONGEST:
        return words
    return _("%(why)s (%(day)s)") % {"why": words, "day": date_format(turn.last_turn_on, "j F")}


def _swaps(circle: Circle, now: datetime) -> list[Swap]:
    rows = Swap.objects.open().filter(turn__session__circle=circle, turn__session__starts_at__gt=now)
    return list(
        rows.select_related("turn__user", "turn__session", "asked", "in_exchange__session").order_by("asked_at", "id")
    )


def _kind(user_id: UUID, answers: dict[UUID, str], presenter: TurnView | None) -> str:
    answer = answers.get(user_id, "open")
    if presenter is not None and presenter.turn.user_id == user_id and answer != Answer.NO:
        return "brings"
    return answer if answer in {Answer.YES, Answer.MAYBE} else "open"


def _link(session: Session) -> str:
    try:
        return unseal(session.series.video_link) if session.series.video_link else ""
    except CannotOpen:
        return ""


def _week(session: Session, shown: Session, turns: dict[tuple[UUID, str], TurnView]) -> Week:
    start = local(session.starts_at, session.zone)

    return Week(
        session=session,
        day=date_format(start.date(), "j M"),
        iso=f"{start:%Y-%m-%d}",
        is_off=session.state == SessionState.CANCELLED,
        is_shown=session.pk == shown.pk,
        is_moved=session.moved_at is not None,
        presenter=turns.get((session.pk, TurnRole.PRESENTER)),
        facilitator=turns.get((session.pk, TurnRole.FACILITATOR)),
    )


def wrote(session: Session, *, actor: Actor, now: datetime) -> bool:
    """Tell whether the actor's own challenge stands there, which goes for good with their turn."""
    return Challenge.objects.visible_to(actor).unexpired(now).filter(session=session, presenter=actor.person).exists()


def written(session: Session, *, actor: Actor, now: datetime) -> Written | None:
    """Open what the presenter wrote, for a member who belonged in time; nothing once its two weeks are over."""
    rows = Challenge.objects.visible_to(actor).unexpired(now).filter(session=session)
    row = rows.values_list("sealed_text", "sealed_question", "keys__wrapped", "presenter_id", "expires_at").first()
    if row is None or row[2] is None:
        return None
    text, question, wrapped, presenter_id, expires_at = row
    gone_on = wording.day_words(expires_at, session.zone)
    return Written(unlock(text, wrapped), unlock(question, wrapped), presenter_id == actor.user_id, gone_on)
