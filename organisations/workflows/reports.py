"""Reports that an entry is wrong: made by anybody, closed by a coordinator."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import is_coordinator
from lero_hub.errors import Refused
from organisations.messages import reports as messages
from organisations.models import EntryReport, Organisation
from organisations.queries.team import owner_of


@transaction.atomic
def report_entry(
    *, organisation_id: UUID, report_id: UUID, what: str, reply_to: str, by: Actor, now: datetime
) -> EntryReport:
    """Keep a report and tell the coordinators. Anybody may report a listed entry.

    Whoever is signed in, or has confirmed the address that was left, finds it in the copy of their data.

    The id comes from the form: sending it twice makes one report. Raises Organisation.DoesNotExist when the entry is
    not on the list any more.
    """
    organisation = Organisation.objects.listed().select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    # Two clicks on one button meet at the lock above, so the second finds the first one's report.
    report, is_new = EntryReport.objects.get_or_create(
        id=report_id,
        defaults={
            "organisation": organisation,
            "what": what.strip(),
            "reply_to": reply_to,
            "told_by_id": by.user_id or owner_of(reply_to),
            "created_at": now,
        },
    )
    if is_new:
        record(actor=by, verb="organisations.report_entry", subject=report, now=now, organisation=organisation.pk)
        messages.tell_coordinators(report, now=now)
    return report


def find_tellers() -> int:
    """Point reports to the accounts that confirmed their address since; returns how many. Twice finds nothing more."""
    owners = EmailAddress.objects.filter(verified=True).alias(address=Lower("email"))
    owner = owners.filter(address=Lower(OuterRef("reply_to"))).values("user_id")[:1]
    unknown = EntryReport.objects.filter(told_by=None).exclude(reply_to="")
    return unknown.filter(Exists(owner)).update(told_by=Subquery(owner))


@transaction.atomic
def close_report(*, report_id: UUID, what_was_done: str, by: Actor, now: datetime) -> EntryReport:
    """Close a report, saying what was done; the reporter is told. Closing it twice keeps the first answer.

    Raises NotAllowed unless `by` is a coordinator, Refused("no_words") without an answer.
    """
    report = (
        EntryReport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=report_id)
    )
    is_coordinator.require(by, None)
    if report.closed_at is not None:
        return report
    if not what_was_done.strip():
        raise Refused("no_words", _("Say what was done."))
    report.closed_at, report.closed_by, report.what_was_done = now, by.user, what_was_done.strip()
    report.save(update_fields=["closed_at", "closed_by", "what_was_done"])
    record(actor=by, verb="organisations.close_report", subject=report, now=now, organisation=report.organisation_id)
    messages.answer_reporter(report, now=now)
    return report
