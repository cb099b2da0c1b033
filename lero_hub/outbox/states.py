"""The life of one e-mail, and how long each part of it may take."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lero_hub.transitions import Machine, Transition

QUEUED, SENDING, SENT, RETRY = "queued", "sending", "sent", "retry"
FAILED, EXPIRED, VOID = "failed", "expired", "void"

STATES = (
    (QUEUED, _("Waiting to be sent")),
    (SENDING, _("Being sent")),
    (SENT, _("Sent")),
    (RETRY, _("Waiting for another try")),
    (FAILED, _("Could not be delivered")),
    (EXPIRED, _("Too late to be of use")),
    (VOID, _("No longer wanted")),
)

WAITING = frozenset({QUEUED, RETRY})
UNSENT = frozenset({QUEUED, SENDING, RETRY, FAILED})
DROPPED = frozenset({EXPIRED, VOID})
ENDED = DROPPED | {SENT}

_worker = _("The worker")
_sweeper = _("The sweeper")
_coordinator = _("A coordinator")

MACHINE = Machine(
    "OutboxMessage",
    STATES,
    (
        Transition("claim", WAITING, SENDING, _worker, _("Claim")),
        Transition("record_sent", frozenset({SENDING}), SENT, _worker, _("Record as sent")),
        Transition("postpone", frozenset({SENDING}), RETRY, _worker, _("Try again later")),
        Transition("give_up", frozenset({SENDING}), FAILED, _worker, _("Give up")),
        Transition("void", frozenset({SENDING}), VOID, _worker, _("Drop, as nobody wants it any more")),
        Transition("expire", WAITING | {SENDING}, EXPIRED, _sweeper, _("Drop, as it comes too late")),
        Transition("take_back", frozenset({SENDING}), RETRY, _sweeper, _("Take back from a worker that died")),
        Transition("try_again", frozenset({FAILED}), QUEUED, _coordinator, _("Try again")),
        Transition("set_aside", frozenset({FAILED}), VOID, _coordinator, _("Set aside")),
    ),
)

# A worker may hold a message this long from the moment it begins to send it. Each step of SMTP has a time-out of
# settings.EMAIL_TIMEOUT seconds and there are about a dozen of them, so only a worker that died or slept overruns.
LEASE = timedelta(minutes=10)

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=4)
# With the delays above about four days: longer than a bank-holiday week-end of a mail server.
MAX_ATTEMPTS = 30
# How long to leave the other messages alone after one could not even reach the mail server.
OUTAGE_PAUSE = timedelta(minutes=1)

KEEP_ENDED = timedelta(days=90)


def source_of(verb: str) -> frozenset[str]:
    """Give the states in which a verb fits, for the WHERE clause of a compare-and-swap."""
    return MACHINE.transitions[verb].source


def target_of(verb: str) -> str:
    """Give the state that a verb leads to, for the SET clause of a compare-and-swap."""
    return MACHINE.transitions[verb].target


def delay_after(attempts: int) -> timedelta:
    """Give the pause after this many attempts: it doubles each time, up to the longest."""
    doubled: int = 1 << min(max(attempts, 1) - 1, 16)
    return min(FIRST_DELAY * doubled, LONGEST_DELAY)
