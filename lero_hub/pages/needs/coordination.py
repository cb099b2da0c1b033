"""What the network's queues need from its coordinators: one thing for each pile, however high."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, Min, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox.models import OutboxMessage
from lero_hub.pages.needs.need import Need, Rows, Source, together, working_days_after
from organisations.models import EntryReport, HelpLine, Membership, Organisation

ANSWER_WITHIN = 5  # working days, as the mail to those who send an entry in promises
CHECK_LINES_AFTER = timedelta(days=183)


@dataclass(frozen=True)
class Pile:
    """A queue: what lies in it for one coordinator, since when, and what to say about it."""

    name: str
    rows: Callable[[Actor, datetime], QuerySet[Any]]
    since: str
    say: Callable[[int, datetime | None], Need]


def _start(actor: Actor, now: datetime) -> QuerySet[RoleGrant]:
    """Find the coordinator's own grant while the directory is empty."""
    own = RoleGrant.objects.open().filter(user=actor.user, role=Role.COORDINATOR)
    return own.exclude(Exists(Organisation.objects.listed()))


def _say_start(number: int, since: datetime | None) -> Need:
    return Need(
        label=_("Open the doors of the network"),
        url=reverse("organisations:coordination"),
        note=_("There is no organisation in the directory yet. A short list says what to do first."),
    )


def _entries(actor: Actor, now: datetime) -> QuerySet[Organisation]:
    """Leave out the coordinator's own organisations: somebody else answers those."""
    own = Membership.objects.open().filter(user=actor.user).values("organisation_id")
    return Organisation.objects.submitted().exclude(pk__in=own)


def _say_entries(number: int, since: datetime | None) -> Need:
    assert since is not None  # the database asks it of an entry that was sent in
    first = localdate(since)
    return Need(
        label=ngettext("Read %(n)s entry that waits", "Read %(n)s entries that wait", number) % {"n": number},
        url=reverse("organisations:coordination_entries"),
        note=_("The oldest was sent in on %(day)s.") % {"day": date_format(first, "j F")},
        due=working_days_after(first, ANSWER_WITHIN),
        waits_for_others=True,
    )


def _reports(actor: Actor, now: datetime) -> QuerySet[EntryReport]:
    return EntryReport.objects.open()


def _say_reports(number: int, since: datetime | None) -> Need:
    return Need(
        label=ngettext("Look into %(n)s report", "Look into %(n)s reports", number) % {"n": number},
        url=reverse("organisations:coordination_reports"),
        note=_("Somebody says that an entry is wrong."),
        waits_for_others=True,
    )


def _failures(actor: Actor, now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.failed()


def _say_failures(number: int, since: datetime | None) -> Need:
    return Need(
        label=ngettext("See to %(n)s e-mail that did not arrive", "See to %(n)s e-mails that did not arrive", number)
        % {"n": number},
        url=reverse("outbox:failures"),
        note=_("Try again, or reach the person another way."),
        waits_for_others=True,
    )


def _lines(actor: Actor, now: datetime) -> QuerySet[HelpLine]:
    return HelpLine.objects.filter(Q(checked_on__isnull=True) | Q(checked_on__lt=localdate(now) - CHECK_LINES_AFTER))


def _say_lines(number: int, since: datetime | None) -> Need:
    return Need(
        label=ngettext("Check %(n)s number to ring now", "Check %(n)s numbers to ring now", number) % {"n": number},
        url=reverse("organisations:coordination_help_lines"),
        note=_("Nobody from the network has confirmed this in the last six months."),
    )


PILES = (
    Pile("start", _start, "granted_at", _say_start),
    Pile("entries", _entries, "submitted_at", _say_entries),
    Pile("reports", _reports, "created_at", _say_reports),
    Pile("failures", _failures, "failed_at", _say_failures),
    Pile("lines", _lines, "checked_on", _say_lines),
)


def source_of(*piles: Pile) -> Source:
    """Make one source of piles, whatever app they lie in: one query reads all heights, and an empty one has no row."""

    def needs(actor: Actor, now: datetime) -> list[Need]:
        first, *others = [_height(pile, actor, now) for pile in piles]
        heights = {name: (number, since) for name, number, since in first.union(*others, all=True)}
        return [pile.say(*heights[pile.name]) for pile in piles if pile.name in heights]

    def rows(actor: Actor, now: datetime) -> list[Rows]:
        return [together(pile.rows(actor, now)) for pile in piles]

    return Source(needs, rows, Role.COORDINATOR)


def _height(pile: Pile, actor: Actor, now: datetime) -> Rows:
    found = pile.rows(actor, now).order_by().annotate(pile=Value(pile.name)).values("pile")
    height = found.annotate(n=Count("pk"), first=Cast(Min(pile.since), DateTimeField())).filter(n__gt=0)
    rows: Rows = height.values_list("pile", "n", "first")
    return rows
