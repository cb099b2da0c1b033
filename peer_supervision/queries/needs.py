"""What circles need from one person now, as querysets that can be listed or only counted."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from lero_hub.authz.actor import Actor
from peer_supervision.agreement import VERSION
from peer_supervision.models import CircleInvitation, CircleMembership, Rsvp, Session, Swap, Turn
from peer_supervision.states import AGREEMENT_DAYS, TurnState

ASK_AHEAD = timedelta(days=8)


def _memberships(actor: Actor) -> QuerySet[CircleMembership]:
    return CircleMembership.objects.open().filter(user=actor.user, circle__closed_at__isnull=True)


def _agreed(actor: Actor, now: datetime) -> QuerySet[CircleMembership]:
    return _memberships(actor).filter(agreed_version=VERSION, agreed_at__gt=now - timedelta(days=AGREEMENT_DAYS))


def to_agree(actor: Actor, *, now: datetime) -> QuerySet[CircleMembership]:
    """Keep the memberships whose agreement waits to be accepted, for the first time or again."""
    old = Q(agreed_at__isnull=True) | ~Q(agreed_version=VERSION)
    return _memberships(actor).filter(old | Q(agreed_at__lte=now - timedelta(days=AGREEMENT_DAYS))).order_by("id")


def to_answer(actor: Actor, *, now: datetime) -> QuerySet[Session]:
    """Keep the sessions of the next days to which the person has said nothing yet.

    Not those in which they have a turn, or are asked to take one: that is asked instead, and one session asks once.
    """
    answered = Rsvp.objects.filter(session=OuterRef("pk"), user=actor.user)
    turn = Turn.objects.standing().filter(session=OuterRef("pk"), user=actor.user)
    swap = Swap.objects.open().filter(turn__session=OuterRef("pk"), asked=actor.user)
    near = Session.objects.coming(now).filter(starts_at__lte=now + ASK_AHEAD)
    mine = near.filter(circle_id__in=_agreed(actor, now).values("circle_id"))
    return mine.filter(~Exists(answered), ~Exists(turn), ~Exists(swap)).order_by("starts_at", "id")


def to_take(actor: Actor, *, now: datetime) -> QuerySet[Turn]:
    """Keep the turns that the person was picked for and has said neither yes nor no to."""
    circles = _agreed(actor, now).values("circle_id")
    coming = Turn.objects.filter(session__in=Session.objects.coming(now).filter(circle_id__in=circles))
    return coming.filter(user=actor.user, state=TurnState.ASKED).order_by("session__starts_at", "id")


def swaps_asked(actor: Actor, *, now: datetime) -> QuerySet[Swap]:
    """Keep the offers to swap that wait for the person."""
    circles = _agreed(actor, now).values("circle_id")
    coming = Session.objects.coming(now).filter(circle_id__in=circles)
    return Swap.objects.open().filter(asked=actor.user, turn__session__in=coming).order_by("asked_at", "id")


def invitations_to(actor: Actor, *, now: datetime) -> QuerySet[CircleInvitation]:
    """Keep the invitations to addresses that the person has confirmed."""
    own = EmailAddress.objects.filter(user=actor.user, verified=True, email__iexact=OuterRef("email"))
    waiting = CircleInvitation.objects.open().filter(Exists(own), expires_at__gt=now, circle__closed_at__isnull=True)
    return waiting.order_by("expires_at", "id")
