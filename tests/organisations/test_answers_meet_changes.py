"""A coordinator answers while somebody else is at work on the same entry."""

from __future__ import annotations

import pytest
from django.test import Client

from lero_hub.errors import StaleVersion
from organisations.models import Organisation
from organisations.sections import ABOUT
from organisations.states import State
from organisations.workflows.listing import list_entry
from tests.factories import DAY, NOW, browser_of, coordinator, entry, me, person
from tests.organisations.test_entry_pages import address, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """Send in an entry; give it with its lead."""
    lead = person("lee")
    return entry(State.SUBMITTED, lead=lead), lead


def rewrite(organisation, lead, words="Words that nobody has read."):
    """Change the entry as its lead."""
    data = held(organisation, ABOUT) | {"summary": words}
    assert browser_of(lead).post(address("edit", organisation, "about"), data).status_code == 302


def test_a_coordinator_lists_only_what_they_have_read(waiting):
    organisation, lead = waiting
    browser, read = browser_of(coordinator()), organisation.version
    rewrite(organisation, lead)
    path = f"/coordination/entries/{organisation.slug}/list/"
    answer = browser.post(path, {"version": read})
    assert (answer.status_code, "Words that nobody has read." in answer.content.decode()) == (409, True)
    assert Organisation.objects.get().state == State.SUBMITTED
    assert browser.post(path, {"version": read + 1}).status_code == 302
    assert Organisation.objects.get().state == State.LISTED


def test_the_workflow_refuses_an_older_version(waiting):
    organisation, lead = waiting
    rewrite(organisation, lead)
    with pytest.raises(StaleVersion):
        list_entry(organisation_id=organisation.pk, by=me(coordinator()), now=NOW + DAY, version=organisation.version)


def test_a_listed_entry_is_confirmed_on_the_day_of_its_last_words(waiting):
    organisation, lead = waiting
    rewrite(organisation, lead)
    changed_at = Organisation.objects.get().changed_at
    listed = list_entry(organisation_id=organisation.pk, by=me(coordinator()), now=changed_at + DAY)
    assert (listed.confirmed_at, listed.confirmed_by) == (changed_at, lead)


def test_a_reason_that_comes_too_late_is_kept(waiting):
    organisation, _lead = waiting
    list_entry(organisation_id=organisation.pk, by=me(coordinator()), now=NOW + DAY)
    browser: Client = browser_of(coordinator())
    answer = browser.post(f"/coordination/entries/{organisation.slug}/ask/", {"reason": "Which door is it?"})
    page = answer.content.decode()
    assert (answer.status_code, "Which door is it?" in page) == (409, True)
    assert "Somebody else answered first" in page


def test_closing_a_report_twice_keeps_the_first_answer():
    from organisations.workflows.reports import close_report
    from tests.factories import report

    told, by = report(entry()), me(coordinator())
    for words in ("We asked them.", "Something else."):
        closed = close_report(report_id=told.pk, what_was_done=words, by=by, now=NOW)
    assert closed.what_was_done == "We asked them."


def test_a_deleted_draft_takes_its_picture_along(settings, tmp_path, django_capture_on_commit_callbacks):
    from organisations.workflows.entries import delete_draft, save_logo
    from tests.factories import draft

    settings.MEDIA_ROOT = tmp_path
    lead = person()
    organisation = draft(lead)
    save_logo(organisation_id=organisation.pk, image=b"picture", by=me(lead), now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(organisation_id=organisation.pk, by=me(lead), now=NOW)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
