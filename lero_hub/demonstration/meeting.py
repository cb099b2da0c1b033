"""Three circles with past and coming sessions: made week by week through the workflows, as their members would."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from lero_hub.accounts.models import User
from lero_hub.authz.actor import Actor, actor_for
from lero_hub.demonstration.people import DOMAIN
from lero_hub.demonstration.world import World
from lero_hub.errors import HubError
from peer_supervision.agreement import VERSION
from peer_supervision.invitation_links import token_for
from peer_supervision.models import Session, Turn
from peer_supervision.states import DEFAULT_ZONE, Answer, Theme, TurnRole
from peer_supervision.workflows.challenges import write_challenge
from peer_supervision.workflows.circles import open_circle
from peer_supervision.workflows.invitations import accept_invitation, invite_to_circle
from peer_supervision.workflows.membership import accept_agreement
from peer_supervision.workflows.rhythm import Rhythm, make_sessions_of, set_rhythm
from peer_supervision.workflows.sessions import answer_session, mark_held, move_session
from peer_supervision.workflows.turns import pick_turns_of

ZONE = ZoneInfo(DEFAULT_ZONE)
REMINDED_BEFORE = timedelta(hours=72)
UNTIL_REMINDED, UNTIL_MEETING = timedelta(minutes=3), timedelta(minutes=40)
WITHIN_THE_HOUR = timedelta(hours=1)
THEMES = (Theme.values[0], "", Theme.values[-1])


@dataclass(frozen=True)
class Sketched:
    """One circle: its host and members by account, the weeks that it has met, and who came last, in which week."""

    name: str
    purpose: str
    host: str
    members: tuple[str, ...]
    weeks: int
    newest: str = ""

    @property
    def id(self) -> UUID:
        """Give it the same id every time."""
        return uuid5(NAMESPACE_URL, f"https://{DOMAIN}/circles/{self.name}")


HOSTED = Sketched(
    "Lantern hour",
    "Leads of small groups in the north. We meet to think, and to laugh where we can.",
    "host",
    ("humber-lights", "wear-anchor", "tees-turning", "foss-families", "weavers-landing"),
    9,
    newest="lead",
)
OTHER = Sketched(
    "Second cup",
    "Leads whose organisations have just taken on a building.",
    "otherlead",
    ("lace-yard", "spire-and-spanner", "nine-chairs", "soar-valley-makers"),
    6,
)
SOON = Sketched(
    "Tide table",
    "Leads by the sea, and two who wish they were.",
    "torridge-boats",
    ("lead", "host", "bay-breakfast-club", "ness-bothy"),
    7,
)


def build_circles(world: World) -> None:
    """Make the circles: a reminder falls due two minutes after `now`, and one circle meets within the hour."""
    now = world.now.replace(second=0, microsecond=0)
    _circle(world, HOSTED, _evening(now + REMINDED_BEFORE))
    _circle(world, OTHER, _evening(now + timedelta(days=5)))
    _circle(world, SOON, _next_five_minutes(now + UNTIL_MEETING))
    _move_under_the_reminder(world)
    _write(world)
    invite_to_circle(
        circle_id=HOSTED.id, email=f"tam@{DOMAIN}", by=world.actor("host"), now=world.now - timedelta(hours=20)
    )


def _evening(moment: datetime) -> datetime:
    """Give six in the evening of that day, on the clocks of the UK."""
    return moment.astimezone(ZONE).replace(hour=18, minute=0, second=0, microsecond=0)


def _next_five_minutes(moment: datetime) -> datetime:
    local = moment.astimezone(ZONE)
    return local - timedelta(minutes=local.minute % 5)


def _circle(world: World, sketched: Sketched, coming: datetime) -> None:
    """Open a circle some weeks before its coming session, and let it meet every week since."""
    opened = coming - timedelta(weeks=sketched.weeks, days=3)
    open_circle(
        circle_id=sketched.id,
        name=sketched.name,
        purpose=sketched.purpose,
        by=world.actor(sketched.host),
        now=opened,
    )
    _agree(world, sketched, sketched.host, opened)
    for number, local in enumerate(sketched.members):
        _join(world, sketched, local, opened + timedelta(hours=1 + number))
    rhythm = Rhythm(
        weekday=coming.weekday(),
        local_time=time(coming.hour, coming.minute),
        starts_on=opened.date(),
        video_link=f"https://video.example/{sketched.id.hex[:10]}",
    )
    set_rhythm(circle_id=sketched.id, rhythm=rhythm, by=world.actor(sketched.host), now=opened + timedelta(hours=20))
    for week in range(sketched.weeks):
        if sketched.newest and week == sketched.weeks - 1:  # before the coming session has its presenter
            _join(world, sketched, sketched.newest, coming - timedelta(days=14, hours=12))
        _week(world, sketched, opened + timedelta(weeks=week, hours=22))
    for days in (10, 0):
        later = min(coming - timedelta(days=days), world.now)
        make_sessions_of(circle_id=sketched.id, now=later)
        pick_turns_of(circle_id=sketched.id, now=later)
    _answer_coming(world, sketched)


def _join(world: World, sketched: Sketched, local: str, now: datetime) -> None:
    invitation = invite_to_circle(
        circle_id=sketched.id, email=f"{local}@{DOMAIN}", by=world.actor(sketched.host), now=now
    )
    accept_invitation(token=token_for(invitation), by=world.actor(local), now=now + timedelta(minutes=10))
    _agree(world, sketched, local, now + timedelta(minutes=12))


def _agree(world: World, sketched: Sketched, local: str, now: datetime) -> None:
    accept_agreement(circle_id=sketched.id, version=VERSION, by=world.actor(local), now=now)


def _week(world: World, sketched: Sketched, start: datetime) -> None:
    """Pick, answer and meet: one week of a circle's life."""
    if start > world.now:
        return
    make_sessions_of(circle_id=sketched.id, now=start)
    pick_turns_of(circle_id=sketched.id, now=start)
    coming = Session.objects.coming(start).filter(circle_id=sketched.id).order_by("starts_at", "id")[0]
    if coming.ends_at > world.now:
        return
    people = [sketched.host, *sketched.members]
    for number, local in enumerate(people):
        answer = Answer.MAYBE if number == 3 else Answer.YES
        answer_session(session_id=coming.pk, answer=answer, by=world.actor(local), now=start + timedelta(hours=number))
    came = [world.people[local].pk for local in people[: len(people) - coming.starts_at.day % 2]]
    theme = THEMES[coming.starts_at.day % len(THEMES)]
    mark_held(
        session_id=coming.pk,
        attended=came,
        theme=theme,
        by=world.actor(sketched.host),
        now=min(coming.ends_at + timedelta(minutes=5), world.now),
    )


