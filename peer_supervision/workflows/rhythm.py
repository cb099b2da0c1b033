"""The weekly rhythm: setting it, changing it, ending it, and making its dated sessions ahead.

The job and a host may write at once: both lock the circle first, and one session a week is a rule of the database,
written with ON CONFLICT DO NOTHING.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.accounts.sealing import seal
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from peer_supervision.local_times import instant, local, monday_of, weekly, zone
from peer_supervision.messages import sessions as messages
from peer_supervision.models import Circle, Series, Session
from peer_supervision.states import DEFAULT_ZONE, WEEKS_AHEAD
from peer_supervision.workflows.circles import hosted_by, locked
from peer_supervision.workflows.shifting import cancel_planned, revive, shift

LONGEST_LINK = 500
BAD_LINK = gettext_lazy("Give the whole link to the video room. It starts with https://")


@dataclass(frozen=True)
class Rhythm:
    """What a host sets: Monday is 0; the time is wall-clock in the zone; the challenge has the last minutes."""

    weekday: int
    local_time: time
    starts_on: date
    zone: str = DEFAULT_ZONE
    minutes: int = 90
    challenge_minutes: int = 30
    ends_on: date | None = None
    video_link: str = ""


def _checked(rhythm: Rhythm) -> None:
    zone(rhythm.zone)
    if not 0 <= rhythm.weekday <= 6:
        raise Refused("bad_weekday", _("Choose a day of the week."))
    if not 30 <= rhythm.minutes <= 240 or not 15 <= rhythm.challenge_minutes <= rhythm.minutes:
        raise Refused("bad_length", _("A session lasts 30 minutes to 4 hours, and the challenge 15 minutes or more."))
    if rhythm.ends_on is not None and rhythm.ends_on < rhythm.starts_on:
        raise Refused("bad_end", _("The last day comes after the first."))
    if rhythm.video_link and not is_link(rhythm.video_link):
        raise Refused("bad_link", BAD_LINK)


def is_link(link: str) -> bool:
    """Tell whether a link leads to a video room: whole, encrypted, and naming nobody."""
    try:
        parts = urlsplit(link)
        plain = link.isprintable() and " " not in link and len(link) <= LONGEST_LINK
        return parts.scheme == "https" and bool(parts.hostname) and not parts.username and plain
    except ValueError:
        return False


@transaction.atomic
def set_rhythm(*, circle_id: UUID, rhythm: Rhythm, by: Actor, now: datetime) -> Series:
    """Begin the weekly series, or change it; sessions ahead that nobody moved by hand follow the change.

    Members hear of a change once. Raises NotAllowed unless `by` hosts, Refused("closed", "agreement", "unknown_zone",
    "bad_weekday", "bad_length", "bad_end", "bad_link", "taken").
    """
    circle = hosted_by(by, circle_id, now=now)
    _checked(rhythm)
    series = Series.objects.open().filter(circle=circle).first()
    is_new = series is None
    if series is None:
        series = Series(circle=circle, created_at=now)
    for field in ("weekday", "local_time", "zone", "minutes", "challenge_minutes", "starts_on", "ends_on"):
        setattr(series, field, getattr(rhythm, field))
    series.video_link = seal(rhythm.video_link) if rhythm.video_link else ""
    if is_new:
        series.save(force_insert=True)
    else:
        series.save(update_fields=[field.name for field in Series._meta.fields if field.name not in {"id", "circle"}])
    record(actor=by, verb="circles.set_rhythm", subject=series, now=now, circle=circle.pk, new=is_new)
    if not is_new:
        changed = _follow(series, by=by, now=now)
        if changed:
            messages.tell_rhythm(series, changed, now=now)
    make_ahead(series, now=now)
    return series


def _follow(series: Series, *, by: Actor, now: datetime) -> list[Session]:
    """Move the sessions ahead that nobody moved by hand to the new time of their week, and cancel what lies outside.

    What the series cancelled before comes back where its days allow it again; what a host cancelled stays off. One
    whose new time would already have passed stays where it is. Raises Refused("taken") for one that would lie over a
    session that a host moved by hand.
    """
    rows = Session.objects.select_for_update(of=("self",), no_key=True).filter(series=series, moved_at__isnull=True)
    by_hand = _moved_by_hand(series.circle_id, now=now)
    changed = []
    for session in rows.coming(now).order_by("week"):
        day = session.week + timedelta(days=series.weekday)
        if not _is_within(series, day):
            cancel_planned(session, by=by, now=now, by_series=True)
            changed.append(session)
            continue
        starts = instant(day, series.local_time, series.zone)
        if starts > now and _overlaps(starts, series.minutes, by_hand):
            raise Refused(
                "taken",
                _("The session that you moved to %(day)s is at the same time. Move that one first.")
                % {"day": date_format(local(starts, series.zone), "j F")},
            )
        if starts > now and shift(session, starts=starts, series=series, by=by, now=now):
            changed.append(session)
    for session in rows.off_by_their_series().exclude(pk__in=[each.pk for each in changed]).order_by("week"):
        day = session.week + timedelta(days=series.weekday)
        starts = instant(day, series.local_time, series.zone)
        if _is_within(series, day) and starts > now and not _overlaps(starts, series.minutes, by_hand):
            changed.append(revive(session, starts=starts, series=series, by=by, now=now))
    return sorted(changed, key=lambda session: session.starts_at)


def _is_within(series: Series, day: date) -> bool:
    """Tell whether a day lies between the first and the last day of a series."""
    return series.starts_on <= day and (series.ends_on is None or day <= series.ends_on)


def _moved_by_hand(circle_id: UUID, *, now: datetime) -> list[tuple[datetime, datetime]]:
    """List the times that the coming sessions have which a host moved: no session is put there."""
    moved = Session.objects.planned().not_over(now).filter(circle_id=circle_id, moved_at__isnull=False)
    return list(moved.values_list("starts_at", "ends_at"))


def _overlaps(starts: datetime, minutes: int, taken: list[tuple[datetime, datetime]]) -> bool:
    """Tell whether a session would lie over one of the times."""
    ends = starts + timedelta(minutes=minutes)
    return any(starts < other_ends and other_starts < ends for other_starts, other_ends in taken)


def make_ahead(series: Series, *, now: datetime) -> int:
    """Make the sessions that are missing for the weeks ahead; the caller holds the circle's lock. Returns how many.

    A week whose time a session moved by hand has taken gets none while that stays there.
    """
    today = local(now, series.zone).date()
    last = today + timedelta(weeks=WEEKS_AHEAD)
    days = weekly(weekday=series.weekday, first=max(series.starts_on, today), last=min(last, series.ends_on or last))
    by_hand = _moved_by_hand(series.circle_id, now=now)
    rows = []
    for day in days:
        starts = instant(day, series.local_time, series.zone)
        if starts > now and not _overlaps(starts, series.minutes, by_hand):
            rows.append(
                Session(
                    circle_id=series.circle_id,
                    series=series,
                    week=monday_of(day),
                    starts_at=starts,
                    ends_at=starts + timedelta(minutes=series.minutes),
                    zone=series.zone,
                    challenge_minutes=series.challenge_minutes,
                    created_at=now,
                    changed_at=now,
                )
            )
    before = Session.objects.filter(series=series).count()
    Session.objects.bulk_create(rows, ignore_conflicts=True)
    return Session.objects.filter(series=series).count() - before


@transaction.atomic
def make_sessions_of(*, circle_id: UUID, now: datetime) -> int:
    """Make the sessions of one circle that are missing ahead. Returns how many; twice makes none."""
    locked(circle_id)
    return sum(make_ahead(series, now=now) for series in Series.objects.open().filter(circle_id=circle_id))


@transaction.atomic
def end_rhythm(*, circle_id: UUID, by: Actor, now: datetime) -> None:
    """End the weekly series: its coming sessions are cancelled and members told once. Twice does no harm.

    Raises NotAllowed unless `by` hosts.
    """
    stop(hosted_by(by, circle_id, now=now), by=by, now=now)


def stop(circle: Circle, *, by: Actor, now: datetime) -> None:
    """End the open series of a circle; the caller holds its lock."""
    for series in Series.objects.filter(circle=circle, ended_at__isnull=True):
        series.ended_at = now
        series.video_link = ""
        series.save(update_fields=["ended_at", "video_link"])
        record(actor=by, verb="circles.end_rhythm", subject=series, now=now, circle=circle.pk)
    ahead = Session.objects.select_for_update(of=("self",), no_key=True).coming(now).filter(circle=circle)
    cancelled = list(ahead.order_by("starts_at"))
    for session in cancelled:
        cancel_planned(session, by=by, now=now)
    if cancelled:
        messages.tell_ended(circle, cancelled, now=now)
