"""A made-up directory of any size, written in bulk: for measuring, never for showing.

The rows skip the workflows (ten thousand of them would take half an hour) and end with one bulk `refresh_many`, so that
search sees what it would see. The same seed makes the same network.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate, islice
from uuid import UUID

from django.db import connection, transaction

from lero_hub.accounts.models import User
from organisations.models import Location, Organisation, OrganisationTerm, Place, Service, ServiceArea, Term
from organisations.states import LegalForm, LocationKind, Stage, State, TaxonomyKind
from organisations.workflows.search_document import refresh_many


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    """
    Amber Anchor Aspen Beacon Bramble Bridge Calder Canal Candle Cedar Compass Copper Corner Cross Dawn Ember Fern Ferry
    Garden Gate Granite Hazel Hearth Heather Hope Iron Ivy Jubilee Kettle Kiln Lantern Larch Lighthouse Linden Long Loom
    Maple Mill Moor Morning New North Oak Open Orchard Pier Quay River Rowan Second Seven Slate South Spring Station
    Stone Sunday Thistle Tide Union Valley Weaver West Willow
    """
)
SECOND = _words(
    """
    Arch Bench Boats Bridge Chairs Chapel Circle Collective Commons Companions Cross Door Fields Fire Forge Green Hall
    Hands Harbour House Junction Kitchen Ladder Landing Lane Light Loft Path Pier Place Plot Porch Post Reach Road Room
    Roots Row Sails Seat Shed Shelter Stairs Steps Stones Store Table Terrace Threads Trail Way Wharf Yard
    """
)
LAST = ("Recovery", "Recovery Community", "Together", "Recovery Collective", "Connections", "", "", "Fellowship")
WORDS = _words(
    """
    people come for a brew and stay because somebody remembers their name we cook walk sing and listen newcomers are met
    at the door by someone who was new not long ago everybody brings something a chair a story a pan of soup the kettle
    is always on nobody is asked for proof of anything we meet in an old chapel a shop a hall by the canal
    """
)
SERVICES = (
    "Open kitchen",
    "Canal walk",
    "Family evening",
    "Tuesday group",
    "Choir",
    "Repair bench",
    "Football",
    "Plot",
)
TIMES = ("Tuesdays, 11 am to 2 pm", "First Saturday of the month, 10 am", "Every evening at 8 pm", "Fridays at noon")
CHUNK = 2000


@dataclass(frozen=True)
class Stock:
    """What the rows choose from: terms by taxonomy with falling odds, and places by their number of people."""

    terms: dict[str, list[str]]
    places: list[Place]
    odds: list[int]
    maker: User


@dataclass
class Batch:
    """The rows of some organisations, ready to be written."""

    organisations: list[Organisation]
    locations: list[Location]
    services: list[Service]
    areas: list[ServiceArea]
    terms: list[OrganisationTerm]


def fill(count: int, *, now: datetime, seed: int = 7) -> int:
    """Write this many listed organisations; terms and geography are there already. Give back the number written."""
    chance, stock = random.Random(seed), _stock(now)  # noqa: S311  # the same network each time, no secret
    numbers: Iterator[int] = iter(range(count))
    while chunk := list(islice(numbers, CHUNK)):
        batch = _batch(chunk, chance, stock, now)
        with transaction.atomic():
            Organisation.objects.bulk_create(batch.organisations)
            Location.objects.bulk_create(batch.locations)
            Service.objects.bulk_create(batch.services)
            ServiceArea.objects.bulk_create(batch.areas, ignore_conflicts=True)
            OrganisationTerm.objects.bulk_create(batch.terms)
            refresh_many([organisation.pk for organisation in batch.organisations])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) organisations_organisation, organisations_location, organisations_service")
    return count


def _stock(now: datetime) -> Stock:
    terms: dict[str, list[str]] = {kind: [] for kind in TaxonomyKind.values}
    for slug, taxonomy in Term.objects.order_by("position").values_list("slug", "taxonomy"):
        terms[taxonomy].append(slug)
    places = list(Place.objects.select_related("area").order_by("geonameid"))
    maker = User.objects.create_user("bench@demo.example", joined_at=now)
    return Stock(terms, places, list(accumulate(place.population + 300 for place in places)), maker)


def _batch(numbers: Sequence[int], chance: random.Random, stock: Stock, now: datetime) -> Batch:
    batch = Batch([], [], [], [], [])
    for number in numbers:
        organisation = _organisation(number, chance, stock, now)
        batch.organisations.append(organisation)
        batch.locations.extend(_locations(organisation, chance, stock))
        batch.services.extend(_services(organisation, chance))
        for slug in _terms(chance, stock):
            batch.terms.append(OrganisationTerm(organisation=organisation, term_id=slug))
        main = next((place for place in batch.locations[-2:] if place.organisation_id == organisation.pk), None)
        if main is not None and main.area_id:
            batch.areas.append(ServiceArea(organisation=organisation, area_id=main.area_id))
    return batch


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _prose(chance: random.Random, words: int) -> str:
    text = " ".join(chance.choices(WORDS, k=words))
    return f"{text[0].upper()}{text[1:]}."


def _organisation(number: int, chance: random.Random, stock: Stock, now: datetime) -> Organisation:
    confirmed = now - timedelta(days=chance.randint(0, 500))
    last = chance.choice(LAST)
    return Organisation(
        id=_uuid(chance),
        slug=f"bench-{number}",
        name=f"{chance.choice(FIRST)} {chance.choice(SECOND)} {last}".strip(),
        summary=_prose(chance, 20),
        description=_prose(chance, 120),
        stage=chance.choice(Stage.values),
        legal_form=chance.choice(LegalForm.values),
        how_to_join=_prose(chance, 15),
        phone="01632 960118",
        state=State.LISTED,
        created_at=confirmed,
        created_by=stock.maker,
        changed_at=confirmed,
        changed_by=stock.maker,
        submitted_at=confirmed,
        submitted_by=stock.maker,
        listed_at=confirmed,
        listed_by=stock.maker,
        confirmed_at=confirmed,
        confirmed_by=stock.maker,
    )


def _locations(organisation: Organisation, chance: random.Random, stock: Stock) -> Iterator[Location]:
    online = chance.random() < 0.15
    places = 0 if online and chance.random() < 0.5 else chance.choice((1, 1, 1, 1, 2))
    for position in range(places):
        place = chance.choices(stock.places, cum_weights=stock.odds)[0]
        hidden = chance.random() < 0.1
        yield Location(
            id=_uuid(chance),
            organisation=organisation,
            kind=LocationKind.PLACE,
            label="Our rooms",
            is_confidential=hidden,
            town="" if hidden else place.name[:80],
            area_id=place.area_id,
            lat=Decimal(f"{(place.area if hidden else place).lat:.2f}"),
            lon=Decimal(f"{(place.area if hidden else place).lon:.2f}"),
            is_main=position == 0,
            position=position,
        )
    if online:
        yield Location(
            id=_uuid(chance),
            organisation=organisation,
            kind=LocationKind.ONLINE,
            label="Video group",
            is_main=places == 0,
            position=places,
        )


def _services(organisation: Organisation, chance: random.Random) -> Iterator[Service]:
    for position, name in enumerate(chance.sample(SERVICES, chance.randint(1, 4))):
        yield Service(
            id=_uuid(chance),
            organisation=organisation,
            name=name,
            times=chance.choice(TIMES),
            description=_prose(chance, 25),
            position=position,
        )


def _terms(chance: random.Random, stock: Stock) -> set[str]:
    chosen: set[str] = set()
    for taxonomy, most in (("kind", 2), ("activity", 4), ("audience", 3), ("pathway", 2)):
        slugs = stock.terms[taxonomy]
        odds = [1 / (place + 1) for place in range(len(slugs))]
        chosen.update(chance.choices(slugs, odds, k=chance.randint(1, most)))
    return chosen
