"""An entry's later life: a colleague is invited, the lead handed over, the entry confirmed, unlisted and archived."""

from __future__ import annotations

import pytest

from organisations.models import Organisation
from organisations.states import State
from tests.browser import PHONE
from tests.factories import entry, person
from tests.journeys.conftest import link_in_mail_to

pytestmark = pytest.mark.usefixtures("world")


def state():
    """Read where the one entry stands."""
    return Organisation.objects.get().state


def test_a_colleague_is_invited_edits_and_takes_over(new_page, live_server, sign_in):
    lead, colleague = person("lee"), person("cal")
    organisation = entry(lead=lead, name="Calder Steps")
    mine, theirs = new_page(), new_page(PHONE)
    sign_in(mine, lead)
    mine.goto(f"/organisations/{organisation.slug}/team/")
    mine.get_by_label("Their e-mail address").fill(colleague.email)
    mine.get_by_role("button", name="Send the invitation").click()
    mine.get_by_text(colleague.email).first.wait_for()

    sign_in(theirs, colleague)
    theirs.goto(link_in_mail_to(colleague.email, live_server.url))
    theirs.get_by_role("button", name="Yes, accept the invitation").click()
    theirs.wait_for_load_state()
    theirs.goto(f"/organisations/{organisation.slug}/")
    assert theirs.get_by_text("Take it off the list").count() == 0
    assert theirs.goto(f"/organisations/{organisation.slug}/unlist/ask/").status == 403

    mine.goto(f"/organisations/{organisation.slug}/team/")
    mine.get_by_role("link", name="Hand over the lead to Cal").click()
    mine.locator("main form button").click()
    mine.wait_for_load_state()
    roles = dict(organisation.memberships.open().values_list("user__display_name", "role"))
    assert roles == {"Lee": "editor", "Cal": "lead"}
    theirs.goto(f"/organisations/{organisation.slug}/")
    theirs.get_by_role("link", name="Take it off the list").wait_for()


def test_an_entry_is_confirmed_taken_off_put_back_and_archived(new_page, sign_in):
    lead = person("lee")
    organisation = entry(lead=lead, name="Calder Steps")
    page, visitor = new_page(), new_page(PHONE)
    sign_in(page, lead)
    workspace = f"/organisations/{organisation.slug}/"
    page.goto(workspace)
    page.get_by_role("button", name="All of this is still true").click()
    page.get_by_text("confirmed it today").wait_for()

    page.get_by_role("link", name="Take it off the list").click()
    page.get_by_role("button", name="Take it off the list").click()
    page.get_by_text("Visitors no longer see it").wait_for()
    assert (state(), visitor.goto(f"/directory/{organisation.slug}/").status) == (State.UNLISTED, 404)

    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Back on the list.").wait_for()
    assert (state(), visitor.goto(f"/directory/{organisation.slug}/").status) == (State.LISTED, 200)

    page.goto(workspace)
    page.get_by_role("link", name="Take it off the list").click()
    page.get_by_role("button", name="Take it off the list").click()
    page.get_by_role("link", name="Archive it").click()
    page.get_by_role("button", name="Archive it").click()
    page.get_by_text("Archived. You can bring it back").wait_for()
    assert state() == State.ARCHIVED


def test_areas_tell_who_is_there_and_the_data_can_be_taken_away(new_page):
    entry(name="Calder Steps")
    page = new_page()
    page.goto("/areas/E08000035/")
    page.get_by_role("link", name="Calder Steps").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Spreadsheet (CSV)").click()
    assert "Calder Steps" in download.value.path().read_text(encoding="utf-8-sig")
