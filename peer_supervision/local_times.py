"""Wall-clock times of a series, turned into instants date by date.

On the night when clocks go forward an hour is missing: a session set in it starts that much later on the new clock
(1.30 becomes 2.30). On the night when they go back an hour comes twice: the first one counts. A session lasts its
minutes of real time, so that across a change its end on the clock looks an hour off.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from lero_hub.errors import Refused


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """List the zones that exist: places, not abbreviations or offsets."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix")))


def zone(name: str) -> ZoneInfo:
    """Find a zone by its IANA name; raise Refused("unknown_zone"). Never looks a foreign text up as a file."""
    if name not in zone_names():
        raise Refused("unknown_zone", _("There is no such time zone. Choose one from the list."))
    return ZoneInfo(name)


def instant(day: date, at: time, zone_name: str) -> datetime:
    """Give the instant of a wall-clock time; see the module for hours that are missing or come twice."""
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), zone(zone_name)).astimezone(UTC)


def local(moment: datetime, zone_name: str) -> datetime:
    """Give an instant on the clock of a zone."""
    return moment.astimezone(zone(zone_name))


def monday_of(day: date) -> date:
    """Name a week by its Monday."""
    return day - timedelta(days=day.weekday())


def weekly(*, weekday: int, first: date, last: date) -> list[date]:
    """List the dates of a weekday from `first` to `last`, both included."""
    day = monday_of(first) + timedelta(days=weekday)
    if day < first:
        day += timedelta(weeks=1)
    return [day + timedelta(weeks=n) for n in range(max(0, (last - day).days // 7 + 1))]
