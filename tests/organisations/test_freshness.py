"""Entries are confirmed, asked about, warned and taken off the list; what is over is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from organisations import tasks
from organisations.models import Organisation
from organisations.states import ASK_AFTER, UNLIST_AFTER, State, Unlisting
from organisations.workflows.freshness import Swept, ask_for_confirmation, confirm_entry, sweep_freshness
from organisations.workflows.invitations import invite
from organisations.workflows.listing import relist_entry
from organisations.workflows.reports import close_report
from organisations.workflows.retention import Forgotten, forget_what_is_over
from organisations.workflows.team import leave
from tests.factories import DAY, NOW, browser_of, coordinator, entry, join, me, person, report

pytestmark = pytest.mark.django_db
NOTHING = Swept(0, 0, 0)
ASKED = NOW + ASK_AFTER * DAY
WARNED = NOW + (UNLIST_AFTER - 30) * DAY
OFF = NOW + UNLIST_AFTER * DAY


def again(organisation: Organisation) -> Organisation:
    """Read an entry as it is now."""
    return Organisation.objects.get(pk=organisation.pk)


def asked() -> list[OutboxMessage]:
    """List the mails that ask to confirm."""
    return list(OutboxMessage.objects.filter(kind="organisations.freshness").order_by("created_at", "id"))


class TestConfirm:
    @pytest.mark.parametrize("role", ["lead", "editor"])
    def test_the_team_confirms_and_a_second_click_changes_nothing(self, role):
        organisation = entry(lead=person("lead"))
        user = join(organisation, person("editor")).user if role == "editor" else organisation.created_by
        for seconds in (0, 5):
            confirm_entry(organisation_id=organisation.pk, by=me(user), now=NOW + DAY + timedelta(seconds=seconds))
        assert (again(organisation).confirmed_at, again(organisation).confirmed_by) == (NOW + DAY, user)
        assert AuditEvent.objects.filter(verb="organisations.confirm_entry").count() == 1

    def test_others_cannot_confirm(self):
        organisation = entry()
        for user in (person(), coordinator()):
            with pytest.raises(NotAllowed):
                confirm_entry(organisation_id=organisation.pk, by=me(user), now=NOW)

    @pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED, State.ARCHIVED])
    def test_what_is_not_on_the_list_has_nothing_to_confirm(self, state):
        organisation = entry(state)
        with pytest.raises(Refused) as refused:
            confirm_entry(organisation_id=organisation.pk, by=me(organisation.created_by), now=NOW)
        assert refused.value.code == "not_listed"

    def test_what_a_coordinator_took_off_is_confirmed_and_stays_off(self):
        organisation = entry(State.UNLISTED)
        confirm_entry(organisation_id=organisation.pk, by=me(organisation.created_by), now=NOW + DAY)
        assert (again(organisation).state, again(organisation).confirmed_at) == (State.UNLISTED, NOW + DAY)


class TestSweep:
    def test_after_six_months_the_leads_are_asked_once(self):
        organisation = entry(lead=person("lee"))
        join(organisation, person("ed"))
        assert sweep_freshness(now=ASKED - DAY) == NOTHING
        assert sweep_freshness(now=ASKED) == Swept(asked=1, warned=0, unlisted=0)
        assert sweep_freshness(now=ASKED + DAY) == NOTHING
        (message,) = asked()
        assert (message.to, message.subject) == ("lee@people.example", "Is your page still true?")
        assert f"/organisations/{organisation.slug}/still-true/" in message.text

    def test_confirmed_again_it_is_asked_about_half_a_year_later(self):
        organisation = entry()
        sweep_freshness(now=ASKED)
        confirm_entry(organisation_id=organisation.pk, by=me(organisation.created_by), now=ASKED + DAY)
        assert sweep_freshness(now=ASKED + 100 * DAY) == NOTHING
        assert sweep_freshness(now=ASKED + DAY + ASK_AFTER * DAY).asked == 1

    def test_a_month_before_it_comes_off_the_leads_are_warned_and_told_the_day(self):
        entry()
        sweep_freshness(now=ASKED)
        assert sweep_freshness(now=WARNED) == Swept(asked=0, warned=1, unlisted=0)
        assert f"{OFF:%-d %B %Y}" in asked()[-1].text

    def test_after_eighteen_months_it_comes_off_and_the_team_is_told(self):
        organisation = entry(lead=person("lee"))
        for now in (ASKED, WARNED):
            sweep_freshness(now=now)
        assert sweep_freshness(now=OFF - DAY) == NOTHING
        assert sweep_freshness(now=OFF) == Swept(asked=0, warned=0, unlisted=1)
        assert sweep_freshness(now=OFF + DAY) == NOTHING
        organisation = again(organisation)
        assert (organisation.state, organisation.unlisted_why) == (State.UNLISTED, Unlisting.NOT_CONFIRMED)
        event = AuditEvent.objects.get(verb="organisations.unlist_entry")
        assert event.actor_id is None
        told = OutboxMessage.objects.filter(kind="organisations.entry_answered", created_at=OFF)
        assert told.values_list("to", flat=True).get() == "lee@people.example"

    def test_nothing_comes_off_unannounced_when_the_hub_slept_for_years(self):
        entry()
        late = NOW + 3 * 365 * DAY
        assert sweep_freshness(now=late) == Swept(asked=0, warned=1, unlisted=0)
        assert f"{late + 30 * DAY:%-d %B %Y}" in asked()[-1].text
        assert sweep_freshness(now=late + 29 * DAY) == NOTHING
        assert sweep_freshness(now=late + 30 * DAY).unlisted == 1

    def test_one_click_of_a_lead_puts_it_back(self):
        organisation = entry()
        for now in (WARNED, OFF):
            sweep_freshness(now=now)
        confirm_entry(organisation_id=organisation.pk, by=me(organisation.created_by), now=OFF + DAY)
        organisation = again(organisation)
        assert (organisation.state, organisation.confirmed_at) == (State.LISTED, OFF + DAY)
        assert sweep_freshness(now=OFF + 2 * DAY) == NOTHING

    def test_an_editors_click_confirms_and_leaves_the_rest_to_a_lead(self):
        organisation = entry()
        editor = join(organisation).user
        for now in (WARNED, OFF):
            sweep_freshness(now=now)
        confirm_entry(organisation_id=organisation.pk, by=me(editor), now=OFF + DAY)
        assert again(organisation).state == State.UNLISTED

    def test_put_back_by_a_coordinator_it_is_warned_anew_before_it_comes_off(self):
        organisation = entry()
        for now in (WARNED, OFF):
            sweep_freshness(now=now)
        relist_entry(organisation_id=organisation.pk, by=me(coordinator()), now=OFF + DAY)
        assert sweep_freshness(now=OFF + 2 * DAY) == Swept(asked=0, warned=1, unlisted=0)
        assert sweep_freshness(now=OFF + 31 * DAY) == NOTHING
        assert sweep_freshness(now=OFF + 32 * DAY).unlisted == 1

    @pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.UNLISTED, State.ARCHIVED])
    def test_what_is_not_listed_is_left_alone(self, state):
        entry(state)
        assert sweep_freshness(now=NOW + 3 * 365 * DAY) == NOTHING

    def test_the_task_runs_twice_in_a_row(self, time_machine):
        entry()
        time_machine.move_to(ASKED)
        tasks.sweep()
        tasks.sweep()
        assert len(asked()) == 1


class TestStillWanted:
    def wanted(self) -> bool:
        message = asked()[-1]
        return kinds.get(message.kind).still_wanted(message)

    def test_a_mail_that_waits_is_dropped_once_the_entry_is_confirmed(self):
        organisation = entry()
        sweep_freshness(now=ASKED)
        assert self.wanted()
        confirm_entry(organisation_id=organisation.pk, by=me(organisation.created_by), now=ASKED + DAY)
        assert not self.wanted()

    def test_or_once_its_reader_no_longer_leads(self):
        lead, other = person(), person()
        organisation = entry(lead=lead)
        join(organisation, other, role="lead")
        sweep_freshness(now=ASKED)
        OutboxMessage.objects.filter(recipient=other).delete()
        leave(organisation_id=organisation.pk, by=me(lead), now=ASKED)
        assert not self.wanted()

    def test_or_once_the_entry_is_off_the_list(self):
        entry()
        for now in (WARNED, OFF):
            sweep_freshness(now=now)
        assert not self.wanted()


class TestAsking:
    def test_a_coordinator_asks_the_leads_once_a_day(self):
        organisation = entry()
        call = {"organisation_id": organisation.pk, "by": me(coordinator())}
        assert [ask_for_confirmation(now=NOW, **call) for _click in range(2)] == [1, 0]
        assert ask_for_confirmation(now=NOW + DAY, **call) == 1

    def test_others_may_not_and_unlisted_entries_are_not_asked_about(self):
        organisation = entry(State.UNLISTED)
        with pytest.raises(NotAllowed):
            ask_for_confirmation(organisation_id=organisation.pk, by=me(organisation.created_by), now=NOW)
        with pytest.raises(Refused) as refused:
            ask_for_confirmation(organisation_id=organisation.pk, by=me(coordinator()), now=NOW)
        assert refused.value.code == "not_listed"


class TestForgetting:
    def test_words_of_a_report_go_ninety_days_after_it_was_closed(self):
        told = report(entry(), reply_to="visitor@example.org")
        close_report(report_id=told.pk, what_was_done="Mended.", by=me(coordinator()), now=NOW)
        assert forget_what_is_over(now=NOW + 89 * DAY) == Forgotten(0, 0)
        assert forget_what_is_over(now=NOW + 90 * DAY) == Forgotten(reports=1, invitations=0)
        assert forget_what_is_over(now=NOW + 91 * DAY) == Forgotten(0, 0)
        told.refresh_from_db()
        assert (told.what, told.reply_to, told.what_was_done) == ("", "", "Mended.")

    def test_an_open_report_loses_its_words_and_address_after_half_a_year_and_can_still_be_closed(self):
        told, boss = report(entry(), reply_to="visitor@example.org"), coordinator()
        assert forget_what_is_over(now=NOW + 179 * DAY) == Forgotten(0, 0)
        assert forget_what_is_over(now=NOW + 180 * DAY) == Forgotten(reports=1, invitations=0)
        assert forget_what_is_over(now=NOW + 181 * DAY) == Forgotten(0, 0)
        told.refresh_from_db()
        assert (told.what, told.reply_to, told.closed_at, told.is_forgotten) == ("", "", None, True)
        browser = browser_of(boss)
        assert "Forgotten. Look whether the entry is right" in browser.get("/coordination/reports/").content.decode()
        page = browser.get(f"/coordination/reports/{told.pk}/").content.decode()
        assert "for half a year at most" in page
        assert "They left no address" not in page
        close_report(report_id=told.pk, what_was_done="Mended.", by=me(boss), now=NOW + 181 * DAY)
        assert not OutboxMessage.objects.filter(kind="organisations.report_closed").exists()

    def test_the_address_of_an_invitation_goes_thirty_days_after_it_expired(self):
        organisation = entry()
        lead = me(organisation.created_by)
        old = invite(organisation_id=organisation.pk, email="x@people.example", role="editor", by=lead, now=NOW)
        assert forget_what_is_over(now=NOW + 43 * DAY) == Forgotten(0, 0)
        assert forget_what_is_over(now=NOW + 44 * DAY) == Forgotten(reports=0, invitations=1)
        old.refresh_from_db()
        assert (old.email, old.revoked_at) == ("", NOW + 44 * DAY)
