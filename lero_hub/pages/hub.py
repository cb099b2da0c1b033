"""What My hub shows beside the things that need the person."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from lero_hub.authz.actor import Actor
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.states import FAILED, QUEUED, RETRY
from lero_hub.words import Words
from organisations.models import JoinRequest, Membership, Organisation
from organisations.states import MemberRole, State
from organisations.wording import confirmed, is_old


@dataclass(frozen=True)
class Card:
    """One organisation that the person acts for."""

    organisation: Organisation
    is_lead: bool
    state: Words
    is_listed: bool
    fresh: str
    is_old: bool
    others: list[str] = field(default_factory=list)


def cards_of(actor: Actor, *, now: datetime) -> list[Card]:
    """List a person's organisations in order of name, each with who else acts for it: one query, however many."""
    mine = Membership.objects.open().filter(user=actor.user).values("organisation_id")
    teams = Membership.objects.open().filter(organisation_id__in=mine).select_related("organisation", "user")
    own: list[Membership] = []
    others: dict[UUID, list[str]] = defaultdict(list)
    for row in teams.order_by("organisation__name", "organisation_id", "user__display_name", "id"):
        if row.user_id == actor.user_id:
            own.append(row)
        else:
            others[row.organisation_id].append(row.user.shown_name)
    return [_card(membership, others.get(membership.organisation_id, []), now) for membership in own]


def _card(membership: Membership, others: list[str], now: datetime) -> Card:
    organisation = membership.organisation
    is_listed = organisation.state == State.LISTED
    return Card(
        organisation=organisation,
        is_lead=membership.role == MemberRole.LEAD,
        state=State(organisation.state).label,
        is_listed=is_listed,
        fresh=confirmed(organisation.confirmed_at, now) if is_listed else "",
        is_old=is_listed and is_old(organisation.confirmed_at, now),
        others=others,
    )


def requests_of(actor: Actor) -> list[JoinRequest]:
    """List the person's own requests to join that nobody has answered yet."""
    mine = JoinRequest.objects.open().filter(user=actor.user).select_related("organisation")
    return list(mine.order_by("created_at", "id"))


@dataclass(frozen=True)
class Running:
    """How the hub runs, for whoever runs it: e-mails that should have gone by now, and those that failed for good."""

    waiting: int
    failed: int


def running(*, now: datetime) -> Running:
    """Count it, in one query. What was written for a later day does not wait."""
    late = Q(state=RETRY) | Q(state=QUEUED, next_attempt_at__lte=now)
    return Running(
        **OutboxMessage.objects.aggregate(waiting=Count("pk", filter=late), failed=Count("pk", filter=Q(state=FAILED)))
    )
