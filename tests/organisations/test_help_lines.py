"""The lines of "Help now": loaded, checked, changed and removed."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from lero_hub.errors import NotAllowed, Refused, StaleVersion
from organisations.models import HelpLine
from organisations.queries.help_lines import all_lines, unchecked_count
from organisations.reference.help_lines import HELP_LINES, SOURCE
from organisations.workflows.help_lines import (
    LineValues,
    Loaded,
    add_help_line,
    confirm_help_line,
    load_help_lines,
    remove_help_line,
    save_help_line,
)
from tests.factories import DAY, NOW, area, browser_of, coordinator, me, person, queries

pytestmark = pytest.mark.django_db
QUIET = LineValues(name="Quiet Line", what="For a quiet word.", source="Its website", phone="0808 157 0000")
LIST = "/coordination/help-lines/"


@pytest.fixture
def by():
    """Give a coordinator."""
    return me(coordinator("cora"))


def line(by, values=QUIET, slug="quiet-line") -> HelpLine:
    """Add a line."""
    return add_help_line(slug=slug, values=values, by=by, now=NOW)


def posted(**changes) -> dict[str, object]:
    """Give what the form sends for a line."""
    return {"name": QUIET.name, "what": QUIET.what, "source": QUIET.source, "phone": QUIET.phone} | changes


class TestLoading:
    def test_every_line_that_the_network_asked_for_is_there_and_to_be_confirmed(self):
        assert load_help_lines() == Loaded(written=len(HELP_LINES), left=0)
        numbers = {line.phone or f"{line.text_word} to {line.text_to}" for line in HelpLine.objects.all()}
        assert numbers == {
            "999",
            "111",
            "116 123",
            "SHOUT to 85258",
            "0300 123 6600",
            "0808 808 2234",
            "0800 83 85 87",
            "0808 808 8000",
        }
        assert {(line.source, line.checked_on) for line in HelpLine.objects.all()} == {(SOURCE, None)}
        assert unchecked_count() == len(HELP_LINES)

    def test_a_second_load_changes_nothing(self):
        load_help_lines()
        assert load_help_lines() == Loaded(written=0, left=len(HELP_LINES))

    def test_an_untouched_line_takes_what_a_new_edition_says(self):
        load_help_lines()
        newer = [replace(row, hours="From noon") if row.slug == "frank" else row for row in HELP_LINES]
        assert load_help_lines(rows=newer).written == 1
        assert HelpLine.objects.get(pk="frank").hours == "From noon"

    def test_what_a_coordinator_edited_confirmed_or_removed_stays_as_they_left_it(self, by):
        load_help_lines()
        save_help_line(slug="frank", version=1, values=replace(QUIET, name="Frank"), by=by, now=NOW)
        confirm_help_line(slug="shout", by=by, now=NOW)
        remove_help_line(slug="lifeline", by=by, now=NOW)
        newer = [replace(row, name=f"New {row.name}") for row in HELP_LINES]
        assert load_help_lines(rows=newer).left == 3
        assert HelpLine.objects.get(pk="frank").name == "Frank"
        assert HelpLine.objects.get(pk="shout").name == "Shout"
        assert not HelpLine.objects.filter(pk="lifeline").exists()

    def test_the_command_says_what_it_did(self):
        out = StringIO()
        call_command("load_help_lines", stdout=out)
        assert out.getvalue() == "8 help lines written, 0 left as they are.\n"


class TestWriting:
    def test_a_line_is_added_once_and_last(self, by):
        load_help_lines()
        assert line(by) == line(by)
        assert [row.slug for row in all_lines()][-1] == "quiet-line"

    def test_checked_in_the_same_breath_it_says_so(self, by):
        added = line(by, replace(QUIET, checked=True))
        assert (added.checked_on, added.checked_by_id) == (NOW.date(), by.user_id)

    def test_changed_and_not_checked_it_is_to_be_confirmed_again(self, by):
        line(by, replace(QUIET, checked=True))
        saved = save_help_line(slug="quiet-line", version=1, values=replace(QUIET, hours="Always"), by=by, now=NOW)
        assert (saved.version, saved.hours, saved.checked_on) == (2, "Always", None)

    def test_saving_what_stands_there_keeps_its_check(self, by):
        line(by, replace(QUIET, checked=True))
        saved = save_help_line(slug="quiet-line", version=1, values=QUIET, by=by, now=NOW)
        assert (saved.version, saved.checked_on) == (1, NOW.date())

    def test_the_second_of_two_editors_is_told(self, by):
        line(by)
        save_help_line(slug="quiet-line", version=1, values=replace(QUIET, hours="Always"), by=by, now=NOW)
        with pytest.raises(StaleVersion) as stale:
            save_help_line(slug="quiet-line", version=1, values=replace(QUIET, hours="Never"), by=by, now=NOW)
        assert stale.value.current == 2

    def test_a_line_without_a_number_is_no_line(self, by):
        for write in (
            lambda values: line(by, values),
            lambda values: save_help_line(slug="quiet-line", version=1, values=values, by=by, now=NOW),
        ):
            with pytest.raises(Refused) as refused:
                write(replace(QUIET, phone=""))
            assert refused.value.code == "unreachable"

    def test_what_is_gone_can_be_neither_changed_nor_confirmed_and_removing_twice_is_harmless(self, by):
        line(by)
        for _click in range(2):
            remove_help_line(slug="quiet-line", by=by, now=NOW)
        for write in (
            lambda: save_help_line(slug="quiet-line", version=1, values=QUIET, by=by, now=NOW),
            lambda: confirm_help_line(slug="quiet-line", by=by, now=NOW),
        ):
            with pytest.raises(Refused) as refused:
                write()
            assert refused.value.code == "gone"

    def test_confirming_again_another_day_moves_the_day(self, by):
        line(by)
        for day in (0, 0, 1):
            confirm_help_line(slug="quiet-line", by=by, now=NOW + day * DAY)
        assert HelpLine.objects.get().checked_on == (NOW + DAY).date()

    def test_a_key_is_free_of_lines_that_are_there_or_were_removed(self, by):
        line(by)

        def key(name: str, phone: str = "0111") -> str:
            return add_help_line(values=replace(QUIET, name=name, phone=phone), by=by, now=NOW).slug

        assert key("Quiet Line") == "quiet-line-2"
        assert key("Quiet Line") == "quiet-line-2"  # a second click
        remove_help_line(slug="quiet-line-2", by=by, now=NOW)
        assert key("Quiet Line", "0222") == "quiet-line-3"
        assert (key("!"), key("Add")) == ("line", "add-2")

    def test_only_coordinators_write(self, by):
        line(by)
        other = me(person())
        for write in (
            lambda: add_help_line(slug="x", values=QUIET, by=other, now=NOW),
            lambda: save_help_line(slug="quiet-line", version=1, values=QUIET, by=other, now=NOW),
            lambda: confirm_help_line(slug="quiet-line", by=other, now=NOW),
            lambda: remove_help_line(slug="quiet-line", by=other, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                write()


class TestPages:
    def test_a_coordinator_adds_changes_confirms_and_removes(self, by):
        browser = browser_of(by.user)
        assert b"Add a help line" in browser.get(f"{LIST}add/").content
        for _click in range(2):
            assert browser.post(f"{LIST}add/", posted()).status_code == 302
        added = HelpLine.objects.get()
        assert browser.get(f"{LIST}{added.slug}/").status_code == 200
        browser.post(f"{LIST}{added.slug}/", posted(version=1, hours="Day and night"))
        browser.post(f"{LIST}{added.slug}/confirm/")
        added.refresh_from_db()
        assert (added.hours, added.checked_by_id) == ("Day and night", by.user_id)
        assert b"Remove Quiet Line" in browser.get(f"{LIST}{added.slug}/remove/").content
        for _click in range(2):
            assert browser.post(f"{LIST}{added.slug}/remove/").status_code == 302
        assert browser.get(f"{LIST}{added.slug}/").status_code == 404

    def test_the_second_editor_keeps_their_words_and_sees_what_changed(self, by):
        area()
        line(by, replace(QUIET, nations=("E92000001",)))
        browser = browser_of(by.user)
        browser.post(f"{LIST}quiet-line/", posted(version=1, hours="Weekdays", nations="E92000001"))
        answer = browser.post(f"{LIST}quiet-line/", posted(version=1, hours="Week-ends", is_emergency="on"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "<dd>Weekdays</dd>" in page
        assert "<dd>England</dd>" in page
        assert 'value="Week-ends"' in page
        assert 'name="version" value="2"' in page
        assert browser.post(f"{LIST}quiet-line/", posted(version=2, hours="Week-ends")).status_code == 302

    @pytest.mark.parametrize("wrong", [{"phone": ""}, {"phone": "ring me"}, {"name": ""}, {"name": "x" * 10_000}])
    def test_a_form_with_a_mistake_comes_back(self, by, wrong):
        line(by)
        browser = browser_of(by.user)
        for address in (f"{LIST}add/", f"{LIST}quiet-line/"):
            answer = browser.post(address, posted(version=1, **wrong))
            assert (answer.status_code, b"to put right" in answer.content) == (200, True)

    def test_confirming_a_line_that_is_gone_says_so(self, by):
        answer = browser_of(by.user).post(f"{LIST}gone/confirm/", follow=True)
        assert b"Another coordinator removed this line" in answer.content

    def test_the_list_takes_as_many_queries_for_three_as_for_one(self, by):
        browser = browser_of(by.user)
        confirm_help_line(slug=line(by).slug, by=by, now=NOW)
        one = queries(browser, LIST)
        for slug in ("two", "three"):
            confirm_help_line(slug=line(by, slug=slug).slug, by=me(coordinator()), now=NOW)
        assert queries(browser, LIST) == one
