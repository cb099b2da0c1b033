"""Mails about a report that an entry is wrong: to the coordinators, and back to whoever told us."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from organisations.messages.entries import ANSWERED
from organisations.models import EntryReport

REPORT_CLOSED, REPORT_WAITING = "organisations.report_closed", "organisations.report_waiting"


def _still_open(message: OutboxMessage) -> bool:
    """A coordinator hears of a report while it is open and while they are one."""
    open_report = EntryReport.objects.open().filter(pk=message.dedupe_key.split(":")[1])
    holds_role = RoleGrant.objects.open().filter(user=message.recipient, role=Role.COORDINATOR)
    return open_report.exists() and holds_role.exists()


def register() -> None:
    """Make the kinds known. The answer goes to addresses without an account, so it has no switch of its own."""
    waiting = _("Somebody says that an entry is wrong")
    kinds.register(kinds.Kind(REPORT_WAITING, waiting, still_wanted=_still_open, role=Role.COORDINATOR))
    kinds.register(kinds.Kind(REPORT_CLOSED, _("Your report about an entry was answered"), preference=ANSWERED))


def tell_coordinators(report: EntryReport, *, now: datetime) -> None:
    """Tell each coordinator that a report waits."""
    for grant in RoleGrant.objects.open().filter(role=Role.COORDINATOR).select_related("user"):
        enqueue(
            kind=REPORT_WAITING,
            recipient=grant.user,
            to=grant.user.email,
            template="organisations_report_waiting",
            context={
                "organisation": report.organisation,
                "path": reverse("organisations:coordination_report", args=[report.pk]),
            },
            dedupe_key=f"report_waiting:{report.pk}:{grant.user_id}",
            now=now,
        )


def answer_reporter(report: EntryReport, *, now: datetime) -> None:
    """Tell the reporter what was done, when they left an address."""
    if not report.reply_to:
        return
    enqueue(
        kind=REPORT_CLOSED,
        recipient=None,
        to=report.reply_to,
        template="organisations_report_closed",
        context={
            "what_was_done": report.what_was_done,
            "path": reverse("organisations:directory"),
        },
        dedupe_key=f"report_closed:{report.pk}",
        now=now,
    )
