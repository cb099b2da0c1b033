"""The tables of circles. Nothing here can hold what was said in a session."""

from peer_supervision.models.challenges import Challenge, ChallengeKey
from peer_supervision.models.circles import AgreementAcceptance, Circle, CircleInvitation, CircleMembership
from peer_supervision.models.feeds import CalendarFeed
from peer_supervision.models.sessions import Attendance, Rsvp, Series, Session
from peer_supervision.models.turns import Swap, Turn

__all__ = [
    "AgreementAcceptance",
    "Attendance",
    "CalendarFeed",
    "Challenge",
    "ChallengeKey",
    "Circle",
    "CircleInvitation",
    "CircleMembership",
    "Rsvp",
    "Series",
    "Session",
    "Swap",
    "Turn",
]
