"""The panel's pages, what the organisation reads, and the public page that proves a recognition."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from organisations.states import MemberRole
from organisations.workflows.team import remove_member
from standards.models import PanelDecision, Recognition
from standards.queries.shown import digest_of, mark_of
from standards.states import ReviewState
from standards.workflows.consensus import record_consensus, send_to_panel
from standards.workflows.decision import return_to_assessors
from tests.factories import NOW, browser_of, join, me, queries
from tests.standards.builders_scoring import (
    AWAY,
    Cast,
    Stage,
    below,
    codes_of,
    decided,
    edition,
    recognition_of,
    scoring,
    with_panel,
)

pytestmark = pytest.mark.django_db
PANEL = "/standards/panel/"


def path(name: str, stage: Stage) -> str:
    """Give an address about the review."""
    return reverse(f"standards:{name}", args=[stage.review.pk])


def test_queue_shows_what_waits_and_leaves_out_ties():
    stage = with_panel(scoring(name="Waiting Mill"))
    browser = browser_of(stage.panel)
    assert "Decide on the review of Waiting Mill" in browser.get(PANEL).content.decode()
    membership = join(stage.organisation, stage.panel, MemberRole.EDITOR)
    remove_member(membership_id=membership.pk, by=me(stage.lead), now=NOW)
    with time_machine.travel(NOW + timedelta(days=30)):
        assert "Nothing waits" in browser_of(stage.panel).get(PANEL).content.decode()
        assert browser_of(stage.panel).get(path("decide", stage)).status_code == 404


def test_queue_takes_as_many_queries_for_three_as_for_one():
    stage = with_panel()
    one = queries(browser_of(stage.panel), PANEL)
    for _ in range(2):
        with_panel(scoring(Cast(panel=stage.panel)))
    assert queries(browser_of(stage.panel), PANEL) == one


def test_decision_page_says_how_the_outcome_comes_about_and_decides():
    version = edition()
    stage = with_panel(but=below(codes_of(version, "expected")[:4]))
    browser = browser_of(stage.panel)
    page = browser.get(path("decide", stage)).content.decode()
    assert "18 of 18 essential criteria are met; all are needed." in page
    assert "12 of 16 expected criteria are met; 13 are needed." in page
    assert "Recognised, with an action plan" in page
    assert "Error:" in browser.post(path("decide", stage), {"reasons": " "}).content.decode()
    sent = {"reasons": "Fairly seen.", "seen": mark_of(stage.fresh)}
    assert sent["seen"] in page
    done = browser.post(path("decide", stage), sent, follow=True).content.decode()
    assert "Decided: Recognised, with an action plan." in done
    assert PanelDecision.objects.get().decided_by == stage.panel
    again = browser.post(path("decide", stage), {"reasons": "Again."}, follow=True).content.decode()
    assert "decided already" in again


def test_giving_back_asks_why_and_the_assessors_read_it():
    stage = with_panel()
    browser = browser_of(stage.panel)
    assert "Give this review back" in browser.get(path("return_to_assessors", stage)).content.decode()
    assert "Error:" in browser.post(path("return_to_assessors", stage), {"reason": ""}).content.decode()
    sent = {"reason": "Was there a visit?", "seen": digest_of(mark_of(stage.fresh))}
    answer = browser.post(path("return_to_assessors", stage), sent, follow=True)
    assert "Given back" in answer.content.decode()
    assert stage.fresh.state == ReviewState.CONSENSUS
    assert "Was there a visit?" in browser_of(stage.one).get(path("compare", stage)).content.decode()


def changed_behind_the_page(stage: Stage) -> None:
    """Give the review back, let the assessors change a level, and send it anew: all after somebody opened the page."""
    call = {"review_id": stage.review.pk, "now": NOW + timedelta(days=1)}
    return_to_assessors(reason="Was there a visit?", seen=mark_of(stage.fresh), by=me(stage.panel), **call)
    record_consensus(code="SUP-1", level=0, reason="We rang and asked.", number=1, by=me(stage.one), **call)
    send_to_panel(seen=mark_of(stage.fresh), by=me(stage.one), **call)


def test_nobody_signs_levels_that_they_never_saw():
    stage = with_panel()
    browser, sent = browser_of(stage.panel), {"reasons": "Fairly seen.", "seen": mark_of(stage.fresh)}
    changed_behind_the_page(stage)
    asked = {"reason": "Was there a talk?", "seen": digest_of(sent["seen"])}
    back = browser.post(path("return_to_assessors", stage), asked)
    assert (back.status_code, "Was there a talk?" in back.content.decode()) == (409, True)
    answer = browser.post(path("decide", stage), sent)
    page = answer.content.decode()
    assert (answer.status_code, PanelDecision.objects.count()) == (409, 0)
    assert "Fairly seen." in page
    assert "SUP-1: level 0 now, 2 before." in page
    assert "The outcome was: Recognised. It is now: Deferred until there is more to see." in page
    assert mark_of(stage.fresh) in page
    assert browser.post(path("decide", stage), {**sent, "seen": mark_of(stage.fresh)}).status_code == 302
    assert PanelDecision.objects.get().outcome == "deferred"


def result_of(stage: Stage) -> str:
    """Give the page of the result as the lead reads it."""
    address = reverse("standards:result", args=[stage.review.assessment_id])
    return browser_of(stage.lead).get(address).content.decode()


def test_result_shows_what_was_agreed_and_never_who_chose_what():
    stage = decided(but={"SUP-1": 3})
    page = result_of(stage)
    assert "We talked it over." in page
    assert "Sound work, fairly seen." in page
    assert page.index("What is working") < page.index("How the outcome came about")
    assert "What to build on next" not in page
    for user in (stage.one, stage.two, stage.panel):
        assert user.shown_name not in page


@pytest.mark.parametrize(
    ("essential", "expected", "words"),
    [
        (0, 4, "Write an action plan"),
        (1, 0, "You are close."),
        (4, 0, "Begin with one or two of the essentials"),
    ],
)
def test_result_says_what_comes_next(essential, expected, words):
    version = edition()
    codes = codes_of(version, "essential")[:essential] + codes_of(version, "expected")[:expected]
    page = result_of(decided(but=below(codes)))
    assert words in page
    assert "What to build on next" in page
    assert page.index("What is working") < page.index("What to build on next")


def finding(page: str, code: str) -> str:
    """Give what the page of the result says about one criterion."""
    return page.split(f'<div id="{code}">')[1].split("</div>")[0]


def test_result_has_every_criterion_by_domain_with_both_levels_and_the_reason():
    stage = decided(scoring(own_level=1), but={"SUP-1": 3, "LED-1": 1})
    page = result_of(stage)
    domains = list(stage.version.domains.order_by("position").values_list("title", flat=True))
    places = [page.index(f"<h3>{escape(title)}</h3>") for title in domains]
    assert places == sorted(places)
    assert [page.count(f'<div id="{code}">') for code in [*stage.codes, AWAY]] == [1] * 39
    assert all(words in finding(page, "SUP-1") for words in ("<b>3</b>Embedded", "You said: 1", "We talked it over."))
    assert "You said the same." in finding(page, "LED-1")
    away = finding(page, AWAY)
    assert all(words in away for words in ("Does not apply", "We have no volunteers who drive."))
    assert "You said" not in away


def test_result_counts_levels_by_domain_and_makes_no_score_of_them():
    page = result_of(decided(but={"SUP-1": 3, "SUP-2": 1}))
    bars = dict(re.findall(r'chart__label"><span>(.*?)</span></span><svg[^>]*aria-label="(.*?)"', page))
    assert len(bars) == 9
    away = next(words for title, words in bars.items() if "1 does not apply" in title)
    assert re.fullmatch(r"1 Starting, \d Working, 1 Embedded", away)
    assert "%" not in re.sub(r"<svg.*?</svg>", "", page.split("<main")[1].split("</main>")[0])


def test_result_takes_as_many_queries_however_much_was_found():
    plain, rich = decided(), decided(but=below(codes_of(edition(), "expected"), 3))
    address = [reverse("standards:result", args=[stage.review.assessment_id]) for stage in (plain, rich)]
    assert queries(browser_of(plain.lead), address[0]) == queries(browser_of(rich.lead), address[1])


def proof(stage: Stage) -> str:
    """Give the public page as a visitor reads it."""
    address = reverse("standards:recognition", args=[recognition_of(stage).pk])
    return Client().get(address).content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 3), "is recognised today, 3 March 2026"),
        (date(2029, 3, 2), "is recognised today, 2 March 2029"),
        (date(2029, 3, 3), "no longer holds. It ended on 2 March 2029"),
    ],
)
def test_public_page_says_whether_it_holds_today(day, words):
    stage = decided()
    with time_machine.travel(datetime(day.year, day.month, day.day, 0, 5, tzinfo=ZoneInfo("Europe/London"))):
        assert words in proof(stage)


def test_public_page_says_what_was_assessed_and_what_it_is_not():
    stage = decided()
    page = proof(stage)
    assert "The 38 criteria of the edition that apply" in page
    assert "2 people with lived experience" in page
    assert "A draft for consultation" in page
    assert "A LERO is not a treatment provider." in page
    assert "From 3 March 2026 to 2 March 2029" in page
    assert stage.organisation.name in page
    for user in (stage.one, stage.two, stage.panel):
        assert user.shown_name not in page


def test_public_page_sets_no_cookie_and_an_unknown_address_is_no_page():
    stage = decided()
    visitor = Client()
    assert not visitor.get(reverse("standards:recognition", args=[recognition_of(stage).pk])).cookies
    assert visitor.get(reverse("standards:recognition", args=[stage.review.pk])).status_code == 404
    assert Recognition.objects.count() == 1
