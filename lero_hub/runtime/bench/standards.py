"""What a self-assessment costs with many others beside it: its overview, one criterion, and saving as somebody writes.

The limit is 40 ms of server time at the median for each, and ten queries for the overview.
"""

from collections.abc import Iterator
from datetime import datetime
from http.client import OK
from itertools import count
from uuid import UUID

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lero_hub.accounts.models import User
from lero_hub.runtime.bench.measure import Say, Work, heading, judge
from organisations.models import Membership, Organisation
from organisations.states import MemberRole
from standards.models import Answer, Assessment, AssessmentEvidence, Criterion, EvidenceUse
from standards.reference.shipped import shipped_text
from standards.workflows.frameworks import load_framework, publish_framework

LIMIT_MS = 40.0
MOST_QUERIES = 10
MOST_ASSESSMENTS = 1000
WORDS = "Everyone who opens up, cooks or walks with people meets in threes, every second Monday. " * 6


def fill(*, now: datetime) -> int:
    """Let many organisations look at themselves, each at another point; give back how many."""
    version = load_framework(text=shipped_text(), now=now).version
    publish_framework(version_id=version.pk, by=None, now=now)
    criteria = list(Criterion.objects.filter(version=version).order_by("domain__position", "position", "id"))
    organisations = list(Organisation.objects.order_by("slug")[:MOST_ASSESSMENTS])
    makers = {each.pk: each.created_by_id for each in organisations}
    found = Assessment.objects.bulk_create(
        Assessment(organisation_id=pk, version=version, started_at=now, started_by_id=by) for pk, by in makers.items()
    )
    Answer.objects.bulk_create(
        (answer for number, each in enumerate(found) for answer in _answers(each, number, criteria, now)),
        batch_size=2000,
    )
    pieces = AssessmentEvidence.objects.bulk_create(
        AssessmentEvidence(assessment=each, kind="visit", title="Come and see", added_at=now, added_by=each.started_by)
        for each in found
        for _piece in range(5)
    )
    EvidenceUse.objects.bulk_create(
        EvidenceUse(evidence=piece, criterion=criteria[(number * 7) % len(criteria)])
        for number, piece in enumerate(pieces)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) standards_answer, standards_assessment_evidence, standards_evidence_use")
    return len(found)


def _answers(assessment: Assessment, number: int, criteria: list[Criterion], now: datetime) -> Iterator[Answer]:
    """Answer everything in the first assessment, and less in each that follows."""
    for criterion in criteria[: len(criteria) - number % len(criteria)]:
        yield Answer(
            assessment=assessment,
            criterion=criterion,
            level=number % 4,
            narrative=WORDS,
            changed_at=now,
            changed_by_id=assessment.started_by_id,
        )


def report(say: Say) -> bool:
    """Measure each page and say it; give back whether every median is within the limit."""
    now = timezone.now()
    assessments = fill(now=now)
    assessment = Assessment.objects.order_by("organisation__slug")[0]
    lead = User.objects.get(pk=assessment.started_by_id)
    Membership.objects.get_or_create(
        user=lead, organisation_id=assessment.organisation_id, role=MemberRole.LEAD, defaults={"since": now}
    )
    User.objects.filter(pk=lead.pk).update(consented_at=now)
    browser = Client()
    browser.force_login(lead)
    say(f"\n{assessments:,} self-assessments, {Answer.objects.count():,} answers, {now:%Y-%m-%d}")
    heading(say, f"self-assessment (overview: {MOST_QUERIES} queries)", LIMIT_MS)
    most = {"overview": MOST_QUERIES}
    works = _works(browser, assessment.pk)
    within = [judge(say, label, work, limit=LIMIT_MS, most_queries=most.get(label)) for label, work in works]
    return all(within)


def _works(browser: Client, assessment_id: UUID) -> Iterator[tuple[str, Work]]:
    overview = reverse("standards:assessment", args=[assessment_id])
    criterion = reverse("standards:criterion_answer", args=[assessment_id, "SUP-1"])
    numbers = count(Answer.objects.get(assessment=assessment_id, criterion__code="SUP-1").number)

    def save() -> None:
        number = next(numbers)
        posted = {"number": str(number), "level": "2", "narrative": f"{WORDS} {number}"}
        answer = browser.post(criterion, posted, headers={"HX-Request": "true"})
        if f'value="{number + 1}"' not in answer.content.decode():
            raise RuntimeError("The answer was not saved")

    def open_page(address: str) -> None:
        answer = browser.get(address)
        if answer.status_code != OK:
            raise RuntimeError(f"The page answered {answer.status_code}")

    yield "overview", lambda: open_page(overview)
    yield "one criterion", lambda: open_page(criterion)
    yield "saving as you go", save
