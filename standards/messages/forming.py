"""Mails about forming a review: somebody is asked to assess, a review is called off, an assessor has stood down.

Subjects are neutral, and no mail says who assesses whom or what was declared. Each leads to a page, and none acts by
itself.
"""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.models import User
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from organisations.models import Membership
from standards.models import Assignment, Review
from standards.states import OPEN_REVIEW, ReviewState

ASKED, CALLED_OFF, STOOD_DOWN = "standards.review_asked", "standards.review_called_off", "standards.assessor_stood_down"


def _still_asked(message: OutboxMessage) -> bool:
    """An assessor hears of it while they are on the review, have not answered, and it goes on."""
    assignment = Assignment.objects.open().filter(pk=message.dedupe_key.split(":")[1], declarations__isnull=True)
    return assignment.filter(review__state__in=OPEN_REVIEW).exists()


def _still_lacks_somebody(message: OutboxMessage) -> bool:
    """A coordinator hears of it while the review looks for assessors and while they are one."""
    review = Review.objects.filter(assignments__pk=message.dedupe_key.split(":")[1], state=ReviewState.FORMING)
    return review.exists() and RoleGrant.objects.open().filter(user=message.recipient, role=Role.COORDINATOR).exists()


def register() -> None:
    """Make the kinds known to the outbox."""
    asked, stood_down = _("You are asked to assess"), _("An assessor has stepped back from a review")
    kinds.register(kinds.Kind(ASKED, asked, still_wanted=_still_asked, role=Role.ASSESSOR))
    kinds.register(kinds.Kind(CALLED_OFF, _("A review that you are part of is called off")))
    kinds.register(kinds.Kind(STOOD_DOWN, stood_down, still_wanted=_still_lacks_somebody, role=Role.COORDINATOR))


def ask(assignment: Assignment, *, now: datetime) -> None:
    """Ask an assessor, and say how to say no."""
    enqueue(
        kind=ASKED,
        recipient=assignment.user,
        to=assignment.user.email,
        template="standards_review_asked",
        context={"path": reverse("standards:declare", args=[assignment.review_id])},
        dedupe_key=f"review_asked:{assignment.pk}",
        now=now,
    )


def call_off(assignment: Assignment, what: str, *, now: datetime) -> None:
    """Tell an assessor that nothing is left to do: the review is `cancelled`, or they are `released`."""
    enqueue(
        kind=CALLED_OFF,
        recipient=assignment.user,
        to=assignment.user.email,
        template="standards_review_called_off",
        context={"what": what, "path": reverse("standards:my_reviews")},
        dedupe_key=f"review_called_off:{assignment.pk}",
        now=now,
    )


def tell_leads(review: Review, *, now: datetime) -> None:
    """Tell the leads of the organisation that their assessment waits again."""
    organisation = review.assessment.organisation
    for membership in Membership.objects.open().leads().filter(organisation=organisation).select_related("user"):
        enqueue(
            kind=CALLED_OFF,
            recipient=membership.user,
            to=membership.user.email,
            template="standards_review_called_off",
            context={"what": "waits_again", "path": reverse("pages:hub")},
            dedupe_key=f"review_called_off:{review.pk}:{membership.user_id}",
            now=now,
        )


def tell_desk(assignment: Assignment, *, now: datetime) -> None:
    """Tell the coordinators who have no tie to the organisation that somebody else is needed."""
    organisation_id = assignment.review.assessment.organisation_id
    tied = Membership.objects.open().filter(organisation_id=organisation_id).values("user_id")
    duty = RoleGrant.objects.open().filter(role=Role.COORDINATOR).values("user_id")
    for coordinator in User.objects.filter(Q(pk__in=duty) & ~Q(pk__in=tied) & ~Q(pk=assignment.user_id)):
        enqueue(
            kind=STOOD_DOWN,
            recipient=coordinator,
            to=coordinator.email,
            template="standards_assessor_stood_down",
            context={"path": reverse("standards:coordination_review", args=[assignment.review_id])},
            dedupe_key=f"assessor_stood_down:{assignment.pk}:{coordinator.pk}",
            now=now,
        )
