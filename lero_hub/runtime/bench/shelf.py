"""A made-up library of any size, written in bulk: for measuring, never for showing.

The rows skip the workflows and end with a bulk `refresh_many`, so that search sees what it would see. Every fourth
item is practice of an organisation that is there already. The same seed makes the same library.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from evidence.citations.csl import title_key
from evidence.models import Item, ItemCriterion, Recipe
from evidence.states import Confidence, EvidenceKind, HowFar, Kind, State, Stories
from evidence.workflows.search_document import refresh_many
from lero_hub.accounts.models import User
from organisations.models import Organisation

SUBJECTS = "recovery capital|peer support|mutual aid|recovery coaching|family groups|first visits|housing".split("|")
METHODS = "review|survey|trial|interviews|diaries|cohort|evaluation|case notes|mapping|pilot".split("|")
PLACES = "Glasgow|Leeds|Cardiff|Belfast|Ohio|Melbourne|Toronto|Oslo|Porto|Derby|Hull|Bristol|Dundee|Kent".split("|")
PEOPLE = "Abara Brandt Castell Dearing Eriksen Fontaine Ghosh Hallam Ibarra Jansen Kovacs Lindqvist Moreau".split()
JOURNALS = ("Journal of Made-up Studies", "Imagined Addiction Review", "Letters on Recovery", "Annals of Nowhere")
CODES = [f"{domain}-{number}" for domain in ("LED", "RGT", "STR", "COM", "PEE", "CON", "SUP") for number in range(1, 5)]
WORDS = (
    "people who stay connected say that others helped them to find work housing friends and purpose over months and "
    "years while small groups differ in how they welcome newcomers and who leads them from week to week"
).split()
CHUNK = 1000


def fill(count: int, *, now: datetime, seed: int = 11) -> int:
    """Write this many published items; organisations are there already. Give back the number written."""
    chance = random.Random(seed)  # noqa: S311  # the same library each time, no secret
    owners = list(Organisation.objects.listed().order_by("slug")[:500])
    curator = User.objects.create_user("curator-bench@demo.example", joined_at=now)
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        items = [_item(number, chance, owners, curator, now) for number in numbers]
        with transaction.atomic():
            Item.objects.bulk_create(items)
            Recipe.objects.bulk_create(_recipe(item, chance) for item in items if item.kind == Kind.PRACTICE)
            ItemCriterion.objects.bulk_create(_links(items, chance))
            refresh_many([item.pk for item in items])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) evidence_item, evidence_recipe, evidence_item_criterion")
    return count


def _prose(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def _item(number: int, chance: random.Random, owners: Sequence[Organisation], curator: User, now: datetime) -> Item:
    added = now - timedelta(minutes=chance.randint(0, 900_000))
    subject, method, place = chance.choice(SUBJECTS), chance.choice(METHODS), chance.choice(PLACES)
    item = Item(
        id=UUID(int=chance.getrandbits(128), version=4),
        slug=f"bench-{number}",
        kind=Kind.RESEARCH if number % 4 or not owners else Kind.PRACTICE,
        title=f"{subject.capitalize()} in {place}: a {method} of {chance.choice(WORDS)} and {chance.choice(WORDS)}",
        summary=_prose(chance, 30),
        year=chance.randint(1978, 2026),
        evidence_kind=chance.choice(EvidenceKind.values),
        confidence=chance.choice(Confidence.values),
        cannot_tell=_prose(chance, 40),
        state=State.PUBLISHED,
        created_at=added,
        changed_at=added,
        published_at=added,
        published_by=curator,
    )
    if item.kind == Kind.PRACTICE:
        item.organisation, item.how_far, item.stories = (
            chance.choice(owners),
            chance.choice(HowFar.values),
            Stories.NONE,
        )
        item.contact_role, item.review_on = "the welcome lead", now.date()
        item.submitted_at, item.submitted_by = added, curator
        return item
    item.doi, item.title_key = f"10.5555/bench.{number}", title_key(item.title)
    item.citation = {
        "id": f"bench{number}",
        "type": "article-journal",
        "title": item.title,
        "author": [{"family": name, "given": "A."} for name in chance.sample(PEOPLE, chance.randint(1, 6))],
        "issued": {"date-parts": [[item.year]]},
        "container-title": chance.choice(JOURNALS),
        "volume": str(chance.randint(1, 90)),
        "DOI": item.doi,
    }
    return item


def _recipe(item: Item, chance: random.Random) -> Recipe:
    return Recipe(item=item, why=_prose(chance, 40), steps=_prose(chance, 120), needs=_prose(chance, 20), cost="£20")


def _links(items: Sequence[Item], chance: random.Random) -> list[ItemCriterion]:
    return [
        ItemCriterion(item=item, framework="lero-seed-draft", domain=code[:3], code=code)
        for item in items
        for code in chance.sample(CODES, chance.randint(0, 3))
    ]
