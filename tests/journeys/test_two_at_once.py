"""Two people in two browsers, an impatient finger, and a session that ends in the middle."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from organisations.models import Organisation
from organisations.states import State
from tests.factories import PASSWORD, draft, join, person

pytestmark = pytest.mark.usefixtures("world")


def test_the_second_to_save_sees_both_and_keeps_their_words(new_page, sign_in):
    lead, editor = person("lee"), person("eddie")
    organisation = draft(lead, "Calder Steps")
    join(organisation, editor)
    one, two = new_page(scripts=False), new_page(scripts=False)
    for page, user in ((one, lead), (two, editor)):
        sign_in(page, user)
        page.goto(f"/organisations/{organisation.slug}/edit/about/")
    one.get_by_label("What you do").fill("Words of the first.")
    one.get_by_role("button", name="Save and continue").click()
    one.wait_for_url("**/edit/what/")
    two.get_by_label("What you do").fill("Words of the second.")
    two.get_by_role("button", name="Save and continue").click()
    two.get_by_text("Lee saved this step first").wait_for()
    assert "Words of the first." in two.locator(".alert-danger").inner_text()
    assert two.get_by_label("What you do").input_value() == "Words of the second."
    two.get_by_role("button", name="Save and continue").click()
    two.wait_for_url("**/edit/what/")
    organisation.refresh_from_db()
    assert organisation.summary == "Words of the second."


def test_an_entry_saves_as_you_go(new_page, sign_in):
    lead = person("lee")
    organisation = draft(lead, "Calder Steps")
    page = new_page()
    sign_in(page, lead)
    page.goto(f"/organisations/{organisation.slug}/edit/about/")
    for words in ("First thought.", "Second thought."):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_label("What you do").fill(words)
        page.get_by_text("Saved at").wait_for()
    page.wait_for_timeout(300)
    organisation.refresh_from_db()
    assert organisation.summary == "Second thought."
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/edit/what/")


def test_two_clicks_on_every_button_make_one_entry(new_page, sign_in):
    page = new_page()
    sign_in(page, person("lee"))
    page.goto("/organisations/add/")
    page.get_by_label("Name people know you by").fill("Once Only")
    page.get_by_role("button", name="Save and go to what you do").dblclick(no_wait_after=True)
    page.wait_for_url("**/edit/what/")
    assert Organisation.objects.filter(name="Once Only").count() == 1
    organisation = draft(person("jo"), "Ready")
    sent = new_page(scripts=False)
    sign_in(sent, organisation.created_by)
    sent.goto(f"/organisations/{organisation.slug}/send/")
    sent.get_by_role("button", name="Send it in").dblclick(no_wait_after=True)
    sent.wait_for_url(f"**/organisations/{organisation.slug}/")
    organisation.refresh_from_db()
    assert organisation.state == State.SUBMITTED


def test_a_session_that_ends_in_the_middle_loses_no_text(new_page, sign_in):
    lead = person("lee")
    organisation = draft(lead, "Calder Steps")
    page = new_page(scripts=False)
    sign_in(page, lead)
    page.goto(f"/organisations/{organisation.slug}/edit/about/")
    page.get_by_label("More about you").fill("A long story that took an hour.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("E-mail address").fill(lead.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/edit/about/")
    assert page.get_by_label("More about you").input_value() == "A long story that took an hour."
