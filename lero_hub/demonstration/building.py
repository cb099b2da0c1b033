"""Build the demonstration through the workflows: every row in it is one that a person could have made."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import transaction
from django.utils.text import slugify

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import register_person
from lero_hub.authz.actor import ANONYMOUS, Actor
from lero_hub.authz.workflows import grant_first_coordinator, grant_role
from lero_hub.demonstration.assessing import CALDER, STORIES, build_standards
from lero_hub.demonstration.library import build_library
from lero_hub.demonstration.meeting import build_circles
from lero_hub.demonstration.models import Clock
from lero_hub.demonstration.names import NAMES
from lero_hub.demonstration.network import EVERY
from lero_hub.demonstration.people import DOMAIN, PASSWORD, SIGN_INS
from lero_hub.demonstration.recipes import SHARED
from lero_hub.demonstration.sketch import Sketch
from lero_hub.demonstration.world import World
from lero_hub.demonstration.writing import about, areas, contact, what
from lero_hub.errors import Refused
from lero_hub.outbox.models import OutboxMessage
from organisations.gazetteer import postcode_area
from organisations.invitation_links import token_for
from organisations.models import Organisation
from organisations.queries.entry import mark, section_values
from organisations.sections import CONTACT, WHAT, WHERE
from organisations.states import LocationKind, MemberRole, State
from organisations.workflows import freshness, invitations, joining, listing, reports
from organisations.workflows.entries import create_entry, save_section
from organisations.workflows.offer import LocationValues, ServiceValues, save_location, save_service

LEADS = {"Calder Steps": "lead", "Kiln Lane Recovery Collective": "otherlead", "Aire Side Kitchen": "host"}
EDITORS = {"Calder Steps": ("editor", "assessor3")}
LONG_HERE = {CALDER} | {story.name for story in STORIES} | {told.by for told in SHARED}
"""Those with a past in the network: in the directory before they pledged, were reviewed or shared what they do."""


def refuse_strangers() -> None:
    """Raise Refused("strangers") when the database holds a person whom the demonstration did not make."""
    if User.objects.exclude(email__iendswith=f"@{DOMAIN}").filter(erased_at__isnull=True).exists():
        raise Refused("strangers", "This database holds people whom the demonstration did not make. Use an empty one.")


@transaction.atomic
def build(now: datetime) -> World:
    """Build the whole network, as it stands at `now`. Raises Refused("strangers")."""
    refuse_strangers()
    world = World(now)
    _people(world)
    for number, sketch in enumerate(EVERY):
        _organisation(world, sketch, number)
    _work(world)
    build_standards(world)
    build_circles(world)
    build_library(world, now)
    # The mail of the past was never sent, and would fill a mailbox that is to show today's.
    OutboxMessage.objects.filter(created_at__lt=world.ago(1)).delete()
    Clock.objects.create(counted_from=now)
    return world


def _people(world: World) -> None:
    joined = world.ago(700)
    for person in SIGN_INS:
        _person(world, person.local, person.name, joined, password=PASSWORD)
    User.objects.filter(pk=world.people["superuser"].pk).update(is_superuser=True)
    coordinator = world.people["coordinator"]
    grant_first_coordinator(user_id=coordinator.pk, reason="Founding coordinator", now=joined)
    for person in SIGN_INS:
        if person.role and person.local != "coordinator":
            reason = "Asked by the network’s meeting"
            by = world.actor("coordinator")
            grant_role(
                user_id=world.people[person.local].pk, role=person.role, by=by, reason=reason, now=world.ago(600)
            )


def _person(world: World, local: str, name: str, joined: datetime, password: str | None = None) -> None:
    world.people[local] = register_person(
        email=f"{local}@{DOMAIN}",
        password=password,
        display_name=name,
        accepts_terms=True,
        consents=True,
        now=joined,
        address_verified=True,
    )


def _organisation(world: World, sketch: Sketch, number: int) -> None:
    """Write one entry from its sketch and lead it to its state."""
    written = world.ago(_age(sketch, number))
    local = LEADS.get(sketch.name) or slugify(sketch.name)
    if local not in world.people:
        _person(world, local, NAMES[number % len(NAMES)], written - timedelta(days=1))
    by, key = world.actor(local), uuid5(NAMESPACE_URL, f"https://{DOMAIN}/{sketch.name}")
    organisation = create_entry(organisation_id=key, values=about(sketch, number), by=by, now=written)
    for section, values in ((WHAT, what(sketch)), (WHERE, areas(sketch)), (CONTACT, contact(sketch, number))):
        expected = mark(section_values(organisation, section))
        save_section(organisation_id=key, section=section, values=values, expected=expected, by=by, now=written)
    place = _place(sketch, key, by, written)
    for position, happening in enumerate(sketch.happens):
        told = ServiceValues(happening.name, happening.times, happening.what, location_id=place)
        service_id = uuid5(key, f"service {position}")
        save_service(organisation_id=key, service_id=service_id, version=None, values=told, by=by, now=written)
    for editor in EDITORS.get(sketch.name, ()):
        _join(world, key, editor, by, written + timedelta(days=2))
    _lead_on(world, sketch, organisation, by, written)


def _age(sketch: Sketch, number: int) -> float:
    """Say how many days ago the entry was written: lately for what waits, long before it was confirmed for the rest."""
    if sketch.state in {State.SUBMITTED, State.CHANGES_REQUESTED, State.DRAFT}:
        return sketch.confirmed + 0.3
    if sketch.name in LONG_HERE:
        return 330 + number % 9 * 11
    return sketch.confirmed + (0 if sketch.confirmed <= 5 else 30 + number % 9 * 11)


def _place(sketch: Sketch, key: UUID, by: Actor, now: datetime) -> UUID | None:
    """Add the place of a sketch, and its way to meet online; give back the id of the place."""
    place = None
    if sketch.district:
        found = postcode_area(sketch.district)
        assert found.area is not None, f"{sketch.district} is not on the map"
        assert found.point is not None
        place = uuid5(key, "place")
        values = LocationValues(
            kind=LocationKind.PLACE,
            label=sketch.place,
            is_confidential=sketch.confidential,
            address=sketch.place,
            town=sketch.town,
            postcode=sketch.district,
            area_code=found.area.pk,
            point=(Decimal(f"{found.point.lat:.2f}"), Decimal(f"{found.point.lon:.2f}")),
            is_main=True,
        )
        save_location(organisation_id=key, location_id=place, version=None, values=values, by=by, now=now)
    if sketch.also_online:
        online = LocationValues(kind=LocationKind.ONLINE, label="Video group")
        save_location(
            organisation_id=key, location_id=uuid5(key, "online"), version=None, values=online, by=by, now=now
        )
    return place


def _join(world: World, key: UUID, local: str, lead: Actor, now: datetime) -> None:
    """Have the lead invite a person, who accepts."""
    invitation = invitations.invite(
        organisation_id=key, email=f"{local}@{DOMAIN}", role=MemberRole.EDITOR, by=lead, now=now
    )
    invitations.accept(token=token_for(invitation), by=world.actor(local), now=now + timedelta(hours=3))


def _lead_on(world: World, sketch: Sketch, organisation: Organisation, by: Actor, written: datetime) -> None:
    """Send the entry in, have it answered, confirmed, taken off or archived, as its sketch says."""
    key, coordinator = organisation.pk, world.actor("coordinator")
    if sketch.state == State.DRAFT:
        return
    sent = written + timedelta(hours=6)
    listing.submit_entry(organisation_id=key, by=by, now=sent)
    answered = sent + timedelta(hours=30 if sketch.state != State.CHANGES_REQUESTED else 20)
    if sketch.state == State.SUBMITTED:
        return
    if sketch.state == State.CHANGES_REQUESTED:
        reason = "Which days does the kitchen open? People will come by bus and need to know."
        listing.request_changes(organisation_id=key, by=coordinator, reason=reason, now=answered)
        return
    listing.list_entry(organisation_id=key, by=coordinator, now=min(answered, world.now))
    confirmed = world.ago(sketch.confirmed)
    if confirmed > answered:
        freshness.confirm_entry(organisation_id=key, by=by, now=confirmed)
    if sketch.state in {State.UNLISTED, State.ARCHIVED}:
        reason = "We are closed until the roof is mended."
        listing.unlist_entry(organisation_id=key, by=by, reason=reason, now=world.ago(10))
    if sketch.state == State.ARCHIVED:
        listing.archive_entry(organisation_id=key, by=by, now=world.ago(9))


def _work(world: World) -> None:
    """Leave something to do for a lead and for a coordinator."""
    entries = {entry.name: entry for entry in Organisation.objects.filter(name__in=[*LEADS, "Leith Loaf", "Arun Shed"])}
    invitations.invite(
        organisation_id=entries["Calder Steps"].pk,
        email=f"new-colleague@{DOMAIN}",
        role=MemberRole.EDITOR,
        by=world.actor("lead"),
        now=world.ago(0.5),
    )
    _person(world, "tam", "Tam", world.ago(3))
    joining.ask_to_join(
        organisation_id=entries["Calder Steps"].pk,
        note="I run the canal walk on Saturdays, and could keep its dates right.",
        by=world.actor("tam"),
        now=world.ago(1),
    )
    reports.report_entry(
        organisation_id=entries["Arun Shed"].pk,
        report_id=uuid4(),
        by=ANONYMOUS,
        what="We came on a Friday and the shed was shut. Somebody said that it opens on Thursdays now.",
        reply_to="",
        now=world.ago(3),
    )
    reports.report_entry(
        organisation_id=entries["Leith Loaf"].pk,
        report_id=uuid4(),
        by=ANONYMOUS,
        what="The shop shuts at one on Saturdays.",
        reply_to=f"reader@{DOMAIN}",
        now=world.ago(1),
    )
