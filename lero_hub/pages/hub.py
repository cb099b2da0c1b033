"""What My hub shows beside the things that need the person."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.accounts.models import User
from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.words import Words
from organisations.models import HelpLine, JoinRequest, Membership, Organisation
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


@dataclass(frozen=True)
class Step:
    """One step of starting a network."""

    label: str
    note: str
    url: str
    done: bool


def first_steps(actor: Actor) -> list[Step]:
    """List what a coordinator of a network without any listed organisation does first; empty for all others."""
    grants = RoleGrant.objects.open().filter(role=Role.COORDINATOR)
    unchecked = HelpLine.objects.filter(checked_on__isnull=True)
    known = (
        User.objects.filter(Exists(grants.filter(user=actor.user)), Q(pk=actor.user_id))
        .exclude(Exists(Organisation.objects.listed()))
        .annotate(
            has_lines=Exists(HelpLine.objects.all()),
            has_unchecked=Exists(unchecked),
            has_colleague=Exists(grants.filter(~Q(user=actor.user))),
            has_entry=Exists(Organisation.objects.all()),
        )
        .values_list("has_lines", "has_unchecked", "has_colleague", "has_entry")
        .first()
    )
    if known is None:
        return []
    has_lines, has_unchecked, has_colleague, has_entry = known
    return [
        Step(
            _("Check the numbers to ring now"),
            _("They stand at the foot of every page. Ring each one, or look it up where it comes from."),
            reverse("organisations:coordination_help_lines"),
            has_lines and not has_unchecked,
        ),
        Step(
            _("Make somebody else a coordinator too"),
            _("Nobody can answer an entry of their own organisation, so it takes at least two of you."),
            reverse("pages:people"),
            has_colleague,
        ),
        Step(
            _("Bring in the first organisation"),
            _("Add one that you belong to, or ask the people who lead it to sign up and add it."),
            reverse("organisations:add"),
            has_entry,
        ),
        Step(
            _("Read its entry and list it"),
            _("Then it is in the directory, and this list goes away."),
            reverse("organisations:coordination_entries"),
            False,
        ),
    ]
