"""Importing references: kept for a preview, then made into drafts, once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from evidence.citations.csl import Unfit, authors, family
from evidence.citations.ris import Reference
from evidence.models import ImportRun, Item
from evidence.policies import can_curate, can_see_import
from evidence.queries.importing import preview
from evidence.states import Kind
from evidence.workflows.search_document import refresh_many
from lero_hub.addresses import hold_addresses
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused

RESERVED = frozenset({"export", "feed", "import", "new", "practice", "research", "curate"})
"""Words that stand at the place of a slug in our own addresses."""
KEPT_FOR = timedelta(days=7)
_ONE_AT_A_TIME = 7_302_451_968
"""The number that imports queue behind, so that two at once cannot both find a study missing."""


@transaction.atomic
def prepare_import(*, name: str, text: str, by: Actor, now: datetime) -> ImportRun:
    """Keep references for a preview. Raises Refused("unreadable") for a text without any."""
    can_curate.require(by, None)
    try:
        preview(text)
    except Unfit as error:
        raise Refused("unreadable", str(error)) from error
    run = ImportRun.objects.create(name=name[:120], text=text, made_at=now, made_by=by.person)
    record(actor=by, verb="evidence.prepare_import", subject=run, now=now)
    return run


@transaction.atomic
def import_run(*, run_id: UUID, by: Actor, now: datetime) -> ImportRun:
    """Import what the preview calls new. A second click finds it done and adds nothing."""
    run = ImportRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    can_see_import.require(by, run)
    if run.imported_at is not None:
        return run
    run.added = len(import_text(text=run.text, by=by, now=now))
    run.imported_at, run.text = now, ""
    run.save(update_fields=["added", "imported_at", "text"])
    record(actor=by, verb="evidence.import", subject=run, now=now, added=run.added)
    return run


@transaction.atomic
def import_text(*, text: str, by: Actor | None, now: datetime) -> list[Item]:
    """Make a draft of every new reference in an RIS text; `by` None is the hub itself, from a command.

    Two imports at once come one after the other, so the second finds what the first has added. Raises Unfit.
    """
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    references = preview(text).new
    slugs = _free_slugs(references)
    items = [_draft(reference, slug, by, now) for reference, slug in zip(references, slugs, strict=True)]
    Item.objects.bulk_create(items)
    refresh_many([item.pk for item in items])
    for item in items:
        record(actor=by, verb="evidence.import_item", subject=item, now=now)
    return items


def _draft(reference: Reference, slug: str, by: Actor | None, now: datetime) -> Item:
    who = by.user_id if by else None
    return Item(
        slug=slug,
        kind=Kind.RESEARCH,
        title=reference.title,
        title_key=reference.title_key,
        citation=reference.citation,
        doi=reference.doi,
        year=reference.year,
        created_at=now,
        created_by_id=who,
        changed_at=now,
        changed_by_id=who,
    )


def _free_slugs(references: Sequence[Reference]) -> list[str]:
    """Give each reference an address of name, year and title; what is taken gets a number.

    Nobody else finds an address for an item until the transaction ends.
    """
    hold_addresses("item")
    stems = [_stem(reference) for reference in references]
    taken = set(Item.objects.filter(slug__in=stems).values_list("slug", flat=True)) | RESERVED
    slugs = []
    for stem in stems:
        slug, number = stem, 1
        while slug in taken or (number > 1 and Item.objects.filter(slug=slug).exists()):
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _stem(reference: Reference) -> str:
    names = authors(reference.citation)
    who = family(names[0]) if names else ""
    words = slugify(f"{who} {reference.year or ''} {reference.title}")
    return words[:80].rsplit("-", 1)[0] if len(words) > 80 else words or "reference"


@transaction.atomic
def forget_imports(*, now: datetime) -> int:
    """Delete imports that are a week old; the items that they made stay. Harmless twice."""
    return ImportRun.objects.filter(made_at__lt=now - KEPT_FOR).delete()[0]
