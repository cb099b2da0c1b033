"""Whose feed an address is, and what is in it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lero_hub.accounts.further import Row
from lero_hub.authz.actor import Actor
from peer_supervision.feed_secrets import digest
from peer_supervision.models import CalendarFeed, CircleMembership, Rsvp, Session
from peer_supervision.states import Answer, SessionState

RECENT: Final = timedelta(weeks=4)


def feed_of(user_id: UUID) -> CalendarFeed | None:
    """Give a person's feed, if they made one."""
    return CalendarFeed.objects.filter(user_id=user_id).first()


def account_rows(actor: Actor) -> list[Row]:
    """Lead from somebody's account to their calendar, if they are in a circle or have a feed that they could end."""
    if not actor.has_consented:  # the page is closed to them, and the feed opens nothing
        return []
    feed = feed_of(actor.person.pk)
    if feed is None and not CircleMembership.objects.open().filter(user=actor.person).exists():
        return []
    if feed is None:
        note = _("A private address shows them in your calendar program")
    else:
        note = _("On since %(day)s, by a private address") % {"day": date_format(localdate(feed.made_at), "j F Y")}
    return [Row(_("Your dates in your own calendar"), reverse("peer_supervision:calendar"), note)]


def owner_of(secret: str) -> UUID | None:
    """Find whose feed a secret opens, by its digest. A closed account, or one without consent, has none."""
    feeds = CalendarFeed.objects.filter(
        digest=digest(secret), user__is_active=True, user__consented_at__isnull=False, user__erased_at__isnull=True
    )
    return feeds.values_list("user_id", flat=True).first()


def sessions_for(user_id: UUID, *, now: datetime) -> list[tuple[Session, str]]:
    """List a person's coming and recent sessions with their answer, the earliest first.

    Left out is what was cancelled, what they said no to, and what was over before they belonged to the circle.
    """
    since = dict(
        CircleMembership.objects.open()
        .filter(user_id=user_id, circle__closed_at__isnull=True)
        .values_list("circle_id", "joined_at")
    )
    sessions = (
        Session.objects.filter(circle__in=since, ends_at__gt=now - RECENT)
        .exclude(state=SessionState.CANCELLED)
        .order_by("starts_at", "id")
    )
    answers = dict(Rsvp.objects.filter(user_id=user_id, session__in=sessions).values_list("session_id", "answer"))
    theirs = [
        (session, answers.get(session.pk, "")) for session in sessions if session.ends_at > since[session.circle_id]
    ]
    return [(session, answer) for session, answer in theirs if answer != Answer.NO]
