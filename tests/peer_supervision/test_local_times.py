"""Wall-clock times across both clock changes, in more than one zone, and zones that do not exist."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time

import pytest

from lero_hub.errors import Refused
from peer_supervision.local_times import instant, local, monday_of, weekly, zone, zone_names


@pytest.mark.parametrize(
    ("day", "at", "name", "utc"),
    [
        (date(2026, 3, 26), time(18), "Europe/London", datetime(2026, 3, 26, 18, tzinfo=UTC)),
        (date(2026, 4, 2), time(18), "Europe/London", datetime(2026, 4, 2, 17, tzinfo=UTC)),
        (date(2026, 10, 22), time(18), "Europe/London", datetime(2026, 10, 22, 17, tzinfo=UTC)),
        (date(2026, 10, 29), time(18), "Europe/London", datetime(2026, 10, 29, 18, tzinfo=UTC)),
        # the hour that is missing, and the one that comes twice
        (date(2026, 3, 29), time(1, 30), "Europe/London", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), "Europe/London", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # clocks change on another night there
        (date(2026, 3, 12), time(18), "America/New_York", datetime(2026, 3, 12, 22, tzinfo=UTC)),
        (date(2026, 3, 5), time(18), "America/New_York", datetime(2026, 3, 5, 23, tzinfo=UTC)),
        (date(2026, 7, 2), time(18), "Asia/Kathmandu", datetime(2026, 7, 2, 12, 15, tzinfo=UTC)),
    ],
)
def test_instant_of_a_wall_clock_time(day, at, name, utc):
    assert instant(day, at, name) == utc


def test_missing_hour_is_shown_an_hour_later():
    assert f"{local(instant(date(2026, 3, 29), time(1, 30), 'Europe/London'), 'Europe/London'):%H:%M}" == "02:30"


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "BST", "../../etc/passwd", "/etc/localtime", "Europe/London\0", "Europe/london", "+1"]
)
def test_zone_that_does_not_exist_is_refused(name):
    with pytest.raises(Refused) as refused:
        zone(name)
    assert refused.value.code == "unknown_zone"


def test_london_and_others_are_there():
    assert {"Europe/London", "America/New_York", "Europe/Dublin"} <= zone_names()


def test_dates_of_a_weekday():
    assert monday_of(date(2026, 3, 8)) == date(2026, 3, 2)
    assert weekly(weekday=3, first=date(2026, 3, 6), last=date(2026, 3, 19)) == [date(2026, 3, 12), date(2026, 3, 19)]
    assert weekly(weekday=3, first=date(2026, 3, 5), last=date(2026, 3, 5)) == [date(2026, 3, 5)]
    assert weekly(weekday=3, first=date(2026, 3, 6), last=date(2026, 3, 11)) == []


def test_zones_are_known_on_a_machine_that_has_none_of_its_own() -> None:
    ask = "from peer_supervision.local_times import *; print(zone('Europe/London'), len(zone_names()) > 300)"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "PYTHONTZPATH": "", "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["Europe/London", "True"]
