"""What needs whom, and that the badge counts the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import withdraw_consent
from lero_hub.authz.actor import ANONYMOUS, Actor
from lero_hub.outbox.models import OutboxMessage
from lero_hub.pages.needs import SOURCES, count_of, needs_of
from lero_hub.pages.needs.need import Need, working_days_after
from lero_hub.pages.needs.tally import STAND_IN, statement_of
from organisations.models import HelpLine, Organisation
from organisations.states import MemberRole
from organisations.workflows.invitations import invite
from organisations.workflows.joining import ask_to_join
from organisations.workflows.listing import request_changes
from tests.factories import NOW, coordinator, draft, entry, join, me, person, report

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)


def labels(user: User) -> list[str]:
    """List what needs somebody, and check that the badge counts as many."""
    needs = needs_of(me(user), now=LATER)
    assert count_of(me(user), now=LATER) == len(needs)
    return [need.label for need in needs]


def test_a_visitor_has_no_needs_and_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert needs_of(ANONYMOUS, now=NOW) == []
        assert count_of(ANONYMOUS, now=NOW) == 0


def test_a_new_member_needs_nothing() -> None:
    assert labels(person("Mo")) == []


def test_without_consent_there_is_one_thing_and_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = person("Mo")
    withdraw_consent(user_id=user.pk, by=me(user), now=NOW)
    user.refresh_from_db()
    with django_assert_num_queries(0):
        assert count_of(Actor(user), now=LATER) == 1
        assert [need.label for need in needs_of(Actor(user), now=LATER)] == [
            "Say whether we may keep your account as it is"
        ]


def test_a_draft_asks_its_lead_to_send_it_in() -> None:
    lead = person("Lea")
    draft(lead, "Calder Steps")
    assert labels(lead) == ["Finish Calder Steps and send it in"]
    assert labels(person("Mo")) == []


def test_a_draft_asks_its_editor_to_help() -> None:
    lead, editor = person("Lea"), person("Edi")
    steps = draft(lead, "Calder Steps")
    join(steps, editor)
    assert labels(editor) == ["Help to finish Calder Steps"]


def test_a_question_of_a_coordinator_comes_before_a_draft() -> None:
    lead, cora = person("Lea"), coordinator()
    draft(lead, "A Draft")
    steps = entry("submitted", lead=lead, name="Calder Steps")
    request_changes(organisation_id=steps.pk, by=me(cora), reason="When  do you\nmeet?", now=NOW)
    needs = needs_of(me(lead), now=LATER)
    assert [need.label for need in needs] == [
        "Answer the coordinator’s question about Calder Steps",
        "Finish A Draft and send it in",
    ]
    assert needs[0].note == "When do you meet?"


@pytest.mark.parametrize(("days", "due_after"), [(100, None), (200, 365), (400, 548)])
def test_an_entry_asks_to_be_confirmed_after_half_a_year(days: int, due_after: int | None) -> None:
    lead, long_ago = person("Lea"), LATER - timedelta(days=days)
    entry(lead=lead, name="Calder Steps", now=long_ago)
    needs = needs_of(me(lead), now=LATER)
    if due_after is None:
        assert needs == []
    else:
        assert [need.label for need in needs] == ["Confirm that the entry of Calder Steps is still right"]
        assert needs[0].due == timezone.localdate(long_ago) + timedelta(days=due_after)


def test_an_entry_that_time_took_off_asks_its_lead_alone_to_look_again() -> None:
    lead, editor = person("Lea"), person("Edi")
    steps = entry(lead=lead, name="Calder Steps")
    join(steps, editor)
    Organisation.objects.filter(pk=steps.pk).update(state="unlisted", unlisted_at=NOW, unlisted_why="not_confirmed")
    assert labels(lead) == ["Look at Calder Steps again and put it back on the list"]
    assert labels(editor) == []


def test_an_invitation_waits_for_its_confirmed_address_until_it_expires() -> None:
    lead, mo = person("Lea"), person("Mo")
    steps = entry(lead=lead, name="Calder Steps")
    invite(organisation_id=steps.pk, email="MO@people.example", role=MemberRole.EDITOR, by=me(lead), now=NOW)
    assert labels(mo) == ["Answer the invitation from Calder Steps"]
    assert labels(person("Somebody")) == []
    later = NOW + timedelta(days=15)
    assert needs_of(me(mo), now=later) == []
    assert count_of(me(mo), now=later) == 0


def test_requests_to_join_wait_for_leads_together() -> None:
    lead, editor = person("Lea"), person("Edi")
    steps = entry(lead=lead, name="Calder Steps")
    join(steps, editor)
    for name in ("Mo", "Nia"):
        ask_to_join(organisation_id=steps.pk, note="", by=me(person(name)), now=NOW)
    assert labels(lead) == ["Answer 2 requests to join Calder Steps"]
    assert labels(editor) == []


def test_a_coordinator_sees_each_pile_once_and_never_their_own_entry() -> None:
    cora, lead = coordinator(), person("Lea")
    for name in ("One", "Two"):
        entry("submitted", lead=lead, name=name)
    own = entry("submitted", lead=cora, name="Own")
    steps = entry(lead=lead, name="Calder Steps")
    report(steps)
    report(steps)
    HelpLine.objects.create(slug="a", name="A line", source="Its website", phone="111")
    HelpLine.objects.create(
        slug="b",
        name="B",
        source="s",
        phone="1",
        checked_on=timezone.localdate(NOW) - timedelta(days=10),
        checked_by=cora,
    )
    message = OutboxMessage.objects.first()
    assert message is not None
    OutboxMessage.objects.filter(pk=message.pk).update(state="failed", failed_at=NOW, last_error="timed_out")
    needs = needs_of(me(cora), now=LATER)
    assert (
        labels(cora)
        == [need.label for need in needs]
        == [
            "Read 2 entries that wait",
            "Look into 2 reports",
            "See to 1 e-mail that did not arrive",
            "Check 1 number to ring now",
        ]
    )
    assert needs[0].due == working_days_after(timezone.localdate(NOW), 5)
    assert own.name not in str(needs)
    assert labels(person("Mo")) == []


def test_the_coordinators_of_an_empty_directory_are_shown_how_to_begin() -> None:
    cora = coordinator()
    assert labels(cora) == ["Open the doors of the network"]
    assert labels(person("Mo")) == []
    entry()
    assert labels(cora) == []


def test_the_badge_is_one_query_beside_the_roles_however_much_there_is() -> None:
    cora = coordinator()
    counted = []
    for name in ("One", "Two", "Three"):
        draft(cora, name)
        entry("submitted", name=f"{name} sent")
        actor = me(cora)
        with CaptureQueriesContext(connection) as queries:
            count_of(actor, now=LATER)
        counted.append(len(queries))
    assert counted == [2, 2, 2]


def test_the_statement_of_the_badge_names_neither_a_person_nor_a_time() -> None:
    """It is kept for everybody: another stand-in moment, in summer and before 29 February, gives the same statement."""
    summer = datetime(4998, 7, 31, 3, 30, 15, tzinfo=UTC)
    for source in SOURCES:
        assert statement_of((source,)) == statement_of((source,), never=summer), source
    parameters = statement_of(SOURCES).of(UUID(int=7), LATER)
    assert UUID(int=7) in parameters
    assert STAND_IN not in parameters
    assert all(value <= LATER + timedelta(days=30) for value in parameters if isinstance(value, datetime))


def test_the_page_reads_only_what_holds_something() -> None:
    lead = person("Lea")
    draft(lead, "Calder Steps")
    actor = me(lead)
    with CaptureQueriesContext(connection) as queries:
        needs_of(actor, now=LATER)
    assert len(queries) == 3, "roles, the count, and the drafts"


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("due", "waits", "state", "kind"),
    [
        (None, False, "", ""),
        (None, True, "Somebody waits for you", "heed"),
        (date(2026, 11, 20), False, "Was due on 20 November", "bad"),
        (date(2026, 11, 24), False, "Due today, 24 November", "bad"),
        (date(2026, 11, 25), False, "By tomorrow, 25 November", "heed"),
        (date(2026, 11, 26), True, "By 26 November", "heed"),
        (date(2026, 12, 12), True, "By 12 December", ""),
        (date(2027, 1, 5), True, "By 5 January 2027", ""),
        (date(2027, 5, 14), True, "By May 2027", ""),
        (date(2025, 12, 3), False, "Was due on 3 December 2025", "bad"),
    ],
)
def test_a_need_says_when_it_is_due(due: date | None, waits: bool, state: str, kind: str) -> None:
    need = Need("Do it", "/", due=due, waits_for_others=waits)
    assert (need.state(TODAY), need.state_kind(TODAY)) == (state, kind)


@pytest.mark.parametrize(
    ("day", "days", "result"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # Monday to Monday
        (date(2026, 11, 21), 5, date(2026, 11, 27)),  # Saturday to Friday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday to Monday
    ],
)
def test_working_days_leave_out_week_ends(day: date, days: int, result: date) -> None:
    assert working_days_after(day, days) == result
