"""What the library holds on a criterion, beside the form on which an organisation answers it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from evidence.models import Item
from evidence.workflows.shelf import link_criteria, locked, touch
from standards.models import Assessment
from standards.workflows.assessment import submit_assessment
from tests.evidence.builders import practice, study
from tests.factories import NOW, browser_of, entry, me, queries
from tests.standards.builders_assessment import begin, complete, edition

pytestmark = pytest.mark.django_db

KEY = "lero-seed-draft.LED-1"
HEADING = "How others do it"


def speaks(item: Item, *keys: str) -> Item:
    """Say which criteria an item speaks to."""
    with transaction.atomic():
        row = locked(item.pk)
        link_criteria(row, keys)
        touch(row, by=None, now=NOW)
    return row


def address(assessment: Assessment, code: str = "LED-1") -> str:
    """Give the page on which a criterion is answered."""
    return reverse("standards:criterion_answer", args=[assessment.pk, code])


def shown(assessment: Assessment, code: str = "LED-1") -> str:
    """Open the page as the person who began the assessment, and give what stands beside the form."""
    return browser_of(assessment.started_by).get(address(assessment, code)).content.decode().split("<aside")[1]


def test_without_items_of_others_nothing_stands_beside_the_form() -> None:
    edition()
    assessment = begin(entry())
    speaks(practice(assessment.organisation, title="Our own way"), KEY)
    assert HEADING not in shown(assessment)


def test_at_most_three_items_of_others_practice_first_and_a_way_to_all() -> None:
    edition()
    assessment = begin(entry())
    speaks(study(title="A study of doors"), KEY)
    for title in ("Open the door", "Walk in pairs", "Leave it ajar"):
        speaks(practice(entry(name=f"{title} Collective"), title=title), KEY, "lero-seed-draft.LED-2")
    beside = shown(assessment)
    wanted = {"Open the door": True, "Walk in pairs": True, "Leave it ajar": True, "A study of doors": False}
    assert {title: title in beside for title in wanted} == wanted
    assert "Practice: Walk in pairs Collective" in beside
    assert f'href="/library/?criterion={KEY}"' in beside
    assert HEADING not in shown(assessment, "LED-3")


def test_the_page_takes_as_many_queries_with_three_items_as_with_none() -> None:
    edition()
    assessment = begin(entry())
    browser = browser_of(assessment.started_by)
    none = queries(browser, address(assessment))
    for title in ("Open the door", "Walk in pairs", "Leave it ajar"):
        speaks(practice(entry(), title=title), KEY)
    assert queries(browser, address(assessment)) == none


def test_whoever_only_reads_an_answer_reads_the_answer_alone() -> None:
    edition()
    assessment = complete(begin(entry()))
    speaks(practice(entry(), title="Open the door"), KEY)
    submit_assessment(assessment_id=assessment.pk, by=me(assessment.started_by), now=NOW)
    assert HEADING not in shown(assessment)
