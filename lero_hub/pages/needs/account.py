"""What a person's own account needs from them."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.accounts.queries import outdated_consents
from lero_hub.accounts.states import have_changed
from lero_hub.authz.actor import Actor
from lero_hub.pages.needs.need import Need, Rows, Source, together


def _needs(actor: Actor, now: datetime) -> list[Need]:
    if not outdated_consents(actor.user_id).exists():
        return []
    return [
        Need(
            label=_("Read the words that have changed, and say whether you agree"),
            url=reverse("accounts:consent"),
            note=_("You agreed to older ones. Nothing is closed to you meanwhile."),
        )
    ]


def _rows(actor: Actor, now: datetime) -> list[Rows]:
    return [together(outdated_consents(actor.user_id))] if have_changed() else []


SOURCES = (Source(_needs, _rows),)
