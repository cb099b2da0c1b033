"""What the page of a session costs: eight members, twelve weeks ahead, a challenge written, many circles beside it.

The limit is 40 ms of server time at the median. Reads the circles that `reminders.report` has written.
"""

from datetime import datetime
from http.client import OK

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lero_hub.authz.actor import actor_for
from lero_hub.runtime.bench.measure import Say, heading, judge
from peer_supervision.models import Circle, CircleMembership, Rsvp, Session, Turn
from peer_supervision.states import Answer, TurnRole
from peer_supervision.workflows.challenges import write_challenge
from peer_supervision.workflows.rhythm import make_sessions_of
from peer_supervision.workflows.turns import pick_turns_of

LIMIT_MS = 40.0
WORDS = "Two of us want different things from the kitchen, and everybody else has stopped saying what they want. " * 8


def fill(*, now: datetime) -> Session:
    """Give every circle its weeks ahead, and the next session of one circle turns, answers and a challenge."""
    ids = list(Circle.objects.open().order_by("id").values_list("id", flat=True))
    for circle_id in ids:
        make_sessions_of(circle_id=circle_id, now=now)
    pick_turns_of(circle_id=ids[0], now=now)
    session = Session.objects.coming(now).filter(circle_id=ids[0]).select_related("circle").order_by("starts_at")[0]
    turn = Turn.objects.standing().select_related("user").get(session=session, role=TurnRole.PRESENTER)
    write_challenge(session_id=session.pk, text=WORDS, question="What now?", by=actor_for(turn.user), now=now)
    members = CircleMembership.objects.open().filter(circle_id=ids[0]).order_by("id")
    Rsvp.objects.bulk_create(
        Rsvp(session=session, user_id=member.user_id, answer=answer, answered_at=now)
        for member, answer in zip(members, (Answer.YES, Answer.MAYBE, Answer.NO, Answer.YES), strict=False)
    )
    return session


def report(say: Say) -> bool:
    """Measure the page as its host sees it; give back whether it is within the limit."""
    session = fill(now=timezone.now())
    browser = Client()
    host = CircleMembership.objects.open().hosts().select_related("user").get(circle=session.circle)
    browser.force_login(host.user)
    address = reverse("peer_supervision:session", args=[session.circle_id, session.pk])
    answer = browser.get(address)
    if answer.status_code != OK or WORDS[:40] not in answer.content.decode():
        raise RuntimeError("The page of the session does not show the challenge")
    say(f"\n{Circle.objects.count():,} circles, {Session.objects.count():,} sessions")
    heading(say, "a session of a circle", LIMIT_MS)
    return judge(say, "its page", lambda: browser.get(address), limit=LIMIT_MS)
