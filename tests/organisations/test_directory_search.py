"""What the directory finds: by name, need, place and area, in which order, with which counts."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.paginator import EmptyPage
from django.http import QueryDict

from organisations.queries.directory import Answer, Asked, search
from organisations.states import Stage
from organisations.workflows.freshness import confirm_entry
from organisations.workflows.listing import unlist_entry
from organisations.workflows.offer import ServiceValues
from tests.factories import NOW, entry, me, person
from tests.organisations.directory_world import (
    ENGLAND,
    IN_HALIFAX,
    IN_LEEDS,
    IN_LERWICK,
    IN_SHIPLEY,
    LEEDS,
    ONLINE,
    SHETLAND,
    WALES,
    WEST_YORKSHIRE,
    listed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]


def ask(query: str = "") -> Answer:
    return search(Asked.read(QueryDict(query)), now=NOW)


def names(query: str = "") -> list[str]:
    return [hit.name for hit in ask(query).hits]


class TestWords:
    """Names, needs, and other words for both."""

    @pytest.fixture(autouse=True)
    def _world(self):
        listed("Calder Steps", IN_HALIFAX, terms=["walks-and-outdoors", "family-and-friends"])
        listed("Lantern Row", IN_LEEDS, terms=["peer-group", "veterans"], summary="Six groups by the canal.")
        listed("Aire Side Kitchen", IN_SHIPLEY, terms=["open-door", "parents", "deaf-people"])
        entry("draft", name="Calder Draft")

    def test_a_text_finds_what_it_means(self):
        expected = {
            "Calder Steps": ["Calder Steps"],
            "calder stps": ["Calder Steps"],
            "lantrn row": ["Lantern Row"],
            "lanten": ["Lantern Row"],
            "Áire síde kitchen": ["Aire Side Kitchen"],
            "kitchin": ["Aire Side Kitchen"],
            "hiking": ["Calder Steps"],
            "coffee": ["Aire Side Kitchen"],
            "drop-in": ["Aire Side Kitchen"],
            "drop in": ["Aire Side Kitchen"],
            "wife": ["Calder Steps"],
            "kids": ["Aire Side Kitchen"],
            "ex-forces": ["Lantern Row"],
            "BSL": ["Aire Side Kitchen"],
            "canals": ["Lantern Row"],
            "walks in Halifax": ["Calder Steps"],
            "sharing circle": ["Lantern Row"],
            "the": [],
            "zebra choir": [],
            "xy": [],
            "!!! ??? &&& |": [],
            "'; SELECT FROM organisations_organisation; --": [],
            "{{ 7*7 }} %s %(words)s": [],
        }
        assert {text: names(urlencode({"q": text})) for text in expected} == expected

    def test_a_name_is_found_with_two_mistakes_when_each_word_is_like_it(self):
        listed("Harbour Choir", IN_LEEDS)
        expected = {
            "caler seps": ["Calder Steps"],
            "claeder steps": ["Calder Steps"],
            "lantrn rwo": ["Lantern Row"],
            "are sde kitchin": ["Aire Side Kitchen"],
            "harbur chor": ["Harbour Choir"],
        }
        assert {text: names(urlencode({"q": text})) for text in expected} == expected

    def test_one_word_alone_is_not_taken_so_loosely(self):
        listed("Evening Door", IN_LEEDS)
        assert names("q=gardening") == []

    def test_an_entry_that_is_taken_off_is_not_found(self):
        gone = listed("Moorgate House", IN_LEEDS)
        assert names("q=moorgate") == ["Moorgate House"]
        lead = gone.memberships.get().user
        unlist_entry(organisation_id=gone.pk, by=me(lead), reason="", now=NOW)
        assert names("q=moorgate") == []

    def test_the_best_match_comes_first(self):
        listed("Abbey Boats", IN_LEEDS, terms=["music"], description="We have a loom.")
        listed("Second Loom", IN_LEEDS, terms=["music"])
        listed("Bright Chairs", IN_LEEDS, terms=["music"], summary="Chairs, and a loom.")
        assert names("q=loom") == ["Second Loom", "Bright Chairs", "Abbey Boats"]
        assert names("q=loom&sort=name") == ["Abbey Boats", "Bright Chairs", "Second Loom"]

    def test_a_service_is_found_by_its_name(self):
        listed("Second Kettle", services=[ServiceValues(name="Choir rehearsal", description="Songs about boats")])
        assert names("q=rehearsals") == ["Second Kettle"]
        assert names("q=boats") == ["Second Kettle"]

    def test_a_search_without_results_says_so_and_offers_others(self):
        answer = ask("q=zebra+crossing&activity=music&online=no")
        assert answer.total == 0
        assert answer.heading == "0 organisations for “zebra crossing”"
        assert [link.label for link in answer.tries] == [
            "Take off the filters, and keep the rest of the search",
            "Join a group that meets online",
            "See the whole directory",
        ]

    def test_a_mistyped_place_is_offered(self):
        link = ask("q=Haliffax").meant[0]
        assert (link.label, link.href) == ("Halifax, Calderdale, England", "?near=Halifax%2C+Calderdale")

    def test_an_everyday_word_stays_a_word_and_the_place_is_offered(self):
        listed("Bridge of Hope", IN_LEEDS)
        answer = ask("q=Hope")
        assert [hit.name for hit in answer.hits] == ["Bridge of Hope"]
        assert [link.label for link in answer.meant] == ["Hope, Flintshire, Wales", "Hope, High Peak, England"]


class TestPlaces:
    """Distances from a postcode or a place, areas around and within."""

    @pytest.fixture(autouse=True)
    def _world(self):
        listed("Evening Door", ONLINE)
        listed("Stromness Slip", IN_LERWICK, serves=[SHETLAND])
        listed("Lantern Row", IN_LEEDS, ONLINE, serves=[LEEDS])
        listed("Aire Side Kitchen", IN_SHIPLEY, serves=[WEST_YORKSHIRE])
        listed("Calder Steps", IN_HALIFAX, IN_LERWICK, serves=[ENGLAND])

    def test_a_place_sorts_the_nearest_first_and_what_meets_online_last(self):
        answer = ask("q=Halifax")
        assert [(hit.name, hit.where) for hit in answer.hits] == [
            ("Calder Steps", "Halifax, Calderdale · less than a mile"),
            ("Aire Side Kitchen", "Shipley, Bradford · about 8 miles"),
            ("Lantern Row", "Leeds · about 14 miles"),
            ("Stromness Slip", "Lerwick, Shetland Islands · about 445 miles"),
            ("Evening Door", "Online, anywhere in the UK"),
        ]
        assert answer.heading == ("3 organisations within 30 miles of Halifax, 1 farther away and 1 that meets online")
        assert [(part.label, part.start, len(part.hits)) for part in answer.parts] == [
            ("Within 30 miles", 1, 3),
            ("Farther away", 4, 1),
            ("Online", 5, 1),
        ]
        assert answer.title == "Recovery organisations near Halifax"
        assert [hit.number for hit in answer.hits] == [1, 2, 3, 4, 0]
        assert [mark.number for mark in answer.marks] == [1, 2, 3]
        assert answer.map_is_cut

    def test_the_nearest_of_several_places_counts(self):
        assert ask("near=Lerwick").hits[0].name in {"Calder Steps", "Stromness Slip"}
        assert {hit.where for hit in ask("near=Lerwick").hits[:2]} == {"Lerwick, Shetland Islands · less than a mile"}

    def test_a_postcode_is_understood_however_it_is_typed(self):
        answers = [ask(f"q={postcode}") for postcode in ("HX1 1UJ", "hx11uj", "HX1 1", "HX1")]
        assert [(answer.order, answer.hits[0].name) for answer in answers] == [("nearest", "Calder Steps")] * 4

    def test_a_whole_postcode_does_not_go_into_links(self):
        answer = ask("q=HX1 1UJ&within=30")
        assert answer.asked.q == "HX1 1"
        assert "1UJ" not in "".join([answer.asked.querystring, *(chip.href for chip in answer.chips)])
        assert ask("near=HX1 1UJ").asked.near == "HX1 1"

    def test_a_radius_keeps_what_is_in_it_and_what_meets_online(self):
        answer = ask("q=Halifax&within=10")
        assert [hit.name for hit in answer.hits] == [
            "Calder Steps",
            "Aire Side Kitchen",
            "Evening Door",
            "Lantern Row",
        ]
        assert answer.heading == "2 organisations within 10 miles of Halifax, and 2 that meet online"
        assert [hit.miles is None for hit in answer.hits] == [False, False, True, True]
        assert ask("q=Halifax&within=10&online=no").total == 3
        assert answer.tries == ()

    def test_the_radius_is_a_circle_and_not_a_box(self):
        assert ask("near=Halifax&within=9").placed == 2
        assert ask("near=Halifax&within=7").placed == 1

    def test_an_empty_circle_offers_any_distance(self):
        answer = ask("near=Truro&within=5&online=no&activity=music")
        assert answer.total == 0
        assert ("Look at any distance from Truro", "?near=Truro&activity=music&online=no") in [
            (link.label, link.href) for link in answer.tries
        ]

    def test_near_stands_beside_words(self):
        answer = ask("q=aire&near=Leeds")
        assert [hit.where for hit in answer.hits] == ["Shipley, Bradford · about 10 miles"]
        assert answer.heading == "1 organisation for “aire” within 30 miles of Leeds"
        assert answer.orders == ("nearest", "relevance", "recent", "name")
        assert ask("q=aire&near=Leeds&sort=relevance").order == "relevance"

    def test_words_and_a_place_in_one_box_are_told_apart(self):
        answer = ask("q=steps+near+Leeds")
        assert [hit.where for hit in answer.hits] == ["Halifax, Calderdale · about 14 miles"]
        assert answer.heading == "1 organisation for “steps” within 30 miles of Leeds"
        assert answer.asked.q == "steps near Leeds"
        assert ask("q=steps+close+to+HX1+1UJ").asked.q == "steps close to HX1 1"
        assert ask("q=cafe+in+Scotland").heading == "2 organisations for “cafe” in or for Scotland"
        assert ask("q=cafe+in+Scotland&within=30").heading.startswith("No organisation for “cafe” within 30 miles")
        assert ask("q=steps+near+nowhere").heading == "1 organisation with some of “steps near nowhere”"
        other = [link.href for link in ask("q=steps+in+Newport").meant]
        assert other[0] == "?q=steps&near=Newport%2C+Isle+of+Wight"

    def test_an_unknown_place_is_told_and_the_list_is_shown(self):
        answer = ask("near=Xyzzyville")
        assert [note.text for note in answer.notes] == [
            "We do not know a place called “Xyzzyville”, so this list is not sorted by distance."
        ]
        assert (answer.total, answer.order) == (5, "name")
        assert ask("near=Haliffax").meant[0].href == "?near=Halifax%2C+Calderdale"

    def test_an_unknown_or_cut_postcode_is_told_and_the_list_is_shown(self):
        assert ask("q=HX99 9ZZ").notes[0].text == (
            "We do not know the postcode “HX99 9ZZ”, so this list is not sorted by distance."
        )
        assert ask("q=HX1 1U").notes[0].text.startswith("“HX1 1U” needs one more letter")
        assert ask("q=HX1 1U").total == 5

    def test_other_places_of_that_name_are_offered(self):
        answer = ask("q=Newport")
        assert answer.heading == (
            "No organisation within 30 miles of Newport, Wales, 4 farther away and 1 that meets online"
        )
        assert ("Newport, Isle of Wight, England", "?near=Newport%2C+Isle+of+Wight") in [
            (link.label, link.href) for link in answer.meant
        ]

    def test_an_area_keeps_who_is_there_and_who_serves_it(self):
        expected = {
            "area=E08000035": ["Aire Side Kitchen", "Calder Steps", "Lantern Row"],
            "area=E08000035&area=S12000027": ["Aire Side Kitchen", "Calder Steps", "Lantern Row", "Stromness Slip"],
            "area=W92000004": [],
            "area=E92000001": ["Aire Side Kitchen", "Calder Steps", "Lantern Row"],
            "q=West+Yorkshire": ["Aire Side Kitchen", "Calder Steps", "Lantern Row"],
            "q=Scotland": ["Calder Steps", "Stromness Slip"],
            "area=NOPE": ["Aire Side Kitchen", "Calder Steps", "Evening Door", "Lantern Row", "Stromness Slip"],
        }
        assert {query: names(query) for query in expected} == expected

    def test_an_area_without_anybody_offers_the_nearest(self):
        answer = ask(f"area={WALES}")
        assert answer.heading == "0 organisations in or for Wales"
        assert ("See who is nearest to Wales", "?near=Wales") in [(link.label, link.href) for link in answer.tries]
        assert ask("near=Wales").total == 5

    def test_a_former_code_of_an_area_is_its_code_of_today(self):
        assert ask("area=E06000048").asked.area == ("E06000057",)


class TestFilters:
    """Check boxes: what they keep, and what they count."""

    @pytest.fixture(autouse=True)
    def _world(self):
        listed("A", IN_LEEDS, terms=["music", "women"], stage=Stage.EMERGING)
        listed("B", IN_LEEDS, ONLINE, terms=["music", "sport", "men"])
        listed("C", ONLINE, terms=["sport", "women", "recovery-home"])

    def counts(self, query: str, group: str) -> dict[str, int]:
        found = next(each for each in ask(query).groups if each.name == group)
        return {facet.value: facet.count for facet in (*found.first, *found.more)}

    def test_options_of_a_group_add_and_groups_narrow(self):
        expected = {
            "activity=music": ["A", "B"],
            "activity=music&activity=sport": ["A", "B", "C"],
            "activity=music&for=women": ["A"],
            "kind=recovery-home": ["C"],
            "stage=emerging": ["A"],
            "online=yes": ["B", "C"],
            "online=no": ["A", "B"],
            "online=yes&online=no": ["A", "B", "C"],
            "activity=nonsense": ["A", "B", "C"],
            "activity=women": ["A", "B", "C"],
        }
        assert {query: names(query) for query in expected} == expected

    def test_counts_without_a_choice_are_those_of_all_results(self):
        assert self.counts("", "activity") == {"music": 2, "sport": 2}
        assert self.counts("", "for") == {"women": 2, "men": 1}
        assert self.counts("", "kind") == {"mutual-aid-group": 2, "recovery-home": 1}
        assert self.counts("", "stage") == {"emerging": 1, "established": 2}
        assert self.counts("", "online") == {"no": 2, "yes": 2}

    def test_a_group_does_not_narrow_its_own_counts(self):
        assert self.counts("activity=music", "activity") == {"music": 2, "sport": 2}
        assert self.counts("activity=music", "for") == {"women": 1, "men": 1}
        assert self.counts("activity=music&for=women", "activity") == {"music": 1, "sport": 1}
        assert self.counts("activity=music&for=women", "for") == {"women": 1, "men": 1}
        assert self.counts("activity=music&online=yes", "online") == {"no": 2, "yes": 1}

    def test_a_count_is_the_number_of_results_with_that_option_alone(self):
        for query in ("", "activity=music", "activity=sport&for=women", "online=yes&stage=established"):
            answer = ask(query)
            for group in answer.groups:
                for facet in (*group.first, *group.more):
                    assert facet.count == search(answer.asked.choosing(group.name, [facet.value]), now=NOW).total

    def test_an_option_that_is_on_stays_when_it_finds_nothing(self):
        listed("D", IN_LEEDS, terms=["creative-workshops"])
        assert self.counts("activity=creative-workshops&for=women", "activity") == {
            "music": 1,
            "sport": 1,
            "creative-workshops": 0,
        }

    def test_filters_that_are_on_can_be_taken_off(self):
        chips = ask("q=music&activity=music&for=women&stage=emerging&online=no&area=E08000035").chips
        assert [(chip.label, chip.href) for chip in chips] == [
            ("Leeds", "?q=music&activity=music&for=women&stage=emerging&online=no"),
            ("Music", "?q=music&area=E08000035&for=women&stage=emerging&online=no"),
            ("Women", "?q=music&area=E08000035&activity=music&stage=emerging&online=no"),
            ("Just starting", "?q=music&area=E08000035&activity=music&for=women&online=no"),
            ("In person", "?q=music&area=E08000035&activity=music&for=women&stage=emerging"),
        ]
        near = ask("near=Leeds&within=1").chips
        assert [(chip.label, chip.href) for chip in near] == [
            ("Near Leeds", "?"),
            ("Within 1 mile", "?near=Leeds"),
        ]


def test_long_lists_of_options_are_folded_and_what_is_on_stays_in_sight():
    activities = ["open-door", "peer-group", "walks-and-outdoors", "recovery-house", "walk-in-with", "music", "sport"]
    listed("A", IN_LEEDS, terms=[*activities, "advocacy", "mens-group", "online-meetings"])
    group = ask("activity=mens-group").groups[0]
    assert [facet.value for facet in group.first] == [*activities, "mens-group"]
    assert [facet.value for facet in group.more] == ["advocacy", "online-meetings"]
    assert [facet.value for facet in group.first if facet.is_chosen] == ["mens-group"]


def test_recently_confirmed_comes_first_when_asked():
    lead = person()
    first = listed("A", IN_LEEDS, lead=lead)
    listed("B", IN_LEEDS)
    confirm_entry(organisation_id=first.pk, by=me(lead), now=NOW + timedelta(days=3))
    listed("C", IN_LEEDS, now=NOW + timedelta(days=1))
    assert names("sort=recent") == ["A", "C", "B"]
    assert names("sort=nearest") == ["A", "B", "C"]


def test_the_freshness_of_a_result_is_told_and_greyed_after_a_year():
    listed("A", IN_LEEDS, now=NOW - timedelta(days=364))
    listed("B", IN_LEEDS, now=NOW - timedelta(days=366))
    told = [(hit.fresh, hit.is_old) for hit in ask().hits]
    assert told == [
        ("Confirmed 12 months ago", False),
        ("Last confirmed 12 months ago. Ring before you travel.", True),
    ]


def test_pages_hold_twenty_five_and_end():
    for number in range(26):
        listed(f"Group {number:02}", IN_LEEDS)
    first, second = ask(), ask("page=2")
    assert [hit.name for hit in first.hits] == [f"Group {number:02}" for number in range(25)]
    assert [(hit.name, hit.number) for hit in second.hits] == [("Group 25", 26)]
    assert second.page.paginator.num_pages == 2
    with pytest.raises(EmptyPage):
        ask("page=3")


def test_what_only_meets_online_has_no_number_and_no_mark():
    listed("Evening Door", ONLINE)
    answer = ask()
    assert [(hit.number, hit.anchor, hit.mark) for hit in answer.hits] == [(0, "", None)]
    assert answer.marks == []
    assert not answer.map_is_cut


def test_who_looks_for_meetings_online_is_not_told_to():
    assert [link.label for link in ask("online=yes").tries] == [
        "Take off the filters, and keep the rest of the search",
        "See the whole directory",
    ]


def test_an_empty_directory_has_one_empty_page():
    answer = ask()
    assert (answer.total, answer.hits, answer.groups, answer.marks) == (0, (), (), [])
    assert answer.tries == ()
