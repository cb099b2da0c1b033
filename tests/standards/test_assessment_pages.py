"""The pages of an assessment: how far it is, what comes next, and one criterion to read or to write."""

from __future__ import annotations

import pytest
from django.urls import reverse

from standards.models import Answer, Assessment
from tests.factories import DAY, NOW, browser_of, coordinator, entry, holder, join, me, person, queries
from tests.standards.builders_assessment import answer, assessment_in, begin, codes_of, complete, edition, piece

pytestmark = pytest.mark.django_db


def page(assessment: Assessment, name: str = "standards:assessment", *args: object) -> str:
    """Give the address of a page of an assessment."""
    return reverse(name, args=[assessment.pk, *args])


def test_overview_says_how_far_it_is_in_dots_and_words():
    assessment = begin()
    for code in codes_of(assessment)[:5]:
        answer(assessment, code)
    shown = browser_of(assessment.started_by).get(page(assessment)).content.decode()
    assert "5 of 39 answered" in shown
    assert "All 4 answered" in shown
    assert "1 of 4 answered" in shown
    assert "Start with the essentials" in shown
    assert "Next essential: " in shown
    assert "%" not in shown.split("<main")[1].split("</main>")[0]


def test_overview_takes_at_most_ten_queries_however_many_answers():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    empty = queries(browser, page(assessment))
    complete(assessment)
    piece(assessment, "LED-1", "LED-2")
    join(assessment.organisation)
    full = queries(browser, page(assessment))
    assert empty == full
    assert full <= 10


def test_criterion_page_takes_the_same_queries_however_much_evidence():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    answer(assessment, "LED-1")
    piece(assessment, "LED-1")
    one = queries(browser, page(assessment, "standards:criterion_answer", "LED-1"))
    for number in range(3):
        piece(assessment, "LED-1", title=f"Talk {number}")
        piece(assessment, "LED-2", title=f"Other talk {number}")
    assert queries(browser, page(assessment, "standards:criterion_answer", "LED-1")) == one
