"""Research: labelled by a curator, put in the library, or thrown away while it is a draft."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from evidence.models import Item
from evidence.policies import can_curate_research
from evidence.queries.gaps import missing_for_library
from evidence.states import State
from evidence.workflows.shelf import (
    keep_version,
    link_criteria,
    link_organisations,
    locked,
    move,
    put_in_library,
    require_version,
    touch,
)
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused, WrongState


@dataclass(frozen=True)
class Labels:
    """What a curator says about a study, in their own words."""

    summary: str = ""
    evidence_kind: str = ""
    confidence: str = ""
    cannot_tell: str = ""
    review_on: date | None = None
    criteria: tuple[str, ...] = ()
    organisations: tuple[UUID, ...] = ()


FIELDS = ("summary", "evidence_kind", "confidence", "cannot_tell", "review_on")


@transaction.atomic
def label_research(*, item_id: UUID, labels: Labels, version: int, by: Actor, now: datetime) -> Item:
    """Write a study's labels and links. One that is in the library stays there, as a new version.

    Raises StaleVersion when it was changed since `version`, WrongState when it was taken out of the library,
    Refused("incomplete") when one in the library would lose what it needs there.
    """
    item = locked(item_id)
    can_curate_research.require(by, item)
    require_version(item, version)
    if item.state not in {State.DRAFT, State.PUBLISHED}:
        message = _("It was taken out of the library. Bring it back as a draft first.")
        raise WrongState(message, verb="label", state=item.state)
    for name in FIELDS:
        setattr(item, name, getattr(labels, name))
    if item.state == State.PUBLISHED and (gaps := missing_for_library(item)):
        raise Refused("incomplete", _("It is in the library, so %(what)s.") % {"what": gaps[0].message})
    item.save(update_fields=FIELDS)
    link_criteria(item, labels.criteria)
    link_organisations(item, labels.organisations)
    touch(item, by=by, now=now)
    record(actor=by, verb="evidence.label_item", subject=item, now=now)
    if item.state == State.PUBLISHED:
        keep_version(item, by=by, now=now)
    return item


@transaction.atomic
def add_research(*, item_id: UUID, version: int, by: Actor, now: datetime) -> Item:
    """Put a study in the library. `version` is the one that the curator read.

    Raises StaleVersion when it was changed since, Refused("incomplete") while a label is missing. One that is in the
    library already, or was taken out, is a WrongState whatever the version: a second click is not a clash.
    """
    item = locked(item_id)
    can_curate_research.require(by, item)
    if item.state == State.DRAFT:
        require_version(item, version)
    move(item, "add", by=by, policy=can_curate_research, now=now)
    put_in_library(item, by=by, now=now)
    return item


@transaction.atomic
def delete_research(*, item_id: UUID, by: Actor, now: datetime) -> None:
    """Throw a draft away that was never in the library. Deleting it twice is harmless; else it is withdrawn."""
    item = Item.objects.select_for_update(of=("self",), no_key=True).filter(pk=item_id).first()
    if item is None:
        return
    can_curate_research.require(by, item)
    if item.state != State.DRAFT or item.versions.exists():
        raise Refused("was_published", _("This was in the library, so it is kept. It can be taken out."))
    record(actor=by, verb="evidence.delete_item", subject=item, now=now)
    item.delete()
