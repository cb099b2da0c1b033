"""What reviews by peers need from assessors who score and agree, from the panel, and from a team with a result."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from lero_hub.authz.states import Role
from lero_hub.pages.needs.need import Need, Rows, Source, each
from organisations.models import Membership
from standards.models import Assignment, InterestDeclaration, Review
from standards.queries.decision import open_to_panel_member
from standards.states import Interest, ReviewState

RESULT_IS_NEWS = timedelta(days=28)
"""For so long a result stands among what needs the team; after that it is found on the organisation's page."""


def _mine(actor: Actor, **rule: object) -> QuerySet[Assignment]:
    """Find the actor's assignments with nothing declared against them, by what their review waits for."""
    clear = InterestDeclaration.objects.filter(assignment=OuterRef("pk"), interest=Interest.NONE)
    found = Assignment.objects.open().filter(Exists(clear), user=actor.user, **rule)
    return found.select_related("review__assessment__organisation").order_by("assigned_at", "id")


def _to_score(actor: Actor, now: datetime) -> QuerySet[Assignment]:
    return _mine(actor, review__state=ReviewState.SCORING, submitted_at=None)


def _score_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=_("Look at %(name)s and send in your levels") % {"name": _name(assignment.review)},
            url=reverse("standards:review", args=[assignment.review_id]),
            note=_("The other assessor sees your levels once both of you have sent in."),
            waits_for_others=True,
        )
        for assignment in _to_score(actor, now)
    ]


def _to_agree(actor: Actor, now: datetime) -> QuerySet[Assignment]:
    return _mine(actor, review__state=ReviewState.CONSENSUS)


def _agree_needs(actor: Actor, now: datetime) -> list[Need]:
    return [_agree_need(assignment.review) for assignment in _to_agree(actor, now)]


def _agree_need(review: Review) -> Need:
    note = _("Both of you have sent in. Talk, and write down what you agree on.")
    if review.return_reason:
        note = _("The panel has given it back with a question.")
    return Need(
        label=_("Agree the levels of %(name)s") % {"name": _name(review)},
        url=reverse("standards:compare", args=[review.pk]),
        note=note,
        waits_for_others=True,
    )


def _name(review: Review) -> str:
    return review.assessment.organisation.name


def _to_decide(actor: Actor, now: datetime) -> QuerySet[Review]:
    return open_to_panel_member(actor.person, now)


def _decide_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=_("Decide on the review of %(name)s") % {"name": _name(review)},
            url=reverse("standards:decide", args=[review.pk]),
            note=_("One member of the panel decides: whoever comes first."),
            waits_for_others=True,
        )
        for review in _to_decide(actor, now)
    ]


def _results(actor: Actor, now: datetime) -> QuerySet[Review]:
    mine = Membership.objects.open().filter(user=actor.user, organisation=OuterRef("assessment__organisation"))
    found = Review.objects.filter(Exists(mine), state=ReviewState.DECIDED, decided_at__gt=now - RESULT_IS_NEWS)
    return found.select_related("assessment__organisation").order_by(F("decided_at").desc(), "id")


def _result_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=_("Read the result of the review of %(name)s") % {"name": _name(review)},
            url=reverse("standards:result", args=[review.assessment_id]),
            note=_("What is strong, what to build on next, and what comes after."),
        )
        for review in _results(actor, now)
    ]


def _score_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_to_score(actor, now)), each(_to_agree(actor, now))]


def _decide_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_to_decide(actor, now))]


def _result_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_results(actor, now))]


def _assessor_needs(actor: Actor, now: datetime) -> list[Need]:
    return [*_score_needs(actor, now), *_agree_needs(actor, now)]


SOURCES = (
    Source(_assessor_needs, _score_rows, Role.ASSESSOR),
    Source(_decide_needs, _decide_rows, Role.PANEL_MEMBER),
    Source(_result_needs, _result_rows),
)
