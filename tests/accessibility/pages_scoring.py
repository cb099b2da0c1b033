"""Pages about scores, consensus, decision and recognition, by the person who opens them."""

from __future__ import annotations

from django.urls import reverse

from lero_hub.demonstration.people import DOMAIN
from standards.models import Assessment, Recognition, Review
from standards.states import ReviewState
from tests.accessibility.addresses import Found, of

KILN = "kiln-lane-recovery-collective"


def review(name: str, state: str, who: str, *words: str) -> Found:
    """Open a page about a review in a state that somebody assesses."""

    def find() -> str:
        mine = Review.objects.filter(state=state, assignments__user__email=f"{who}@{DOMAIN}")
        return reverse(f"standards:{name}", args=[mine.order_by("opened_at", "id")[0].pk, *words])

    return find


def panelled(name: str) -> Found:
    """Open a page about the review that waits for the panel."""
    return lambda: reverse(f"standards:{name}", args=[Review.objects.get(state=ReviewState.PANEL).pk])


def result() -> str:
    """Read the result of Kiln Lane's review, as its lead."""
    rows = Assessment.objects.filter(organisation__slug=KILN, reviews__state=ReviewState.DECIDED)
    return reverse("standards:result", args=[rows.get().pk])


def recognition() -> str:
    """Check the recognition of Kiln Lane, as anybody may."""
    return reverse("standards:recognition", args=[Recognition.objects.get(organisation__slug=KILN).pk])


PAGES: dict[str, dict[str, Found]] = {
    "visitor": {"recognition": recognition},
    "assessor1": {
        "review-sealed": review("review", "scoring", "assessor1"),
        "review-score-sealed": review("score", "scoring", "assessor1", "SUP-1"),
        "review-compare": review("compare", "consensus", "assessor1"),
        "review-decided": review("review", "decided", "assessor1"),
        "review-compare-decided": review("compare", "decided", "assessor1"),
    },
    "assessor2": {
        "my-reviews": of("standards:my_reviews"),
        "review": review("review", "scoring", "assessor2"),
        "review-score": review("score", "scoring", "assessor2", "SUP-1"),
        "review-score-empty": review("score", "scoring", "assessor2", "EVI-5"),
        "review-send-in": review("submit_scores", "scoring", "assessor2"),
    },
    "panel1": {
        "hub": of("pages:hub"),
        "panel": of("standards:panel"),
        "panel-compare": panelled("compare"),
        "panel-decide": panelled("decide"),
        "panel-return": panelled("return_to_assessors"),
    },
    "otherlead": {"result": result},
}
