"""Builders for test worlds. They go through the workflows, so that a test world is one that people could reach."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import register_person
from lero_hub.authz.actor import ANONYMOUS, Actor, actor_for
from lero_hub.authz.workflows import grant_first_coordinator, grant_role
from organisations.models import Area, EntryReport, Membership, Organisation, Term
from organisations.sections import ABOUT, CONTACT, WHAT, SectionValues
from organisations.states import MemberRole, Stage, State
from organisations.workflows.entries import create_entry, save_section
from organisations.workflows.invitations import accept, invite
from organisations.workflows.listing import archive_entry, list_entry, request_changes, submit_entry, unlist_entry
from organisations.workflows.offer import LocationValues, save_location
from organisations.workflows.reports import report_entry
from organisations.workflows.terms import load_terms

NOW = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PASSWORD = "four quiet words here"

_numbers = itertools.count(1)


def person(name: str = "", **changes: Any) -> User:
    """Register somebody with a confirmed address."""
    name = name or f"person{next(_numbers)}"
    given: dict[str, Any] = {
        "email": f"{name.lower()}@people.example",
        "password": PASSWORD,
        "display_name": name.title(),
        "accepts_terms": True,
        "consents": True,
        "now": NOW,
        "address_verified": True,
    }
    return register_person(**given | changes)


def coordinator(name: str = "") -> User:
    """Register somebody and make them a coordinator."""
    user = person(name or f"coordinator{next(_numbers)}")
    grant_first_coordinator(user_id=user.pk, reason="To begin with", now=NOW)
    return user


def holder(role: str, name: str = "") -> User:
    """Register somebody who holds a role, granted by a coordinator."""
    user = person(name or f"{role}{next(_numbers)}")
    grant_role(user_id=user.pk, role=role, by=me(coordinator()), reason="Needed", now=NOW)
    return user


def me(user: User) -> Actor:
    """Give a fresh actor of somebody as the database has them now."""
    return actor_for(User.objects.get(pk=user.pk))


def browser_of(user: User) -> Client:
    """Open a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def queries(browser: Client, address: str) -> int:
    """Count the queries that a page takes, once what is read a single time has been read."""
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    assert answer.status_code == 200
    return len(captured)


def area(code: str = "E08000035", name: str = "Leeds") -> Area:
    """Give a council of England, made with its nation when it is not there."""
    Area.objects.get_or_create(
        code="E92000001",
        defaults={
            "name": "England",
            "official_name": "England",
            "kind": "nation",
            "lineage": ["E92000001"],
            "lat": 52.5,
            "lon": -1.5,
            "alt_names": ["england"],
        },
    )
    return Area.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "official_name": name,
            "kind": "authority",
            "parent_id": "E92000001",
            "lineage": ["E92000001", code],
            "lat": 53.8,
            "lon": -1.55,
            "alt_names": [name.lower()],
        },
    )[0]


def draft(lead: User | None = None, name: str = "", *, now: datetime = NOW) -> Organisation:
    """Begin an entry some hours before `now`, and write enough for it to be sent in."""
    now -= 3 * HOUR
    if not Term.objects.exists():
        load_terms()
    by = me(lead or person())
    number = next(_numbers)
    words: dict[str, Any] = dict.fromkeys(ABOUT.words, "") | {
        "name": name or f"Calder Steps {number}",
        "summary": "We walk, cook and talk together every week.",
        "stage": Stage.ESTABLISHED,
        "since_year": 2014,
    }
    values = SectionValues(words=words, terms={"kind": (_term("kind"),)})
    organisation = create_entry(organisation_id=uuid4(), values=values, by=by, now=now)
    what = SectionValues(
        words=dict.fromkeys(WHAT.words, "") | {"how_to_join": "Turn up. Somebody will meet you at the door."},
        terms={"activity": (_term("activity"),), "audience": (_term("audience"),), "pathway": ()},
    )
    contact = SectionValues(words=dict.fromkeys(CONTACT.words, "") | {"email": f"hello{number}@steps.example"})
    for section, wanted in ((WHAT, what), (CONTACT, contact)):
        write(organisation, section, wanted, by=by, now=now + HOUR)
    place = LocationValues(kind="place", label="The old mill", town="Leeds", area_code=area().code)
    save_location(
        organisation_id=organisation.pk, location_id=uuid4(), version=None, values=place, by=by, now=now + 2 * HOUR
    )
    return Organisation.objects.get(pk=organisation.pk)


def write(organisation: Organisation, section: Any, values: SectionValues, *, by: Actor, now: datetime = NOW) -> None:
    """Write one step of an entry on top of what it holds now."""
    from organisations.queries.entry import mark, section_values

    save_section(
        organisation_id=organisation.pk,
        section=section,
        values=values,
        expected=mark(section_values(organisation, section)),
        by=by,
        now=now,
    )


def _term(taxonomy: str) -> str:
    slug: str = Term.objects.filter(taxonomy=taxonomy).order_by("position").values_list("slug", flat=True)[0]
    return slug


def entry(state: str = State.LISTED, *, lead: User | None = None, name: str = "", now: datetime = NOW) -> Organisation:
    """Bring an entry to a state: sent in `now`, then answered by a coordinator within minutes, where it takes one."""
    lead = lead or person()
    organisation = draft(lead, name, now=now)
    call: dict[str, Any] = {"organisation_id": organisation.pk, "now": now}
    if state != State.DRAFT:
        submit_entry(by=me(lead), **call)
    call["now"] = now + timedelta(minutes=1)
    by = me(coordinator()) if state not in {State.DRAFT, State.SUBMITTED} else None
    if by is None:
        pass
    elif state == State.CHANGES_REQUESTED:
        request_changes(by=by, reason="Please say when you meet.", **call)
    else:
        list_entry(by=by, **call)
        if state in {State.UNLISTED, State.ARCHIVED}:
            call["now"] += timedelta(minutes=1)
            unlist_entry(by=by, reason="The phone number is wrong.", **call)
        if state == State.ARCHIVED:
            call["now"] += timedelta(minutes=1)
            archive_entry(by=by, **call)
    return Organisation.objects.get(pk=organisation.pk)


def join(
    organisation: Organisation, user: User | None = None, role: str = MemberRole.EDITOR, *, now: datetime = NOW
) -> Membership:
    """Let somebody join an organisation by an invitation of one of its leads."""
    from organisations.invitation_links import token_for

    user = user or person()
    lead = organisation.memberships.open().leads().select_related("user").order_by("since", "id")[0]
    invitation = invite(organisation_id=organisation.pk, email=user.email, role=role, by=me(lead.user), now=now)
    return accept(token=token_for(invitation), by=me(user), now=now)


def report(organisation: Organisation, *, what: str = "The number is wrong.", reply_to: str = "") -> EntryReport:
    """Let a visitor report that an entry is wrong."""
    return report_entry(
        organisation_id=organisation.pk, report_id=uuid4(), what=what, reply_to=reply_to, by=ANONYMOUS, now=NOW
    )
