"""What an organisation does with the standards: its pledge, its assessments, its recognitions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from organisations.models import Organisation
from standards.models import Assessment, Pledge, Recognition
from standards.states import OPEN_ASSESSMENT, AssessmentState


@dataclass(frozen=True)
class Step:
    """One assessment and what comes next for it: a link in words, or nothing to do."""

    assessment: Assessment
    label: str
    href: str


def open_pledge(actor: Actor, organisation: Organisation) -> Pledge | None:
    """Give the pledge that stands, with its edition."""
    held = Pledge.objects.visible_to(actor).open().filter(organisation=organisation)
    return held.select_related("version__framework").first()


def past_pledges(actor: Actor, organisation: Organisation) -> list[Pledge]:
    """List the pledges that were withdrawn, the latest first."""
    held = Pledge.objects.visible_to(actor).filter(organisation=organisation, withdrawn_at__isnull=False)
    return list(held.select_related("version__framework").order_by("-withdrawn_at", "id")[:10])


def assessments_of(actor: Actor, organisation: Organisation) -> QuerySet[Assessment]:
    """List an organisation's assessments, the newest first."""
    rows = Assessment.objects.visible_to(actor).filter(organisation=organisation)
    return rows.select_related("version__framework").order_by("-started_at", "id")


def has_open_assessment(organisation: Organisation) -> bool:
    """Tell whether an assessment goes on."""
    return Assessment.objects.filter(organisation=organisation, state__in=sorted(OPEN_ASSESSMENT)).exists()


def step_of(assessment: Assessment) -> Step:
    """Say what comes next for an assessment."""
    here = reverse("standards:assessment", args=[assessment.pk])
    result = reverse("standards:result", args=[assessment.pk])
    label, href = {
        AssessmentState.DRAFTING: (_("Go on"), here),
        AssessmentState.CHANGES_REQUESTED: (_("Read the question and answer it"), here),
        AssessmentState.SUBMITTED: (_("Read what you sent in"), here),
        AssessmentState.IN_REVIEW: (_("Read what you sent in"), here),
        AssessmentState.DECIDED: (_("Read what the assessors agreed"), result),
        AssessmentState.WITHDRAWN: (_("Read it"), here),
    }[AssessmentState(assessment.state)]
    return Step(assessment, label, href)


def recognitions_of(organisation: Organisation, today: date) -> list[tuple[Recognition, bool]]:
    """List an organisation's recognitions, the latest first, each with whether it holds today."""
    rows = Recognition.objects.filter(organisation=organisation).select_related("version__framework")
    return [
        (row, row.valid_from <= today <= row.valid_until) for row in rows.order_by("-valid_until", "-valid_from", "id")
    ]


@dataclass(frozen=True)
class Shown:
    """What the public sees of an organisation: its pledge, and its latest recognition with whether it holds."""

    pledge: Pledge | None
    recognition: Recognition | None
    holds: bool


def standing_of(organisation: Organisation, today: date) -> Shown:
    """Read what an organisation's columns say that there is: no query where there is nothing, else one for each."""
    held, recognition = None, None
    if organisation.pledged_at:
        held = Pledge.objects.open().filter(organisation=organisation).select_related("version__framework").first()
    if organisation.recognition_id:
        rows = Recognition.objects.filter(pk=organisation.recognition_id, valid_from__lte=today)
        recognition = rows.select_related("version__framework").first()
    return Shown(held, recognition, recognition is not None and today <= recognition.valid_until)
