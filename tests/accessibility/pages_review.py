"""Pages about forming a review: assessors, assignments, interests, by the person who opens them."""

from __future__ import annotations

from django.urls import reverse

from standards.models import Assessment, Review
from tests.accessibility.addresses import Found, of, query


def review(name: str, state: str) -> Found:
    """Open a page about a review in a state."""
    return lambda: reverse(name, args=[_review(state).pk])


def _review(state: str) -> Review:
    return Review.objects.filter(state=state).order_by("opened_at", "id")[0]


def assessment(state: str) -> Found:
    """Read an assessment in a state at the desk."""

    def find() -> str:
        found = Assessment.objects.filter(state=state).order_by("submitted_at", "id")[0]
        return reverse("standards:coordination_assessment", args=[found.pk])

    return find


def release() -> str:
    """Ask before releasing an assessor."""
    found = _review("scoring")
    assignment = found.assignments.filter(submitted_at__isnull=True, ended_at__isnull=True)[0]
    return reverse("standards:coordination_release", args=[found.pk, assignment.pk])


PAGES: dict[str, dict[str, Found]] = {
    "coordinator": {
        "desk-assessments": of("standards:coordination_assessments"),
        "desk-assessments-none": query("standards:coordination_assessments", "q=zebra"),
        "desk-assessment": assessment("submitted"),
        "desk-assessment-decided": assessment("decided"),
        "desk-assessments-sent-back": query("standards:coordination_assessments", "state=sent_back"),
        "desk-reviews": of("standards:coordination_reviews"),
        "desk-reviews-none": query("standards:coordination_reviews", "state=cancelled"),
        "desk-review-forming": review("standards:coordination_review", "forming"),
        "desk-review-scoring": review("standards:coordination_review", "scoring"),
        "desk-review-decided": review("standards:coordination_review", "decided"),
        "desk-review-cancel": review("standards:coordination_cancel_review", "scoring"),
        "desk-review-release": release,
    },
    "assessor1": {
        "my-reviews": of("standards:my_reviews"),
        "assessor-agreement": of("standards:assessor_agreement"),
        "assessor-agreement-take-back": of("standards:withdraw_agreement"),
    },
}
