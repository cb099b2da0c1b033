"""Telling the network that an entry is wrong."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from organisations.messages import new_reports as messages
from organisations.models import EntryReport, Organisation


@transaction.atomic
def report_entry(
    *, organisation_id: UUID, report_id: UUID, what: str, reply_to: str, by: Actor, now: datetime
) -> EntryReport:
    """Keep a report and tell the coordinators. Anybody may report a listed entry.

    The id comes from the form: sending it twice makes one report. Raises Organisation.DoesNotExist when the entry is
    not on the list any more.
    """
    organisation = Organisation.objects.listed().select_for_update(of=("self",)).get(pk=organisation_id)
    # Two clicks on one button meet at the lock above, so the second finds the first one's report.
    report, is_new = EntryReport.objects.get_or_create(
        id=report_id,
        defaults={"organisation": organisation, "what": what.strip(), "reply_to": reply_to, "created_at": now},
    )
    if is_new:
        record(actor=by, verb="organisations.report_entry", subject=report, now=now, organisation=organisation.pk)
        messages.tell_coordinators(report, now=now)
    return report
