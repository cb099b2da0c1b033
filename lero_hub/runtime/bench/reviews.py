"""What the levels side by side cost, with all criteria of the shipped edition and many other reviews beside them.

The limit is 40 ms of server time at the median. Reads the edition that `standards.report` has loaded.
"""

from datetime import datetime
from http.client import OK

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lero_hub.accounts.models import User
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.runtime.bench.measure import Say, heading, judge
from standards.models import Assessment, AssessorScore, Assignment, Criterion, InterestDeclaration, Review

LIMIT_MS = 40.0
MOST_REVIEWS, REVIEWS_EACH = 300, 10
NOTE = "We rang three helpers, and sat in on an evening. " * 4


def fill(*, now: datetime) -> Review:
    """Bring many assessments to where the assessors agree on levels; give back the first review."""
    assessments = list(Assessment.objects.order_by("organisation__slug")[:MOST_REVIEWS])
    ids = [each.pk for each in assessments]
    pairs = [_pair(number, now) for number in range(max(1, len(ids) // REVIEWS_EACH))]
    by = assessments[0].started_by
    Assessment.objects.filter(pk__in=ids).update(state="in_review", submitted_at=now, submitted_by=by)
    reviews = Review.objects.bulk_create(
        Review(assessment=each, state="consensus", opened_at=now, opened_by=by, scores_opened_at=now)
        for each in assessments
    )
    assignments = Assignment.objects.bulk_create(
        Assignment(review=review, user=user, is_lead=place == 0, assigned_at=now, assigned_by=by)
        for number, review in enumerate(reviews)
        for place, user in enumerate(pairs[number % len(pairs)])
    )
    InterestDeclaration.objects.bulk_create(
        InterestDeclaration(assignment=each, interest="none", declared_at=now) for each in assignments
    )
    criteria = list(Criterion.objects.filter(version_id=assessments[0].version_id))
    AssessorScore.objects.bulk_create(
        (
            AssessorScore(assignment=each, criterion=criterion, level=number % 4, note=NOTE, changed_at=now)
            for number, each in enumerate(assignments)
            for criterion in criteria
        ),
        batch_size=2000,
    )
    Assignment.objects.filter(pk__in=[each.pk for each in assignments]).update(submitted_at=now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) standards_assessor_score, standards_assignment, standards_review")
    return reviews[0]


def _pair(number: int, now: datetime) -> list[User]:
    """Make two assessors, with the duty that opens a review to them."""
    pair = [
        User.objects.create(email=f"{name}{number}@bench.example", display_name=name.capitalize(), consented_at=now)
        for name in ("dee", "anwen")
    ]
    for user in pair:
        RoleGrant.objects.create(user=user, role=Role.ASSESSOR, granted_at=now, granted_by=user, reason="To measure by")
    return pair


def report(say: Say) -> bool:
    """Measure the page as its lead assessor sees it; give back whether the median is within the limit."""
    review = fill(now=timezone.now())
    browser = Client()
    browser.force_login(review.assignments.get(is_lead=True).user)
    address = reverse("standards:compare", args=[review.pk])
    assert browser.get(address).status_code == OK
    criteria = Criterion.objects.filter(version=review.assessment.version_id).count()
    say(f"\n{Review.objects.count()} reviews, {criteria} criteria")
    heading(say, "review", LIMIT_MS)
    return judge(say, "levels side by side", lambda: browser.get(address), limit=LIMIT_MS)
