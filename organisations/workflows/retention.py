"""What the directory forgets by itself: words of old reports, closed or not, and addresses of unused invitations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from organisations.models import EntryReport, Invitation

KEEP_REPORT_WORDS = timedelta(days=90)
KEEP_OPEN_REPORTS = timedelta(days=180)
KEEP_EXPIRED_INVITATIONS = timedelta(days=30)


@dataclass(frozen=True)
class Forgotten:
    """How many rows lost what nobody needs any more."""

    reports: int
    invitations: int


@transaction.atomic
def forget_what_is_over(*, now: datetime) -> Forgotten:
    """Blank what was kept long enough. Running it again finds nothing to do.

    One UPDATE each: a row that somebody answers or sends again at the same moment is read anew by PostgreSQL, and is
    passed over when it no longer fits.
    """
    is_over = Q(closed_at__lte=now - KEEP_REPORT_WORDS) | Q(created_at__lte=now - KEEP_OPEN_REPORTS)
    old_reports = EntryReport.objects.filter(is_over, is_forgotten=False)
    old_invitations = Invitation.objects.open().filter(expires_at__lte=now - KEEP_EXPIRED_INVITATIONS)
    return Forgotten(
        reports=old_reports.update(**EntryReport.personal_data.blank),
        invitations=old_invitations.update(revoked_at=now, email=""),
    )
