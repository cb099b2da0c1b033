"""Pledge and recognition in words: a promise that the organisation made, a judgement that its peers made. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

PLEDGED, RECOGNISED, ENDED = "pledged", "recognised", "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """One mark: `kind` decides how it looks, `label` always says it in words with its date."""

    kind: str
    label: str


def standings(
    pledged_at: datetime | None, recognised_from: date | None, recognised_until: date | None, *, today: date
) -> tuple[Standing, ...]:
    """Say what an organisation shows on a day: recognition first, held or ended, then the pledge."""
    found = []
    if recognised_from and recognised_until and recognised_from <= today:
        month = date_format(recognised_until, "F Y")
        if is_recognised(recognised_from, recognised_until, today=today):
            found.append(Standing(RECOGNISED, _("Recognised until %(month)s") % {"month": month}))
        else:
            found.append(Standing(ENDED, _("Recognition ended %(month)s") % {"month": month}))
    if pledged_at:
        month = date_format(localdate(pledged_at), "F Y")
        found.append(Standing(PLEDGED, _("Pledged %(month)s") % {"month": month}))
    return tuple(found)


def is_recognised(recognised_from: date | None, recognised_until: date | None, *, today: date) -> bool:
    """Tell whether a recognition holds on a day; its first and last day count."""
    return recognised_from is not None and recognised_until is not None and recognised_from <= today <= recognised_until
