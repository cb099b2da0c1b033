"""How long ago and where, in words for people. Pure: the clock comes in."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.states import OLD_AFTER

WEEK, MONTH = 7, 30.44


def is_old(confirmed_at: datetime | None, now: datetime) -> bool:
    """Tell whether nobody has confirmed an entry for a year."""
    return confirmed_at is None or (now - confirmed_at).days >= OLD_AFTER


def confirmed(confirmed_at: datetime | None, now: datetime) -> str:
    """Say when somebody last confirmed an entry; after a year, what to do about it."""
    if confirmed_at is None:
        return _("Not confirmed yet")
    if is_old(confirmed_at, now):
        return _("Last confirmed %(when)s. Ring before you travel.") % {"when": ago(confirmed_at, now)}
    return _("Confirmed %(when)s") % {"when": ago(confirmed_at, now)}


def ago(then: datetime, now: datetime) -> str:
    """Say how long ago it was, in the largest whole measure: today, 12 days ago, 3 weeks ago, 5 months ago."""
    days = max(0, (now - then).days)
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 2 * WEEK:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < 2 * MONTH:
        weeks = days // WEEK
        return ngettext("%(n)s week ago", "%(n)s weeks ago", weeks) % {"n": weeks}
    months = round(days / MONTH)
    if months < 24:
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    years = months // 12
    return ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}


def where(*, town: str, area: str, is_confidential: bool, is_place: bool) -> str:
    """Say where people meet, as near as the public may know."""
    if not is_place:
        return _("Online, anywhere in the UK")
    if is_confidential:
        return _("%(area)s area, address given when you ring") % {"area": area}
    if not town or town.casefold() == area.casefold():
        return area
    return _("%(town)s, %(area)s") % {"town": town, "area": area}
