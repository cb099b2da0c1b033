"""The references that come with the hub: imported once, with a curator's words, and published by a curator."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from evidence import reference
from evidence.models import Item, ItemCriterion
from evidence.reference.curated import CURATED, FRAMEWORK, Curated
from evidence.states import State
from evidence.workflows.importing import import_text
from evidence.workflows.research import add_research
from evidence.workflows.search_document import refresh_many
from lero_hub.authz.actor import Actor

SHIPPED = Path(reference.__file__).with_name("references.ris")


@dataclass(frozen=True)
class Loaded:
    """What loading did."""

    added: int
    published: int


@transaction.atomic
def load_shipped(*, now: datetime, by: Actor | None = None) -> Loaded:
    """Import the references that are not here yet, with their words; given a curator, publish what is still a draft.

    Loading twice adds nothing. What a curator has changed since stays as it is.
    """
    items = import_text(text=SHIPPED.read_text(encoding="utf-8"), by=by, now=now)
    for item in items:
        words = _words(item)
        item.summary, item.evidence_kind = words.summary, words.evidence_kind
        item.confidence, item.cannot_tell = words.confidence, words.cannot_tell
    Item.objects.bulk_update(items, ["summary", "evidence_kind", "confidence", "cannot_tell"])
    ItemCriterion.objects.bulk_create(
        ItemCriterion(item=item, framework=FRAMEWORK, domain=code.partition("-")[0], code=code)
        for item in items
        for code in _words(item).criteria
    )
    refresh_many([item.pk for item in items])
    published = 0
    if by is not None:
        drafts = Item.objects.research().filter(state=State.DRAFT, version=1, citation__id__in=list(CURATED))
        for item in drafts.order_by("slug"):
            add_research(item_id=item.pk, version=item.version, by=by, now=now)
            published += 1
    return Loaded(len(items), published)


def _words(item: Item) -> Curated:
    assert item.citation is not None
    return CURATED[item.citation["id"]]
