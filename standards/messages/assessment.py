"""Mails about an assessment: sent in, and sent back with a question."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from organisations.models import Membership
from standards.models import Assessment
from standards.states import AssessmentState

WAITING, SENT_BACK = "standards.assessment_waiting", "standards.assessment_sent_back"


def _assessment_id(message: OutboxMessage) -> str:
    return message.dedupe_key.split(":")[1]


def _still_waits(message: OutboxMessage) -> bool:
    """A coordinator hears of an assessment while it waits, while they are one, and while it is none of theirs."""
    waiting = Assessment.objects.submitted().filter(pk=_assessment_id(message))
    tied = Membership.objects.open().filter(user=message.recipient, organisation__assessments__in=waiting)
    on_duty = RoleGrant.objects.open().filter(user=message.recipient, role=Role.COORDINATOR)
    return waiting.exists() and on_duty.exists() and not tied.exists()


def _still_in_team(message: OutboxMessage) -> bool:
    """A member hears of the question while they act for the organisation and it is not answered."""
    asked = Assessment.objects.filter(pk=_assessment_id(message), state=AssessmentState.CHANGES_REQUESTED)
    team = Membership.objects.open().filter(user=message.recipient, organisation__assessments__in=asked)
    return team.exists()


def register() -> None:
    """Make the kinds known to the outbox."""
    waiting = _("A self-assessment waits for a coordinator")
    kinds.register(kinds.Kind(WAITING, waiting, still_wanted=_still_waits, role=Role.COORDINATOR))
    back = _("A coordinator asks about your self-assessment")
    kinds.register(kinds.Kind(SENT_BACK, back, still_wanted=_still_in_team))


def tell_coordinators(assessment: Assessment, *, now: datetime) -> None:
    """Tell each coordinator who does not act for the organisation that an assessment waits."""
    tied = Membership.objects.open().filter(organisation=assessment.organisation_id).values("user_id")
    grants = RoleGrant.objects.open().filter(role=Role.COORDINATOR).exclude(user__in=tied)
    for grant in grants.select_related("user"):
        enqueue(
            kind=WAITING,
            recipient=grant.user,
            to=grant.user.email,
            template="standards_assessment_waiting",
            context={"organisation": assessment.organisation, "path": _path(assessment)},
            dedupe_key=_key("assessment_waiting", assessment, now, grant.user_id),
            now=now,
        )


def tell_team(assessment: Assessment, *, now: datetime) -> None:
    """Tell leads and editors that a coordinator has a question; the question itself stands on the page alone."""
    team = Membership.objects.open().filter(organisation=assessment.organisation_id)
    for membership in team.select_related("user"):
        enqueue(
            kind=SENT_BACK,
            recipient=membership.user,
            to=membership.user.email,
            template="standards_assessment_sent_back",
            context={"organisation": assessment.organisation, "path": _path(assessment)},
            dedupe_key=_key("assessment_sent_back", assessment, now, membership.user_id),
            now=now,
        )


def _path(assessment: Assessment) -> str:
    return reverse("standards:assessment", args=[assessment.pk])


def _key(what: str, assessment: Assessment, now: datetime, user_id: UUID) -> str:
    return f"{what}:{assessment.pk}:{now.timestamp()}:{user_id}"
