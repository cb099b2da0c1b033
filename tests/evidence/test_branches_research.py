"""Research on its shelves: what the workflows refuse, what two at once meet, and what the pages say then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from evidence.models import Item
from evidence.queries.versions import history
from evidence.states import Notice, State
from evidence.workflows.importing import import_text, prepare_import
from evidence.workflows.research import label_research
from evidence.workflows.shelf import MOST_CRITERIA, link_criteria, mark_item
from lero_hub.errors import NotAllowed, Refused
from tests.evidence.builders import LABELS, curator, practice, ris, study, study_draft
from tests.factories import NOW, browser_of, entry, me, person

pytestmark = pytest.mark.django_db
SHELF = "/curation/research/"


def again(item: Item) -> Item:
    """Read an item anew."""
    return Item.objects.get(pk=item.pk)


def page_of(item: Item, name: str = "research_item") -> str:
    """Give the address of a page about a study."""
    return reverse(f"evidence:{name}", args=[item.slug])


@pytest.mark.parametrize(
    ("text", "url", "code"),
    [("  ", "", "no_words"), ("Its data were made up.", "javascript:alert(1)", "no_link")],
)
def test_a_notice_without_words_or_with_a_link_that_is_none_is_refused(text: str, url: str, code: str) -> None:
    item, by = study(), me(curator())
    with pytest.raises(Refused) as stopped:
        mark_item(item_id=item.pk, notice=Notice.RETRACTED, text=text, url=url, by=by, now=NOW)
    assert stopped.value.code == code
    assert again(item).notice == ""


def test_a_notice_stands_until_it_is_taken_off_and_one_that_is_none_takes_it_off_too() -> None:
    item, by = study(), me(curator())
    given: dict[str, Any] = {
        "item_id": item.pk,
        "text": " Read the correction. ",
        "url": "https://journal.example/c",
        "by": by,
    }
    mark_item(notice=Notice.CORRECTED, now=NOW, **given)
    marked = again(item)
    assert (marked.notice, marked.notice_text) == ("corrected", "Read the correction.")
    assert (marked.notice_url, marked.version) == ("https://journal.example/c", item.version + 1)
    mark_item(notice="nonsense", now=NOW, **given)
    assert [again(item).notice, again(item).notice_text, again(item).notice_url] == ["", "", ""]


def test_nobody_marks_what_their_own_organisation_shares() -> None:
    lead = person()
    item = practice(entry(lead=lead))
    with pytest.raises(NotAllowed):
        mark_item(item_id=item.pk, notice=Notice.CONCERN, text="Doubts.", url="", by=me(lead), now=NOW)
    assert again(item).notice == ""


def test_thirteen_criteria_are_too_many() -> None:
    item = study_draft()
    with pytest.raises(Refused) as stopped:
        link_criteria(item, [f"lero-seed-draft.PEE-{number}" for number in range(MOST_CRITERIA + 1)], known={})
    assert stopped.value.code == "too_many"
    assert not item.criterion_links.exists()


def test_two_studies_of_one_name_and_year_get_addresses_of_their_own() -> None:
    text = ris(key="a", doi="10.5555/abc.1") + ris(key="b", doi="10.5555/abc.2")
    slugs = [item.slug for item in import_text(text=text, by=None, now=NOW)]
    assert slugs == ["lindqvist-2021-what-brings-people-back", "lindqvist-2021-what-brings-people-back-2"]


def test_a_study_without_authors_and_one_with_a_long_title_have_addresses() -> None:
    (nameless,) = import_text(text=ris(author="", year=""), by=None, now=NOW)
    (long,) = import_text(text=ris(title="Of going home and coming back " * 5), by=None, now=NOW)
    assert nameless.slug == "what-brings-people-back"
    assert len(long.slug) <= 80
    assert not long.slug.endswith("-")


def test_a_text_that_holds_no_references_is_not_kept_for_a_preview() -> None:
    with pytest.raises(Refused) as stopped:
        prepare_import(name="notes.txt", text="Buy milk.", by=me(curator()), now=NOW)
    assert stopped.value.code == "unreadable"


def test_a_shelf_is_searched_and_one_that_is_not_there_is_a_404() -> None:
    browser = browser_of(curator())
    study_draft(title="Walking in pairs")
    study(title="Kettles and company", key="b")
    assert "Walking in pairs" in browser.get(SHELF).content.decode()
    shown = browser.get(f"{SHELF}?state=published&q=kettles").content.decode()
    assert ["Kettles and company" in shown, "Walking in pairs" in shown] == [True, False]
    for wrong in ("state=submitted", "page=9", "page=x"):
        assert browser.get(f"{SHELF}?{wrong}").status_code == 404


def test_of_two_curators_at_once_the_second_is_told_and_keeps_their_words() -> None:
    item, browser = study(), browser_of(curator())
    data = {"version": str(item.version), "summary": "Mine.", "evidence_kind": "survey", "confidence": "low"}
    data |= {"cannot_tell": "Much.", "organisations": ""}
    saved = browser.post(page_of(item), data, follow=True)
    assert "Saved." in saved.content.decode()
    late = browser.post(page_of(item), {**data, "summary": "Theirs."})
    assert (late.status_code, "Theirs." in late.content.decode()) == (409, True)
    assert f'value="{item.version + 1}"' in late.content.decode()
    assert again(item).summary == "Mine."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"summary": ""}, "It is in the library, so"),
        ({"organisations": "/directory/nobody-here/"}, "has the address nobody-here"),
        ({"confidence": "total"}, "Choose from the answers that are shown."),
    ],
)
def test_labels_that_cannot_be_saved_say_why_and_change_nothing(changes: dict[str, str], words: str) -> None:
    item, browser = study(), browser_of(curator())
    data = {"version": str(item.version), "summary": "Mine.", "evidence_kind": "survey", "confidence": "low"}
    data |= {"cannot_tell": "Much.", "organisations": ""}
    answer = browser.post(page_of(item), data | changes)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert again(item).version == item.version


def test_what_a_browser_sends_back_untouched_is_no_change() -> None:
    user = curator()
    told = replace(LABELS, cannot_tell="One.\n\nTwo.", review_on=date(2030, 3, 2))
    item, browser = study(user, told), browser_of(user)
    text = browser.get(page_of(item)).content.decode()
    assert 'value="2030-03-02"' in text  # what a date box of a browser reads
    data = {"version": str(item.version), "summary": told.summary, "evidence_kind": "survey", "confidence": "low"}
    data |= {"cannot_tell": "One.\r\n\r\nTwo.", "organisations": "", "review_on": "2030-03-02"}
    browser.post(page_of(item), data)
    assert [again(item).cannot_tell, again(item).review_on] == ["One.\n\nTwo.", date(2030, 3, 2)]
    assert [each.changed for each in history(item)] == [(), ()]


def test_a_study_names_the_organisations_that_it_speaks_of_by_their_addresses() -> None:
    item, browser, spoken_of = study(), browser_of(curator()), entry()
    data = {"version": str(item.version), "summary": "Mine.", "evidence_kind": "survey", "confidence": "low"}
    data |= {"cannot_tell": "Much.", "organisations": f"https://hub.example/directory/{spoken_of.slug}/"}
    browser.post(page_of(item), data)
    assert again(item).about == [spoken_of.pk]
    assert spoken_of.slug in browser.get(page_of(item)).content.decode()


def test_adding_and_taking_out_twice_is_done_once_and_says_so() -> None:
    user = curator()
    item, browser = study(user), browser_of(user)
    added = browser.post(page_of(item, "research_add"), {"version": "x"}, follow=True)
    assert "That was done already." in added.content.decode()
    assert browser.post(page_of(item, "withdraw"), {"reason": ""}).status_code == 200
    first = browser.post(page_of(item, "withdraw"), {"reason": "Doubts."}, follow=True)
    assert "Taken out of the library." in first.content.decode()
    second = browser.post(page_of(item, "withdraw"), {"reason": "Doubts."}, follow=True)
    assert "That was done already." in second.content.decode()
    assert again(item).state == State.WITHDRAWN
    restored = browser.post(page_of(item, "restore"), follow=True)
    assert "It is a draft again." in restored.content.decode()


@pytest.mark.parametrize("version", ["", "x", "1", "9" * 30, "²"])
def test_adding_without_saying_what_was_read_or_after_a_change_is_out_of_date(version: str) -> None:
    user = curator()
    item, browser = study_draft(), browser_of(user)
    label_research(item_id=item.pk, labels=LABELS, version=1, by=me(user), now=NOW)
    answer = browser.post(page_of(item, "research_add"), {"version": version})
    assert answer.status_code == 409
    assert (again(item).state, item.versions.count()) == (State.DRAFT, 0)
    assert 'name="version" value="2"' in browser.get(page_of(item)).content.decode()


def test_what_was_in_the_library_is_not_deleted_and_a_draft_leads_to_the_shelf() -> None:
    user = curator()
    kept, draft, browser = study(user), study_draft(key="b", title="A draft"), browser_of(user)
    refused = browser.post(page_of(kept, "research_delete"), follow=True)
    assert "This was in the library, so it is kept." in refused.content.decode()
    assert "A draft" in browser.get(page_of(draft, "research_ask_delete")).content.decode()
    gone = browser.post(page_of(draft, "research_delete"))
    assert gone.headers["Location"] == SHELF
    assert list(Item.objects.all()) == [kept]


def test_a_notice_is_written_on_its_page_and_one_without_words_is_asked_for_them() -> None:
    user = curator()
    item, browser = study(user), browser_of(user)
    empty = browser.post(page_of(item, "notice"), {"notice": "corrected", "text": "", "url": "ftp://x"})
    text = empty.content.decode()
    assert ["Say what readers must know" in text, "begins with http or https" in text] == [True, True]
    data = {"notice": "corrected", "text": "The table was wrong.", "url": "https://journal.example/c"}
    assert browser.post(page_of(item, "notice"), data).headers["Location"] == page_of(item)
    assert "The table was wrong." in browser.get(page_of(item, "notice")).content.decode()
