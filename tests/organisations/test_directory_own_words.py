"""What the directory makes of people's own words: places without "in", some of the words, everyday words, cries."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from organisations import maps
from organisations.placenames import search_key
from organisations.queries.directory import Answer, Asked, search
from organisations.queries.directory.said import is_cry, says_nothing, spelt_out, telling
from organisations.reference.cries import CRIES
from organisations.reference.own_words import FAINT, GLUE, JOINTS, NOT_ALONE, SAME
from organisations.workflows.help_lines import load_help_lines
from tests.factories import NOW, queries
from tests.organisations.directory_world import IN_HALIFAX, IN_LEEDS, IN_LERWICK, IN_SHIPLEY, listed

SOME = "No group has all of these words. These have some."


def ask(q: str, **others: str) -> Answer:
    return search(Asked.read(QueryDict(urlencode({"q": q, **others}))), now=NOW)


def names(q: str, **others: str) -> list[str]:
    return [hit.name for hit in ask(q, **others).hits]


class TestWordsAlone:
    """The lists of words, and what is made of them without a database."""

    def test_every_word_of_the_lists_is_a_search_key(self):
        same = {phrase for row in SAME for phrase in row}
        assert [word for word in (*GLUE, *FAINT, *JOINTS, *NOT_ALONE, *same, *CRIES) if search_key(word) != word] == []

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("my son uses heroin", ("son", "heroin")),
            ("stop drinking", ("drinking",)),
            ("I have relapsed", ("relapsed",)),
            ("somewhere to go when I feel like drinking", ("somewhere", "drinking")),
            ("women's support group", ("womens",)),
            ("support group", ("support", "group")),
            ("my son overdosed last week", ("son",)),
            ("I want to die", ()),
            ("help me please", ()),
            ("-- ; !!", ()),
        ],
    )
    def test_words_that_say_nothing_are_left_out(self, text, expected):
        assert telling(text) == expected

    def test_at_most_eight_words_are_looked_for_once_each(self):
        assert telling("choir choir loom boats kites drums paint clay wool bread soup") == (
            *("choir", "loom", "boats", "kites", "drums", "paint", "clay", "wool"),
        )

    @pytest.mark.parametrize(
        "text",
        [
            "i want to die",
            "I WANT TO DIE!!",
            "I don't want to be here",
            "i don’t want to live any more",
            "suicidal",
            "self-harm",
            "self harming",
            "my mate has taken too many tablets",
            "he overdosed",
            "overdose",
            "she's not breathing",
            "I can't go on",
            "I can’t do this anymore",
            "he is going to kill me",
            "kïll mysélf",
        ],
    )
    def test_a_cry_is_heard_however_it_is_typed(self, text):
        assert is_cry(text)

    @pytest.mark.parametrize(
        "text", ["", "Diesel club", "dying to meet people", "walks", "stop drinking", "dangerous", "heroin", "cutting"]
    )
    def test_other_words_are_no_cry(self, text):
        assert not is_cry(text)

    def test_words_for_the_same_are_all_looked_for(self):
        assert spelt_out("Wheelchair access cafe").split(" or ") == [f"{phrase} cafe" for phrase in SAME[0]]
        assert spelt_out("drop-in") == "drop in"

    def test_a_text_may_say_nothing(self):
        assert says_nothing("help me")
        assert not says_nothing("i want to die")
        assert not says_nothing("help with gambling")


@pytest.mark.django_db
@pytest.mark.usefixtures("geography")
class TestFinding:
    """A search of several words."""

    @pytest.fixture(autouse=True)
    def _world(self):
        listed("Calder Steps", IN_HALIFAX, terms=["walks-and-outdoors", "women", "recovery-home"])
        listed("Lantern Row", IN_LEEDS, terms=["peer-group", "family-and-friends", "recovery-home"])
        listed("Aire Side Kitchen", IN_SHIPLEY, terms=["open-door", "recovery-enterprise"], accessibility="Step-free.")
        listed("Lerwick Choir", IN_LERWICK, terms=["music", "women", "recovery-home"])

    def test_a_place_needs_no_word_before_it(self):
        expected = {
            "Halifax women": "1 organisation for “women” within 30 miles of Halifax, and 1 farther away",
            "women only leeds": "1 organisation for “women only” within 30 miles of Leeds, and 1 farther away",
            "HX1 1UJ women": "1 organisation for “women” within 30 miles of HX1 1UJ, and 1 farther away",
            "women Halifax, Calderdale": (
                "1 organisation for “women” within 30 miles of Halifax, Calderdale, England, and 1 farther away"
            ),
            "walking in halifax for women": "1 organisation for “walking for women” within 30 miles of Halifax",
            "women Scotland": "1 organisation for “women” in or for Scotland",
            "help me in Halifax": "3 organisations within 30 miles of Halifax, and 1 farther away",
            "hope walks": "1 organisation with some of “hope walks”",
        }
        assert {text: ask(text).heading for text in expected} == expected

    def test_a_whole_postcode_beside_words_is_cut_in_links(self):
        assert ask("women HX1 1UJ").asked.q == "women HX1 1"
        tries = ask("zebra HX1 1UJ", activity="music").tries
        assert tries
        assert "1UJ" not in "".join(link.href for link in tries)

    def test_the_longest_name_of_a_place_counts(self):
        answer = ask("women Newcastle under Lyme")
        assert "of Newcastle under Lyme" in answer.heading.replace("-", " ")

    def test_an_organisation_named_after_a_place_is_found_by_its_name(self):
        listed("Leeds Women", IN_LERWICK, terms=["women"])
        answer = ask("leeds women")
        assert [hit.name for hit in answer.hits] == ["Leeds Women"]
        assert [(link.label, link.href) for link in answer.meant] == [
            ("“women” near Leeds", "?q=women&near=Leeds"),
        ]
        assert names("Lerwick choir") == ["Lerwick Choir"]
        assert names("lerwik choir") == ["Lerwick Choir"]

    def test_some_of_the_words_do_when_none_has_all(self):
        answer = ask("women choir heroin")
        assert [hit.name for hit in answer.hits] == ["Lerwick Choir", "Calder Steps", "Lantern Row"]
        assert answer.heading == "3 organisations with some of “women choir heroin”"
        assert [(note.text, note.is_warning) for note in answer.notes] == [(SOME, False)]
        assert answer.total == 3
        assert answer.tries == ()

    def test_all_of_the_words_come_first(self):
        assert ask("women choir").notes == ()
        assert names("women choir") == ["Lerwick Choir"]
        assert ask("lerwck chor").notes == ()

    def test_counts_of_some_of_the_words_are_true(self):
        answer = ask("women choir heroin")
        for group in answer.groups:
            for facet in (*group.first, *group.more):
                chosen = answer.asked.choosing(group.name, [facet.value])
                assert facet.count == search(chosen, now=NOW).total
        assert names("women choir heroin", activity="music") == ["Lerwick Choir"]
        assert ask("women choir heroin", activity="music").notes[0].text.startswith("In this part of the list")

    def test_filters_that_keep_all_out_are_named_before_words_are_left_out(self):
        answer = ask("lerwick choir", activity="sport")
        assert answer.total == 0
        assert answer.tries[0].label == "Take off the filters, and keep the rest of the search"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("my son uses heroin", "Lantern Row"),
            ("family support for wife of alcoholic", "Lantern Row"),
            ("stop drinking", "Lantern Row"),
            ("i have relapsed", "Lantern Row"),
            ("cannabis", "Lantern Row"),
            ("gambling", "Lantern Row"),
            ("mam groups", "Lantern Row"),
            ("wheelchair access", "Aire Side Kitchen"),
            ("wheelchair kitchen leeds", "Aire Side Kitchen"),
        ],
    )
    def test_everyday_words_lead_somewhere(self, text, expected):
        assert names(text)[0] == expected

    def test_the_name_of_a_fellowship_leads_to_mutual_aid(self):
        listed("Evening Chairs", IN_LEEDS)
        for text in ("narcotics anonymous", "alcoholics anonymous", "AA meeting", "gamblers anonymous"):
            assert names(text) == ["Evening Chairs"]

    def test_a_spreadsheet_and_a_feed_hold_what_the_page_shows(self):
        sheet = b"".join(Client().get("/directory/export.csv?q=women+choir+heroin")).decode()
        assert sheet.count("\r\n") == 4
        assert b"Lerwick Choir" in Client().get("/directory/feed.atom?q=women+choir+heroin").content

    def test_none_takes_more_than_six_queries(self):
        maps.atlas()
        browser = Client()
        found = {
            text: queries(browser, f"/directory/?{urlencode({'q': text})}")
            for text in ("women choir heroin", "women zebra Halifax", "zebra kite Leeds", "zebra kite", "Leeds Women")
        }
        assert max(found.values()) <= 6, found


@pytest.mark.django_db
@pytest.mark.usefixtures("geography")
class TestCry:
    """Words that may be a cry for help."""

    @pytest.fixture(autouse=True)
    def _world(self):
        listed("Lantern Row", IN_LEEDS, terms=["peer-group", "family-and-friends"])

    def page(self, q: str) -> str:
        return Client().get("/directory/", {"q": q}).content.decode()

    def test_whom_to_ring_stands_above_everything(self):
        load_help_lines()
        text = self.page("i want to die")
        assert text.index("You can talk to somebody now") < text.index('class="searchbar"')
        assert text.count("<h1") == 1
        panel = text[text.index('class="talk-now"') : text.index("</section>")]
        for href in ("tel:999", "tel:116123", "sms:85258?body=SHOUT", "/help-now/"):
            assert f'href="{href}"' in panel
        assert panel.index("tel:999") < panel.index("tel:116123")
        assert "<title>Talk to somebody now" in text
        for other in ("Search for one word", "Do you run something here", "You can also try", "No group like that"):
            assert other not in text

    def test_without_any_lines_there_is_999(self):
        assert 'href="tel:999"' in self.page("overdose")

    def test_groups_for_the_other_words_stand_below(self):
        text = self.page("my son overdosed last week")
        assert text.index("You can talk to somebody now") < text.index("Lantern Row")

    def test_the_lines_cost_one_query(self):
        maps.atlas()
        browser = Client()
        assert queries(browser, "/directory/?q=i+want+to+die") <= 6
        assert "talk-now" not in self.page("walks in Leeds")
