"""The mails about forming a review: neutral subjects, no names, one page, and none that came too late."""

from __future__ import annotations

import pytest

from lero_hub.authz.workflows import end_role
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from standards.messages.forming import ASKED, CALLED_OFF, STOOD_DOWN
from standards.states import Interest
from standards.workflows.assigning import release_assessor
from standards.workflows.declaring import decline_assignment
from standards.workflows.reviews import cancel_review
from tests.factories import NOW, coordinator, join, me, person
from tests.standards.builders_review import ask, assessor, declare, forming

pytestmark = pytest.mark.django_db


def mails(kind):
    """List the mails of a kind, oldest first."""
    return list(OutboxMessage.objects.filter(kind=kind).order_by("created_at", "id"))


def wanted(message):
    """Ask, as the outbox does before it sends, whether a mail is still wanted."""
    return kinds.get(message.kind).still_wanted(message)


def test_none_names_anybody_and_none_acts_by_itself(settings):
    settings.BASE_URL = "https://hub.example"
    case, user = forming(name="Solent Hearth", lead=person("Leelee")), assessor("Ashanti")
    first = ask(case, user)
    release_assessor(assignment_id=first.pk, by=me(case.desk), now=NOW)
    declare(ask(case, assessor("Bronagh")), Interest.RELATIONSHIP)
    ask(case, user)
    cancel_review(review_id=case.review.pk, reason="A secret reason", by=me(case.desk), now=NOW)
    sent = [*mails(ASKED), *mails(CALLED_OFF), *mails(STOOD_DOWN)]
    assert {message.kind for message in sent} == {ASKED, CALLED_OFF, STOOD_DOWN}
    secrets = ("Solent", "Leelee", "Ashanti", "Bronagh", "secret", "close to")
    for message in sent:
        for text in (message.subject, message.text, message.html):
            assert not any(word in text for word in secrets)
            assert "{" not in text
        assert "https://hub.example/" in message.text
        assert "decline/" not in message.text + message.html
        assert "LERO Hub" in message.subject


def test_the_question_says_that_no_is_easy_and_leads_to_the_page():
    case = forming()
    ask(case)
    (message,) = mails(ASKED)
    assert f"/standards/reviews/{case.review.pk}/declare/" in message.text
    assert "nobody asks why" in message.text


class TestStillWanted:
    def test_the_question_until_it_is_answered_or_called_off(self):
        case = forming()
        answered = ask(case)
        declare(answered)
        declined = ask(case)
        decline_assignment(assignment_id=declined.pk, by=me(declined.user), now=NOW)
        waiting = ask(case)
        by_user = {message.recipient_id: message for message in mails(ASKED)}
        assert not wanted(by_user[answered.user_id])
        assert not wanted(by_user[declined.user_id])
        assert wanted(by_user[waiting.user_id])
        cancel_review(review_id=case.review.pk, reason="They merge.", by=me(case.desk), now=NOW)
        assert not wanted(by_user[waiting.user_id])

    def test_coordinators_without_a_tie_hear_until_somebody_else_is_found(self):
        case, tied = forming(), coordinator()
        join(case.organisation, tied)
        ask(case)
        leaving = ask(case)
        decline_assignment(assignment_id=leaving.pk, by=me(leaving.user), now=NOW)
        sent = {message.recipient_id: message for message in mails(STOOD_DOWN)}
        assert case.desk.pk in sent
        assert tied.pk not in sent
        assert wanted(sent[case.desk.pk])
        other = next(pk for pk in sent if pk != case.desk.pk)
        grant = case.desk.role_grants.get(role="coordinator")
        end_role(grant_id=grant.pk, by=me(coordinator()), reason="Moved", now=NOW)
        assert not wanted(sent[case.desk.pk])
        assert wanted(sent[other])
        case.desk = coordinator()
        ask(case)
        assert not wanted(sent[other])

    def test_the_leads_of_the_organisation_are_told_that_it_waits_again(self):
        case = forming()
        join(case.organisation)
        cancel_review(review_id=case.review.pk, reason="They merge.", by=me(case.desk), now=NOW)
        (message,) = mails(CALLED_OFF)
        assert message.recipient == case.lead
        assert "Nothing that you wrote is lost" in message.text
