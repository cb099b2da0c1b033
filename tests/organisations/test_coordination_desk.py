"""The coordinators' desk: many entries at once, reports, and what waits."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from lero_hub.errors import NotAllowed, Refused
from lero_hub.outbox.models import OutboxMessage
from organisations.models import EntryReport, Organisation
from organisations.sections import WHERE, SectionValues
from organisations.states import State
from organisations.workflows.reports import close_report
from tests.factories import (
    DAY,
    NOW,
    area,
    browser_of,
    coordinator,
    draft,
    entry,
    join,
    me,
    person,
    queries,
    report,
    write,
)
from tests.organisations.desk import QUEUE, at, page, state

pytestmark = pytest.mark.django_db


def chosen(*organisations):
    """Give what the tick boxes of these entries carry, as the queue shows them now."""
    rows = Organisation.objects.in_bulk([each.pk for each in organisations])
    return [f"{each.slug}:{rows[each.pk].version}" for each in organisations]


def change(organisation):
    """Let the team change an entry that was read before."""
    write(organisation, WHERE, SectionValues(areas=(area().code,)), by=me(organisation.created_by), now=NOW + 9 * DAY)


@pytest.fixture
def user():
    """Give a coordinator."""
    return coordinator("cora")


@pytest.fixture
def browser(user):
    """Give a browser in which the coordinator is signed in."""
    return browser_of(user)


class TestManyAtOnce:
    ADDRESS = "/coordination/many-entries/"

    def test_the_chosen_ones_are_named_asked_about_and_listed(self, browser):
        several = [entry(State.SUBMITTED) for _number in range(2)]
        other = entry(State.SUBMITTED)
        data = {"do": "list", "entry": chosen(*several)}
        asked = browser.get(self.ADDRESS, data).content.decode()
        assert "List these 2 entries?" in asked
        assert all(each.name in asked for each in several)
        assert other.name not in asked
        answer = browser.post(self.ADDRESS, data, follow=True)
        assert b"2 entries are listed" in answer.content
        assert [state(each) for each in (*several, other)] == [State.LISTED, State.LISTED, State.SUBMITTED]

    def test_those_that_cannot_be_listed_are_named_and_the_rest_is_done(self, browser, user):
        good, listed, own = entry(State.SUBMITTED), entry(name="Listed before"), entry(State.SUBMITTED, name="My own")
        join(own, user)
        data = {"do": "list", "entry": chosen(good, listed, own)}
        text = browser.post(self.ADDRESS, data, follow=True).content.decode()
        assert "One entry is listed" in text
        assert "Listed before: " in text
        assert "My own: " in text
        assert state(good) == State.LISTED

    def test_leads_of_several_old_entries_are_asked(self, browser):
        several = [entry() for _number in range(2)]
        data = {"do": "ask", "entry": chosen(*several)}
        assert b"Ask about these 2 entries?" in browser.get(self.ADDRESS, data).content
        assert b"The leads of 2 entries are asked" in browser.post(self.ADDRESS, data, follow=True).content
        assert OutboxMessage.objects.filter(kind="organisations.freshness").count() == 2

    @pytest.mark.parametrize(
        "data", [{}, {"do": "list"}, {"do": "list", "entry": "nobody"}, {"do": "burn", "entry": "x"}]
    )
    def test_nothing_chosen_leads_back(self, browser, data):
        assert b"Choose one entry or more" in browser.get(self.ADDRESS, data, follow=True).content
        assert browser.post(self.ADDRESS, data).url == QUEUE

    def test_when_none_can_be_listed_nothing_is_said_to_be(self, browser):
        organisation = entry()
        data = {"do": "list", "entry": chosen(organisation)}
        assert b"is listed." not in browser.post(self.ADDRESS, data, follow=True).content

    def test_drafts_cannot_be_chosen(self, browser):
        organisation = draft()
        assert browser.post(self.ADDRESS, {"do": "list", "entry": chosen(organisation)}).url == QUEUE

    @pytest.mark.parametrize("mark", ["", ":", ":x", ":-1", ":²", ":1000000000", ":1:1"])
    def test_an_entry_without_the_version_that_was_read_is_not_chosen(self, browser, mark):
        organisation = entry(State.SUBMITTED)
        data = {"do": "list", "entry": f"{organisation.slug}{mark}"}
        assert browser.post(self.ADDRESS, data).url == QUEUE
        assert state(organisation) == State.SUBMITTED

    def test_what_changed_since_it_was_read_is_named_and_the_others_are_listed(self, browser):
        names = ("Same", "Changed", "Also changed")
        same, changed, again = (
            entry(State.SUBMITTED, name=name, now=NOW + day * DAY) for day, name in enumerate(names)
        )
        data = {"do": "list", "entry": chosen(same, changed, again)}
        change(changed)
        change(again)
        text = browser.post(self.ADDRESS, data, follow=True).content.decode()
        assert "These have changed since you read them, so they are not listed: Changed, Also changed." in text
        assert "One entry is listed" in text
        assert [state(each) for each in (same, changed, again)] == [State.LISTED, State.SUBMITTED, State.SUBMITTED]

    def test_the_page_that_asks_leaves_out_what_changed_since_it_was_read(self, browser):
        same, changed = entry(State.SUBMITTED, name="Same"), entry(State.SUBMITTED, name="Changed")
        data = {"do": "list", "entry": chosen(same, changed)}
        change(changed)
        text = browser.get(self.ADDRESS, data).content.decode()
        assert "List this entry?" in text
        assert text.index("<li>Same</li>") < text.index("they are left out") < text.index("<li>Changed</li>")

    def test_when_all_have_changed_there_is_nothing_to_ask(self, browser):
        changed = entry(State.SUBMITTED, name="Changed")
        data = {"do": "list", "entry": chosen(changed)}
        change(changed)
        answer = browser.get(self.ADDRESS, data, follow=True)
        assert answer.redirect_chain == [(f"{QUEUE}?state=waiting", 302)]
        assert "Changed has changed since you read it, so it is not listed." in answer.content.decode()

    def test_leads_are_asked_whatever_has_changed_since(self, browser):
        organisation = entry()
        data = {"do": "ask", "entry": chosen(organisation)}
        change(organisation)
        assert b"The leads of one entry are asked" in browser.post(self.ADDRESS, data, follow=True).content

    def test_an_entry_of_ones_own_has_no_tick_box_and_words_say_why(self, browser, user):
        other, own = entry(State.SUBMITTED), entry(State.SUBMITTED)
        join(own, user)
        text = page(browser, QUEUE)
        assert re.findall(r'name="entry" value="([^"]+)"', text) == chosen(other)
        assert text.count("You act for it, so another coordinator answers.") == 1

    def test_an_old_entry_of_ones_own_has_none_either(self, browser, user):
        old = timezone.now() - 400 * DAY
        other, own = entry(now=old), entry(now=old)
        join(own, user)
        text = page(browser, f"{QUEUE}?state=old")
        assert re.findall(r'name="entry" value="([^"]+)"', text) == chosen(other)
        assert text.count("You act for it, so you can confirm it yourself.") == 1


class TestReports:
    def test_a_report_is_closed_once_with_what_was_done_and_its_reporter_told(self, browser, user):
        told = report(entry(), reply_to="visitor@example.org")
        address = f"/coordination/reports/{told.pk}/"
        assert told.what in page(browser, address)
        assert browser.post(f"{address}close/", {"what_was_done": ""}).status_code == 200
        for _click in range(2):
            browser.post(f"{address}close/", {"what_was_done": "The team changed the number."})
        told.refresh_from_db()
        assert (told.what_was_done, told.closed_by) == ("The team changed the number.", user)
        message = OutboxMessage.objects.get(kind="organisations.report_closed")
        assert (message.to, message.recipient) == ("visitor@example.org", None)
        assert "The team changed the number." in message.text
        assert told.organisation.name not in message.subject
        assert "Closed" in page(browser, address)

    def test_without_an_address_nobody_is_written_to(self, user):
        told = report(entry())
        close_report(report_id=told.pk, what_was_done="Mended.", by=me(user), now=NOW)
        assert not OutboxMessage.objects.filter(kind="organisations.report_closed").exists()

    def test_the_workflow_asks_for_words_and_for_a_coordinator(self, user):
        told = report(entry())
        with pytest.raises(Refused):
            close_report(report_id=told.pk, what_was_done="  ", by=me(user), now=NOW)
        with pytest.raises(NotAllowed):
            close_report(report_id=told.pk, what_was_done="Mended.", by=me(person()), now=NOW)

    def test_open_and_closed_ones_are_searched_apart(self, browser, user):
        closed, _open = report(entry(name="Fen Edge")), report(entry(name="Solent Hearth"))
        close_report(report_id=closed.pk, what_was_done="Mended.", by=me(user), now=NOW)
        assert "Fen Edge" not in page(browser, "/coordination/reports/")
        assert "Fen Edge" in page(browser, "/coordination/reports/?state=closed")
        assert "No report about that name" in page(browser, "/coordination/reports/?q=fen")
        assert "Nothing closed yet" not in page(browser, "/coordination/reports/?state=closed&q=fen")

    def test_the_queue_takes_as_many_queries_for_three_as_for_one(self, browser):
        report(entry())
        one = queries(browser, "/coordination/reports/")
        for _number in range(2):
            report(entry())
        assert queries(browser, "/coordination/reports/") == one

    def test_a_report_shows_on_the_page_of_its_entry(self, browser):
        told = report(entry(), what="They have moved.")
        assert "They have moved." in page(browser, at(told.organisation))
        EntryReport.objects.update(closed_at=NOW, closed_by=told.organisation.created_by)
        assert "They have moved." not in page(browser, at(told.organisation))


class TestDesk:
    def test_an_empty_network_shows_its_first_coordinator_what_to_do(self, browser):
        text = page(browser, "/coordination/")
        assert "Before the doors open" in text
        assert text.count("To do") == 3

    def test_with_an_entry_listed_it_counts_what_waits(self, browser):
        entry()
        entry(State.SUBMITTED, now=timezone.now() - 3 * DAY)
        text = page(browser, "/coordination/")
        assert "Before the doors open" not in text
        assert "One entry waits for an answer, since 3\xa0days." in text
