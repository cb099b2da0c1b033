"""Mails about the life of an entry."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from organisations.models import Membership, Organisation
from organisations.states import State

WAITING, ANSWERED = "organisations.entry_waiting", "organisations.entry_answered"


def _still_waits(message: OutboxMessage) -> bool:
    """A coordinator hears of an entry while it waits and while they are one."""
    entry = Organisation.objects.filter(pk=message.dedupe_key.split(":")[1], state=State.SUBMITTED)
    return entry.exists() and RoleGrant.objects.open().filter(user=message.recipient, role=Role.COORDINATOR).exists()


def _still_in_team(message: OutboxMessage) -> bool:
    """A member hears of the entry while they act for it."""
    organisation_id = message.dedupe_key.split(":")[1]
    return Membership.objects.open().filter(user=message.recipient, organisation_id=organisation_id).exists()


def register() -> None:
    """Make the kinds known to the outbox."""
    waiting = _("An entry waits for a coordinator")
    kinds.register(kinds.Kind(WAITING, waiting, still_wanted=_still_waits, role=Role.COORDINATOR))
    kinds.register(kinds.Kind(ANSWERED, _("A coordinator answered about your entry"), still_wanted=_still_in_team))


def tell_coordinators(organisation: Organisation, *, now: datetime) -> None:
    """Tell each coordinator that an entry waits."""
    for grant in RoleGrant.objects.open().filter(role=Role.COORDINATOR).select_related("user"):
        enqueue(
            kind=WAITING,
            recipient=grant.user,
            to=grant.user.email,
            template="organisations_entry_waiting",
            context={"organisation": organisation, "path": reverse("organisations:coordination_entries")},
            dedupe_key=f"entry_waiting:{organisation.pk}:{now.timestamp()}:{grant.user_id}",
            now=now,
        )


def tell_team(organisation: Organisation, what: str, *, now: datetime) -> None:
    """Tell leads and editors what happened: `sent_back`, `listed`, `unlisted` or `archived`."""
    for membership in Membership.objects.open().filter(organisation=organisation).select_related("user"):
        enqueue(
            kind=ANSWERED,
            recipient=membership.user,
            to=membership.user.email,
            template="organisations_entry_answered",
            context={
                "organisation": organisation,
                "what": what,
                "path": reverse("organisations:workspace", args=[organisation.slug]),
            },
            dedupe_key=f"entry_answered:{organisation.pk}:{what}:{now.timestamp()}:{membership.user_id}",
            now=now,
        )
