"""The answer to somebody who reported that an entry is wrong."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.outbox import kinds
from lero_hub.outbox.workflows import enqueue
from organisations.messages.entries import ANSWERED
from organisations.models import EntryReport

REPORT_CLOSED = "organisations.report_closed"


def register() -> None:
    """Make the kind known. It goes to addresses without an account, so it has no switch of its own."""
    kinds.register(kinds.Kind(REPORT_CLOSED, _("Your report about an entry was answered"), preference=ANSWERED))


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
