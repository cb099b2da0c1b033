"""The mails about teams, freshness and reports: neutral subjects, one link, no names of people."""

from __future__ import annotations

import pytest

from lero_hub.outbox.models import OutboxMessage
from organisations.workflows.freshness import sweep_freshness
from organisations.workflows.invitations import invite
from organisations.workflows.joining import answer_join_request, ask_to_join
from organisations.workflows.reports import close_report
from organisations.workflows.team import change_role, leave, remove_member
from tests.factories import DAY, NOW, coordinator, entry, join, me, person, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(settings):
    """Let everything happen once to "Solent Hearth", led by Lee; give every mail of it."""
    settings.BASE_URL = "https://hub.example"
    lead = person("Leelee")
    organisation = entry(lead=lead, name="Solent Hearth & Co")
    by = me(lead)
    editor = join(organisation, person("Edwina"))
    invite(organisation_id=organisation.pk, email="new@people.example", role="lead", by=by, now=NOW)
    for number, accepted in enumerate((True, False)):
        asker = person(f"Ashanti{number}")
        asked = ask_to_join(organisation_id=organisation.pk, note="A secret note", by=me(asker), now=NOW)
        answer_join_request(request_id=asked.pk, accepted=accepted, by=by, now=NOW)
    for role in ("lead", "editor"):
        change_role(membership_id=editor.pk, role=role, by=by, now=NOW)
    remove_member(membership_id=editor.pk, by=by, now=NOW)
    leave(organisation_id=organisation.pk, by=me(join(organisation).user), now=NOW)
    close_report(
        report_id=report(organisation, reply_to="visitor@example.org").pk,
        what_was_done="The number is right now.",
        by=me(coordinator()),
        now=NOW,
    )
    sweep_freshness(now=NOW + 200 * DAY)
    sweep_freshness(now=NOW + 520 * DAY)
    kinds = {"invitation", "team", "join_request", "join_request_answered", "freshness", "report_closed"}
    return list(OutboxMessage.objects.filter(kind__in={f"organisations.{kind}" for kind in kinds}))


def test_every_sort_of_mail_is_there(sent):
    subjects = {
        "A change in who looks after a page",
        "An answer to your request",
        "An invitation from LERO Hub",
        "Is your page still true?",
        "Somebody waits for your answer",
        "Thank you for telling us",
    }
    assert {message.subject for message in sent} == subjects


def test_no_subject_names_the_organisation_and_no_mail_names_a_person_or_a_note(sent):
    for message in sent:
        assert "Solent" not in message.subject
        for told in (message.text, message.html):
            assert not any(name in told for name in ("Leelee", "Edwina", "Ashanti", "A secret note"))


def test_each_leads_to_one_page_of_the_hub_and_acts_by_itself_nowhere(sent):
    for message in sent:
        if "no longer act" in message.text:
            continue
        assert "https://hub.example/" in message.text
        for verb in ("/accept/", "/confirm/", "/decline/", "/revoke/"):
            assert verb not in message.text + message.html


def test_text_is_not_escaped_and_html_is(sent):
    message = next(each for each in sent if each.kind == "organisations.invitation" and each.recipient is None)
    assert "Solent Hearth & Co" in message.text
    assert "Solent Hearth &amp; Co" in message.html
    assert "{" not in message.text + message.subject
