"""Mails about practice that was sent in, and its answer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.models import Item
from evidence.states import State
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from organisations.models import Membership

WAITING, ANSWERED = "evidence.practice_waiting", "evidence.practice_answered"


def _still_waits(message: OutboxMessage) -> bool:
    """A curator hears of a practice while it waits and while they are one."""
    item = Item.objects.submitted().filter(pk=message.dedupe_key.split(":")[1])
    return item.exists() and RoleGrant.objects.open().filter(user=message.recipient, role=Role.CURATOR).exists()


def _still_in_team(message: OutboxMessage) -> bool:
    """A member hears of the answer while they act for the organisation."""
    organisation_id = message.dedupe_key.split(":")[1]
    return Membership.objects.open().filter(user=message.recipient, organisation_id=organisation_id).exists()


def register() -> None:
    """Make the kinds known to the outbox."""
    waiting = _("A practice waits for a curator")
    kinds.register(kinds.Kind(WAITING, waiting, still_wanted=_still_waits, role=Role.CURATOR))
    answered = _("A curator answered about what your organisation shares")
    kinds.register(kinds.Kind(ANSWERED, answered, still_wanted=_still_in_team))


def tell_curators(item: Item, *, now: datetime) -> None:
    """Tell each curator who does not act for the organisation that a practice waits."""
    own = Membership.objects.open().filter(organisation=item.organisation_id).values("user_id")
    for grant in RoleGrant.objects.open().filter(role=Role.CURATOR).exclude(user_id__in=own).select_related("user"):
        enqueue(
            kind=WAITING,
            recipient=grant.user,
            to=grant.user.email,
            template="evidence_practice_waiting",
            context={"item": item, "path": reverse("evidence:curation_item", args=[item.slug])},
            dedupe_key=f"practice_waiting:{item.pk}:{now.timestamp()}:{grant.user_id}",
            now=now,
        )


def tell_team(item: Item, what: str, *, now: datetime) -> None:
    """Tell leads and editors what a curator did: `sent_back`, `published` or `withdrawn`."""
    owner = item.organisation
    assert owner is not None  # the database asks it of a practice
    name = "item" if item.state == State.PUBLISHED else "practice"
    path = reverse(f"evidence:{name}", args=[item.slug] if name == "item" else [owner.slug, item.slug])
    for membership in Membership.objects.open().filter(organisation=owner).select_related("user"):
        enqueue(
            kind=ANSWERED,
            recipient=membership.user,
            to=membership.user.email,
            template="evidence_practice_answered",
            context={"item": item, "organisation": owner, "what": what, "path": path},
            dedupe_key=f"practice_answered:{owner.pk}:{item.pk}:{what}:{now.timestamp()}:{membership.user_id}",
            now=now,
        )
