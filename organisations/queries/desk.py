"""Reads for the first page of coordination: the other queues, and what to do first on an empty network."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox.models import OutboxMessage
from organisations.desk_places import ENTRIES, HELP_LINES, MAIL, OLD_ENTRIES, PEOPLE, PLACES, REPORTS, Place
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
    """How much lies in one place of the desk, in words (nothing where there is nothing to count), and does it press."""

    place: Place
    state: str = ""
    presses: bool = False


Queues = Callable[[Actor], list[Queue]]

_more: list[Queues] = []


def register_queues(queues: Queues) -> Queues:
    """Let an app that stands above this one show what waits in it (`AppConfig.ready`)."""
    if queues not in _more:
        _more.append(queues)
    return queues


def queues_of(actor: Actor, desk: Desk, others: OtherQueues) -> list[Queue]:
    """List every place of the desk in its order, with what this app and those above it count there."""
    known = [*_own_queues(desk, others), *(queue for queues in _more for queue in queues(actor))]
    by_place = {queue.place: queue for queue in known}
    return [by_place.get(place, Queue(place)) for place in PLACES]


def _own_queues(desk: Desk, others: OtherQueues) -> list[Queue]:
    waiting, reports, lines = desk.counts["waiting"], desk.open_reports, others.unchecked_lines
    to_confirm = _numbered(ngettext("%(n)s to confirm", "%(n)s to confirm", lines), lines) if lines else ""
    return [
        Queue(ENTRIES, _numbered(ngettext("%(n)s waits", "%(n)s wait", waiting), waiting), bool(waiting)),
        Queue(OLD_ENTRIES, _numbered(ngettext("%(n)s entry", "%(n)s entries", desk.counts["old"]), desk.counts["old"])),
        Queue(REPORTS, _numbered(ngettext("%(n)s open", "%(n)s open", reports), reports), bool(reports)),
        Queue(HELP_LINES, to_confirm or _("All confirmed"), bool(lines)),
        Queue(
            MAIL,
            _numbered(ngettext("%(n)s message", "%(n)s messages", others.failed_mail), others.failed_mail),
            bool(others.failed_mail),
        ),
        Queue(
            PEOPLE,
            _numbered(ngettext("%(n)s coordinator", "%(n)s coordinators", others.coordinators), others.coordinators),
        ),
    ]


def _numbered(words: str, number: int) -> str:
    return words % {"n": number}


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
            _("Check the numbers to ring now"),
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
