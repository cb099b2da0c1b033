"""The life of an entry: every verb in every state, by everybody."""

from __future__ import annotations

import pytest

from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused, WrongState
from lero_hub.outbox.models import OutboxMessage
from organisations.models import Organisation, Term
from organisations.states import ENTRY, State, Unlisting
from organisations.workflows import listing
from organisations.workflows.offer import remove_location
from tests.factories import DAY, NOW, coordinator, draft, entry, join, me, person

pytestmark = pytest.mark.django_db

CALLS = {
    "submit": (listing.submit_entry, {}),
    "take_back": (listing.take_back_entry, {}),
    "request_changes": (listing.request_changes, {"reason": "When do you meet?"}),
    "list": (listing.list_entry, {}),
    "unlist": (listing.unlist_entry, {"reason": "Closed for now."}),
    "relist": (listing.relist_entry, {}),
    "archive": (listing.archive_entry, {}),
    "restore": (listing.restore_entry, {}),
}
BY_COORDINATOR = {"request_changes", "list"}
NOT_BY_COORDINATOR = {"submit", "take_back"}
LATER = NOW + DAY


def act(verb, organisation, by, **changes):
    """Do a verb of the table."""
    call, given = CALLS[verb]
    return call(organisation_id=organisation.pk, by=by, now=LATER, **given | changes)


def test_every_verb_of_the_table_has_a_workflow():
    assert set(CALLS) == set(ENTRY.transitions)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", list(CALLS))
def test_each_verb_leads_where_the_table_says_or_is_refused(verb, state):
    lead = person()
    organisation = entry(state, lead=lead)
    if organisation.unlisted_why == Unlisting.BY_COORDINATOR:
        Organisation.objects.filter(pk=organisation.pk).update(unlisted_why=Unlisting.BY_LEAD)
    by = me(coordinator() if verb in BY_COORDINATOR else lead)
    if ENTRY.allows(verb, state):
        act(verb, organisation, by)
        organisation.refresh_from_db()
        assert organisation.state == ENTRY.transitions[verb].target
        event = AuditEvent.objects.filter(subject_id=str(organisation.pk), at=LATER).get()
        assert (event.verb, event.actor_id) == (f"organisations.{verb}_entry", by.user_id)
    else:
        before = AuditEvent.objects.count()
        with pytest.raises(WrongState):
            act(verb, organisation, by)
        organisation.refresh_from_db()
        assert (organisation.state, AuditEvent.objects.count()) == (state, before)


@pytest.mark.parametrize("verb", list(CALLS))
def test_strangers_and_editors_do_none_of_it(verb):
    state = sorted(ENTRY.transitions[verb].source)[0]
    organisation = entry(state)
    for user in (person(), join(organisation).user) if state != State.ARCHIVED else (person(),):
        with pytest.raises(NotAllowed):
            act(verb, organisation, me(user))


@pytest.mark.parametrize("verb", sorted(NOT_BY_COORDINATOR))
def test_a_coordinator_does_not_send_for_others(verb):
    organisation = entry(sorted(ENTRY.transitions[verb].source)[0])
    with pytest.raises(NotAllowed):
        act(verb, organisation, me(coordinator()))


@pytest.mark.parametrize("verb", sorted(BY_COORDINATOR))
def test_a_coordinator_does_not_answer_for_their_own(verb):
    user = coordinator()
    organisation = entry(State.SUBMITTED, lead=user)
    with pytest.raises(NotAllowed):
        act(verb, organisation, me(user))


def test_an_incomplete_entry_is_not_sent_in_and_says_what_is_missing():
    lead = person()
    organisation = draft(lead)
    Term.objects.filter(organisations=organisation, taxonomy="activity")
    organisation.terms.through.objects.filter(organisation=organisation, term__taxonomy="activity").delete()
    with pytest.raises(Refused) as refused:
        act("submit", organisation, me(lead))
    assert (refused.value.code, str(refused.value)) == (
        "incomplete",
        "Something is still missing: Choose what happens there.",
    )


def test_listing_counts_as_confirmed_on_the_day_it_was_sent_in():
    organisation, user = entry(State.SUBMITTED), coordinator()
    act("list", organisation, me(user))
    organisation.refresh_from_db()
    assert (organisation.listed_at, organisation.listed_by, organisation.confirmed_at) == (LATER, user, NOW)


def test_every_coordinator_hears_of_what_waits_and_the_team_of_the_answer():
    one, two = coordinator(), coordinator()
    organisation = entry(State.SUBMITTED)
    waiting = OutboxMessage.objects.filter(kind="organisations.entry_waiting")
    assert set(waiting.values_list("recipient_id", flat=True)) == {one.pk, two.pk}
    editor = join(organisation).user
    act("list", organisation, me(one))
    answered = OutboxMessage.objects.filter(kind="organisations.entry_answered")
    assert set(answered.values_list("recipient_id", flat=True)) == {organisation.created_by_id, editor.pk}
    assert {organisation.name in message.subject for message in answered} == {False}


class TestReasons:
    @pytest.mark.parametrize("verb", ["request_changes", "unlist"])
    def test_a_coordinator_says_why(self, verb):
        organisation = entry(State.SUBMITTED if verb == "request_changes" else State.LISTED)
        with pytest.raises(Refused) as refused:
            act(verb, organisation, me(coordinator()), reason="  ")
        assert refused.value.code == "no_reason"

    def test_a_lead_need_not(self):
        lead = person()
        organisation = act("unlist", entry(lead=lead), me(lead), reason="")
        assert organisation.unlisted_why == Unlisting.BY_LEAD

    def test_a_question_goes_when_the_entry_is_sent_in_again(self):
        lead = person()
        organisation = entry(State.CHANGES_REQUESTED, lead=lead)
        assert organisation.change_request == "Please say when you meet."
        assert act("submit", organisation, me(lead)).change_request == ""


class TestRelisting:
    def test_what_a_coordinator_took_off_a_lead_cannot_put_back(self):
        lead = person()
        organisation = entry(State.UNLISTED, lead=lead)
        with pytest.raises(NotAllowed):
            act("relist", organisation, me(lead))
        assert act("relist", organisation, me(coordinator())).state == State.LISTED

    def test_a_lead_who_puts_it_back_confirms_it(self):
        lead = person()
        organisation = entry(lead=lead)
        act("unlist", organisation, me(lead))
        again = act("relist", organisation, me(lead))
        assert (again.confirmed_at, again.unlisted_why, again.unlisted_at) == (LATER, "", None)

    def test_time_takes_off_and_a_lead_puts_back(self):
        lead = person()
        organisation = entry(lead=lead)
        off = act("unlist", organisation, None, reason="")
        assert off.unlisted_why == Unlisting.NOT_CONFIRMED
        assert act("relist", organisation, me(lead)).state == State.LISTED


def test_a_listed_entry_keeps_a_last_place():
    lead = person()
    organisation = entry(lead=lead)
    place = organisation.locations.get()
    with pytest.raises(Refused) as refused:
        remove_location(organisation_id=organisation.pk, location_id=place.pk, by=me(lead), now=LATER)
    assert refused.value.code == "last_location"
