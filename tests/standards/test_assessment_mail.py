"""Mails about an assessment: neutral subjects, no word of what was written, and only while they still fit."""

from __future__ import annotations

import pytest

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from organisations.workflows.team import leave
from standards.messages.assessment import SENT_BACK, WAITING
from standards.workflows.assessment import submit_assessment, take_back_assessment
from tests.factories import NOW, coordinator, entry, join, me
from tests.standards.builders_assessment import assessment_in

pytestmark = pytest.mark.django_db


def wanted(message: OutboxMessage) -> bool:
    """Ask as the outbox does before it sends."""
    return kinds.get(message.kind).still_wanted(message)


def test_coordinators_hear_that_one_waits_until_it_is_taken_back_or_they_join():
    desk, tied = coordinator(), coordinator()
    assessment = assessment_in("submitted", organisation=entry(name="Calder Steps"))
    mail, other = (OutboxMessage.objects.get(kind=WAITING, recipient=user) for user in (desk, tied))
    assert mail.subject == "Something waits for a coordinator"
    assert "Calder Steps has sent in how it looks at itself" in mail.text
    assert f"/standards/assessments/{assessment.pk}/" in mail.html
    assert wanted(mail)
    join(assessment.organisation, tied)
    assert not wanted(other)
    take_back_assessment(assessment_id=assessment.pk, by=me(assessment.started_by), now=NOW)
    assert not wanted(mail)


def test_the_team_hears_of_a_question_until_it_is_answered_or_they_leave():
    organisation = entry(name="Calder Steps")
    editor = join(organisation).user
    assessment = assessment_in("changes_requested", organisation=organisation)
    mail, other = (
        OutboxMessage.objects.get(kind=SENT_BACK, recipient=user) for user in (assessment.started_by, editor)
    )
    assert mail.subject == "A question about your organisation’s page"
    assert "Which drivers" not in mail.text + mail.html
    assert wanted(other)
    leave(organisation_id=organisation.pk, by=me(editor), now=NOW)
    assert not wanted(other)
    submit_assessment(assessment_id=assessment.pk, by=me(assessment.started_by), now=NOW)
    assert not wanted(mail)
