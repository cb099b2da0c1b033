"""A lead without scripts goes from a step to its parts and back, and finds everything as it was written."""

from __future__ import annotations

import pytest

from tests.browser import PHONE
from tests.factories import draft, person

pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize("scripts", [False, True])
def test_nothing_is_lost_on_the_way_to_a_part(new_page, sign_in, scripts):
    lead = person("lee")
    organisation = draft(lead, "Calder Steps")
    page = new_page(PHONE, scripts=scripts)
    sign_in(page, lead)
    page.goto(f"/organisations/{organisation.slug}/edit/what/")
    page.get_by_label("Music", exact=True).check()
    page.get_by_label("What does it cost?").fill("Free, and tea too")
    page.get_by_role("button", name="Add something that happens").click()
    page.wait_for_url("**/services/add/")
    page.get_by_label("What is it called?").fill("Lamp evening")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/edit/what/")
    assert page.get_by_label("Music", exact=True).is_checked()
    cost = page.get_by_label("What does it cost?")
    assert cost.input_value() == "Free, and tea too"
    cost.fill("A pound")
    cost.press("Enter")
    page.wait_for_url("**/edit/where/")
    page.get_by_label("Add areas").fill("Leeds")
    page.get_by_role("button", name="Change The old mill").click()
    page.wait_for_url("**/places/**")
    page.get_by_label("Lamp evening").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/edit/where/")
    assert page.get_by_label("Leeds", exact=True).is_checked()
    organisation.refresh_from_db()
    assert organisation.cost == "A pound"
    assert organisation.services.get().location == organisation.locations.get()
