"""The pages of an assessment: how far it is, what comes next, and one criterion to read or to write."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lero_hub.authz.states import Role
from lero_hub.pages.needs import count_of, needs_of
from standards.models import Answer, Assessment
from standards.queries.assessment import shows_own_level
from standards.workflows.assessment import submit_assessment
from tests.factories import NOW, PASSWORD, browser_of, coordinator, entry, holder, join, me, person, queries
from tests.standards.builders import framework
from tests.standards.builders_assessment import answer, assessment_in, begin, codes_of, complete, piece

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def page(assessment: Assessment, name: str = "assessment", *args: object) -> str:
    """Give the address of a page of an assessment."""
    return reverse(f"standards:{name}", args=[assessment.pk, *args])


def criterion(assessment: Assessment, code: str = "LED-1") -> str:
    """Give the address of a criterion's page."""
    return page(assessment, "criterion_answer", code)


def main_of(answer) -> str:
    """Give the words of a page between its header and its footer."""
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def said(**more):
    return {"number": "0", "level": "2", "narrative": "We meet in threes."} | more


# --- Beginning and overview ----------------------------------------------------------------------------------------


def test_beginning_says_what_lies_ahead_and_leads_to_the_overview():
    framework()
    organisation = entry()
    browser = browser_of(organisation.created_by)
    start = reverse("standards:assessment_start", args=[organisation.slug])
    shown = browser.get(start).content.decode()
    version = re.search(r'name="version" value="([^"]+)"', shown)
    assert version
    began = browser.post(start, {"version": version[1]})
    assert began.headers["Location"] == page(Assessment.objects.get())
    again = browser.post(start, {"version": version[1]})
    assert again.headers["Location"] == page(Assessment.objects.get())
    assert browser.get(start).headers["Location"] == page(Assessment.objects.get())


def test_beginning_without_an_edition_says_so():
    organisation = entry()
    start = reverse("standards:assessment_start", args=[organisation.slug])
    browser = browser_of(organisation.created_by)
    assert "There are no standards to look at yet" in main_of(browser.get(start))
    assert browser.post(start, {"version": "nonsense"}).status_code == 200


def test_overview_says_how_far_it_is_in_dots_and_words():
    assessment = begin()
    for code in codes_of(assessment)[:5]:
        answer(assessment, code)
    shown = main_of(browser_of(assessment.started_by).get(page(assessment)))
    assert "5 of 39 answered" in shown
    assert "All 4 answered" in shown
    assert "1 of 4 answered" in shown
    assert "Start with the essentials" in shown
    assert "Next essential: " in shown
    assert "%" not in shown


def test_overview_takes_at_most_ten_queries_however_many_answers():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    empty = queries(browser, page(assessment))
    complete(assessment)
    piece(assessment, "LED-1", "LED-2")
    join(assessment.organisation)
    full = queries(browser, page(assessment))
    assert empty == full
    assert full <= 10


def test_criterion_page_takes_the_same_queries_however_much_evidence():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    answer(assessment, "LED-1")
    piece(assessment, "LED-1")
    one = queries(browser, criterion(assessment))
    for number in range(3):
        piece(assessment, "LED-1", title=f"Talk {number}")
        piece(assessment, "LED-2", title=f"Other talk {number}")
    assert queries(browser, criterion(assessment)) == one


def test_lists_and_paper_take_the_same_queries_with_one_and_three():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    piece(assessment, "LED-1")
    pages = [page(assessment, "assessment_evidence"), page(assessment, "assessment_paper")]
    one = [queries(browser, each) for each in pages]
    for code in ("LED-2", "LED-3"):
        answer(assessment, code)
        piece(assessment, code)
    assert [queries(browser, each) for each in pages] == one


def test_overview_says_who_may_send_it_in_and_what_is_missing():
    assessment = complete(begin(), but=["PAR-3"])
    lead, editor = browser_of(assessment.started_by), browser_of(join(assessment.organisation).user)
    assert "PAR-3" in main_of(lead.get(page(assessment, "assessment_send")))
    assert "Send for review" not in main_of(lead.get(page(assessment)))
    answer(assessment, "PAR-3")
    assert "Send for review" in main_of(lead.get(page(assessment)))
    assert "A lead of your organisation can send it in now." in main_of(editor.get(page(assessment)))
    assert "Send it in" in main_of(lead.get(page(assessment, "assessment_send")))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("submitted", "Sent in on"),
        ("changes_requested", "Which drivers do you mean?"),
        ("withdrawn", "Withdrawn on"),
    ],
)
def test_overview_says_what_has_happened(state, words):
    assessment = assessment_in(state)
    assert words in main_of(browser_of(assessment.started_by).get(page(assessment)))


