"""Mail to the coordinators about a report: that there is one, never its words."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from organisations.models import EntryReport

REPORT_WAITING = "organisations.report_waiting"


def _still_open(message: OutboxMessage) -> bool:
    """A coordinator hears of a report while it is open and while they are one."""
    is_open = EntryReport.objects.open().filter(pk=message.dedupe_key.split(":")[1]).exists()
    return is_open and RoleGrant.objects.open().filter(user=message.recipient, role=Role.COORDINATOR).exists()


def register() -> None:
    """Make the kind known to the outbox."""
    waiting = _("Somebody says that an entry is wrong")
    kinds.register(kinds.Kind(REPORT_WAITING, waiting, still_wanted=_still_open, role=Role.COORDINATOR))


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
