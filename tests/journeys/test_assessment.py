"""A team looks at itself: saved as they write, on a phone without scripts, through a lost connection, then sent in."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from standards.models import Answer, Assessment, AssessmentEvidence
from standards.states import AssessmentState
from tests.browser import PHONE
from tests.factories import entry, join, person
from tests.standards.builders import framework
from tests.standards.builders_assessment import begin, codes_of, complete

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def team(world):
    """Make a listed organisation with a lead and an editor, and a current edition."""
    framework(now=timezone.now())
    lead, editor = person("lee"), person("eddie")
    organisation = entry(lead=lead, name="Calder Steps", now=timezone.now())
    join(organisation, editor)
    return organisation, lead, editor


def saved(code: str) -> tuple[int | None, str]:
    """Give the level and the words that stand in the database."""
    row = Answer.objects.get(criterion__code=code)
    return row.level, row.narrative


def test_a_criterion_is_saved_as_they_write_and_a_lost_connection_loses_nothing(new_page, sign_in, team):
    organisation, lead, _editor = team
    page = new_page()
    sign_in(page, lead)
    page.goto(f"/standards/organisations/{organisation.slug}/look-at-ourselves/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Next essential").click()
    page.get_by_role("heading", name="Lived experience holds the power").wait_for()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_text("People with lived experience are the majority").click()
    page.get_by_text(re.compile(r"Saved at \d+\.\d\d [ap]m")).wait_for()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("In your own words").fill("Seven of nine of us.")
    page.wait_for_timeout(300)
    assert saved("LED-1") == (2, "Seven of nine of us.")
    page.context.set_offline(True)
    page.get_by_label("In your own words").fill("Seven of nine of us, by vote.")
    page.get_by_text("Not saved: no connection").wait_for()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.context.set_offline(False)
    page.get_by_text(re.compile(r"Saved at")).wait_for()
    page.wait_for_timeout(300)
    assert saved("LED-1") == (2, "Seven of nine of us, by vote.")
    page.get_by_role("button", name="Save and go to LED-2").click()
    page.wait_for_url("**/LED-2/")


def test_what_is_chosen_before_the_scripts_are_there_is_saved_too(new_page, sign_in, team):
    organisation, lead, _editor = team
    page = new_page(PHONE)
    sign_in(page, lead)
    page.goto(f"/standards/organisations/{organisation.slug}/look-at-ourselves/")
    page.get_by_role("button", name="Begin").click()
    held = []
    page.route(re.compile(r"/htmx\.min"), lambda route: held.append(route))
    page.get_by_role("link", name="Next essential").click(no_wait_after=True)
    page.get_by_text("People with lived experience are the majority").click()
    page.wait_for_timeout(500)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        held[0].continue_()
    page.get_by_text("Saved at").wait_for()
    assert saved("LED-1") == (2, "")


def test_lead_and_editor_at_once_see_both_texts_and_choose(new_page, sign_in, team):
    organisation, lead, editor = team
    assessment = begin(organisation, lead=lead, now=timezone.now())
    one, two = new_page(), new_page()
    for page, user in ((one, lead), (two, editor)):
        sign_in(page, user)
        page.goto(f"/standards/assessments/{assessment.pk}/LED-1/")
    one.get_by_label("In your own words").fill("Words of the first.")
    one.get_by_text("Saved at").wait_for()
    two.get_by_label("In your own words").fill("Words of the second.")
    two.get_by_text("Lee saved this answer first").first.wait_for()
    two.locator("#clash [data-takes-focus]:focus").wait_for()
    assert "Words of the first." in two.locator("#clash").inner_text()
    assert two.get_by_label("In your own words").input_value() == "Words of the second."
    two.get_by_role("button", name="Save what is in my form").click()
    two.get_by_text("Saved at").first.wait_for()
    assert saved("LED-1")[1] == "Words of the second."


def test_on_a_phone_without_scripts_a_talk_is_offered_and_it_is_sent_in(new_page, sign_in, team):
    organisation, lead, _editor = team
    assessment = complete(begin(organisation, lead=lead, now=timezone.now()), but=["LED-1"], now=timezone.now())
    page = new_page(scripts=False, viewport=PHONE)
    sign_in(page, lead)
    page.goto(f"/standards/assessments/{assessment.pk}/send/")
    page.get_by_role("link", name="LED-1").click()
    page.get_by_text("Lived experience leads at every level").click()
    page.get_by_label("In your own words").fill("We decide together.")
    page.get_by_role("button", name="Offer a conversation").click()
    page.get_by_label("What do you call it?").fill("A talk with our committee")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/LED-1/#evidence")
    assert page.get_by_label("In your own words").input_value() == "We decide together."
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert AssessmentEvidence.objects.filter(title="A talk with our committee").count() == 1
    page.get_by_role("link", name="All domains").last.click()
    page.get_by_role("link", name="Send for review").click()
    page.get_by_role("button", name="Send it in").click()
    page.get_by_text("Nobody can change it now.").first.wait_for()
    assert Assessment.objects.get().state == AssessmentState.SUBMITTED
    page.goto(f"/standards/assessments/{assessment.pk}/{codes_of(assessment)[0]}/")
    assert page.locator("textarea").count() == 0
    assert page.get_by_text("We decide together.").count() == 1