@pytest.mark.parametrize("state", ["in_review", "decided"])
def test_overview_says_where_a_review_stands(state):
    assessment = assessment_in("submitted")
    Assessment.objects.filter(pk=assessment.pk).update(state=state, decided_at=NOW)
    shown = main_of(browser_of(assessment.started_by).get(page(assessment)))
    assert ("In review" if state == "in_review" else "What you wrote stays here as it was.") in shown


def test_verbs_work_once_and_a_second_click_says_so():
    assessment = complete(begin())
    browser = browser_of(assessment.started_by)
    for name, words in (
        ("assessment_submit", "Sent in."),
        ("assessment_submit", "That was done already."),
        ("assessment_take_back", "Taken back."),
        ("assessment_withdraw", "Withdrawn."),
        ("assessment_withdraw", "That was done already."),
    ):
        assert words in main_of(browser.post(page(assessment, name), follow=True))
    assert browser.post(page(assessment, "assessment_submit")).status_code == 409
    assert "There is nothing to send now." in main_of(browser.get(page(assessment, "assessment_send")))


# --- Writing without scripts ---------------------------------------------------------------------------------------


def test_save_stays_and_save_and_go_names_the_next():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    assert "Save and go to LED-2" in main_of(browser.get(criterion(assessment)))
    stay = browser.post(criterion(assessment), said())
    assert stay.headers["Location"] == criterion(assessment)
    assert re.search(r"Saved at \d{1,2}\.\d\d [ap]m", main_of(browser.get(criterion(assessment))))
    go = browser.post(criterion(assessment), said(number="1", go="1"))
    assert go.headers["Location"] == criterion(assessment, "LED-2")
    last = codes_of(assessment)[-1]
    assert "Save and see all domains" in main_of(browser.get(criterion(assessment, last)))
    done = browser.post(criterion(assessment, last), said(go="1"))
    assert done.headers["Location"] == page(assessment)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"level": ""}, "LED-1 still needs a level."),
        ({"narrative": ""}, "LED-1 still needs your own words."),
        ({"level": "", "narrative": ""}, ""),
        ({}, ""),
    ],
)
def test_going_on_from_half_an_answer_says_what_it_needs_with_the_way_back(changes, words):
    assessment = begin()
    browser = browser_of(assessment.started_by)
    shown = main_of(browser.post(criterion(assessment), said(go="1", **changes), follow=True))
    assert ("Go back to LED-1" in shown) == bool(words)
    assert words in shown
    assert not words or f'<a href="{criterion(assessment)}">Go back to LED-1</a>' in shown


def test_going_on_without_a_reason_why_it_does_not_apply_says_so():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    sent = {"number": "0", "level": "", "narrative": "", "not_applicable": "on", "not_applicable_reason": "", "go": "1"}
    shown = main_of(browser.post(criterion(assessment, "SUP-4"), sent, follow=True))
    assert "SUP-4 still needs a reason." in shown
    assert Answer.objects.get().not_applicable


@pytest.mark.parametrize("what", ["file", "link", "talk"])
def test_a_button_of_the_evidence_saves_first(what):
    assessment = begin()
    browser = browser_of(assessment.started_by)
    sent = browser.post(criterion(assessment), said(add=what))
    assert sent.headers["Location"] == page(assessment, "evidence_add", "LED-1", what)
    assert Answer.objects.get().narrative == "We meet in threes."


