"""A lead shares a practice from a phone, a curator asks and publishes, and a visitor finds it and takes it away."""

from __future__ import annotations

import pytest

from evidence.models import Item
from evidence.states import State
from lero_hub.authz.states import Role
from tests.browser import PHONE
from tests.factories import entry, holder, person
from tests.standards.builders import framework

pytestmark = pytest.mark.usefixtures("world")

STEPS = (
    {
        "What do you need": "A kettle",
        "What do you do": "Open early.\nPut the kettle on.",
        "Who does it": "Two volunteers",
        "When, how often": "Tuesdays, one hour",
        "What does it cost": "About £5 a week",
    },
    {"Who did it not suit": "People who work mornings."},
    {
        "What did you see": "Nine people came who had never come.",
        "choose": "Routine counts",
        "choose too": "We saw a change",
    },
    {"What went wrong": "Nobody came in the first month.", "What can you not be sure of": "Whether they came anyway."},
    {"choose": "No, nobody’s story", "Who answers questions": "the welcome team", "When will you look": "2028-03-02"},
    {"choose": "COM-2"},
)


def write(page, fields):
    """Fill in one step and go on."""
    for label, words in fields.items():
        if label.startswith("choose"):
            page.get_by_label(words).check()
        else:
            page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Save and").first.click()


def test_from_a_phone_to_the_library_and_into_a_reference_manager(new_page, sign_in):
    framework()
    lead, curator = person("lee"), holder(Role.CURATOR, "kim")
    organisation = entry(lead=lead, name="Calder Steps")
    phone = new_page(PHONE)
    sign_in(phone, lead)
    share(phone, organisation)

    desk = new_page(scripts=False)
    sign_in(desk, curator)
    ask(desk)
    answer(phone)
    publish(desk)
    find_and_take_away(new_page(PHONE, scripts=False))


def share(phone, organisation):
    """Write a practice in seven steps, and send it in."""
    phone.goto(f"/library/ours/{organisation.slug}/")
    phone.get_by_role("link", name="Share a practice").click()
    phone.get_by_label("What do you call it").fill("Kettle hour")
    phone.get_by_label("What is it, in a sentence").fill("An hour before opening, for quiet people.")
    phone.get_by_label("Why should it help").fill("A quiet room is easier to walk into.")
    phone.get_by_role("button", name="Save and go to").click()
    for number, fields in enumerate(STEPS, start=2):
        phone.get_by_text(f"Step {number} of 7").wait_for()
        write(phone, fields)
    phone.get_by_text("7 of 7 steps are done").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_role("link", name="Send it in").click()
    phone.get_by_role("button", name="Send it in").click()
    phone.get_by_text(
        "Sent in. A curator reads it and puts it in the library, or asks you a question."
    ).first.wait_for()


def ask(desk):
    """Ask for a change, as a curator."""
    desk.get_by_role("link", name="Read 1 practice that waits").click()
    desk.get_by_role("link", name="Kettle hour").click()
    desk.get_by_role("button", name="Ask for a change").click()
    desk.get_by_label("What should change").fill("Which room is it in?")
    desk.get_by_role("button", name="Send it back with this").click()
    desk.get_by_text("Sent back.").wait_for()


def answer(phone):
    """Answer the question, saved as it goes, and send it in again."""
    phone.goto("/hub/")
    phone.get_by_role("link", name="Answer the curator’s question").click()
    phone.get_by_text("Which room is it in?").wait_for()
    phone.get_by_role("link", name="How it goes").click()
    with phone.expect_response(lambda reply: reply.request.method == "POST"):
        phone.get_by_label("Where does it happen").fill("The front room")
    phone.get_by_text("Saved at").wait_for()
    phone.get_by_role("button", name="Save and stop for now").click()
    phone.get_by_role("link", name="Send it in").click()
    phone.get_by_role("button", name="Send it in").click()
    phone.get_by_role("button", name="Take it back").wait_for()


def publish(desk):
    """Say how sure we are and what it cannot tell us: before both are said, the button says what is missing."""
    desk.goto("/coordination/library/kettle-hour/")
    desk.get_by_label("How sure are you").select_option("low")
    desk.get_by_role("button", name="Put in the library").click()
    desk.get_by_text("Before it goes into the library: say what this cannot tell us.").wait_for()
    assert desk.get_by_label("How sure are you").input_value() == "low"
    desk.get_by_label("What can this not tell us").fill("Whether the same people came anyway.")
    desk.get_by_role("button", name="Put in the library").click()
    desk.wait_for_url("**/library/kettle-hour/")
    assert Item.objects.get().state == State.PUBLISHED


def find_and_take_away(visitor):
    """Find it with a typing mistake, read its limits, and save the reference."""
    visitor.goto("/library/?q=ketle+hour")
    visitor.get_by_role("link", name="Kettle hour").click()
    visitor.get_by_text("Whether the same people came anyway.").wait_for()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="RIS", exact=True).click()
    text = download.value.path().read_text()
    assert "TI  - Kettle hour" in text
    assert visitor.context.cookies() == []
