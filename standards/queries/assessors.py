"""Who can be asked to assess, with reasons in words: for each assessor what stands in the way, or what speaks for them.

Nobody is rated. What is counted is how many reviews somebody has open, so that the work is shared.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.accounts.models import User
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from organisations.models import Membership, Organisation
from standards.models import Assessment, AssessorAgreement, Assignment, InterestDeclaration, Review
from standards.queries.agreements import holds, last_day
from standards.states import CONFLICT_MONTHS, OPEN_REVIEW, RECOGNITION_YEARS, Interest, ReviewState
from standards.ties import Tie, months_before, tie_of, tying_memberships

CYCLE = timedelta(days=365 * RECOGNITION_YEARS)


@dataclass(frozen=True)
class Candidate:
    """One assessor as a coordinator weighs them: `bar` says why they cannot be asked, the rest is for whom can be."""

    user: User
    bar: Tie | None
    reasons: list[str]
    hints: list[str]
    load: int


@dataclass
class Background:
    """What is known about some assessors and one organisation, read in a fixed number of queries."""

    memberships: dict[UUID, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    agreements: dict[UUID, AssessorAgreement] = field(default_factory=dict)
    declared: dict[UUID, datetime] = field(default_factory=dict)
    loads: Counter[UUID] = field(default_factory=Counter)
    assessed_by_them: set[UUID] = field(default_factory=set)
    has_seen: set[UUID] = field(default_factory=set)
    could_see: set[UUID] = field(default_factory=set)


def assessors(text: str = "") -> list[User]:
    """List who holds the role of an assessor with an open account and a consent that stands, by name."""
    duty = RoleGrant.objects.open().filter(user=OuterRef("pk"), role=Role.ASSESSOR)
    found = User.objects.filter(Exists(duty), is_active=True, consented_at__isnull=False)
    for word in text.split():
        found = found.filter(display_name__icontains=word)
    return list(found.order_by("display_name", "id"))


def background(users: Iterable[User], assessment: Assessment, now: datetime) -> Background:
    """Read what decides whether these people can look at this assessment of an organisation."""
    ids, organisation_id = [user.pk for user in users], assessment.organisation_id
    known = Background()
    for membership in tying_memberships(now).filter(user_id__in=ids).select_related("organisation"):
        known.memberships[membership.user_id].append(membership)
    for agreement in AssessorAgreement.objects.filter(user_id__in=ids, withdrawn_at__isnull=True):
        known.agreements[agreement.user_id] = agreement
    declarations = InterestDeclaration.objects.filter(
        assignment__user_id__in=ids,
        assignment__review__assessment__organisation_id=organisation_id,
        declared_at__gt=months_before(now, CONFLICT_MONTHS),
    ).exclude(interest=Interest.NONE)
    known.declared = dict(declarations.order_by("declared_at").values_list("assignment__user_id", "declared_at"))
    open_ones = Assignment.objects.open().filter(user_id__in=ids, review__state__in=OPEN_REVIEW)
    known.loads = Counter(open_ones.values_list("user_id", flat=True))
    theirs = tying_memberships(now).filter(organisation_id=organisation_id).values("user_id")
    assessed = Assignment.objects.open().filter(user_id__in=theirs, review__opened_at__gt=now - CYCLE)
    assessed = assessed.exclude(review__state=ReviewState.CANCELLED)
    known.assessed_by_them = set(assessed.values_list("review__assessment__organisation_id", flat=True))
    known.has_seen, known.could_see = _have_seen(ids, assessment), _could_see(ids, assessment, now)
    return known


def _have_seen(ids: list[UUID], assessment: Assessment) -> set[UUID]:
    """Find who was an assessor here when levels of this assessment opened, or later: not who had left before."""
    stood = Q(ended_at__isnull=True) | Q(ended_at__gte=F("review__scores_opened_at"))
    opened = Assignment.objects.filter(stood, review__assessment=assessment, review__scores_opened_at__isnull=False)
    return set(opened.filter(user_id__in=ids).values_list("user_id", flat=True))


def _could_see(ids: list[UUID], assessment: Assessment, now: datetime) -> set[UUID]:
    """Find whom another duty let read levels of this assessment, from their opening until the review was called off.

    Coordinators read them all that time. The panel reads them once it has the review; that day is kept for the last
    time only that it got it, so the whole time counts.
    """
    until = Coalesce(OuterRef("ended_at"), Value(now), output_field=DateTimeField())
    opened = Review.objects.filter(
        Q(cancelled_at__isnull=True) | Q(cancelled_at__gte=OuterRef("granted_at")),
        assessment=assessment,
        scores_opened_at__lte=until,
    )
    reading = Q(Exists(opened), role=Role.COORDINATOR)
    reading |= Q(Exists(opened.filter(panel_at__isnull=False)), role=Role.PANEL_MEMBER)
    return set(RoleGrant.objects.filter(reading, user_id__in=ids).values_list("user_id", flat=True))


def bar_of(user: User, organisation_id: UUID, known: Background, now: datetime) -> Tie | None:
    """Say why this person cannot assess this organisation, the weightiest reason first; None when they can."""
    memberships = known.memberships[user.pk]
    tying = [each for each in memberships if each.organisation_id == organisation_id]
    if tying:
        return tie_of(min(tying, key=lambda each: each.ended_at is not None))
    agreement = known.agreements.get(user.pk)
    if agreement is None:
        return Tie("no_agreement", _("Has not accepted the assessor agreement."))
    if not holds(agreement, now):
        words = _("Accepted the assessor agreement on %(day)s. It has to be accepted anew.")
        return Tie("old_agreement", words % {"day": date_format(agreement.accepted_at, "j F Y")})
    if user.pk in known.declared:
        words = _("Declared an interest in this organisation on %(day)s.")
        return Tie("declared", words % {"day": date_format(known.declared[user.pk], "j F Y")})
    if user.pk in known.has_seen:
        words = _("Has looked at this self-assessment before, and has seen another assessor's levels.")
        return Tie("has_seen", words)
    if user.pk in known.could_see:
        words = _("Could read the levels of an earlier review of this, as a coordinator or as a member of the panel.")
        return Tie("could_see", words)
    if known.assessed_by_them & {each.organisation_id for each in memberships}:
        words = _("Somebody of this organisation has assessed theirs within three years. Reviews are not swapped.")
        return Tie("reciprocal", words)
    return None


def candidates(review: Review, text: str, *, now: datetime) -> list[Candidate]:
    """List all assessors but those on the review: who can be asked first, the least busy first, then by name.

    Takes the same number of queries, however many there are.
    """
    organisation = review.assessment.organisation
    taken = set(review.assignments.open().values_list("user_id", flat=True))
    users = [user for user in assessors(text) if user.pk not in taken]
    known = background(users, review.assessment, now)
    found = [_candidate(user, organisation, known, now) for user in users]
    return sorted(found, key=lambda each: (each.bar is not None, each.load))


def _candidate(user: User, organisation: Organisation, known: Background, now: datetime) -> Candidate:
    bar, load = bar_of(user, organisation.pk, known, now), known.loads[user.pk]
    if bar is not None:
        return Candidate(user, bar, [], [], load)
    words = ngettext("Has %(n)s review open.", "Has %(n)s reviews open.", load) % {"n": load}
    until = date_format(last_day(known.agreements[user.pk]), "j F Y")
    reasons = [
        words if load else _("Has no review open."),
        _("No tie to this organisation that we know of."),
        _("Agreement accepted, until %(day)s.") % {"day": until},
    ]
    return Candidate(user, None, reasons, _hints(known.memberships[user.pk], organisation), load)


def _hints(memberships: list[Membership], organisation: Organisation) -> list[str]:
    """Say what a coordinator may want to ask about. It bars nobody: only the assessor can say whether they compete."""
    near = [
        each.organisation.name
        for each in memberships
        if each.ended_at is None
        and organisation.base_area_id is not None
        and each.organisation.base_area_id == organisation.base_area_id
    ]
    if not near:
        return []
    words = _("Acts for %(names)s, in the same council area. If the two compete, ask somebody else.")
    return [words % {"names": ", ".join(sorted(near))}]
