"""Side by side: what stands there, what is asked for, and what is saved of a form with mistakes."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from standards.models import ConsensusScore
from standards.queries.comparison import comparison_of
from standards.queries.shown import mark_of
from standards.states import ReviewState
from standards.workflows.consensus import record_consensus
from tests.factories import HOUR, NOW, browser_of, me, queries
from tests.standards.builders_scoring import AWAY, Stage, agreed, opened, scoring, send_in, with_panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    """Give a review with open levels: they differ at SUP-1 by two, across what counts as met, and at SUP-2 by one."""
    return opened(one={"SUP-1": 3, "SUP-2": 2}, two={"SUP-1": 1, "SUP-2": 3})


def at(stage: Stage) -> str:
    """Give the address of the comparison."""
    return reverse("standards:compare", args=[stage.review.pk])


def sent(page: str, **changes: str) -> dict[str, str]:
    """Fill in the form of a page as it stands, with some changes."""
    values = dict(re.findall(r'<input type="hidden" name="(seen-[^"]+)" id="[^"]+" value="([^"]*)"', page))
    for code, options in re.findall(r'<select class="form-select" id="level-([^"]+)"[^>]*>(.*?)</select>', page):
        chosen = re.findall(r'value="(\d)" selected', options)
        values[f"level-{code}"] = chosen[0] if chosen else ""
    for code, text in re.findall(r'<textarea [^>]*name="reason-([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        values[f"reason-{code}"] = text
    return values | {key.replace("_", "-"): value for key, value in changes.items()}


def agreed_now() -> dict[str, tuple[int, str, int]]:
    """Give what is written down."""
    rows = ConsensusScore.objects.values_list("criterion__code", "level", "reason", "number")
    return {code: (level, reason, number) for code, level, reason, number in rows}


def test_comparison_counts_what_is_alike_and_where_it_matters(stage):
    comparison = comparison_of(stage.fresh, me(stage.one))
    rows = {row.criterion.code: row for row in comparison.rows}
    assert (comparison.same, comparison.within_one, len(rows)) == (36, 37, 38)
    assert (rows["SUP-1"].gap, rows["SUP-1"].straddles, rows["SUP-1"].differs) == (2, True, True)
    assert (rows["SUP-2"].gap, rows["SUP-2"].straddles, rows["SUP-2"].differs) == (1, False, True)
    assert [criterion.code for criterion, _ in comparison.set_aside] == [AWAY]
    assert comparison.names == (stage.one.shown_name, stage.two.shown_name)
    assert [each.level.level for each in rows["SUP-1"].seen] == [3, 1]


def test_comparison_of_somebody_outside_holds_no_level(stage):
    comparison = comparison_of(stage.fresh, me(stage.lead))
    assert [row.seen for row in comparison.rows] == [()] * 38


def test_page_saves_what_is_good_and_says_what_is_not(stage):
    browser = browser_of(stage.one)
    page = browser.get(at(stage)).content.decode()
    assert "2 need a reason" in page
    data = sent(page, level_SUP_1="2", reason_SUP_1="We rang.", level_SUP_2="3", level_SUP_3="2")
    data |= {"level-SUP-1": "2", "reason-SUP-1": "We rang.", "level-SUP-2": "3", "level-SUP-3": "2"}
    answer = browser.post(at(stage), data)
    assert answer.status_code == 200
    assert agreed_now() == {"SUP-1": (2, "We rang.", 1), "SUP-3": (2, "", 1)}
    again = answer.content.decode()
    assert "One row is not saved yet" in again
    assert sent(again)["level-SUP-2"] == "3"
    assert browser.post(at(stage), sent(again) | {"reason-SUP-2": "It grew."}).status_code == 302
    assert agreed_now()["SUP-2"] == (3, "It grew.", 1)


def test_the_heading_counts_what_still_needs_a_reason(stage):
    browser = browser_of(stage.one)
    data = sent(browser.get(at(stage)).content.decode())
    for code, words in (("SUP-1", "One needs a reason"), ("SUP-2", "None needs a reason now")):
        data |= {f"level-{code}": "2", f"reason-{code}": "We rang."}
        answer = browser.post(at(stage), data, headers={"HX-Request": "true"}).content.decode()
        assert f'<h2 id="need-a-reason" data-hx-swap-oob="true">{words}</h2>' in answer
        assert f'<h2 id="need-a-reason">{words}</h2>' in browser.get(at(stage)).content.decode()


def test_each_code_leads_to_what_the_organisation_says_for_those_who_may_read_it(stage):
    link = reverse("standards:criterion_answer", args=[stage.review.assessment_id, "SUP-1"])
    browser = browser_of(stage.one)
    assert f'<a href="{link}">SUP-1</a>' in browser.get(at(stage)).content.decode()
    shown = browser.get(link).content.decode()
    assert "What happens here for SUP-1." in shown
    assert '<details class="disclose" open>' in shown
    with_panel(stage, but={"SUP-1": 2, "SUP-2": 2})
    for reader in (stage.panel, stage.desk):
        page = browser_of(reader).get(at(stage)).content.decode()
        reads = browser_of(reader).get(link).status_code == 200
        assert (f'<a href="{link}">SUP-1</a>' in page) == reads


@pytest.mark.parametrize(
    ("level", "reason", "words"),
    [
        ("", "Only words", "Choose the level"),
        ("9", "Off the scale", "Choose the level"),
        ("2", "x" * 2001, "under 2,000"),
        ("x", "", "Choose the level"),
    ],
)
def test_a_row_with_a_mistake_is_kept_and_not_saved(stage, level, reason, words):
    browser = browser_of(stage.one)
    data = sent(browser.get(at(stage)).content.decode()) | {"level-SUP-1": level, "reason-SUP-1": reason}
    answer = browser.post(at(stage), data)
    assert words in answer.content.decode()
    assert reason in answer.content.decode()
    assert agreed_now() == {}


def test_the_second_to_save_sees_both_and_untouched_rows_do_no_harm(stage):
    one, two = browser_of(stage.one), browser_of(stage.two)
    first, second = one.get(at(stage)).content.decode(), two.get(at(stage)).content.decode()
    one.post(at(stage), sent(first) | {"level-SUP-1": "2", "reason-SUP-1": "As one saw it.", "level-SUP-3": "2"})
    answer = two.post(
        at(stage), sent(second) | {"level-SUP-1": "1", "reason-SUP-1": "As two saw it.", "level-SUP-5": "2"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "As one saw it." in page
    assert "As two saw it." in page
    assert agreed_now() == {"SUP-1": (2, "As one saw it.", 1), "SUP-3": (2, "", 1), "SUP-5": (2, "", 1)}
    assert two.post(at(stage), sent(page)).status_code == 302
    assert agreed_now()["SUP-1"] == (1, "As two saw it.", 2)


def test_saving_as_you_go_hands_back_what_to_build_on(stage):
    browser = browser_of(stage.one)
    data = sent(browser.get(at(stage)).content.decode()) | {"level-SUP-3": "2", "level-SUP-1": "2"}
    answer = browser.post(at(stage), data, headers={"HX-Request": "true"}).content.decode()
    assert "Not saved yet: SUP-1" in answer
    marks = dict(re.findall(r'id="seen-([^"]+)" value="([^"]*)"', answer))
    assert marks["SUP-3"].startswith("1.")
    assert "SUP-1" not in marks
    two = browser_of(stage.two)
    stale = two.post(at(stage), data | {"level-SUP-3": "3", "reason-SUP-3": "More."}, headers={"HX-Request": "true"})
    assert "saved SUP-3 first" in stale.content.decode()


def test_hostile_marks_are_taken_as_none(stage):
    browser = browser_of(stage.one)
    for mark in ("", "x.y", "-1.a", "99999999999999999999.a", "²."):
        browser.post(at(stage), {"seen-SUP-3": mark, "level-SUP-3": "2", "reason-SUP-3": "a\0b"})
    assert set(agreed_now()) <= {"SUP-3"}


def test_after_the_panel_has_it_nothing_is_written(stage):
    with_panel(stage, but={"SUP-1": 2, "SUP-2": 2})
    before = agreed_now()
    answer = browser_of(stage.one).post(at(stage), {"seen-SUP-3": "1.x", "level-SUP-3": "3", "reason-SUP-3": "Late."})
    assert answer.status_code == 409
    assert agreed_now() == before


def test_agree_button_writes_down_and_goes_away(stage):
    browser = browser_of(stage.two)
    assert "Agree where we chose the same (36 criteria)" in browser.get(at(stage)).content.decode()
    answer = browser.post(reverse("standards:agree_equal", args=[stage.review.pk]), follow=True).content.decode()
    assert "Written down for 36 criteria" in answer
    assert "Agree where we chose the same" not in answer


def test_sending_to_the_panel_asks_first_and_says_what_is_missing(stage):
    address, browser = reverse("standards:send_to_panel", args=[stage.review.pk]), browser_of(stage.one)
    assert "38 criteria still wait" in browser.get(address).content.decode()
    assert "still need an agreed level" in browser.post(address, follow=True).content.decode()
    agreed(stage, but={"SUP-1": 2, "SUP-2": 2})
    assert "The lead assessor sends" in browser_of(stage.two).get(address).content.decode()
    assert browser_of(stage.two).post(address).status_code == 403
    assert "Send the agreed levels to the panel?" in browser.get(address).content.decode()
    seen = {"seen": mark_of(stage.fresh)}
    call = {"review_id": stage.review.pk, "by": me(stage.two), "now": NOW + 4 * HOUR}
    record_consensus(code="SUP-1", level=3, reason="We saw more.", number=1, **call)
    late = browser.post(address, seen)
    assert (late.status_code, stage.fresh.state) == (409, ReviewState.CONSENSUS)
    assert "SUP-1: level 3 now, 2 before." in late.content.decode()
    seen = {"seen": mark_of(stage.fresh)}
    assert "You will hear when it has decided" in browser.post(address, seen, follow=True).content.decode()
    assert "done already" in browser.post(address, follow=True).content.decode()
    assert stage.fresh.state == ReviewState.PANEL
    assert "at another stage" in browser.get(address).content.decode()


def test_comparison_takes_as_many_queries_with_notes_and_reasons_as_without():
    few, many = opened(scoring()), scoring()
    send_in(many, many.one, level=3, note="A note")
    send_in(many, many.two, level=1, note="Another")
    agreed(many, but=dict.fromkeys(many.codes, 2))
    plain = queries(browser_of(few.one), at(few))
    assert queries(browser_of(many.one), at(many)) == plain
    assert plain <= 20


def test_what_was_seen_differently_is_named_on_top_until_it_is_agreed(stage):
    browser = browser_of(stage.one)
    shown = browser.get(at(stage)).content.decode()
    assert "Still to talk about:" in shown
    assert [f'href="#{code}"' in shown for code in ("SUP-1", "SUP-2", "SUP-3")] == [True, True, False]
    assert "Still to talk about:" not in browser_of(stage.desk).get(at(stage)).content.decode()
    call = {"review_id": stage.review.pk, "reason": "We talked.", "number": 0, "by": me(stage.one), "now": NOW + HOUR}
    for code in ("SUP-1", "SUP-2"):
        record_consensus(code=code, level=2, **call)
    assert "Still to talk about:" not in browser.get(at(stage)).content.decode()


def test_a_coordinator_comes_from_the_desk_and_finds_the_way_back(stage):
    back = reverse("standards:coordination_review", args=[stage.review.pk])
    assert f'href="{back}"' in browser_of(stage.desk).get(at(stage)).content.decode()
    assert f'href="{back}"' not in browser_of(stage.one).get(at(stage)).content.decode()


def test_saving_as_you_go_says_what_is_left_and_shows_the_way_on_with_the_last_one(stage):
    agreed(stage, but={"SUP-1": 2})
    ConsensusScore.objects.filter(criterion__code="SUP-2").delete()
    call = {"review_id": stage.review.pk, "code": "SUP-2", "reason": "We talked.", "by": me(stage.one), "now": NOW}
    answers = {}
    for user in (stage.one, stage.two):
        browser = browser_of(user)
        data = sent(browser.get(at(stage)).content.decode(), level_SUP_2="2")
        waits = browser.post(at(stage), data, headers={"HX-Request": "true"}).content.decode()
        assert 'id="to-talk-about" data-hx-swap-oob="true"' in waits
        assert 'href="#SUP-2"' in waits
        assert "One criterion still waits" in waits
        answers[user] = browser, data | {"reason-SUP-2": "We talked."}
    record_consensus(level=2, number=0, **call)
    for user, words in ((stage.one, "Send to the panel"), (stage.two, "The lead assessor sends it")):
        browser, data = answers[user]
        answer = browser.post(at(stage), data, headers={"HX-Request": "true"}).content.decode()
        assert "You have agreed on all that you saw differently." in answer
        assert words in answer
