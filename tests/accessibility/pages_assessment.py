"""Pages about self-assessment, by the person who opens them."""

from __future__ import annotations

from django.urls import reverse

from standards.models import Assessment
from standards.states import WRITABLE
from tests.accessibility.addresses import Found, of

CALDER, KILN = "calder-steps", "kiln-lane-recovery-collective"


def _open_of(slug: str) -> Assessment:
    """Give what an organisation writes now; what it wrote last where nothing is being written."""
    rows = Assessment.objects.filter(organisation__slug=slug)
    return rows.filter(state__in=WRITABLE).first() or rows.order_by("-started_at")[0]


def mine(name: str, *args: str) -> Found:
    """Open a page of Calder Steps' self-assessment, in the middle of it."""
    return lambda: reverse(f"standards:{name}", args=[_open_of(CALDER).pk, *args])


def theirs(name: str, *args: str) -> Found:
    """Open a page of a self-assessment that was sent in."""
    return lambda: reverse(f"standards:{name}", args=[_open_of(KILN).pk, *args])


def piece(name: str) -> Found:
    """Open a page about the first piece of evidence of Calder Steps."""

    def find() -> str:
        assessment = _open_of(CALDER)
        return reverse(f"standards:{name}", args=[assessment.pk, assessment.evidence.order_by("added_at", "id")[0].pk])

    return find


PAGES: dict[str, dict[str, Found]] = {
    "lead": {
        "assessment": mine("assessment"),
        "criterion": mine("criterion_answer", "SUP-1"),
        "criterion-may-not-apply": mine("criterion_answer", "SUP-4"),
        "assessment-paper": mine("assessment_paper"),
        "assessment-send": mine("assessment_send"),
        "assessment-withdraw": mine("assessment_ask_withdraw"),
        "evidence-list": mine("assessment_evidence"),
        "evidence": piece("evidence"),
        "evidence-remove": piece("evidence_ask_remove"),
        "evidence-file-add": mine("evidence_add", "SUP-1", "file"),
        "evidence-talk-add": mine("evidence_add", "SUP-1", "talk"),
    },
    "editor": {"assessment": mine("assessment")},
    "otherlead": {
        "hub": of("pages:hub"),
        "assessment-sent": theirs("assessment"),
        "criterion-sent": theirs("criterion_answer", "LED-1"),
    },
}
