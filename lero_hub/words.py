"""The type of every text that a person may read, plain or translated when shown; and what several apps say alike."""

from datetime import datetime
from typing import TypeAlias

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words: TypeAlias = str | Promise


def saved_at(now: datetime) -> str:
    """Say when a form that saves as you go was saved, in local time: "Saved at 8.17 am"."""
    return _("Saved at %(time)s") % {"time": date_format(timezone.localtime(now), "g.i A").lower()}
