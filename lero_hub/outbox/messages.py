"""The kinds of mail that are the outbox's own."""

from django.utils.translation import gettext_lazy as _

from lero_hub.outbox import kinds
from lero_hub.outbox.kinds import FROM_DJANGO, UNDELIVERED, Kind
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.queries import failures


def concerns_a_coordinator(message: OutboxMessage) -> bool:
    """Tell whether there is still a failure to look at, and the reader is still one who can."""
    duty = any(coordinator.pk == message.recipient_id for coordinator in kinds.coordinators())
    return duty and failures().exists()


def register_kinds() -> None:
    """Make them known when the app is loaded."""
    kinds.register(Kind(FROM_DJANGO, _("Your account and how you sign in"), security=True))
    undelivered = _("Mail that could not be delivered")
    kinds.register(Kind(UNDELIVERED, undelivered, still_wanted=concerns_a_coordinator, role="coordinator"))