def test_a_piece_is_chosen_again_and_taken_off_on_the_criterions_page():
    assessment = begin()
    made = piece(assessment, "LED-1")
    browser = browser_of(assessment.started_by)
    browser.post(criterion(assessment, "LED-2"), said(attach="1", piece=str(made.pk)))
    assert made.uses.count() == 2
    browser.post(criterion(assessment, "LED-2"), said(number="1", attach="1", piece=""))
    browser.post(criterion(assessment), said(detach=str(made.pk)))
    assert list(made.uses.values_list("criterion__code", flat=True)) == ["LED-2"]
    theirs = piece(begin(), "LED-1")
    assert browser.post(criterion(assessment), said(number="1", attach="1", piece=str(theirs.pk))).status_code == 404


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"level": "7"}, "Where are you now"),
        ({"level": "-1"}, "Where are you now"),
        ({"narrative": "x" * 4001}, "In your own words"),
        ({"narrative": "a\0b"}, "In your own words"),
        ({"number": "many"}, "Back to"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_saved(posted, words):
    assessment = begin()
    sent = browser_of(assessment.started_by).post(criterion(assessment, "LED-2"), said(**posted))
    assert sent.status_code == 200
    assert words in main_of(sent)
    assert Answer.objects.count() == 0


def test_hostile_words_are_kept_as_words_and_shown_as_words():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    browser.post(criterion(assessment), said(narrative="<script>alert(1)</script>{{ 7|add:1 }}\u202e\x07"))
    assert Answer.objects.get().narrative == "<script>alert(1)</script>{{ 7|add:1 }}"
    shown = main_of(browser.get(criterion(assessment)))
    assert "<script>alert" not in shown
    assert "{{ 7|add:1 }}" in shown


def test_not_applicable_is_offered_only_where_the_edition_allows_it():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    assert "This does not apply to us" not in main_of(browser.get(criterion(assessment)))
    assert "This does not apply to us" in main_of(browser.get(criterion(assessment, "SUP-4")))
    left_out = said(not_applicable="on", not_applicable_reason="Nobody helps.")
    browser.post(criterion(assessment, "SUP-4"), left_out)
    browser.post(criterion(assessment, "LED-1"), left_out)
    rows = dict(Answer.objects.values_list("criterion__code", "not_applicable"))
    assert rows == {"SUP-4": True, "LED-1": False}


# --- Two at once -------------------------------------------------------------------------------------------------


def test_the_second_to_save_sees_both_keeps_their_words_and_chooses():
    assessment = begin()
    editor = browser_of(join(assessment.organisation, person("eddie")).user)
    answer(assessment, "LED-1", narrative="Words of the first.")
    clash = editor.post(criterion(assessment), said(narrative="Words of the second."))
    shown = main_of(clash)
    assert clash.status_code == 409
    assert "Words of the first." in shown
    assert shown.count("Words of the second.") == 2
    assert 'name="over" value="1"' in shown
    assert Answer.objects.get().narrative == "Words of the first."
    assert editor.post(criterion(assessment), said(narrative="Words of the second.")).status_code == 409
    assert editor.post(criterion(assessment), said(narrative="Words of the second.", over="1")).status_code == 302
    assert Answer.objects.get().narrative == "Words of the second."


def test_saving_as_you_go_says_when_and_carries_the_new_number():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    part = browser.post(criterion(assessment), said(), **HTMX).content.decode()
    assert re.search(r"Saved at \d{1,2}\.\d\d [ap]m", part)
    assert 'name="number" value="1" id="id_number"' in part
    assert "<html" not in part


def test_saving_as_you_go_tells_of_a_clash_with_both_texts():
    assessment = begin()
    editor = browser_of(join(assessment.organisation).user)
    answer(assessment, "LED-1", narrative="Words of the first.")
    part = editor.post(criterion(assessment), said(narrative="Mine."), **HTMX)
    shown = part.content.decode()
    assert part.status_code == 200
    assert "Words of the first." in shown
    assert "Mine." in shown
    assert 'name="over" value="1"' in shown
    assert 'id="id_number"' not in shown
    assert Answer.objects.get().narrative == "Words of the first."


def test_saving_as_you_go_keeps_what_is_good_and_says_that_something_is_not():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    part = browser.post(criterion(assessment), said(narrative="x" * 5000), **HTMX).content.decode()
    assert "not saved yet" in part
    assert (Answer.objects.get().level, Answer.objects.get().narrative) == (2, "")


def test_what_was_typed_after_it_was_sent_in_is_given_back_to_copy():
    assessment = complete(begin())
    browser = browser_of(assessment.started_by)
    submit_assessment(assessment_id=assessment.pk, by=me(assessment.started_by), now=NOW)
    late = browser.post(criterion(assessment), said(number="1", narrative="An hour of writing."))
    assert late.status_code == 409
    assert "An hour of writing." in main_of(late)
    part = browser.post(criterion(assessment), said(number="1", narrative="More."), **HTMX).content.decode()
    assert "Not saved." in part


def test_a_session_that_ends_loses_no_words():
    assessment = begin()
    lead = assessment.started_by
    browser = Client()
    browser.post(reverse("account_login"), {"login": lead.email, "password": PASSWORD})
    shown = browser.get(criterion(assessment)).content.decode()
    owner = re.search(r'name="form_owner" value="([^"]+)"', shown)
    assert owner
    Session.objects.all().delete()
    browser.post(criterion(assessment), said(narrative="An hour of writing.", form_owner=owner[1]))
    browser.post(reverse("account_login"), {"login": lead.email, "password": PASSWORD})
    back = main_of(browser.get(criterion(assessment)))
    assert "An hour of writing." in back
    assert "We kept your text" in back


# --- Reading -------------------------------------------------------------------------------------------------------


def test_once_sent_in_everybody_who_may_see_it_reads_and_nobody_finds_a_form():
    assessment = assessment_in("submitted")
    for reader in (assessment.started_by, coordinator()):
        browser = browser_of(reader)
        shown = main_of(browser.get(criterion(assessment)))
        assert "This is how it is, LED-1." in shown
        assert "level-2" in shown
        assert "<textarea" not in shown
        assert "things to put right" not in shown
        assert "One thing to put right" not in shown
        paper = main_of(browser.get(page(assessment, "assessment_paper")))
        assert "This is how it is, EVI-5." in paper
        assert "things to put right" not in paper


def test_criteria_lead_to_each_other_and_an_unknown_one_is_a_missing_page():
    assessment = assessment_in("submitted")
    browser = browser_of(assessment.started_by)
    shown = main_of(browser.get(criterion(assessment, "LED-2")))
    assert criterion(assessment, "LED-1") in shown
    assert criterion(assessment, "LED-3") in shown
    assert browser.get(criterion(assessment, "XYZ-1")).status_code == 404


def test_an_assessor_does_not_see_the_organisations_level_until_both_have_sent_in():
    from tests.standards.builders_scoring import opened, scoring

    stage = scoring(own_level=3)
    assessment = stage.assessment
    browser = browser_of(stage.one)
    for address in (criterion(assessment), page(assessment, "assessment_paper")):
        sealed = main_of(browser.get(address))
        assert "What happens here for LED-1." in sealed
        assert "level-3" not in sealed
    assert not shows_own_level(me(stage.one), assessment)
    assert shows_own_level(me(stage.lead), assessment)
    assert shows_own_level(me(stage.desk), assessment)
    opened(stage)
    assert shows_own_level(me(stage.one), assessment)
    assert "level-3" in main_of(browser.get(criterion(assessment)))


# --- My hub --------------------------------------------------------------------------------------------------------


def labels(user) -> list[tuple[str, str]]:
    needs = needs_of(me(user), now=timezone.now())
    assert count_of(me(user), now=timezone.now()) == len(needs)
    return [(need.label, need.url) for need in needs if "self-assessment" in need.label]


def test_the_hub_leads_to_the_next_question_then_to_sending_in():
    assessment = begin(entry(name="Calder Steps"))
    lead, editor = assessment.started_by, join(assessment.organisation).user
    assert labels(lead) == [("Go on with the self-assessment of Calder Steps", criterion(assessment))]
    complete(assessment)
    assert labels(lead) == [
        ("Send in the self-assessment of Calder Steps", page(assessment, "assessment_send")),
    ]
    assert labels(editor) == [("Read the self-assessment of Calder Steps once more", page(assessment))]
    assert labels(holder(Role.ASSESSOR)) == []


def test_the_hub_says_that_a_coordinator_has_a_question():
    assessment = assessment_in("changes_requested", organisation=entry(name="Calder Steps"))
    assert labels(assessment.started_by) == [
        ("Answer the coordinator’s question about the self-assessment of Calder Steps", page(assessment))
    ]
