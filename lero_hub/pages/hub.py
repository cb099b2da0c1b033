"""What My hub shows beside the things that need the person."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lero_hub.authz.actor import Actor
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
    """List a person's organisations in order of name, each with who else acts for it: two queries, however many."""
    mine = Membership.objects.open().filter(user=actor.user).select_related("organisation")
    memberships = list(mine.order_by("organisation__name", "id"))
    others = _others([membership.organisation_id for membership in memberships], actor) if memberships else {}
    return [_card(membership, others.get(membership.organisation_id, []), now) for membership in memberships]


def _others(organisation_ids: list[UUID], actor: Actor) -> dict[UUID, list[str]]:
    rows = Membership.objects.open().filter(organisation_id__in=organisation_ids).exclude(user=actor.user)
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in rows.select_related("user").order_by("user__display_name", "id"):
        found[row.organisation_id].append(row.user.shown_name)
    return found


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
