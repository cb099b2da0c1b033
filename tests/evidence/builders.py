"""Items of the library for test worlds, through the workflows where there are some."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from evidence.models import Item, Recipe
from evidence.states import Confidence, EvidenceKind, HowFar, Kind, State, Stories
from evidence.workflows.importing import import_text
from evidence.workflows.research import Labels, add_research, label_research
from evidence.workflows.search_document import refresh_search
from evidence.workflows.shelf import put_in_library
from lero_hub.accounts.models import User
from lero_hub.authz.states import Role
from organisations.models import Organisation
from tests.factories import NOW, entry, holder, me

RIS = """TY  - JOUR
ID  - {key}
TI  - {title}
AU  - {author}
PY  - {year}
JO  - {journal}
DO  - {doi}
ER  -
"""

LABELS = Labels(
    summary="Asks people in five towns what made them come back.",
    evidence_kind=EvidenceKind.SURVEY,
    confidence=Confidence.LOW,
    cannot_tell="How those felt who did not answer.",
)


def ris(**changes: str) -> str:
    """Write one record; a value of "" takes its line out."""
    values = {
        "key": "lindqvist2021",
        "title": "What brings people back",
        "author": "Lindqvist, Åsa",
        "year": "2021",
        "journal": "Journal of Made-up Studies",
        "doi": "",
    } | changes
    text = RIS.format(**values)
    return "".join(line for line in text.splitlines(keepends=True) if line[6:].strip() or line.startswith("ER"))


def curator() -> User:
    """Give a curator."""
    return holder(Role.CURATOR)


def study_draft(**changes: str) -> Item:
    """Import one study as a draft."""
    (item,) = import_text(text=ris(**changes), by=None, now=NOW)
    return item


def study(by: User | None = None, labels: Labels = LABELS, *, now: datetime = NOW, **changes: str) -> Item:
    """Import a study, label it and put it in the library."""
    item, actor = study_draft(**changes), me(by or curator())
    labelled = label_research(item_id=item.pk, labels=labels, version=item.version, by=actor, now=now)
    add_research(item_id=item.pk, version=labelled.version, by=actor, now=now)
    return Item.objects.get(pk=item.pk)


def practice_row(organisation: Organisation | None = None, **changes: Any) -> Item:
    """Make a practice with all that publication asks for."""
    organisation = organisation or entry()
    title = changes.pop("title", "Walk in together")
    item = Item.objects.create(
        **{
            "slug": slugify(title),
            "kind": Kind.PRACTICE,
            "title": title,
            "summary": "Somebody who knows the room meets a newcomer outside.",
            "organisation": organisation,
            "evidence_kind": EvidenceKind.ROUTINE,
            "how_far": HowFar.CHANGE_SEEN,
            "confidence": Confidence.LOW,
            "cannot_tell": "Whether keener people asked for a companion.",
            "stories": Stories.NONE,
            "contact_role": "the welcome lead",
            "review_on": date(2028, 3, 2),
            "state": State.SUBMITTED,
            "created_at": NOW,
            "created_by": organisation.created_by,
            "changed_at": NOW,
            "submitted_at": NOW,
            "submitted_by": organisation.created_by,
        }
        | changes
    )
    Recipe.objects.create(
        item=item,
        needs="A shared phone\nBus fares",
        steps="A friend sends a first name.\nThey meet at the stop.",
        who="Four companions",
        cost="About £20 a month",
        went_wrong="Two people carried it all.",
        not_for="People who want nobody to know.",
        why="The doorstep is the hardest step.",
    )
    with transaction.atomic():
        refresh_search(item.pk)
    return item


def practice(organisation: Organisation | None = None, **changes: Any) -> Item:
    """Make a practice that is in the library."""
    item = practice_row(organisation, **changes)
    with transaction.atomic():
        item.state = State.PUBLISHED
        put_in_library(item, by=me(curator()), now=NOW)
    return Item.objects.get(pk=item.pk)
