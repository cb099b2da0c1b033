"""Who may not judge whom: acting for an organisation now, or within the last 24 months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import DateTimeField, DurationField, Func, Q, QuerySet, Value
from django.utils.translation import gettext as _

from organisations.models import Membership
from standards.states import CONFLICT_MONTHS


@dataclass(frozen=True)
class Tie:
    """Why a person cannot assess or decide about an organisation: `code` for tests, `words` for coordinators."""

    code: str
    words: str


def months_before(moment: datetime, months: int) -> datetime:
    """Go back by calendar months as the database does: the last day of a shorter month stands for a missing one."""
    moment = moment.astimezone(UTC)
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def tying_memberships(now: datetime) -> QuerySet[Membership]:
    """Find the memberships that tie their people now; the database goes back by months, as in its trigger."""
    months = Func(Value(0), Value(CONFLICT_MONTHS), function="make_interval", output_field=DurationField())
    since = Value(now, DateTimeField()) - months
    return Membership.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=since))


def ties(user_id: UUID, organisation_id: UUID, now: datetime) -> list[Tie]:
    """List what ties a person to an organisation; empty for somebody who may judge it. The trigger says the same."""
    rows = tying_memberships(now).filter(user_id=user_id, organisation_id=organisation_id)
    return [tie_of(row) for row in rows.order_by("ended_at", "id")]


def tie_of(membership: Membership) -> Tie:
    """Say in words what a membership means for a review."""
    if membership.ended_at is None:
        return Tie("belongs", _("Acts for this organisation."))
    return Tie("belonged", _("Acted for this organisation less than two years ago."))
