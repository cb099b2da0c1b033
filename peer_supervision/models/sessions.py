"""A weekly series, its sessions, who said they come and who came."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of, required_in
from lero_hub.personal_data import NoPersonalData, PersonalData
from peer_supervision.models.circles import Circle
from peer_supervision.querysets import OfASessionQuerySet, SeriesQuerySet, SessionQuerySet
from peer_supervision.states import DEFAULT_ZONE, Answer, SessionState, Theme

SERIES, SESSION = "peer_supervision_series", "peer_supervision_session"
RSVP, ATTENDANCE = "peer_supervision_rsvp", "peer_supervision_attendance"


class Series(models.Model):
    """The weekly rhythm of one circle: weekday (Monday is 0) and wall-clock time in a zone. Written by a host.

    `video_link` is sealed. The last `challenge_minutes` of a session belong to one person's challenge. One series of a
    circle is open; an ended one keeps its past sessions.
    """

    personal_data: ClassVar = NoPersonalData(
        why="A rhythm and a link to a meeting room; who set it is in the audit log."
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="series")
    weekday = models.PositiveSmallIntegerField()
    local_time = models.TimeField()
    zone = models.CharField(max_length=64, default=DEFAULT_ZONE)
    minutes = models.PositiveSmallIntegerField(default=90)
    challenge_minutes = models.PositiveSmallIntegerField(default=30)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    video_link = models.TextField(blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        db_table = SERIES
        constraints = [
            models.UniqueConstraint(
                fields=["circle"],
                condition=Q(ended_at__isnull=True),
                name=f"{SERIES}_one_open",
                violation_error_message=_("This circle has a weekly series already."),
            ),
            check(SERIES, "weekday_known", Q(weekday__lte=6), _("Choose a day of the week.")),
            check(SERIES, "minutes_fair", Q(minutes__range=(30, 240)), _("A session lasts 30 minutes to 4 hours.")),
            check(
                SERIES,
                "challenge_fits",
                Q(challenge_minutes__gte=15, challenge_minutes__lte=F("minutes")),
                _("The challenge has 15 minutes or more, and fits into the session."),
            ),
            check(
                SERIES,
                "ends_later",
                Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                _("A series ends after it starts."),
            ),
            not_blank(SERIES, "zone"),
        ]

    def __str__(self) -> str:
        return f"series {self.id}"


class Session(models.Model):
    """One dated session of a series. Its id is its identity in calendars; `sequence` rises with every move and cancel.

    `week` is the Monday of the week that it was made for, so that a series never makes two for one week, whatever is
    moved. `starts_at` and `ends_at` are instants; `zone` says on which clock they are shown. `moved_at` is set when a
    host moved this one by hand: changes of the series leave it alone from then on. `off_by_series` says that the
    series cancelled it, by its first or last day, and not a host: it comes back when that day allows it again. What
    is kept afterwards is all here: the date, the length, and one theme from a list.
    """

    personal_data: ClassVar = NoPersonalData(why="A date and a state; turns, answers and attendance name the people.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="sessions")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sessions")
    week = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    challenge_minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    off_by_series = models.BooleanField(default=False)
    held_at = models.DateTimeField(null=True)
    theme = models.CharField(max_length=20, choices=Theme.choices, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        db_table = SESSION
        constraints = [
            models.UniqueConstraint(
                fields=["series", "week"],
                name=f"{SESSION}_one_a_week",
                violation_error_message=_("This week has its session already."),
            ),
            one_of(SESSION, "state", SessionState.values),
            one_of(SESSION, "theme", ["", *Theme.values]),
            check(SESSION, "ends_later", Q(ends_at__gt=F("starts_at")), _("A session ends after it starts.")),
            check(SESSION, "week_is_monday", Q(week__iso_week_day=1), _("A week is named by its Monday.")),
            required_in(SESSION, "cancelled_at", {SessionState.CANCELLED}),
            check(
                SESSION,
                "off_when_cancelled",
                Q(off_by_series=False) | Q(state=SessionState.CANCELLED),
                _("Only a session that is off was cancelled by its series."),
            ),
            required_in(SESSION, "held_at", {SessionState.HELD}),
            check(
                SESSION,
                "theme_when_held",
                Q(theme="") | Q(state=SessionState.HELD),
                _("Only a session that was held has a theme."),
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "starts_at"], name="session_of_circle"),
            models.Index(fields=["starts_at"], condition=Q(state=SessionState.PLANNED), name="session_planned"),
        ]

    def __str__(self) -> str:
        return f"session {self.week:%Y-%m-%d} ({self.id})"


class Rsvp(models.Model):
    """One person's answer to one session: yes, maybe or no. They change it until it starts."""

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("session__starts_at", "answer", "answered_at"),
        on_erasure="delete",
        why="Of use only to the circle, before the session.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="rsvps")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=5, choices=Answer.choices)
    answered_at = models.DateTimeField()

    objects = OfASessionQuerySet.as_manager()

    class Meta:
        db_table = RSVP
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name=f"{RSVP}_one_each",
                violation_error_message=_("You have answered already."),
            ),
            one_of(RSVP, "answer", Answer.values),
        ]

    def __str__(self) -> str:
        return f"{self.answer} ({self.id})"


class Attendance(models.Model):
    """Whether one person was at one session. Written when it is marked held, and by the person; seen by the circle."""

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("session__starts_at", "attended"),
        on_erasure="delete",
        why="Kept for the circle alone.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attended = models.BooleanField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfASessionQuerySet.as_manager()

    class Meta:
        db_table = ATTENDANCE
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name=f"{ATTENDANCE}_one_each",
                violation_error_message=_("This is noted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.id}"
