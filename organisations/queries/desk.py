"""Reads for the first page of coordination: the other queues, and what to do first on an empty network."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox.models import OutboxMessage
from organisations.queries.coordination import Desk
from organisations.queries.help_lines import unchecked_count

SAFE_NUMBER = 2  # coordinators: with one, nobody can answer that one's own organisation


@dataclass(frozen=True)
class OtherQueues:
    """What waits beside entries and reports."""

    unchecked_lines: int
    failed_mail: int
    coordinators: int


def other_queues() -> OtherQueues:
    """Count it, in three queries."""
    return OtherQueues(
        unchecked_lines=unchecked_count(),
        failed_mail=OutboxMessage.objects.failed().count(),
        coordinators=RoleGrant.objects.open().filter(role=Role.COORDINATOR).count(),
    )


@dataclass(frozen=True)
class Queue:
    """One more row of the page: what to do, about what, how much of it in words, and whether it presses."""

    label: str
    note: str
    url: str
    state: str
    presses: bool = False


Queues = Callable[[Actor], list[Queue]]

_more: list[Queues] = []


def register_queues(queues: Queues) -> Queues:
    """Let an app that stands above this one show what waits in it (`AppConfig.ready`)."""
    if queues not in _more:
        _more.append(queues)
    return queues


def more_queues(actor: Actor) -> list[Queue]:
    """List what waits in the apps above."""
    return [queue for queues in _more for queue in queues(actor)]


@dataclass(frozen=True)
class Step:
    """One thing to do before the network opens its doors."""

    label: str
    note: str
    url: str
    done: bool


def first_steps(desk: Desk, others: OtherQueues) -> list[Step]:
    """List what the first coordinator of an empty network does, in order."""
    sent_in = any(desk.counts.values())
    return [
        Step(
            _("Give somebody else the role of coordinator"),
            _("Nobody can answer an entry of their own organisation, and everybody is away at times."),
            reverse("pages:people"),
            others.coordinators >= SAFE_NUMBER,
        ),
        Step(
            _("Check the numbers of “Help now”"),
            _("Ring or look up each line, and confirm it. Until then the page says that it is to be confirmed."),
            reverse("organisations:coordination_help_lines"),
            others.unchecked_lines == 0,
        ),
        Step(
            _("Ask the first organisation to send in its entry"),
            _("Anybody with an account can add theirs. Or add your own, and let another coordinator list it."),
            reverse("organisations:add"),
            sent_in,
        ),
        Step(
            _("List the first entry"),
            _("Read it as a visitor would, then list it, or ask for what is missing."),
            reverse("organisations:coordination_entries"),
            not desk.is_empty,
        ),
    ]
