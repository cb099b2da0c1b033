"""The world in which every address is tried: one of each thing, and somebody of each role.

Built once for a module through the workflows; each request is taken back. `World.things` names what stands in addresses
and forms, so that the matrix can be written in words.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from PIL import Image

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import withdraw_consent
from lero_hub.authz.actor import ANONYMOUS
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import grant_role
from lero_hub.outbox import mailbox
from lero_hub.outbox.mailbox import FileMailbox
from lero_hub.outbox.models import OutboxMessage
from organisations.invitation_links import token_for
from organisations.models import Organisation, Term
from organisations.queries.entry import mark, section_values
from organisations.sections import CONTACT
from organisations.states import MemberRole, State
from organisations.workflows.entries import save_logo
from organisations.workflows.help_lines import LineValues, add_help_line
from organisations.workflows.invitations import invite
from organisations.workflows.joining import ask_to_join
from organisations.workflows.listing import archive_entry, submit_entry, unlist_entry
from organisations.workflows.offer import LocationValues, ServiceValues, save_location, save_service
from organisations.workflows.reports import close_report, report_entry
from tests.factories import NOW, browser_of, coordinator, draft, entry, join, me, person
from tests.permissions import (
    world_assessment,
    world_circles,
    world_framework,
    world_library,
    world_practice,
    world_reminders,
    world_review,
    world_scoring,
)
from tests.permissions.people import (
    ASSESSOR,
    COORDINATOR,
    CURATOR,
    EDITOR,
    LEAD,
    MEMBER,
    OTHER_DRAFT,
    OTHER_LEAD,
    PANEL,
    ROLES,
    SUPERUSER,
    TAKEN_OFF,
    TEAM_STATES,
    VISITOR,
    WITHDRAWN,
    World,
)  # fmt: skip

PARTS = (
    world_framework,
    world_assessment,
    world_review,
    world_scoring,
    world_circles,
    world_reminders,
    world_library,
    world_practice,
)
"""The other apps, each after what it stands on."""


def build() -> World:
    """Build the world."""
    world = World()
    _people(world)
    _entries(world)
    _parts(world)
    _team(world)
    _desk(world)
    for part in PARTS:
        part.build(world)
    for role, user in world.people.items():
        world.sessions[role] = browser_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    withdrawn = world.people[WITHDRAWN]
    withdraw_consent(user_id=withdrawn.pk, by=me(withdrawn), now=NOW + timedelta(days=1))
    return world


def _people(world: World) -> None:
    world.people = {role: person(role.replace(" ", "-")) for role in ROLES if role not in {VISITOR, COORDINATOR}} | {
        COORDINATOR: coordinator("coordinator")
    }
    held = {ASSESSOR: Role.ASSESSOR, PANEL: Role.PANEL_MEMBER, CURATOR: Role.CURATOR, WITHDRAWN: Role.COORDINATOR}
    by = me(world.people[COORDINATOR])
    for role, duty in held.items():
        grant = grant_role(user_id=world.people[role].pk, role=duty, by=by, reason="Needed", now=NOW)
        world.things[f"grant of {role}"] = str(grant.pk)
    User.objects.filter(pk=world.people[SUPERUSER].pk).update(is_superuser=True)
    world.people[SUPERUSER].refresh_from_db()
    world.things |= {f"id of {role}": str(user.pk) for role, user in world.people.items()}


def _entries(world: World) -> None:
    """Make an entry of the lead's in each state, one that a coordinator took off, and two of somebody else's."""
    lead, later = world.people[LEAD], NOW + timedelta(hours=1)
    for name in (*TEAM_STATES, TAKEN_OFF):
        state = {State.UNLISTED: State.LISTED, State.ARCHIVED: State.LISTED, TAKEN_OFF: State.UNLISTED}.get(name, name)
        made = entry(state, lead=lead, name=f"Steps {name}")
        join(made, world.people[EDITOR])
        join(made, world.people[WITHDRAWN], MemberRole.LEAD)
        if name in {State.UNLISTED, State.ARCHIVED}:
            unlist_entry(organisation_id=made.pk, reason="", by=me(lead), now=later)
        if name == State.ARCHIVED:
            archive_entry(organisation_id=made.pk, by=me(lead), now=later)
        world.entries[name] = made
    other = world.people[OTHER_LEAD]
    world.entries["other"] = entry(State.LISTED, lead=other, name="Another shore")
    world.entries[OTHER_DRAFT] = draft(other, "Another draft")
    own = draft(world.people[COORDINATOR], "Run by the coordinator")
    submit_entry(organisation_id=own.pk, by=me(world.people[COORDINATOR]), now=NOW)
    world.entries["own"] = own
    for name, made in world.entries.items():
        made.refresh_from_db()
        world.things[name] = made.slug
        world.things[f"choice of {name}"] = f"{made.slug}:{made.version}"


def _parts(world: World) -> None:
    listed, by = world.entries[State.LISTED], me(world.people[LEAD])
    place = listed.locations.get()
    values = ServiceValues(name="Canal walk", times="Saturdays, 10 am")
    service = save_service(organisation_id=listed.pk, service_id=uuid4(), version=None, values=values, by=by, now=NOW)
    second = save_location(
        organisation_id=listed.pk,
        location_id=uuid4(),
        version=None,
        values=LocationValues(kind="online", label="Video group"),
        by=by,
        now=NOW,
    )
    image = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(image, "WEBP")
    save_logo(organisation_id=listed.pk, image=image.getvalue(), by=by, now=NOW)
    world.things |= {
        "place": str(place.pk),
        "version of place": str(place.version),
        "second place": str(second.pk),
        "only place": str(world.entries[State.SUBMITTED].locations.get().pk),
        "service": str(service.pk),
        "version of service": str(service.version),
        "mark": mark(section_values(Organisation.objects.get(pk=listed.pk), CONTACT)),
        "new id": str(uuid4()),
        "area": place.area_id or "",
        "kind": Term.objects.filter(taxonomy="kind").order_by("position")[0].slug,
        "a guide": "visitor",
        "contact": "contact",
        "nothing": "nothing",
        "terms": "terms",
    }


def _team(world: World) -> None:
    listed, by = world.entries[State.LISTED], me(world.people[LEAD])
    call = {"organisation_id": listed.pk, "role": MemberRole.EDITOR, "by": by, "now": NOW}
    for_member = invite(email=world.people[MEMBER].email, **call)
    open_one = invite(email="colleague@people.example", **call)
    asker = person("asker")
    asked = ask_to_join(organisation_id=listed.pk, note="", by=me(asker), now=NOW)
    own = ask_to_join(organisation_id=world.entries["other"].pk, note="", by=me(world.people[MEMBER]), now=NOW)
    world.people["asker"] = asker
    world.things |= {
        "token": token_for(for_member),
        "invitation": str(open_one.pk),
        "request": str(asked.pk),
        "request of member": str(own.pk),
    }
    for role in (LEAD, EDITOR, WITHDRAWN):
        world.things[f"membership of {role}"] = str(listed.memberships.get(user=world.people[role]).pk)


def _desk(world: World) -> None:
    listed, by = world.entries[State.LISTED], me(world.people[COORDINATOR])
    for name in ("report", "closed report"):
        report = report_entry(
            organisation_id=listed.pk, report_id=uuid4(), what="It is shut.", reply_to="", by=ANONYMOUS, now=NOW
        )
        world.things[name] = str(report.pk)
    close_report(report_id=report.pk, what_was_done="We asked them.", by=by, now=NOW)
    line = LineValues(name="Night line", what="Somebody to talk to.", source="Its website", phone="0808 157 0000")
    world.things["line"] = add_help_line(slug="night-line", values=line, by=by, now=NOW).pk
    waiting = OutboxMessage.objects.order_by("created_at", "id").first()
    assert waiting is not None
    OutboxMessage.objects.filter(pk=waiting.pk).update(
        state="failed", failed_at=NOW, last_error="smtp_550", next_attempt_at=None, attempts=1
    )
    world.things["message"] = str(waiting.pk)
    FileMailbox().send_messages([EmailMessage("A letter", "Hello", "hub@hub.example", ["mo@people.example"])])
    world.things["letter"] = mailbox.read(1)[0].name


def fingerprint() -> dict[str, str]:
    """Give the number of rows and a digest of the contents of every table that is ours or holds accounts."""
    digest = "count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)"
    question = " union all ".join(f"select '{table}', {digest} from {table} t" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(question)
        return dict(cursor.fetchall())


def writes() -> int:
    """Count the rows that this transaction has written so far, undone ones too: cheap enough to ask at every request.

    The same number before and after means that nothing was written, and no fingerprint is needed to know it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0] or 0)


def _tables() -> list[str]:
    foreign = ("django_", "auth_", "cache")
    return sorted(name for name in connection.introspection.table_names() if not name.startswith(foreign))
