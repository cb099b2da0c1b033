"""The coordinators' desk: the queue of entries, and the answers to them."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.utils import timezone

from lero_hub.audit.models import AuditEvent
from lero_hub.audit.workflows import record
from lero_hub.errors import NotAllowed
from lero_hub.outbox.models import OutboxMessage
from organisations.models import Organisation
from organisations.queries.coordination import counts, entries, tabs_at
from organisations.queries.history import changed_since_answer, history
from organisations.sections import WHERE, SectionValues
from organisations.states import State
from organisations.workflows.listing import list_entry, submit_entry
from tests.factories import (
    DAY,
    NOW,
    PASSWORD,
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


@pytest.fixture
def user():
    """Give a coordinator."""
    return coordinator("cora")


@pytest.fixture
def browser(user):
    """Give a browser in which the coordinator is signed in."""
    return browser_of(user)


class TestQueue:
    def found(self, user, tab="waiting", text="", sort="longest"):
        rows = entries(me(user), tab=tabs_at(NOW)[tab], text=text, sort=sort)
        return [row.name for row in rows]

    def test_each_entry_is_in_its_part_and_drafts_are_in_none(self, user):
        for each in State:
            entry(each, name=f"Is {each}")
        assert {tab: self.found(user, tab) for tab in tabs_at(NOW)} == {
            "waiting": ["Is submitted"],
            "sent_back": ["Is changes_requested"],
            "old": [],
            "listed": ["Is listed"],
            "unlisted": ["Is unlisted"],
            "archived": ["Is archived"],
        }
        assert counts(me(user), now=NOW) == {
            "waiting": 1,
            "sent_back": 1,
            "old": 0,
            "listed": 1,
            "unlisted": 1,
            "archived": 1,
        }
        assert counts(me(user), now=NOW + 400 * DAY)["old"] == 1

    def test_what_waits_longest_comes_first_and_other_orders_are_there(self, user):
        for days, name in ((1, "Beta"), (0, "Gamma"), (2, "Alpha")):
            entry(State.SUBMITTED, name=name, now=NOW + days * DAY)
        assert self.found(user) == ["Gamma", "Beta", "Alpha"]
        assert self.found(user, sort="newest") == ["Alpha", "Beta", "Gamma"]
        assert self.found(user, sort="name") == ["Alpha", "Beta", "Gamma"]

    def test_it_is_searched_by_name_and_place_without_accents(self, user):
        entry(State.SUBMITTED, name="Tŷ Gobaith")
        entry(State.SUBMITTED, name="Solent Hearth")
        assert self.found(user, text="ty gob") == ["Tŷ Gobaith"]
        assert self.found(user, text="SOLENT") == ["Solent Hearth"]
        assert len(self.found(user, text="leeds")) == 2
        assert self.found(user, text="%") == []

    def test_it_is_paged_by_25_and_a_page_out_of_range_is_unknown(self, browser):
        for _number in range(26):
            entry(State.SUBMITTED)
        assert page(browser, QUEUE).count('name="entry"') == 25
        assert page(browser, f"{QUEUE}?page=2").count('name="entry"') == 1
        assert page(browser, f"{QUEUE}?choose=all").count(" checked") == 25
        assert browser.get(f"{QUEUE}?page=3").status_code == 404
        assert browser.get(f"{QUEUE}?page=x").status_code == 404
        assert browser.get(f"{QUEUE}?state=nowhere").status_code == 404

    def test_what_waits_too_long_stands_out_and_what_does_not_wait_never_does(self, browser):
        for days in (1, 5, 7):
            entry(State.SUBMITTED, now=timezone.now() - days * DAY)
        entry(now=timezone.now() - 30 * DAY)
        text = page(browser, QUEUE)
        assert [text.count(f"tag tag--{kind}") for kind in ("bad", "heed", "line")] == [1, 1, 1]
        text = page(browser, f"{QUEUE}?state=listed")
        assert [text.count(f"tag tag--{kind}") for kind in ("bad", "heed", "line")] == [0, 0, 1]

    def test_empty_parts_say_so(self, browser):
        assert "Nobody waits" in page(browser, QUEUE)
        assert "Nothing here" in page(browser, f"{QUEUE}?state=archived")
        assert "Nothing here by that name" in page(browser, f"{QUEUE}?q=zzz")

    def test_it_takes_as_many_queries_for_three_as_for_one(self, browser):
        entry(State.SUBMITTED)
        one = queries(browser, QUEUE)
        for _number in range(2):
            entry(State.SUBMITTED)
        assert queries(browser, QUEUE) == one

    def test_nul_bytes_and_long_texts_are_harmless(self, browser):
        page(browser, f"{QUEUE}?q=%00{'x' * 3000}&sort=%00")

    def test_others_cannot_open_any_of_it(self):
        waiting, told = entry(State.SUBMITTED), report(entry())
        other = browser_of(person())
        for address in ("/coordination/", QUEUE, "/coordination/reports/", "/coordination/help-lines/"):
            assert other.get(address).status_code == 403
        assert other.get(at(waiting)).status_code == 404
        assert other.post(at(waiting, "list/")).status_code == 404
        assert other.get(f"/coordination/reports/{told.pk}/").status_code == 404
        assert other.post("/coordination/many-entries/").status_code == 403


class TestAnswers:
    def test_the_page_shows_all_of_it_and_what_happened(self, browser, user):
        organisation = entry(State.SUBMITTED, name="Solent Hearth")
        text = page(browser, at(organisation))
        for words in ("Solent Hearth", "We walk, cook and talk", "The old mill", "all of it is new", "Sent it in"):
            assert words in text

    def test_a_draft_that_was_never_sent_in_is_nobodys_business(self, browser):
        assert browser.get(at(draft())).status_code == 404

    def test_listing_offers_undo_which_takes_it_off_again(self, browser):
        organisation = entry(State.SUBMITTED)
        answer = browser.post(at(organisation, "list/"), follow=True)
        assert state(organisation) == State.LISTED
        assert f'action="{at(organisation, "list/undo/")}"' in answer.content.decode()
        browser.post(at(organisation, "list/undo/"))
        assert state(organisation) == State.UNLISTED

    def test_a_second_click_on_list_says_that_it_is_done(self, browser):
        organisation = entry(State.SUBMITTED)
        for _click in range(2):
            answer = browser.post(at(organisation, "list/"), follow=True)
        assert (answer.status_code, b"That was done already" in answer.content) == (200, True)
        assert AuditEvent.objects.filter(verb="organisations.list_entry").count() == 1

    def test_asking_for_a_change_needs_a_reason_and_keeps_what_was_written(self, browser):
        organisation = entry(State.SUBMITTED)
        for reason in ("", "x" * 1001):
            answer = browser.post(at(organisation, "ask/"), {"reason": reason})
            assert (answer.status_code, b"to put right" in answer.content) == (200, True)
            assert reason.encode() in answer.content
        assert state(organisation) == State.SUBMITTED

    @pytest.mark.parametrize(("state_", "verb"), [(State.SUBMITTED, "ask/"), (State.LISTED, "unlist/")])
    def test_a_reason_written_while_the_session_ended_is_there_again(self, browser, user, state_, verb):
        organisation = entry(state_)
        mark = re.search(r'name="form_owner" value="([^"]+)"', page(browser, at(organisation))).group(1)
        browser.logout()
        sent = {"reason": "Where do you meet?", "form_owner": mark}
        answer = browser.post(at(organisation, verb), sent)
        assert answer.url.startswith("/accounts/login/")
        browser.post(answer.url, {"login": user.email, "password": PASSWORD})
        text = page(browser, at(organisation))
        assert "Where do you meet?</textarea>" in text
        assert "<details" in text
        assert " open><summary>" in text

    def test_asking_for_a_change_sends_it_back_once(self, browser):
        organisation = entry(State.SUBMITTED)
        for _click in range(2):
            answer = browser.post(at(organisation, "ask/"), {"reason": "When do you meet?"}, follow=True)
        assert answer.status_code == 200
        assert state(organisation) == State.CHANGES_REQUESTED
        assert OutboxMessage.objects.filter(kind="organisations.entry_answered").count() == 1
        assert b"When do you meet?" in answer.content

    def test_taking_off_needs_a_reason_and_offers_undo(self, browser):
        organisation = entry()
        assert browser.post(at(organisation, "unlist/"), {"reason": " "}).status_code == 200
        for _click in range(2):
            answer = browser.post(at(organisation, "unlist/"), {"reason": "The number is wrong."}, follow=True)
        assert (state(organisation), answer.status_code) == (State.UNLISTED, 200)
        browser.post(at(organisation, "relist/"))
        assert state(organisation) == State.LISTED

    def test_archiving_and_bringing_back(self, browser):
        organisation = entry(State.UNLISTED)
        answer = browser.post(at(organisation, "archive/"), follow=True)
        assert f'action="{at(organisation, "restore/")}"' in answer.content.decode()
        assert state(organisation) == State.ARCHIVED
        for _click in range(2):
            assert browser.post(at(organisation, "restore/"), follow=True).status_code == 200
        assert state(organisation) == State.DRAFT

    def test_an_answer_that_does_not_fit_leads_back_with_a_reason(self, browser):
        organisation = entry(State.ARCHIVED)
        answer = browser.post(at(organisation, "list/"), follow=True)
        assert (answer.status_code, b"no longer possible" in answer.content) == (200, True)

    def test_an_entry_that_became_incomplete_is_not_listed(self, browser):
        organisation = entry(State.SUBMITTED)
        organisation.locations.all().delete()
        answer = browser.post(at(organisation, "list/"), follow=True)
        assert b"Something is still missing" in answer.content
        assert state(organisation) == State.SUBMITTED

    def test_acts_take_post_alone(self, browser):
        organisation = entry(State.SUBMITTED)
        for verb in ("list", "list/undo", "ask", "unlist", "relist", "archive", "restore"):
            assert browser.get(at(organisation, f"{verb}/")).status_code == 405

    def test_a_coordinator_who_acts_for_it_sees_why_and_cannot(self, browser, user):
        organisation = entry(State.SUBMITTED)
        join(organisation, user)
        assert "another coordinator" in page(browser, at(organisation)).lower()
        assert "You act for it" in page(browser, QUEUE)
        for verb in ("list", "ask", "unlist", "relist", "archive", "restore"):
            assert browser.post(at(organisation, f"{verb}/"), {"reason": "x"}).status_code == 403
        assert state(organisation) == State.SUBMITTED

    def test_the_page_takes_as_many_queries_whatever_the_entry_holds(self, browser):
        organisation = entry(State.SUBMITTED)
        one = queries(browser, at(organisation))
        where = SectionValues(areas=(area().code, area("E08000036", "Wakefield").code))
        for user in (organisation.created_by, join(organisation).user):
            write(organisation, WHERE, where, by=me(user))
        assert queries(browser, at(organisation)) == one


class TestHistory:
    def test_it_is_told_in_words_and_a_run_of_one_persons_edits_is_one_line(self):
        organisation = entry(lead=person("lee"))
        told = [(line.what, line.who) for line in history(organisation)]
        assert told[0][0] == "Listed it"
        assert told[1] == ("Sent it in", "Lee")
        assert told[-1] == ("Began the entry", "Lee")
        assert "Changed the entry: What you do" in {what for what, _who in told}

    def test_what_bears_the_same_time_is_told_in_the_order_of_an_entrys_life(self):
        organisation = entry(lead=person("lee"))
        verbs = ("list_entry", "create_entry", "submit_entry", "save_location", "change_entry")
        later = NOW + 9 * DAY
        with transaction.atomic():
            for verb in verbs:
                record(actor=None, verb=f"organisations.{verb}", subject=organisation, now=later)
        told = [line.what for line in history(organisation) if line.at == later]
        assert told == ["Listed it", "Sent it in", "Changed a place", "Changed the entry", "Began the entry"]

    def test_times_are_told_as_everywhere_else(self, browser):
        organisation = entry(State.SUBMITTED)
        text = browser.get(at(organisation)).content.decode()
        assert ">2 March 2026, 12.20 pm</time>" in text
        assert "2 March 2026, 12.20 pm</p>" in text

    def test_what_changed_since_the_last_answer_is_named(self):
        organisation = entry(State.CHANGES_REQUESTED, lead=person("lee"))
        assert changed_since_answer(history(organisation)) == []
        lead = me(organisation.created_by)
        write(organisation, WHERE, SectionValues(areas=(area().code,)), by=lead, now=NOW + DAY)
        submit_entry(organisation_id=organisation.pk, by=lead, now=NOW + 2 * DAY)
        assert changed_since_answer(history(organisation)) == ["Changed the entry: Where you are"]

    def test_before_any_answer_nothing_is_new(self):
        assert changed_since_answer(history(entry(State.SUBMITTED))) == []


def test_policies_and_the_queue_agree_for_every_state(user):
    from organisations.policies import can_answer_entry, can_see_entry

    actor = me(user)
    for each in State:
        organisation = entry(each)
        seen = Organisation.objects.visible_to(actor).filter(pk=organisation.pk).exists()
        assert seen == can_see_entry(actor, organisation)
        assert can_answer_entry(actor, organisation)
        with_team = me(join(organisation, coordinator()).user) if each != State.ARCHIVED else None
        if with_team and each == State.SUBMITTED:
            with pytest.raises(NotAllowed):
                list_entry(organisation_id=organisation.pk, by=with_team, now=NOW)
