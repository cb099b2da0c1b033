"""Mails about a review: its levels are open, the panel has it, it came back, it is decided.

None names an organisation, a level or a person: the page behind the link does.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

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
from standards.states import ReviewState

ASSESSING, COORDINATING = "standards.review_assessing", "standards.review_coordinating"
PANEL, RESULT = "standards.review_panel", "standards.review_result"


def _review_id(message: OutboxMessage) -> UUID:
    return UUID(message.dedupe_key.split(":")[1])


def _holds(message: OutboxMessage, role: Role) -> bool:
    return RoleGrant.objects.open().filter(user=message.recipient, role=role).exists()


def _still_assesses(message: OutboxMessage) -> bool:
    """An assessor hears of a review while they are one of its assessors."""
    return Assignment.objects.open().filter(review_id=_review_id(message), user=message.recipient).exists()


def _still_coordinates(message: OutboxMessage) -> bool:
    """A coordinator hears of a review while they are one."""
    return _holds(message, Role.COORDINATOR)


def _still_waits(message: OutboxMessage) -> bool:
    """A panel member hears of a review while it waits and while they are one."""
    waits = Review.objects.filter(pk=_review_id(message), state=ReviewState.PANEL).exists()
    return waits and _holds(message, Role.PANEL_MEMBER)


def _still_in_team(message: OutboxMessage) -> bool:
    """A member hears of the result while they act for the organisation."""
    team = Membership.objects.open().filter(organisation__assessments__reviews=_review_id(message))
    return team.filter(user=message.recipient).exists()


def register() -> None:
    """Make the kinds known to the outbox."""
    for name, label, wanted, role in (
        (ASSESSING, _("News of a review that you assess"), _still_assesses, Role.ASSESSOR),
        (COORDINATING, _("Steps of reviews by peers"), _still_coordinates, Role.COORDINATOR),
        (PANEL, _("A review waits for the panel"), _still_waits, Role.PANEL_MEMBER),
        (RESULT, _("The result of your organisation’s review"), _still_in_team, ""),
    ):
        kinds.register(kinds.Kind(name, label, still_wanted=wanted, role=role))


def _tell(people: Iterable[User], *, kind: str, what: str, path: str, review: Review, now: datetime) -> None:
    for user in people:
        enqueue(
            kind=kind,
            recipient=user,
            to=user.email,
            template="standards_review_news",
            context={"what": what, "path": path},
            dedupe_key=f"review:{review.pk}:{what}:{kind}:{now.timestamp()}:{user.pk}",
            now=now,
        )


def _assessors(review: Review) -> Iterable[User]:
    return [each.user for each in review.assignments.open().select_related("user").order_by("assigned_at", "id")]


def _holders(role: Role, organisation_id: UUID) -> Iterable[User]:
    """List who holds a role, without those who act for the organisation."""
    own = Membership.objects.open().filter(organisation_id=organisation_id).values("user_id")
    grants = RoleGrant.objects.open().filter(role=role).exclude(user_id__in=own)
    return [each.user for each in grants.select_related("user").order_by("granted_at", "id")]


def _coordinators(review: Review) -> Iterable[User]:
    return _holders(Role.COORDINATOR, review.assessment.organisation_id)


def tell_scores_open(review: Review, *, now: datetime) -> None:
    """Tell both assessors and the coordinators that the levels can be seen side by side."""
    path = reverse("standards:compare", args=[review.pk])
    _tell(_assessors(review), kind=ASSESSING, what="scores_open", path=path, review=review, now=now)
    _tell(_coordinators(review), kind=COORDINATING, what="scores_open_desk", path=path, review=review, now=now)


def tell_panel(review: Review, *, now: datetime) -> None:
    """Tell the panel members who have nothing to do with the review that it waits for one of them."""
    assessed = set(review.assignments.values_list("user_id", flat=True))
    members = _holders(Role.PANEL_MEMBER, review.assessment.organisation_id)
    path = reverse("standards:panel")
    free = [user for user in members if user.pk not in assessed]
    _tell(free, kind=PANEL, what="with_panel", path=path, review=review, now=now)


def tell_returned(review: Review, *, now: datetime) -> None:
    """Tell the assessors that the panel asks them to look again."""
    path = reverse("standards:compare", args=[review.pk])
    _tell(_assessors(review), kind=ASSESSING, what="returned", path=path, review=review, now=now)


def tell_decided(review: Review, *, now: datetime) -> None:
    """Tell the team, the assessors and the coordinators that the panel has decided; the pages say what."""
    team = Membership.objects.open().filter(organisation_id=review.assessment.organisation_id).select_related("user")
    members = [each.user for each in team.order_by("since", "id")]
    result = reverse("standards:result", args=[review.assessment_id])
    compare = reverse("standards:compare", args=[review.pk])
    _tell(members, kind=RESULT, what="decided_team", path=result, review=review, now=now)
    _tell(_assessors(review), kind=ASSESSING, what="decided", path=compare, review=review, now=now)
    _tell(_coordinators(review), kind=COORDINATING, what="decided_desk", path=compare, review=review, now=now)
