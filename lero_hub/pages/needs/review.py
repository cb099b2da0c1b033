"""What forming a review needs: from coordinators a look and two assessors, from assessors an answer."""

from datetime import datetime

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.pages.needs.coordination import ANSWER_WITHIN, Pile
from lero_hub.pages.needs.need import Need, Rows, Source, each, working_days_after
from organisations.models import Membership
from standards.models import Assessment, Assignment, Review
from standards.queries.agreements import valid_agreements
from standards.states import OPEN_REVIEW, ReviewState

# --- Coordinators ------------------------------------------------------------------------------------------------


def _own(actor: Actor) -> QuerySet[Membership, tuple[object]]:
    """Name the coordinator's own organisations: somebody else looks after those."""
    return Membership.objects.open().filter(user=actor.user).values_list("organisation_id")


def _waiting(actor: Actor, now: datetime) -> QuerySet[Assessment]:
    return Assessment.objects.submitted().exclude(organisation_id__in=_own(actor))


def _say_waiting(number: int, since: datetime | None) -> Need:
    assert since is not None  # the database asks it of an assessment that was sent in
    first = localdate(since)
    words = ngettext("Read %(n)s self-assessment that waits", "Read %(n)s self-assessments that wait", number)
    return Need(
        label=words % {"n": number},
        url=reverse("standards:coordination_assessments"),
        note=_("The oldest was sent in on %(day)s.") % {"day": date_format(first, "j F")},
        due=working_days_after(first, ANSWER_WITHIN),
        waits_for_others=True,
    )


def _lacking(actor: Actor, now: datetime) -> QuerySet[Review]:
    return Review.objects.filter(state=ReviewState.FORMING).exclude(assessment__organisation_id__in=_own(actor))


def _say_lacking(number: int, since: datetime | None) -> Need:
    words = ngettext("Find assessors for %(n)s review", "Find assessors for %(n)s reviews", number)
    return Need(
        label=words % {"n": number},
        url=reverse("standards:coordination_reviews"),
        note=_("Each needs two people with lived experience and no tie to the organisation."),
        waits_for_others=True,
    )


# --- Assessors ---------------------------------------------------------------------------------------------------


def _duty(actor: Actor) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.open().filter(user=actor.user, role=Role.ASSESSOR)


def _to_declare(actor: Actor, now: datetime) -> QuerySet[Assignment]:
    asked = Assignment.objects.open().filter(user=actor.user, review__state__in=OPEN_REVIEW, declarations__isnull=True)
    return asked.order_by("assigned_at", "id")


def _declare_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=_("Say whether you can look at %(name)s") % {"name": assignment.review.assessment.organisation.name},
            url=reverse("standards:declare", args=[assignment.review_id]),
            note=_("You are asked to assess. You can say no with one click."),
            waits_for_others=True,
        )
        for assignment in _to_declare(actor, now).select_related("review__assessment__organisation")
    ]


def _declare_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_to_declare(actor, now))]


def _without_agreement(actor: Actor, now: datetime) -> QuerySet[RoleGrant]:
    """Find the assessor's own grant while there is no agreement on which they could assess."""
    return _duty(actor).exclude(Exists(valid_agreements(now).filter(user=actor.user)))


def _agreement_needs(actor: Actor, now: datetime) -> list[Need]:
    note = _("It takes five minutes, and holds for a year. Without it you cannot be asked to assess.")
    label, url = _("Read and accept the assessor agreement"), reverse("standards:assessor_agreement")
    return [Need(label=label, url=url, note=note) for _grant in _without_agreement(actor, now)]


def _agreement_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_without_agreement(actor, now))]


PILES = (
    Pile("assessments", _waiting, "submitted_at", _say_waiting),
    Pile("reviews", _lacking, "opened_at", _say_lacking),
)
"""Read together with the other piles of coordinators, in one query."""
SOURCES = (
    Source(_declare_needs, _declare_rows, Role.ASSESSOR),
    Source(_agreement_needs, _agreement_rows, Role.ASSESSOR),
)
