"""Coordinators read what is sent in, and not what is being changed or was withdrawn."""

from __future__ import annotations

import pytest
from django.urls import reverse

from standards.models import Assessment, AssessmentEvidence
from standards.policies import can_see_assessment, can_see_evidence
from standards.states import READ_BY_DESK, AssessmentState
from tests.factories import NOW, browser_of, coordinator, me
from tests.standards.builders_assessment import assessment_in

pytestmark = pytest.mark.django_db
LIST = "/coordination/self-assessments/"


@pytest.mark.parametrize("state", [AssessmentState.SUBMITTED, AssessmentState.CHANGES_REQUESTED, "withdrawn"])
def test_policy_and_rows_agree_on_what_the_desk_reads(state):
    desk, assessment = coordinator(), assessment_in(AssessmentState.SUBMITTED)
    change = {"changes_requested": {"change_request": "Why?"}, "withdrawn": {}}.get(state, {})
    Assessment.objects.filter(pk=assessment.pk).update(state=state, **change, **_closed(state))
    assessment, by = Assessment.objects.get(pk=assessment.pk), me(desk)
    piece = AssessmentEvidence.objects.get(assessment=assessment)
    assert assessment.submitted_at is not None
    reads = state in READ_BY_DESK
    assert can_see_assessment(by, assessment) == reads
    assert can_see_evidence(by, piece) == reads
    assert Assessment.objects.visible_to(by).filter(pk=assessment.pk).exists() == reads
    assert AssessmentEvidence.objects.visible_to(by).filter(pk=piece.pk).exists() == reads
    page = reverse("standards:coordination_assessment", args=[assessment.pk])
    browser = browser_of(desk)
    assert browser.get(page).status_code == (200 if reads else 404)
    listed = browser.get(reverse("standards:coordination_assessments"), {"state": "sent_back"}).content.decode()
    assert (assessment.organisation.name in listed, page in listed) == (state == "changes_requested", False)


def _closed(state: str) -> dict[str, object]:
    names = {field.name for field in Assessment._meta.get_fields()}
    return {"withdrawn_at": NOW} if state == "withdrawn" and "withdrawn_at" in names else {}
