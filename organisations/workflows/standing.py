"""What the standards say of an organisation, kept with its entry so that the directory can filter by it.

The app of the standards calls these inside its own transactions, after its own rules; nobody else does. They change no
word of the entry, so its version stays.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lero_hub.audit.workflows import record
from organisations.models import Organisation


def _locked(organisation_id: UUID) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)


@transaction.atomic
def record_pledge(*, organisation_id: UUID, pledged_at: datetime | None, now: datetime) -> Organisation:
    """Show since when an organisation has pledged, or that it no longer has."""
    organisation = _locked(organisation_id)
    organisation.pledged_at = pledged_at
    organisation.save(update_fields=["pledged_at"])
    record(actor=None, verb="organisations.record_pledge", subject=organisation, now=now, stands=pledged_at is not None)
    return organisation


@transaction.atomic
def record_recognition(
    *,
    organisation_id: UUID,
    recognition_id: UUID | None,
    valid_from: date | None,
    valid_until: date | None,
    now: datetime,
) -> Organisation:
    """Show a recognition with its first and last day, or none: all three values or none of them.

    A recognition whose last day has passed stays here, and is shown as ended.
    """
    organisation = _locked(organisation_id)
    organisation.recognition_id = recognition_id
    organisation.recognised_from, organisation.recognised_until = valid_from, valid_until
    organisation.save(update_fields=["recognition_id", "recognised_from", "recognised_until"])
    record(
        actor=None,
        verb="organisations.record_recognition",
        subject=organisation,
        now=now,
        recognition=recognition_id,
    )
    return organisation
