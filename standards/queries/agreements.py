"""Reads about the assessor agreement: whose stands, and until when."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from lero_hub.accounts.models import User
from standards.models import AssessorAgreement
from standards.states import AGREEMENT_DAYS, AGREEMENT_VERSION

RENEW_WITHIN = timedelta(days=30)
"""For this long before it runs out, an agreement can be accepted anew."""


def valid_agreements(now: datetime) -> QuerySet[AssessorAgreement]:
    """Find the agreements on which somebody may assess now: in the words of today, a year old at most, with the yes."""
    return AssessorAgreement.objects.filter(
        withdrawn_at__isnull=True,
        version=AGREEMENT_VERSION,
        accepted_at__gt=now - timedelta(days=AGREEMENT_DAYS),
        lived_experience=True,
    )


def is_ready_to_assess(user: User, now: datetime) -> bool:
    """Tell whether a person has accepted the agreement and said that they have lived experience."""
    return valid_agreements(now).filter(user=user).exists()


def open_agreement(user: User) -> AssessorAgreement | None:
    """Give what the person accepted last and has not taken back, if anything; it may have run out."""
    return AssessorAgreement.objects.filter(user=user, withdrawn_at__isnull=True).first()


def holds(agreement: AssessorAgreement | None, now: datetime) -> bool:
    """Tell whether this agreement is one to assess on."""
    return (
        agreement is not None
        and agreement.version == AGREEMENT_VERSION
        and bool(agreement.lived_experience)
        and agreement.accepted_at > now - timedelta(days=AGREEMENT_DAYS)
    )


def last_day(agreement: AssessorAgreement) -> date:
    """Give the day on which it runs out."""
    return localdate(agreement.accepted_at + timedelta(days=AGREEMENT_DAYS))


def is_due(agreement: AssessorAgreement | None, now: datetime) -> bool:
    """Tell whether the person should accept anew: never accepted, run out, or about to."""
    return agreement is None or not holds(agreement, now + RENEW_WITHIN)
