"""The mail of these pages: what somebody writes through "Contact us"."""

from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.queries import coordinators
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage

CONTACT = "pages.contact"


def _is_on_duty(message: OutboxMessage) -> bool:
    """Tell whether the reader is still a coordinator, or is the address for a network that has none."""
    return message.recipient_id is None or any(person.pk == message.recipient_id for person in coordinators())


def register_kinds() -> None:
    """Make the kind known. It cannot be switched off: if everybody did, nobody would read what people write to us."""
    kinds.register(
        kinds.Kind(CONTACT, _("Messages to the coordinators"), security=True, still_wanted=_is_on_duty),
    )
