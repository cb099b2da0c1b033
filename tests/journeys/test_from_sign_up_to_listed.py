"""The directory's whole story: sign up, add, send in, answer a question, be listed, be found."""

from __future__ import annotations

import pytest

from organisations.models import Organisation
from organisations.states import State
from tests.browser import PHONE
from tests.factories import coordinator
from tests.journeys.conftest import link_in_mail_to

NEW = "newcomer@people.example"
WORDS = "quiet kettle by the river"


def sign_up(page, site):
    """Make an account, follow the link in the mail, press its one button, and sign in."""
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("E-mail address").fill(NEW)
    page.get_by_label("Password", exact=True).fill(WORDS)
    page.get_by_label("Name you like to be called").fill("Newcomer")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/confirm-email/")
    page.goto(link_in_mail_to(NEW, site))
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    if "/login/" in page.url:
        page.get_by_label("E-mail address").fill(NEW)
        page.get_by_label("Password", exact=True).fill(WORDS)
        page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/hub/")


def write_entry(page):
    """Go through the four steps."""
    page.goto("/organisations/add/")
    page.get_by_label("Name people know you by").fill("Foundry Lamp")
    page.get_by_label("What you do").fill("A lamp in a foundry window, and a table behind it.")
    page.get_by_label("Recovery community centre").check()
    page.get_by_label("Finding our feet").check()
    page.get_by_role("button", name="Save and go to what you do").click()

    page.wait_for_url("**/edit/what/")
    page.get_by_role("button", name="Add something that happens").click()
    page.get_by_label("What is it called?").fill("Lamp evening")
    page.get_by_label("When does it happen?").fill("Tuesdays, 6 pm to 8 pm")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/edit/what/")
    page.get_by_label("Music", exact=True).check()
    page.get_by_label("Family and friends", exact=True).check()
    page.get_by_role("button", name="Save and continue").click()

    page.wait_for_url("**/edit/where/")
    page.get_by_role("button", name="Add a place").click()
    page.get_by_label("What do you call it?").fill("The foundry")
    page.get_by_label("Street or building").fill("1 Foundry Yard")
    page.get_by_label("Town or village").fill("Leeds")
    page.get_by_label("Postcode").fill("ls1 4ap")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/edit/where/")
    page.get_by_role("button", name="Add a place").click()
    page.get_by_label("What do you call it?").fill("Women’s house")
    page.get_by_label("No, show only the area").check()
    page.get_by_label("Street or building").fill("SENTINEL 7 Hidden Lane")
    page.get_by_label("Postcode").fill("BD1 1AA")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/edit/where/")
    page.get_by_label("Add areas").fill("Leeds, Bradford")
    page.get_by_role("button", name="Save and continue").click()

    page.wait_for_url("**/edit/contact/")
    page.get_by_label("Phone number").fill("01632 960123")
    page.get_by_role("button", name="Save and finish").click()
    page.wait_for_url("**/organisations/foundry-lamp/")


def send_in(page):
    """Send the entry in."""
    page.get_by_role("link", name="Send it in").click()
    page.get_by_role("button", name="Send it in").click()
    page.get_by_text("Sent to the network").wait_for()


@pytest.mark.usefixtures("world")
def test_a_person_signs_up_and_their_organisation_is_found(new_page, live_server, sign_in):
    rowan = coordinator("rowan")
    lead, desk, visitor = new_page(), new_page(), new_page(PHONE)
    sign_up(lead, live_server.url)
    write_entry(lead)
    send_in(lead)

    sign_in(desk, rowan)
    desk.goto("/coordination/entries/")
    desk.get_by_role("link", name="Foundry Lamp").first.click()
    desk.locator("summary", has_text="Ask for a change").click()
    desk.get_by_label("What should change?").fill("Is there a step at the door?")
    desk.get_by_role("button", name="Send it back").click()
    desk.wait_for_load_state()
    assert Organisation.objects.get().state == State.CHANGES_REQUESTED

    lead.goto("/hub/")
    lead.goto("/organisations/foundry-lamp/")
    lead.get_by_text("Is there a step at the door?").wait_for()
    lead.get_by_role("link", name="What you do").click()
    lead.get_by_label("Getting in and taking part").fill("No step; the door is wide.")
    lead.get_by_role("button", name="Save and continue").click()
    lead.wait_for_url("**/edit/where/")
    lead.goto("/organisations/foundry-lamp/")
    send_in(lead)

    desk.goto("/coordination/entries/foundry-lamp/")
    desk.get_by_role("button", name="List it").click()
    desk.wait_for_load_state()
    assert Organisation.objects.get().state == State.LISTED

    for search, sees in [
        ("fondry lamp", "Foundry Lamp"),
        ("singing", "Foundry Lamp"),
        ("my wife", "Foundry Lamp"),
        ("LS1 4AP", "less than a mile"),
        ("Bradford", "Foundry Lamp"),
    ]:
        visitor.goto("/directory/")
        visitor.get_by_label("Town, postcode, name or need").fill(search)
        visitor.get_by_role("search").get_by_role("button", name="Search").click()
        visitor.wait_for_load_state()
        assert sees.lower() in visitor.locator("main").inner_text().lower(), search
    visitor.get_by_role("link", name="Foundry Lamp").first.click()
    text = visitor.locator("main").inner_text()
    for said in ("Lamp evening", "Tuesdays, 6 pm to 8 pm", "1 Foundry Yard", "01632 960123", "No step; the door"):
        assert said in text
    assert "not treatment services" in text
    assert "SENTINEL" not in visitor.content()
    assert visitor.context.cookies() == []


@pytest.mark.usefixtures("world")
def test_a_sign_up_without_consent_is_explained_and_keeps_what_was_typed(new_page):
    page = new_page(PHONE)
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill(NEW)
    page.get_by_label("Name you like to be called").fill("Newcomer")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_load_state()
    assert page.title().startswith("Error:")
    assert page.locator(".errors a").count() >= 3
    assert page.get_by_label("Name you like to be called").input_value() == "Newcomer"
