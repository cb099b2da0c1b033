"""The mail of these pages: what somebody writes through "Contact us"."""

from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.models import User
from lero_hub.accounts.queries import coordinators
from lero_hub.authz.states import Role
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage

CONTACT = "pages.contact"


def _is_on_duty(message: OutboxMessage) -> bool:
    """Tell whether the reader is still a coordinator, or is the address for a network that has none."""
    return message.recipient_id is None or any(person.pk == message.recipient_id for person in coordinators())


def register_kinds() -> None:
    """Make the kind known."""
    kinds.register(
        kinds.Kind(CONTACT, _("Messages to the coordinators"), still_wanted=_is_on_duty, role=Role.COORDINATOR)
    )


def readers() -> list[User]:
    """List the coordinators who read what people write to us: those who did not switch it off."""
    kind = kinds.get(CONTACT)
    return [person for person in coordinators() if kinds.wants(person.pk, kind)]
