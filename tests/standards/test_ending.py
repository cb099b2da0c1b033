"""How a review ended, on every page of those who may know it: outcome, result, recognition."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lero_hub.accounts.models import User
from standards.queries.decision import ending_of
from standards.workflows.reviews import cancel_review, open_review
from tests.factories import DAY, NOW, browser_of, coordinator, me, queries
from tests.standards.builders_scoring import (
    Stage,
    below,
    codes_of,
    decided,
    decision_of,
    edition,
    opened,
    recognition_of,
    with_panel,
)

pytestmark = pytest.mark.django_db
REASONS = "Sound work, fairly seen."


def assessment_page(stage: Stage) -> str:
    """Give the address of the assessment."""
    return reverse("standards:assessment", args=[stage.review.assessment_id])


def desk_pages(stage: Stage) -> list[str]:
    """Give the addresses of the assessment and of its review at the desk."""
    return [
        reverse("standards:coordination_assessment", args=[stage.review.assessment_id]),
        reverse("standards:coordination_review", args=[stage.review.pk]),
    ]


def result(stage: Stage) -> str:
    """Give the address of the result, as a link has it."""
    return f'href="{reverse("standards:result", args=[stage.review.assessment_id])}"'


def proof(stage: Stage) -> str:
    """Give the address of the recognition, as a link has it."""
    return f'href="{reverse("standards:recognition", args=[recognition_of(stage).pk])}"'


def read(user: User, page: str) -> str:
    """Read a page."""
    return browser_of(user).get(page).content.decode()


def not_yet() -> Stage:
    """Give a review that ended without a recognition."""
    return decided(but=below(codes_of(edition(), "essential")[:4]))


def test_the_team_is_led_to_the_result_and_to_the_recognition():
    stage = decided()
    page = read(stage.lead, assessment_page(stage))
    assert "Recognised" in page
    assert [result(stage) in page, proof(stage) in page] == [True, True]
    assert queries(browser_of(stage.lead), assessment_page(stage)) <= 10


def test_the_team_is_led_to_the_result_alone_where_nothing_was_recognised():
    stage = not_yet()
    page = read(stage.lead, assessment_page(stage))
    assert "Not yet" in page
    assert [result(stage) in page, "/standards/recognitions/" in page] == [True, False]


def test_the_desk_reads_the_outcome_and_is_led_to_the_recognition_and_not_to_the_page_of_the_team():
    stage = decided()
    about, review = (read(coordinator(), page) for page in desk_pages(stage))
    for page in (about, review):
        assert "How it ended" in page
        assert "Recognised" in page
        assert [result(stage) in page, proof(stage) in page] == [False, True]
    assert REASONS in review


def test_the_desk_reads_an_outcome_without_a_recognition():
    for page in desk_pages(stage := not_yet()):
        shown = read(stage.desk, page)
        assert "Not yet" in shown
        assert "/standards/recognitions/" not in shown


def test_nobody_reads_of_an_end_before_there_is_one():
    stage = with_panel()
    for user, page in [(stage.lead, assessment_page(stage)), *((stage.desk, page) for page in desk_pages(stage))]:
        shown = read(user, page)
        assert "How it ended" not in shown
        assert result(stage) not in shown
    assert ending_of(stage.assessment, me(stage.lead)) is None


def test_a_review_that_was_called_off_does_not_show_how_a_later_one_ended():
    stage = opened()
    cancel_review(review_id=stage.review.pk, reason="It went wrong.", by=me(stage.desk), now=NOW + DAY)
    assert open_review(assessment_id=stage.review.assessment_id, by=me(stage.desk), now=NOW + DAY)
    assert "How it ended" not in read(stage.desk, desk_pages(stage)[1])


def test_assessors_find_the_end_of_their_work_and_never_the_page_of_the_team():
    stage = decided()
    address = reverse("standards:review", args=[stage.review.pk])
    assert f'href="{address}"' in read(stage.two, reverse("standards:my_reviews"))
    page = read(stage.two, address)
    assert [REASONS in page, proof(stage) in page, result(stage) in page] == [True, True, False]
    assert result(stage) not in read(stage.two, assessment_page(stage))


def test_whoever_may_not_see_the_decision_is_told_nothing():
    stage = decided()
    assert decision_of(stage) == ending_of(stage.assessment, me(stage.lead)).decision
    assert ending_of(stage.assessment, me(coordinator())).opens_result is False
    assert ending_of(stage.assessment, me(decided().lead)) is None


def test_an_assessment_that_is_over_no_longer_asks_for_helpers_or_answers():
    stage = decided()
    page = read(stage.lead, assessment_page(stage))
    for words in ("Who is working on it", "Invite somebody", "Rather talk it through?", "What the levels mean"):
        assert words not in page
    paper = read(stage.lead, reverse("standards:assessment_paper", args=[stage.review.assessment_id]))
    assert "To read, or to print." in paper
    assert "type it up after" not in paper


def test_the_levels_side_by_side_say_how_it_ended_to_whoever_reads_them():
    stage = decided()
    for user in (stage.one, stage.panel, stage.desk):
        page = read(user, reverse("standards:compare", args=[stage.review.pk]))
        assert [REASONS in page, proof(stage) in page, result(stage) in page] == [True, True, False]
