"""Pages about practice items and their moderation, by the person who opens them."""

from __future__ import annotations

from django.urls import reverse

from evidence.models import Item
from evidence.states import State
from evidence.steps import STEPS
from tests.accessibility.addresses import Found, of, query

CALDER, KILN = "calder-steps", "kiln-lane-recovery-collective"


def practice(name: str, state: str, *words: str) -> Found:
    """Open a page about what Calder Steps shares, in a state."""

    def find() -> str:
        rows = Item.objects.practice().filter(organisation__slug=CALDER, state=state)
        return reverse(f"evidence:{name}", args=[CALDER, rows.order_by("slug")[0].slug, *words])

    return find


def waiting(name: str, state: str = State.SUBMITTED) -> Found:
    """Open a page at the desk of curators."""

    def find() -> str:
        found = Item.objects.practice().filter(state=state).order_by("submitted_at", "slug")[0]
        return reverse(f"evidence:{name}", args=[found.slug])

    return find


PAGES: dict[str, dict[str, Found]] = {
    "lead": {
        "practice-ours": of("evidence:ours", CALDER),
        "practice-share": of("evidence:practice_share", CALDER),
        "practice-draft": practice("practice", State.DRAFT),
        "practice-asked": practice("practice", State.CHANGES_REQUESTED),
        **{f"practice-{step}": practice("practice_edit", State.CHANGES_REQUESTED, step) for step in STEPS},
        "practice-preview": practice("practice_preview", State.CHANGES_REQUESTED),
        "practice-send": practice("practice_send", State.CHANGES_REQUESTED),
        "practice-send-not-yet": practice("practice_send", State.DRAFT),
        "practice-ask-delete": practice("practice_ask_delete", State.DRAFT),
    },
    "otherlead": {"practice-ours": of("evidence:ours", KILN)},
    "curator": {
        "hub": of("pages:hub"),
        "curation": of("evidence:curation"),
        "curation-none": query("evidence:curation", "q=zebra"),
        "curation-item": waiting("curation_item"),
        "curation-item-sent-back": waiting("curation_item", State.CHANGES_REQUESTED),
        "curation-ask": waiting("curation_ask"),
    },
}
