"""Mails that ask whether an entry is still true."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from organisations.models import Membership, Organisation
from organisations.states import State

FRESHNESS = "organisations.freshness"


def _still_asked(message: OutboxMessage) -> bool:
    """A lead is asked while they lead, the entry is listed, and nobody has confirmed it since."""
    _name, organisation_id, _what, confirmed, *_rest = message.dedupe_key.split(":")
    organisation = Organisation.objects.listed().filter(pk=organisation_id).first()
    if organisation is None or period(organisation) != confirmed:
        return False
    leads = Membership.objects.open().leads().filter(organisation=organisation, user=message.recipient)
    return leads.exists()


def register() -> None:
    """Make the kind known to the outbox."""
    kinds.register(kinds.Kind(FRESHNESS, _("Your entry needs to be confirmed"), still_wanted=_still_asked))


def period(organisation: Organisation) -> str:
    """Name the time since an entry was last confirmed: a mail that was meant for another one is not sent."""
    assert organisation.confirmed_at is not None, f"{State.LISTED} entries are confirmed"
    return str(int(organisation.confirmed_at.timestamp()))


def ask_leads(organisation: Organisation, what: str, *, now: datetime, comes_off_on: datetime | None = None) -> int:
    """Ask the leads to confirm: `ask` after six months, `warn` before the entry comes off the list.

    Each lead gets one of a sort a day at most. Returns how many were written to.
    """
    leads = Membership.objects.open().leads().filter(organisation=organisation).select_related("user")
    sent = [
        enqueue(
            kind=FRESHNESS,
            recipient=lead.user,
            to=lead.user.email,
            template="organisations_confirm",
            context={
                "organisation": organisation,
                "what": what,
                "comes_off_on": comes_off_on,
                "now": now,
                "path": reverse("organisations:ask_confirm", args=[organisation.slug]),
            },
            dedupe_key=f"freshness:{organisation.pk}:{what}:{period(organisation)}:{now:%Y%m%d}:{lead.user_id}",
            now=now,
        )
        for lead in leads
    ]
    return sum(message is not None for message in sent)
