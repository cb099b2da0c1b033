"""Mails about turns that change hands. They name no circle and nobody; who asks stands on the page."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from peer_supervision.messages.members import CLOSED, still_member
from peer_supervision.models import Session, Swap, Turn
from peer_supervision.states import SwapState
from peer_supervision.wording import when_words

if TYPE_CHECKING:
    from lero_hub.accounts.models import User

SWAP, TURN = "circles.swap", "circles.turn"


def _still_asked(message: OutboxMessage) -> bool:
    """Somebody hears of a question while it is open and while they belong to the circle."""
    swap_id = message.dedupe_key.split(":")[1]
    return Swap.objects.open().filter(pk=swap_id).exists() and still_member(message)


def register() -> None:
    """Make the kinds known to the outbox."""
    asked, changes = _("Somebody asks you to swap a turn"), _("A turn of yours changes")
    kinds.register(kinds.Kind(SWAP, asked, still_wanted=_still_asked, closed=CLOSED))
    kinds.register(kinds.Kind(TURN, changes, still_wanted=still_member, closed=CLOSED))


def tell_asked(swap: Swap, *, now: datetime) -> None:
    """Tell somebody that they were asked to swap."""
    _tell(SWAP, swap.asked, swap.turn.session, "asked", key=f"swap:{swap.pk}", now=now)


def tell_answered(swap: Swap, *, now: datetime) -> None:
    """Tell who asked what the answer is."""
    what = "agreed" if swap.state == SwapState.ACCEPTED else "declined"
    _tell(TURN, swap.turn.user, swap.turn.session, what, key=f"swap_{what}:{swap.pk}", now=now)


def tell_stepped_back(turn: Turn, *, now: datetime) -> None:
    """Tell a presenter that somebody has something urgent, and that they stay first in line."""
    _tell(TURN, turn.user, turn.session, "stepped_back", key=f"stepped_back:{turn.pk}", now=now)


def _tell(kind: str, person: "User", session: Session, what: str, *, key: str, now: datetime) -> None:
    enqueue(
        kind=kind,
        recipient=person,
        to=person.email,
        template="circles_turn",
        context={
            "what": what,
            "when": when_words(session),
            "path": reverse("peer_supervision:session", args=[session.circle_id, session.pk]),
        },
        dedupe_key=f"{key}:{session.circle_id}",
        now=now,
        expires_at=session.ends_at,
    )
