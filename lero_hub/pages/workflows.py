"""What these pages change: they pass on what somebody writes to the coordinators."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.accounts.models import User
from lero_hub.errors import Refused
from lero_hub.outbox.workflows import enqueue
from lero_hub.pages.messages import CONTACT, readers


@dataclass(frozen=True)
class Letter:
    """What somebody writes to the coordinators. `key` comes with the form, so that a double click sends one."""

    key: UUID
    name: str
    email: str
    message: str


@transaction.atomic
def pass_on(*, letter: Letter, now: datetime) -> None:
    """Send a letter to every coordinator who reads them, once each; the answer goes straight to its writer.

    Without such a coordinator it goes to `CONTACT_EMAIL`; without that too it raises Refused("nobody_there"). The hub
    keeps the words no longer than the outbox does: until they are sent.
    """
    people = readers()
    for person in people:
        _send(letter, person, person.email, now)
    if not people:
        if not settings.CONTACT_EMAIL:
            raise Refused("nobody_there", _("Nobody can take messages at the moment. Please try again in some days."))
        _send(letter, None, settings.CONTACT_EMAIL, now)


def _send(letter: Letter, person: User | None, to: str, now: datetime) -> None:
    enqueue(
        kind=CONTACT,
        recipient=person,
        to=to,
        template="pages_contact",
        context={"letter": letter},
        dedupe_key=f"contact:{letter.key}:{person.pk if person else 'address'}",
        now=now,
        reply_to=letter.email,
    )
