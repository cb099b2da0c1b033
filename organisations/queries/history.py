"""The history of an entry, read from the audit log and told in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.audit.models import AuditEvent
from lero_hub.words import Words
from organisations.models import Organisation
from organisations.sections import SECTIONS

LONGEST = 200

WORDS: Final[dict[str, Words]] = {
    "organisations.create_entry": gettext_lazy("Began the entry"),
    "organisations.change_entry": gettext_lazy("Changed the entry"),
    "organisations.change_logo": gettext_lazy("Changed the picture"),
    "organisations.save_location": gettext_lazy("Changed a place"),
    "organisations.remove_location": gettext_lazy("Removed a place"),
    "organisations.save_service": gettext_lazy("Changed what happens"),
    "organisations.remove_service": gettext_lazy("Removed something that happens"),
    "organisations.submit_entry": gettext_lazy("Sent it in"),
    "organisations.take_back_entry": gettext_lazy("Took it back"),
    "organisations.request_changes_entry": gettext_lazy("Asked for a change"),
    "organisations.list_entry": gettext_lazy("Listed it"),
    "organisations.unlist_entry": gettext_lazy("Took it off the list"),
    "organisations.relist_entry": gettext_lazy("Put it back on the list"),
    "organisations.archive_entry": gettext_lazy("Archived it"),
    "organisations.restore_entry": gettext_lazy("Brought it back as a draft"),
    "organisations.confirm_entry": gettext_lazy("Confirmed that it is true"),
    "organisations.asked_to_confirm": gettext_lazy("Asked the leads whether it is still true"),
    "organisations.warned_of_unlisting": gettext_lazy("Warned the leads that it will come off the list"),
    "organisations.hand_over": gettext_lazy("Handed the lead over"),
}
EDITS: Final = frozenset(verb for verb in WORDS if verb.split(".")[1].startswith(("change_", "save_", "remove_")))
LIFE: Final = tuple(WORDS)
"""The verbs in the order of an entry's life: what bears the very same time happened in this order."""
ANSWERS: Final = frozenset({"organisations.request_changes_entry", "organisations.list_entry"})


@dataclass(frozen=True)
class Line:
    """One thing that happened: what, who, and when."""

    at: datetime
    what: str
    who: str
    verb: str


def _events(organisation: Organisation) -> list[AuditEvent]:
    subject = {"subject_type": Organisation._meta.label_lower, "subject_id": str(organisation.pk)}
    newest = AuditEvent.objects.filter(**subject, verb__in=WORDS).order_by("-at", "-id")[:LONGEST]
    return sorted(newest, key=lambda event: (event.at, LIFE.index(event.verb), event.pk), reverse=True)


def _names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    people = get_user_model()._default_manager.filter(pk__in={known for known in ids if known})
    return {person.pk: person.shown_name for person in people}


def _what(event: AuditEvent) -> str:
    words = str(WORDS[event.verb])
    section = SECTIONS.get(str(event.detail.get("section")))
    return f"{words}: {section.title}" if section else words


def history(organisation: Organisation) -> list[Line]:
    """Tell what happened to an entry, the newest first. A run of one person's same edits is one line; two queries."""
    events = _events(organisation)
    names = _names(event.actor_id for event in events)
    lines = [
        Line(event.at, _what(event), names.get(event.actor_id) or str(_("The hub")), event.verb) for event in events
    ]
    return lines[:1] + [line for newer, line in pairwise(lines) if not _same_edit(newer, line)]


def _same_edit(one: Line, other: Line) -> bool:
    return one.verb in EDITS and (one.what, one.who) == (other.what, other.who)


def changed_since_answer(lines: list[Line]) -> list[str]:
    """Name what was changed since a coordinator last answered; empty when none has yet."""
    changed: list[str] = []
    for line in lines:
        if line.verb in ANSWERS:
            return list(dict.fromkeys(reversed(changed)))
        if line.verb in EDITS:
            changed.append(line.what)
    return []
