"""The weekly rhythm: sessions made ahead, changed, ended, across clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from lero_hub.outbox.models import OutboxMessage
from peer_supervision.models import Series, Session
from peer_supervision.tasks import keep_rhythm
from peer_supervision.workflows import sessions
from peer_supervision.workflows.rhythm import Rhythm, end_rhythm, make_sessions_of, set_rhythm
from tests.factories import DAY, HOUR, NOW, me
from tests.peer_supervision.builders import (
    THURSDAY,
    circle,
    host_of,
    sessions_of,
    weekly,
)
from tests.peer_supervision.support import refused

pytestmark = pytest.mark.django_db


def test_sessions_are_made_twelve_weeks_ahead_and_once(group):
    opened, dated = group
    assert len(dated) == 12
    assert make_sessions_of(circle_id=opened.pk, now=NOW) == 0
    assert make_sessions_of(circle_id=opened.pk, now=NOW + 7 * DAY) == 1
    assert {f"{session.starts_at:%H:%M}" for session in dated} == {"18:00", "17:00"}
    assert [session.starts_at.hour for session in dated[:5]] == [18, 18, 18, 18, 17]


def test_autumn_change_keeps_the_wall_clock():
    opened = circle(now=datetime(2026, 10, 19, 9, tzinfo=UTC))
    dated = weekly(opened, now=datetime(2026, 10, 19, 9, tzinfo=UTC), starts_on=date(2026, 10, 19))
    assert [session.starts_at.hour for session in dated[:3]] == [17, 18, 18]


def test_bad_rhythm_is_refused():
    opened = circle()
    good = {"weekday": THURSDAY, "local_time": time(18), "starts_on": date(2026, 3, 2)}
    for code, changes in (
        ("unknown_zone", {"zone": "Mars/Olympus"}),
        ("bad_weekday", {"weekday": 7}),
        ("bad_length", {"minutes": 20}),
        ("bad_length", {"challenge_minutes": 120}),
        ("bad_end", {"ends_on": date(2026, 3, 1)}),
        ("bad_link", {"video_link": "http://video.example/"}),
        ("bad_link", {"video_link": "javascript:alert(1)"}),
        ("bad_link", {"video_link": "https://me:secret@video.example/"}),
        ("bad_link", {"video_link": "https://[oops"}),
        ("bad_link", {"video_link": "https://video.example/" + "x" * 500}),
    ):
        rhythm = Rhythm(**good | changes)
        refused(code, set_rhythm, circle_id=opened.pk, rhythm=rhythm, by=me(host_of(opened)), now=NOW)


def test_changing_the_rhythm_moves_what_nobody_moved_by_hand(group):
    opened, dated = group
    host = me(host_of(opened))
    by_hand = dated[1]
    sessions.move_session(
        session_id=by_hand.pk, starts_at=by_hand.starts_at + DAY, minutes=90, sequence=0, by=host, now=NOW
    )
    OutboxMessage.objects.all().delete()
    changed = weekly(opened, weekday=1, local_time=time(19, 30), ends_on=date(2026, 4, 30))
    assert {session.pk for session in changed} >= {session.pk for session in dated}
    moved = {session.pk: session for session in changed}
    assert f"{moved[dated[0].pk].starts_at:%a %H:%M}" == "Tue 19:30"
    assert moved[dated[0].pk].sequence == 1
    assert moved[by_hand.pk].starts_at == by_hand.starts_at + DAY
    assert {session.state for session in changed if session.starts_at.date() > date(2026, 4, 30)} == {"cancelled"}
    assert OutboxMessage.objects.filter(kind="circles.session").count() == 5
    weekly(opened, weekday=1, local_time=time(19, 30), ends_on=date(2026, 4, 30))
    assert OutboxMessage.objects.filter(kind="circles.session").count() == 5


def test_what_a_mistaken_last_day_cancelled_comes_back_and_what_a_host_cancelled_does_not(group):
    opened, dated = group
    by_hand = dated[2]
    sessions.cancel_session(session_id=by_hand.pk, by=me(host_of(opened)), now=NOW)
    off = [each for each in weekly(opened, ends_on=date(2026, 3, 6)) if each.state == "cancelled"]
    assert len(off) == 11
    OutboxMessage.objects.all().delete()
    back = weekly(opened, ends_on=None)
    assert [each.pk for each in back] == [each.pk for each in dated]
    assert [each.pk for each in back if each.state == "cancelled"] == [by_hand.pk]
    assert [(each.starts_at, each.sequence) for each in back[3:]] == [(each.starts_at, 2) for each in dated[3:]]
    assert {(each.cancelled_at, each.off_by_series) for each in back[3:]} == {(None, False)}
    assert OutboxMessage.objects.filter(kind="circles.session").count() == 5
    weekly(opened, ends_on=None)
    assert OutboxMessage.objects.filter(kind="circles.session").count() == 5


def test_what_a_later_first_day_cancelled_comes_back_at_the_new_time(group):
    opened, dated = group
    later = weekly(opened, starts_on=date(2026, 4, 1))
    assert {each.state for each in later if each.starts_at.date() < date(2026, 4, 1)} == {"cancelled"}
    back = weekly(opened, weekday=1, starts_on=date(2026, 3, 10))
    assert {each.pk for each in back} == {each.pk for each in dated}
    assert {each.state for each in back[1:]} == {"planned"}
    assert {f"{each.starts_at:%a}" for each in back[1:]} == {"Tue"}
    assert back[0].state == "cancelled", "its Tuesday lies before the first day"


def test_rhythm_moves_no_session_over_one_that_was_moved_by_hand(group):
    opened, dated = group
    host = me(host_of(opened))
    tuesday = dated[1].starts_at - 2 * DAY  # its own week's, so that the one before could be moved beside it
    sessions.move_session(session_id=dated[0].pk, starts_at=tuesday + HOUR, minutes=90, sequence=0, by=host, now=NOW)
    rhythm = Rhythm(weekday=1, local_time=time(18), starts_on=date(2026, 3, 2))
    refused("taken", set_rhythm, circle_id=opened.pk, rhythm=rhythm, by=host, now=NOW)
    assert Session.objects.get(pk=dated[1].pk).starts_at == dated[1].starts_at
    weekly(opened, weekday=1, local_time=time(16))
    assert Session.objects.get(pk=dated[1].pk).starts_at == tuesday - 2 * HOUR


def test_no_session_is_made_or_brought_back_over_one_that_was_moved_by_hand(group):
    opened, dated = group
    host = me(host_of(opened))
    last = dated[-1]
    sessions.move_session(
        session_id=last.pk, starts_at=last.starts_at + 7 * DAY, minutes=90, sequence=0, by=host, now=NOW
    )
    assert make_sessions_of(circle_id=opened.pk, now=NOW + 7 * DAY) == 0
    weekly(opened, ends_on=date(2026, 3, 6))
    second = dated[1].starts_at
    Session.objects.filter(pk=last.pk).update(starts_at=second, ends_at=second + HOUR)
    back = {each.pk: each.state for each in weekly(opened)}
    assert back[dated[1].pk] == "cancelled"
    assert back[dated[2].pk] == "planned"


def test_day_of_this_week_that_has_passed_is_not_moved_into(group):
    opened, dated = group
    wednesday = datetime(2026, 3, 4, 12, tzinfo=UTC)
    changed = weekly(opened, now=wednesday, weekday=1)
    assert changed[0].starts_at == dated[0].starts_at
    assert f"{changed[1].starts_at:%a}" == "Tue"


def test_ending_the_rhythm_cancels_what_is_ahead_and_tells_once(group):
    opened, _dated = group
    host = me(host_of(opened))
    for _click in range(2):
        end_rhythm(circle_id=opened.pk, by=host, now=NOW)
    assert {session.state for session in sessions_of(opened)} == {"cancelled"}
    assert OutboxMessage.objects.filter(kind="circles.session").count() == 5
    assert make_sessions_of(circle_id=opened.pk, now=NOW) == 0
    assert len([each for each in weekly(opened) if each.state == "planned"]) == 12


def test_one_circle_whose_zone_is_gone_does_not_stop_the_others(caplog):
    now = timezone.now()
    opened = sorted((circle(name="Walnut circle", now=now) for _number in range(3)), key=lambda each: each.pk)
    for each in opened:
        weekly(each, now=now, starts_on=now.date())
    Session.objects.all().delete()
    Series.objects.filter(circle=opened[0]).update(zone="Mars/Olympus")
    keep_rhythm()
    assert [Session.objects.filter(circle=each).exists() for each in opened] == [False, True, True]
    said = [record.getMessage() for record in caplog.records if record.name == "peer_supervision.tasks"]
    assert said == [f"Circle {opened[0].pk} was left out: unknown_zone."]
