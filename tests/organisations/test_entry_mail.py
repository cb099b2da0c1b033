"""A mail about an entry is sent while it is still true, and not a moment longer."""

from __future__ import annotations

import pytest

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.workflows import end_role
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.states import SENT, VOID
from organisations.messages.entries import ANSWERED, WAITING
from organisations.states import State
from organisations.workflows.listing import list_entry, take_back_entry
from organisations.workflows.team import remove_member
from tests.factories import DAY, NOW, coordinator, entry, join, me, person
from tests.outbox.support import send_all

pytestmark = pytest.mark.django_db
SOON = NOW + DAY / 24


def became(kind: str) -> dict[str, str]:
    """Send what is due, and tell for each reader of a kind of mail what became of theirs."""
    send_all(SOON)
    found = OutboxMessage.objects.filter(kind=kind).select_related("recipient")
    return {message.recipient.display_name: message.state for message in found if message.recipient}


def test_coordinators_hear_of_an_entry_that_waits():
    coordinator("cora")
    entry(State.SUBMITTED)
    assert became(WAITING) == {"Cora": SENT}


def test_nobody_hears_of_an_entry_that_was_taken_back():
    coordinator("cora")
    lead = person()
    organisation = entry(State.SUBMITTED, lead=lead)
    take_back_entry(organisation_id=organisation.pk, by=me(lead), now=NOW)
    assert became(WAITING) == {"Cora": VOID}


def test_who_is_no_coordinator_any_more_hears_nothing():
    cora, carl = coordinator("cora"), coordinator("carl")
    entry(State.SUBMITTED)
    grant = RoleGrant.objects.open().get(user=carl)
    end_role(grant_id=grant.pk, by=me(cora), reason="Moved on", now=NOW)
    assert became(WAITING) == {"Cora": SENT, "Carl": VOID}


def test_the_team_hears_of_the_answer_and_who_has_left_it_does_not():
    lead = person("lee")
    organisation = entry(State.SUBMITTED, lead=lead)
    leaver = join(organisation, person("ed"))
    list_entry(organisation_id=organisation.pk, by=me(coordinator()), now=NOW)
    remove_member(membership_id=leaver.pk, by=me(lead), now=NOW)
    assert became(ANSWERED) == {"Lee": SENT, "Ed": VOID}
