"""The life of a session, of a turn and of an offer to swap, and the words that circles choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lero_hub.transitions import Machine, Transition


class CircleRole(models.TextChoices):
    """What a member of a circle does in it."""

    HOST = "host", _("Host")
    MEMBER = "member", _("Member")


class SessionState(models.TextChoices):
    """Where one weekly session stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


_HOST = _("a host of the circle")
_HOST_OR_FACILITATOR = _("a host, or who keeps the time")

SESSION = Machine(
    "Session",
    SessionState.choices,
    [
        Transition("move", frozenset({SessionState.PLANNED}), SessionState.PLANNED, _HOST, _("Move")),
        Transition("cancel", frozenset({SessionState.PLANNED}), SessionState.CANCELLED, _HOST, _("Cancel")),
        Transition("revive", frozenset({SessionState.CANCELLED}), SessionState.PLANNED, _HOST, _("Bring back")),
        Transition(
            "mark_held",
            frozenset({SessionState.PLANNED}),
            SessionState.HELD,
            _HOST_OR_FACILITATOR,
            _("Say that it was held"),
        ),
    ],
)


class Answer(models.TextChoices):
    """What somebody says to a session."""

    YES = "yes", _("Yes")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("No")


class TurnRole(models.TextChoices):
    """What a turn is for."""

    PRESENTER = "presenter", _("Brings the challenge")
    FACILITATOR = "facilitator", _("Keeps the time")


class TurnState(models.TextChoices):
    """Where a turn stands. One that was asked for stands unless the person passes."""

    ASKED = "asked", _("Picked")
    ACCEPTED = "accepted", _("Said yes")
    DECLINED = "declined", _("Passed")
    SWAPPED = "swapped", _("Swapped")
    RELEASED = "released", _("No longer needed")


STANDING_TURNS = frozenset({TurnState.ASKED, TurnState.ACCEPTED})

TURN = Machine(
    "Turn",
    TurnState.choices,
    [
        Transition("accept", frozenset({TurnState.ASKED}), TurnState.ACCEPTED, _("the person picked"), _("Say yes")),
        Transition("decline", STANDING_TURNS, TurnState.DECLINED, _("the person picked"), _("Pass")),
        Transition("swap", STANDING_TURNS, TurnState.SWAPPED, _("both people together"), _("Swap")),
        Transition("release", STANDING_TURNS, TurnState.RELEASED, _("the hub"), _("Release")),
    ],
)


class Why(models.TextChoices):
    """Why somebody was picked; the words are shown to the circle."""

    NEVER_YET = "never_yet", _("no turn so far")
    LONGEST = "longest", _("the longest since a turn")
    FEWEST = "fewest", _("the fewest turns so far")
    EARLIEST = "earliest", _("the longest in the circle")
    ONLY_ONE = "only_one", _("the only one who is free")
    URGENT = "urgent", _("something urgent")
    SWAPPED = "swapped", _("a swap between two people")
    TOOK_OVER = "took_over", _("an offer to take this turn")


SAID_YES = frozenset({Why.URGENT, Why.SWAPPED, Why.TOOK_OVER})
"""Whoever has a turn for one of these asked for it or agreed to it, and is not asked again."""


class SwapState(models.TextChoices):
    """Where an offer to swap stands."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Agreed")
    DECLINED = "declined", _("Not this time")
    WITHDRAWN = "withdrawn", _("Taken back")
    VOID = "void", _("No longer possible")


SWAP = Machine(
    "Swap",
    SwapState.choices,
    [
        Transition("accept", frozenset({SwapState.OPEN}), SwapState.ACCEPTED, _("the person asked"), _("Agree")),
        Transition("decline", frozenset({SwapState.OPEN}), SwapState.DECLINED, _("the person asked"), _("Say no")),
        Transition("withdraw", frozenset({SwapState.OPEN}), SwapState.WITHDRAWN, _("who asked"), _("Take back")),
        Transition("void", frozenset({SwapState.OPEN}), SwapState.VOID, _("the hub"), _("Void")),
    ],
)


class Theme(models.TextChoices):
    """What a session was about, in one word from this list: all that is kept of it, and only if somebody chooses."""

    TEAM = "team", _("Working as a team")
    FUNDING = "funding", _("Money and contracts")
    GROWTH = "growth", _("Growing, or staying small")
    GOVERNANCE = "governance", _("How decisions are made")
    PARTNERS = "partners", _("Working with services and councils")
    SAFETY = "safety", _("Keeping people safe")
    STIGMA = "stigma", _("Stigma")
    LOSS = "loss", _("Loss and grief")
    WELLBEING = "wellbeing", _("Looking after ourselves")
    COMMUNITY = "community", _("Building community")


WEEKS_AHEAD = 12
PICK_DAYS_AHEAD = 14
CHALLENGE_KEPT_DAYS = 14
AGREEMENT_DAYS = 365
INVITATION_DAYS = 14
LINK_HOURS_BEFORE = 24
DEFAULT_ZONE = "Europe/London"
