"""The type of every text that a person may read, plain or translated when shown; and what several apps say alike."""

from datetime import datetime, time
from typing import TypeAlias

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words: TypeAlias = str | Promise


def saved_at(now: datetime) -> str:
    """Say when a form that saves as you go was saved, in local time: "Saved at 8.17 am"."""
    return _("Saved at %(time)s") % {"time": date_format(timezone.localtime(now), "g.i A").lower()}


def hour_words(here: time) -> str:
    """Say a time of day: "6 pm", "11.30 am", "noon"."""
    if (here.hour, here.minute) == (12, 0):
        return _("noon")
    hour, half = here.hour % 12 or 12, _("am") if here.hour < 12 else _("pm")
    return f"{hour}.{here.minute:02d} {half}" if here.minute else f"{hour} {half}"


def moment_words(moment: datetime) -> str:
    """Say a day and a time of day in local time: "18 November 2026, 6.59 am"."""
    here = timezone.localtime(moment)
    return _("%(day)s, %(time)s") % {"day": date_format(here, "j F Y"), "time": hour_words(here.time())}
