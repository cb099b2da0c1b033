"""Reads for coordinators: what waits in each queue, and an entry as it has to be judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.actor import Actor
from lero_hub.words import Words
from organisations.models import EntryReport, Membership, Organisation
from organisations.placenames import search_key
from organisations.querysets import EntryReportQuerySet, OrganisationQuerySet
from organisations.states import OLD_AFTER, State


@dataclass(frozen=True)
class Tab:
    """One part of the queue. `since` names the column that tells for how long a row has been in it."""

    slug: str
    label: Words
    rule: Q
    since: str
    bulk: str = ""


def tabs_at(now: datetime) -> dict[str, Tab]:
    """List the parts of the queue, what waits for a coordinator first. `bulk` is what can be done to many at once."""
    old = Q(state=State.LISTED, confirmed_at__lt=now - timedelta(days=OLD_AFTER))
    tabs = [
        Tab("waiting", _("Waiting for you"), Q(state=State.SUBMITTED), "submitted_at", bulk="list"),
        Tab("sent_back", _("Sent back"), Q(state=State.CHANGES_REQUESTED), "changed_at"),
        Tab("old", _("Not confirmed for a year"), old, "confirmed_at", bulk="ask"),
        Tab("listed", _("Listed"), Q(state=State.LISTED), "listed_at"),
        Tab("unlisted", _("Off the list"), Q(state=State.UNLISTED), "unlisted_at"),
        Tab("archived", _("Archived"), Q(state=State.ARCHIVED), "archived_at"),
    ]
    return {tab.slug: tab for tab in tabs}


SORTS: Final[Mapping[str, Words]] = {
    "longest": _("Longest first"),
    "newest": _("Newest first"),
    "name": _("By name"),
}


def _of_coordinators(actor: Actor) -> OrganisationQuerySet:
    """Keep what was sent in once: drafts that nobody sent in are nobody's business."""
    return Organisation.objects.visible_to(actor).filter(submitted_at__isnull=False)


def counts(actor: Actor, *, now: datetime) -> dict[str, int]:
    """Count each part of the queue, in one query."""
    columns = {slug: Count("pk", filter=tab.rule) for slug, tab in tabs_at(now).items()}
    return _of_coordinators(actor).aggregate(**columns)


def entries(actor: Actor, *, tab: Tab, text: str, sort: str) -> OrganisationQuerySet:
    """Find the entries of one part of the queue by words of their name or place.

    Each row has `is_own`: whether the actor acts for it, and so cannot answer it.
    """
    found = _of_coordinators(actor).filter(tab.rule)
    for word in text.split():
        plain = search_key(word) or word
        found = found.filter(Q(name__icontains=word) | Q(search_name__icontains=plain) | Q(base_place__icontains=word))
    order = {"name": ["search_name"], "newest": [f"-{tab.since}"]}.get(sort, [tab.since])
    own = Membership.objects.open().filter(organisation=OuterRef("pk"), user=actor.user)
    return found.annotate(is_own=Exists(own)).order_by(*order, "id")


def reports(actor: Actor, *, closed: bool, text: str) -> EntryReportQuerySet:
    """Find reports by words of the organisation's name: open ones oldest first, closed ones newest first."""
    found = EntryReport.objects.visible_to(actor).filter(closed_at__isnull=not closed)
    for word in text.split():
        found = found.filter(organisation__name__icontains=word)
    order = ["-closed_at", "id"] if closed else ["created_at", "id"]
    return found.select_related("organisation", "closed_by").order_by(*order)


def open_reports_about(actor: Actor, organisation: Organisation) -> list[EntryReport]:
    """List the open reports about one entry."""
    rows = EntryReport.objects.visible_to(actor).open().filter(organisation=organisation)
    return list(rows.order_by("created_at", "id"))


@dataclass(frozen=True)
class Desk:
    """What the first page of coordination counts."""

    counts: Mapping[str, int]
    oldest_waiting: datetime | None
    open_reports: int
    is_empty: bool


def desk(actor: Actor, *, now: datetime) -> Desk:
    """Count what waits for coordinators, in three queries."""
    counted = counts(actor, now=now)
    waiting = Organisation.objects.visible_to(actor).submitted().order_by("submitted_at")
    return Desk(
        counts=counted,
        oldest_waiting=waiting.values_list("submitted_at", flat=True).first() if counted["waiting"] else None,
        open_reports=EntryReport.objects.visible_to(actor).open().count(),
        is_empty=not counted["listed"],
    )