def _answer_coming(world: World, sketched: Sketched) -> None:
    """Let most people answer the next session; `lead@` has not said anything yet."""
    session = _next(world, sketched)
    for local in (sketched.host, *sketched.members):
        if local != "lead":
            answer_session(session_id=session.pk, answer=Answer.YES, by=world.actor(local), now=world.ago(0.1))


def _next(world: World, sketched: Sketched) -> Session:
    return Session.objects.coming(world.now).filter(circle_id=sketched.id).order_by("starts_at", "id")[0]


def _move_under_the_reminder(world: World) -> None:
    """Move the next session of the hosted circle so that its first reminder falls due in two minutes."""
    _move(_next(world, HOSTED), _reminded_soon(world.now), by=world.actor("host"), now=world.ago(1.5))


def _reminded_soon(now: datetime) -> datetime:
    return (now + UNTIL_REMINDED).replace(second=0, microsecond=0) + REMINDED_BEFORE


def _move(session: Session, starts_at: datetime, *, by: Actor, now: datetime) -> None:
    minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
    sequence = session.sequence
    move_session(session_id=session.pk, starts_at=starts_at, minutes=minutes, sequence=sequence, by=by, now=now)


def freshen_circles(now: datetime) -> int:
    """On a later start, let the hosts move two sessions, so that one is soon and one has its reminder due soon.

    Returns how many were moved. A circle that somebody closed or changed while trying things out is left alone.
    """
    moved = 0
    wanted = (
        (SOON, _next_five_minutes(now + UNTIL_MEETING), now, now + WITHIN_THE_HOUR),
        (HOSTED, _reminded_soon(now), now + REMINDED_BEFORE, now + REMINDED_BEFORE + WITHIN_THE_HOUR),
    )
    for sketched, starts_at, earliest, latest in wanted:
        coming = Session.objects.coming(now).filter(circle_id=sketched.id).order_by("starts_at", "id").first()
        host = User.objects.filter(email=f"{sketched.host}@{DOMAIN}", is_active=True).first()
        if coming is None or host is None or earliest < coming.starts_at <= latest:
            continue
        try:
            _move(coming, starts_at, by=actor_for(host), now=now)
        except HubError:
            continue  # somebody has changed it by hand: theirs counts
        moved += 1
    return moved


def _write(world: World) -> None:
    """Let the presenter of the session within the hour write down what they bring."""
    session = _next(world, SOON)
    turn = Turn.objects.standing().get(session=session, role=TurnRole.PRESENTER)
    local = str(turn.user.email).partition("@")[0]
    write_challenge(
        session_id=session.pk,
        text="Our landlord wants the room back on two evenings, and the Thursday group has met there for six years.",
        question="How do I tell the Thursday group before anybody else does?",
        by=world.actor(local),
        now=world.ago(0.05),
    )
