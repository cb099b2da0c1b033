"""Chains of adjectives for the tables of circles. What is not the actor's circle is not there."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from lero_hub.authz.actor import Actor
from peer_supervision.policies import roles_by_circle
from peer_supervision.states import CircleRole, SessionState, SwapState, TurnRole

if TYPE_CHECKING:
    # Named in the base classes below, as texts.
    from peer_supervision.models import (  # noqa: F401  # see above
        Challenge,
        Circle,
        CircleInvitation,
        CircleMembership,
        Series,
        Session,
        Swap,
        Turn,
    )


class CircleQuerySet(models.QuerySet["Circle"]):
    """Circles, narrowed."""

    def open(self) -> "CircleQuerySet":
        """Keep those that nobody closed."""
        return self.filter(closed_at__isnull=True)

    def visible_to(self, actor: Actor) -> "CircleQuerySet":
        """Keep the actor's own."""
        return self.filter(pk__in=list(roles_by_circle(actor)))


class CircleMembershipQuerySet(models.QuerySet["CircleMembership"]):
    """Memberships, narrowed."""

    def open(self) -> "CircleMembershipQuerySet":
        """Keep those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def hosts(self) -> "CircleMembershipQuerySet":
        """Keep hosts."""
        return self.filter(role=CircleRole.HOST)

    def visible_to(self, actor: Actor) -> "CircleMembershipQuerySet":
        """Keep those of the actor's circles."""
        return self.filter(circle_id__in=list(roles_by_circle(actor)))


class CircleInvitationQuerySet(models.QuerySet["CircleInvitation"]):
    """Invitations, narrowed."""

    def open(self) -> "CircleInvitationQuerySet":
        """Keep those neither accepted nor revoked (they may have expired)."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def visible_to(self, actor: Actor) -> "CircleInvitationQuerySet":
        """Keep those of circles that the actor hosts."""
        hosted = [pk for pk, role in roles_by_circle(actor).items() if role == CircleRole.HOST]
        return self.filter(circle_id__in=hosted)


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series, narrowed."""

    def open(self) -> "SeriesQuerySet":
        """Keep those that have not ended, of circles that are open."""
        return self.filter(ended_at__isnull=True, circle__closed_at__isnull=True)

    def visible_to(self, actor: Actor) -> "SeriesQuerySet":
        """Keep those of the actor's circles."""
        return self.filter(circle_id__in=list(roles_by_circle(actor)))


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions, narrowed."""

    def planned(self) -> "SessionQuerySet":
        """Keep those that are on."""
        return self.filter(state=SessionState.PLANNED)

    def off_by_their_series(self) -> "SessionQuerySet":
        """Keep those that the first or last day of their series cancelled, and no host."""
        return self.filter(state=SessionState.CANCELLED, off_by_series=True)

    def not_over(self, now: datetime) -> "SessionQuerySet":
        """Keep those that have not ended yet."""
        return self.filter(ends_at__gt=now)

    def coming(self, now: datetime) -> "SessionQuerySet":
        """Keep those that are on and have not started."""
        return self.planned().filter(starts_at__gt=now)

    def visible_to(self, actor: Actor) -> "SessionQuerySet":
        """Keep those of the actor's circles."""
        return self.filter(circle_id__in=list(roles_by_circle(actor)))


class OfASessionQuerySet(models.QuerySet[models.Model]):
    """Answers and attendance."""

    def visible_to(self, actor: Actor) -> "OfASessionQuerySet":
        """Keep those of the actor's circles."""
        return self.filter(session__circle_id__in=list(roles_by_circle(actor)))


class TurnQuerySet(models.QuerySet["Turn"]):
    """Turns, narrowed."""

    def standing(self) -> "TurnQuerySet":
        """Keep those that nobody declined, swapped or released."""
        return self.filter(ended_at__isnull=True)

    def presenters(self) -> "TurnQuerySet":
        """Keep the turns to bring the challenge."""
        return self.filter(role=TurnRole.PRESENTER)

    def visible_to(self, actor: Actor) -> "TurnQuerySet":
        """Keep those of the actor's circles."""
        return self.filter(session__circle_id__in=list(roles_by_circle(actor)))


class SwapQuerySet(models.QuerySet["Swap"]):
    """Offers to swap, narrowed."""

    def open(self) -> "SwapQuerySet":
        """Keep those that wait for an answer."""
        return self.filter(state=SwapState.OPEN)

    def visible_to(self, actor: Actor) -> "SwapQuerySet":
        """Keep those of the actor's circles."""
        return self.filter(turn__session__circle_id__in=list(roles_by_circle(actor)))


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    """Challenges, narrowed."""

    def unexpired(self, now: datetime) -> "ChallengeQuerySet":
        """Keep those whose time is not over."""
        return self.filter(expires_at__gt=now)

    def visible_to(self, actor: Actor) -> "ChallengeQuerySet":
        """Keep those of the actor's circles, but for the sessions that were over when the actor joined."""
        if actor.user is None:
            return self.none()
        return self.filter(
            session__circle_id__in=list(roles_by_circle(actor)),
            session__circle__memberships__user=actor.user,
            session__circle__memberships__ended_at__isnull=True,
            session__circle__memberships__joined_at__lte=models.F("session__ends_at"),
        )
