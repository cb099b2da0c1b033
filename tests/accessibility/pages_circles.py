"""Pages about circles, series, sessions and turns, by the person who opens them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from peer_supervision.invitation_links import token_for
from peer_supervision.models import Circle, CircleInvitation, CircleMembership, Session, Turn
from peer_supervision.states import CircleRole, SessionState, TurnRole
from tests.accessibility.addresses import Found, of

HOSTED, SOON = "Lantern hour", "Tide table"


def circle(name: str, of_circle: str = HOSTED) -> Found:
    """Open a page of a circle."""
    return lambda: reverse(f"peer_supervision:{name}", args=[Circle.objects.get(name=of_circle).pk])


def _next(of_circle: str) -> Session:
    return Session.objects.coming(timezone.now()).filter(circle__name=of_circle).order_by("starts_at", "id")[0]


def session(name: str, of_circle: str = HOSTED) -> Found:
    """Open a page about the next session of a circle."""

    def find() -> str:
        found = _next(of_circle)
        return reverse(f"peer_supervision:{name}", args=[found.circle_id, found.pk])

    return find


def held() -> str:
    """Look back at the newest session that was held."""
    rows = Session.objects.filter(circle__name=HOSTED, state=SessionState.HELD)
    found = rows.order_by("-starts_at", "id")[0]
    return reverse("peer_supervision:session", args=[found.circle_id, found.pk])


def further() -> str:
    """Look at a session some weeks ahead, for which nobody is picked."""
    found = Session.objects.coming(timezone.now()).filter(circle__name=HOSTED).order_by("-starts_at", "id")[0]
    return reverse("peer_supervision:session", args=[found.circle_id, found.pk])


def swap() -> str:
    """Ask whether somebody else takes one's own turn."""
    found = _next(HOSTED)
    turn = Turn.objects.standing().get(session=found, role=TurnRole.PRESENTER)
    return reverse("peer_supervision:turn_swap", args=[found.circle_id, turn.pk])


def member(name: str) -> Found:
    """Ask before something is done with a member of the circle."""

    def find() -> str:
        rows = CircleMembership.objects.open().filter(circle__name=HOSTED, role=CircleRole.MEMBER)
        found = rows.order_by("joined_at", "id")[0]
        return reverse(f"peer_supervision:{name}", args=[found.circle_id, found.pk])

    return find


def invitation() -> str:
    """Follow the open invitation into a circle."""
    return reverse("peer_supervision:invitation", args=[token_for(CircleInvitation.objects.open().get())])


PAGES: dict[str, dict[str, Found]] = {
    "visitor": {"circle-invitation": invitation},
    "member": {"circles-none": of("peer_supervision:circles"), "circle-invitation": invitation},
    "lead": {
        "circles": of("peer_supervision:circles"),
        "circle-open": of("peer_supervision:open"),
        "circle": circle("circle"),
        "circle-agreement": circle("agreement"),
        "circle-members": circle("members"),
        "circle-past": circle("past"),
        "circle-leave": circle("leave"),
        "circle-session-further": further,
        "circle-session-held": held,
        "circle-challenge": session("challenge"),
        "circle-swap": swap,
        "circle-soon": circle("circle", SOON),
        "circle-screen": session("screen", SOON),
    },
    "host": {
        "circles": of("peer_supervision:circles"),
        "circle": circle("circle"),
        "circle-session": session("session"),
        "circle-screen": session("screen"),
        "circle-members": circle("members"),
        "circle-member-remove": member("member_remove"),
        "circle-hand-over": member("hand_over"),
        "circle-change": circle("change"),
        "circle-agenda": circle("agenda"),
        "circle-rhythm": circle("rhythm"),
        "circle-rhythm-end": circle("rhythm_end"),
        "circle-close": circle("close"),
        "circle-move": session("move"),
        "circle-cancel": session("cancel"),
        "circle-not-ours": circle("circle", "Second cup"),
    },
    "coordinator": {"circles-outlines": of("peer_supervision:coordination_circles")},
}
