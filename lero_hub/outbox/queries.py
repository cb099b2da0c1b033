"""What pages read from the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.words import Words


@dataclass(frozen=True)
class Failure:
    """One message that could not be delivered, in words: nothing of what it said.

    The recipient shows by display name alone, and not at all for a closed kind.
    """

    id: UUID
    kind: Words
    to_whom: str
    at: datetime | None
    error: str
    tries: str


ORDERS = {"newest": ("-failed_at", "id"), "oldest": ("failed_at", "id")}


def failures(*, kind: str = "", order: str = "newest") -> QuerySet[OutboxMessage]:
    """List what could not be delivered, with its recipient, narrowed to one kind (as coordinators know it) if given.

    An unknown order is the newest first.
    """
    found = OutboxMessage.objects.failed().select_related("recipient")
    if kind:
        found = found.filter(kind__in=kinds.named_at_desk(kind))
    return found.order_by(*ORDERS.get(order, ORDERS["newest"]))


def failures_among(message_ids: Iterable[UUID]) -> QuerySet[OutboxMessage]:
    """List those of these messages that still stand as failed."""
    return failures().filter(pk__in=message_ids)


def failed_kinds() -> list[tuple[str, Words]]:
    """List the kinds that have failures, as coordinators know them, for a filter."""
    names = OutboxMessage.objects.failed().order_by("kind").values_list("kind", flat=True).distinct()
    return list({known.key: known.label for known in map(kinds.at_desk, names)}.items())


def describe(message: OutboxMessage) -> Failure:
    """Put a failure into words for a coordinator."""
    known = kinds.at_desk(message.kind)
    if not known.names_people:
        whom = _("somebody who is not named here")
    else:
        whom = message.recipient.shown_name if message.recipient else _("Somebody without an account")
    return Failure(
        id=message.pk,
        kind=known.label,
        to_whom=whom,
        at=message.failed_at,
        error=error_in_words(message.last_error),
        tries=tries_in_words(message),
    )


def error_in_words(code: str) -> str:
    """Say in words what went wrong; an unknown code speaks for itself."""
    if code.startswith("smtp_5"):
        return _("The mail server refused this message for good (answer %(code)s). The address may be wrong.") % {
            "code": code.removeprefix("smtp_")
        }
    if code.startswith("smtp_4"):
        return _("The mail server put us off each time (answer %(code)s).") % {"code": code.removeprefix("smtp_")}
    words = {
        "no_connection": _("We could not reach the mail server."),
        "timed_out": _("The mail server did not answer in time."),
        "dropped": _("The mail server ended the conversation early."),
        "answer_lost": _("The mail server took the message but never confirmed it."),
        "answer_unclear": _("The mail server gave an answer that we do not understand."),
        "sign_in_refused": _("The mail server did not accept the hub’s own sign-in."),
        "server_not_ready": _("The mail server was not ready to take mail from the hub."),
        "smtp_trouble": _("The mail server reported trouble."),
        "not_an_email": _("No valid e-mail could be made of this message."),
        "worker_lost": _("The hub stopped each time while it was sending this."),
    }
    return words.get(code) or _("Something went wrong (%(code)s).") % {"code": code}


def tries_in_words(message: OutboxMessage) -> str:
    """Say how often the hub tried, and how often the message may have arrived all the same."""
    tries = ngettext("Tried once.", "Tried %(count)d times.", message.attempts) % {"count": message.attempts}
    if not message.repeats:
        return tries
    return tries + " " + _("It may have arrived all the same.")
