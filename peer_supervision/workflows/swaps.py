"""Swapping a turn: one person asks another, and nothing changes until that one says yes.

Both lock the circle's row, so that an offer that two answer at once is answered once.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused
from peer_supervision.messages import turns as messages
from peer_supervision.models import CircleMembership, Swap, Turn
from peer_supervision.states import SWAP, TurnRole, Why
from peer_supervision.workflows.circles import entered_by
from peer_supervision.workflows.turns import end_turn, give_turn, own_turn, pick_missing, require_coming


@transaction.atomic
def ask_to_swap(*, turn_id: UUID, asked_id: UUID | None, in_exchange_id: UUID | None, by: Actor, now: datetime) -> Swap:
    """Ask somebody to take one's own turn, or to swap it for theirs (`in_exchange_id`, whose person is asked then).

    Raises NotAllowed, Refused("started", "over", "asked_already", "not_a_member", "other_role", "own").
    """
    turn = own_turn(turn_id, by=by, now=now)
    if turn.ended_at is not None:
        raise Refused("over", _("This is no longer your turn."))
    if Swap.objects.open().filter(turn=turn).exists():
        raise Refused("asked_already", _("You have asked somebody already. Take that back first."))
    theirs = _in_exchange(turn, in_exchange_id, now) if in_exchange_id else None
    asked = theirs.user_id if theirs else asked_id
    if asked == by.user_id:
        raise Refused("own", _("Choose somebody else."))
    members = CircleMembership.objects.open().filter(circle_id=turn.session.circle_id, agreed_at__isnull=False)
    if asked is None or not members.filter(user_id=asked).exists():
        raise Refused("not_a_member", _("Choose somebody of this circle."))
    swap = Swap.objects.create(turn=turn, asked_id=asked, in_exchange=theirs, asked_at=now)
    record(actor=by, verb="circles.ask_to_swap", subject=swap, now=now, turn=turn.pk)
    messages.tell_asked(swap, now=now)
    return swap


def _in_exchange(turn: Turn, turn_id: UUID, now: datetime) -> Turn:
    theirs = Turn.objects.standing().select_related("session").filter(pk=turn_id).first()
    if theirs is None or theirs.session.circle_id != turn.session.circle_id:
        raise Refused("over", _("That turn has changed hands in the meantime. Choose another."))
    if theirs.role != turn.role:
        raise Refused("other_role", _("Swap a turn for another of the same kind."))
    require_coming(theirs.session, now)
    return theirs


def _locked_swap(swap_id: UUID, *, by: Actor, now: datetime) -> Swap:
    """Lock the circle, then read the offer."""
    circle_id = Swap.objects.values_list("turn__session__circle_id", flat=True).get(pk=swap_id)
    entered_by(by, circle_id, now=now)
    rows = Swap.objects.select_related("turn__session", "turn__user", "in_exchange__session", "asked")
    return rows.get(pk=swap_id)


def _end(swap: Swap, verb: str, *, by: Actor, now: datetime) -> None:
    swap.state, swap.answered_at = SWAP.check(verb, swap.state), now
    swap.save(update_fields=["state", "answered_at"])
    record(actor=by, verb=f"circles.{verb}_swap", subject=swap, now=now, turn=swap.turn_id)


def _require_asked(swap: Swap, by: Actor) -> None:
    if swap.asked_id != by.user_id:
        raise NotAllowed(_("Somebody else was asked."))


@transaction.atomic
def accept_swap(*, swap_id: UUID, by: Actor, now: datetime) -> Swap:
    """Say yes: the turn, or both turns, change hands at once.

    Raises NotAllowed unless `by` was asked, WrongState when it was answered before, Refused("started", "both_roles").
    """
    swap = _locked_swap(swap_id, by=by, now=now)
    _require_asked(swap, by)
    SWAP.check("accept", swap.state)
    turn, theirs = swap.turn, swap.in_exchange
    require_coming(turn.session, now)
    if theirs is not None:
        require_coming(theirs.session, now)
    _make_room(turn, swap.asked_id, by=by, now=now)
    if theirs is not None:
        _make_room(theirs, turn.user_id, by=by, now=now)
    _end(swap, "accept", by=by, now=now)
    end_turn(turn, "swap", by=by, now=now)
    if theirs is None:
        give_turn(turn.session, swap.asked_id, turn.role, Why.TOOK_OVER, now=now)
    else:
        end_turn(theirs, "swap", by=by, now=now)
        give_turn(turn.session, theirs.user_id, turn.role, Why.SWAPPED, now=now)
        give_turn(theirs.session, turn.user_id, theirs.role, Why.SWAPPED, now=now)
    pick_missing(turn.session.circle_id, now=now)
    messages.tell_answered(swap, now=now)
    return swap


def _make_room(turn: Turn, user_id: UUID, *, by: Actor, now: datetime) -> None:
    """Let whoever takes over the challenge stop keeping the time; the next in line keeps it.

    Raises Refused("both_roles") the other way round: nobody loses the challenge by agreeing to keep the time.
    """
    for other in Turn.objects.standing().filter(session=turn.session, user_id=user_id).exclude(role=turn.role):
        if other.role == TurnRole.PRESENTER:
            message = _("Who brings the challenge cannot keep the time as well. Pass one of the two first.")
            raise Refused("both_roles", message)
        end_turn(other, "release", by=by, now=now)


@transaction.atomic
def decline_swap(*, swap_id: UUID, by: Actor, now: datetime) -> Swap:
    """Say no, without a reason; the turn stays where it is. Raises NotAllowed unless `by` was asked, WrongState."""
    swap = _locked_swap(swap_id, by=by, now=now)
    _require_asked(swap, by)
    _end(swap, "decline", by=by, now=now)
    messages.tell_answered(swap, now=now)
    return swap


@transaction.atomic
def withdraw_swap(*, swap_id: UUID, by: Actor, now: datetime) -> Swap:
    """Take one's own question back. Raises NotAllowed unless `by` asked, WrongState."""
    swap = _locked_swap(swap_id, by=by, now=now)
    if swap.turn.user_id != by.user_id:
        raise NotAllowed(_("Somebody else asked."))
    _end(swap, "withdraw", by=by, now=now)
    return swap
