"""What a person's own account needs from them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.accounts.queries import outdated_consents
from lero_hub.authz.actor import Actor
from lero_hub.pages.needs.need import Need


def needs(actor: Actor) -> list[Need]:
    """List it; without a query while no words have ever changed."""
    if not outdated_consents(actor.user_id).exists():
        return []
    return [
        Need(
            label=_("Read the words that have changed, and say whether you agree"),
            url=reverse("accounts:consent"),
            note=_("You agreed to older ones. Nothing is closed to you meanwhile."),
        )
    ]
