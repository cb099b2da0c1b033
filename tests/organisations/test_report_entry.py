"""Telling the network that an entry is wrong."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lero_hub.accounts.workflows import erase_account, export_person
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.actor import ANONYMOUS
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from organisations.messages.reports import REPORT_WAITING
from organisations.models import EntryReport, Organisation
from organisations.workflows.reports import close_report, find_tellers, report_entry
from tests.factories import NOW, coordinator, entry, me, person, report

pytestmark = pytest.mark.django_db


def send(organisation: Organisation, browser: Client | None = None, **changes: Any) -> Any:
    data = {"report_id": str(uuid4()), "what": "It moved.", "reply_to": ""} | changes
    return (browser or Client()).post(f"/directory/{organisation.slug}/report/", data)


def test_a_visitor_reports_and_the_coordinators_hear_that_there_is_one():
    organisation = entry()
    boss = coordinator()
    address = f"/directory/{organisation.slug}/report/"
    form = Client().get(address).content.decode()
    assert "Tell us what is wrong" in form
    assert re.search(r'name="report_id" value="[0-9a-f-]{36}"', form)
    answer = send(organisation, what="  It moved to Mill Lane. ", reply_to="ann@people.example")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address}?sent")
    report = EntryReport.objects.get()
    assert (report.organisation, report.what, report.reply_to) == (
        organisation,
        "It moved to Mill Lane.",
        "ann@people.example",
    )
    mails = OutboxMessage.objects.filter(kind=REPORT_WAITING)
    assert boss.email in {mail.to for mail in mails}
    mail = mails.get(recipient=boss)
    assert "Mill Lane" not in f"{mail.subject}{mail.text}{mail.html}"
    assert f"/coordination/reports/{report.pk}/" in mail.text
    event = AuditEvent.objects.get(verb="organisations.report_entry")
    assert (event.actor_id, event.subject_id, event.detail) == (
        None,
        str(report.pk),
        {"organisation": str(organisation.pk)},
    )
    thanks = Client().get(f"{address}?sent").content.decode()
    assert "Your report is with the coordinators" in thanks


def test_a_double_click_makes_one_report():
    organisation, same = entry(), str(uuid4())
    boss = coordinator()
    for what in ("First.", "Second."):
        assert send(organisation, report_id=same, what=what).status_code == 302
    assert EntryReport.objects.get().what == "First."
    assert OutboxMessage.objects.filter(kind=REPORT_WAITING, recipient=boss).count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"what": ""}, "Say what is wrong, in a sentence or two"),
        ({"what": "  "}, "Say what is wrong, in a sentence or two"),
        ({"what": "x" * 1001}, "1000"),
        ({"what": "a\x00b"}, "Null characters are not allowed."),
        ({"reply_to": "nobody"}, "e-mail"),
    ],
)
def test_a_report_that_cannot_be_read_is_told_and_nothing_is_kept(changes, message):
    organisation = entry()
    answer = send(organisation, **changes)
    assert answer.status_code == 200
    assert message.casefold() in answer.content.decode().casefold().replace("email", "e-mail")
    assert EntryReport.objects.count() == 0


def test_what_was_typed_stays_when_something_is_wrong():
    answer = send(entry(), what="It moved <b>away</b>.", reply_to="nobody")
    assert "It moved &lt;b&gt;away&lt;/b&gt;." in answer.content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "unlisted", "archived"])
def test_only_listed_entries_are_reported(state):
    organisation = entry(state)
    assert Client().get(f"/directory/{organisation.slug}/report/").status_code == 404
    assert send(organisation).status_code == 404
    assert EntryReport.objects.count() == 0


def test_an_entry_that_left_the_list_meanwhile_is_not_reported():
    organisation = entry("unlisted")
    with pytest.raises(Organisation.DoesNotExist):
        report_entry(organisation_id=organisation.pk, report_id=uuid4(), what="x", reply_to="", by=ANONYMOUS, now=NOW)


def test_reports_are_limited():
    organisation = entry()
    answers = [send(organisation).status_code for _number in range(6)]
    assert answers == [302] * 5 + [429]
    assert EntryReport.objects.count() == 5


def test_a_signed_in_person_reports_as_themselves():
    organisation, user = entry(), person()
    report_entry(organisation_id=organisation.pk, report_id=uuid4(), what="x", reply_to="", by=me(user), now=NOW)
    assert AuditEvent.objects.get(verb="organisations.report_entry").actor_id == user.pk


def test_a_mail_about_a_report_that_was_closed_is_not_wanted():
    organisation, boss = entry(), coordinator()
    report = report_entry(
        organisation_id=organisation.pk, report_id=uuid4(), what="x", reply_to="", by=ANONYMOUS, now=NOW
    )
    mail = OutboxMessage.objects.get(kind=REPORT_WAITING, recipient=boss)
    kind = kinds.get(REPORT_WAITING)
    assert kind.still_wanted(mail)
    close_report(report_id=report.pk, what_was_done="Mended.", by=me(boss), now=NOW)
    assert not kind.still_wanted(mail)


def copy_of(user):
    """Give what a person's copy says about reports that they sent."""
    parts = export_person(user_id=user.pk, by=me(user), now=NOW)["parts"]
    return [each for part in parts if part["what"] == "Reports about entries that you sent" for each in part["entries"]]


@pytest.mark.parametrize("how", ["signed in", "by the address alone", "by an address confirmed later"])
def test_what_a_person_reported_is_in_their_copy_and_goes_with_their_account(how):
    organisation, boss = entry(), coordinator()
    user = None if how == "by an address confirmed later" else person("ann")
    address = "" if how == "signed in" else "Ann@people.example"
    told = report_entry(
        organisation_id=organisation.pk,
        report_id=uuid4(),
        what="My own words.",
        reply_to=address,
        by=me(user) if how == "signed in" and user else ANONYMOUS,
        now=NOW,
    )
    if user is None:
        user = person("ann")
        assert (find_tellers(), find_tellers()) == (1, 0)
    assert copy_of(user) == [
        {
            "Which organisation": str(organisation),
            "When it was made": NOW.isoformat(),
            "What you wrote": "My own words.",
            "The address that you left": address,
            "When it was closed": None,
            "What was done about it": "",
        }
    ]
    assert copy_of(boss) == copy_of(person()) == []
    erase_account(user_id=user.pk, by=me(user), now=NOW)
    told.refresh_from_db()
    assert (told.what, told.reply_to, told.told_by, told.is_forgotten) == ("", "", None, True)
    close_report(report_id=told.pk, what_was_done="Mended.", by=me(boss), now=NOW)
    assert not OutboxMessage.objects.filter(kind="organisations.report_closed").exists()


def test_a_report_made_before_the_address_was_known_goes_with_the_account_though_no_sweep_came_between():
    told = report(entry(), reply_to="ann@people.example")
    other = report(entry(), reply_to="bea@people.example")
    user = person("ann")
    erase_account(user_id=user.pk, by=me(user), now=NOW)
    told.refresh_from_db()
    other.refresh_from_db()
    assert (told.reply_to, told.is_forgotten) == ("", True)
    assert (other.reply_to, other.is_forgotten) == ("bea@people.example", False)


def test_an_address_that_somebody_only_claims_gives_them_nothing_and_takes_nothing_away():
    told = report(entry(), reply_to="ann@people.example")
    claimer = person("ann", address_verified=False)
    assert find_tellers() == 0
    assert copy_of(claimer) == []
    erase_account(user_id=claimer.pk, by=me(claimer), now=NOW)
    told.refresh_from_db()
    assert (told.what, told.reply_to) == ("The number is wrong.", "ann@people.example")
