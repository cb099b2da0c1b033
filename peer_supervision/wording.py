"""Times of a session in words, with the clock that they are read on."""

from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.words import Words
from lero_hub.words import hour_words as hour_words  # said here too: one module words the times of a session
from peer_supervision.local_times import local
from peer_supervision.models import Session

WEEKDAYS: Final[tuple[Words, ...]] = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def clock_words(moment: datetime, zone: str) -> str:
    """Say the time of day of a moment."""
    return hour_words(local(moment, zone).time())


def zone_words(zone: str) -> str:
    """Say on which clock a time is read."""
    if zone == "Europe/London":
        return _("UK time")
    return _("%(place)s time") % {"place": zone.rpartition("/")[2].replace("_", " ")}


def day_words(moment: datetime, zone: str, *, year: bool = False) -> str:
    """Say a day: "Thursday 26 November"."""
    return date_format(local(moment, zone).date(), "l j F Y" if year else "l j F")


def hours_words(session: Session) -> str:
    """Say from when to when: "10 am to 11.30 am, UK time"."""
    return _("%(start)s to %(end)s, %(zone)s") % {
        "start": clock_words(session.starts_at, session.zone),
        "end": clock_words(session.ends_at, session.zone),
        "zone": zone_words(session.zone),
    }


def when_words(session: Session) -> str:
    """Say the day and the hours."""
    return f"{day_words(session.starts_at, session.zone)}, {hours_words(session)}"
