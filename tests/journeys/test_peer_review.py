"""Two assessors look alone in two browsers, the levels open, they agree, a panel member decides, a visitor checks."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from standards.models import AssessorScore
from tests.factories import DAY
from tests.standards.builders_scoring import score_all, scoring

pytestmark = pytest.mark.usefixtures("world")


def test_from_two_sealed_looks_to_a_page_that_proves_it(new_page, sign_in):
    now = timezone.now()
    stage = scoring(name="Solent Hearth", now=now - DAY)
    for user, level in ((stage.one, 3), (stage.two, 1)):
        score_all(stage, user, {"SUP-1": level})
    AssessorScore.objects.filter(criterion__code="EVI-5").delete()
    one, two, panel, lead = new_page(), new_page(scripts=False), new_page(scripts=False), new_page(scripts=False)
    for page, user in ((one, stage.one), (two, stage.two), (panel, stage.panel), (lead, stage.lead)):
        sign_in(page, user)
    _send_in(one, saves_as_you_go=True)
    one.get_by_text("Your levels are in").wait_for()
    two.goto(f"/standards/reviews/{stage.review.pk}/compare/")
    assert "sealed until both" in two.content()
    two.goto("/hub/")
    _send_in(two, saves_as_you_go=False)
    two.get_by_role("heading", name="Agree the levels").wait_for()

    two.get_by_role("button", name=re.compile("Agree where we chose the same")).click()
    two.get_by_text("Written down for 37 criteria").wait_for()
    one.goto(f"/standards/reviews/{stage.review.pk}/compare/")
    one.get_by_role("combobox", name="Agreed level SUP-1").select_option("2")
    one.get_by_text("Not saved yet: SUP-1").wait_for()
    one.get_by_label("Why you settled on this level for SUP-1").fill("We rang three helpers together.")
    one.get_by_role("button", name="Save what we agreed").click()
    one.get_by_role("link", name="Send to the panel").click()
    one.get_by_role("button", name="Send to the panel").click()
    one.get_by_text("You will hear when it has decided").wait_for()

    panel.goto("/hub/")
    panel.get_by_role("link", name="Decide on the review of Solent Hearth").click()
    assert "We rang three helpers together." in panel.content()
    panel.get_by_label("Why you decide this").fill("Two careful looks, and a fair talk.")
    panel.get_by_role("button", name="Decide: Recognised", exact=True).click()
    panel.get_by_text("Decided: Recognised.").wait_for()

    lead.goto("/hub/")
    lead.get_by_role("link", name="Read the result of the review of Solent Hearth").click()
    assert "Two careful looks" in lead.content()
    assert stage.one.shown_name not in lead.content()
    visitor = new_page(scripts=False)
    visitor.goto(f"/directory/{stage.organisation.slug}/")
    assert "Recognised" in visitor.content()
    lead.get_by_role("link", name="The public page of your recognition").click()
    visitor.goto(lead.url)
    visitor.get_by_text("Solent Hearth is recognised today").wait_for()
    assert visitor.context.cookies() == []


def _send_in(page, *, saves_as_you_go: bool) -> None:
    """Find the last criterion from the hub, choose a level, and send in."""
    page.goto("/hub/")
    page.get_by_role("link", name="Look at Solent Hearth and send in your levels").click()
    page.get_by_role("link", name="Go to EVI-5").click()
    if saves_as_you_go:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("label[for=level2]").click()
        page.get_by_text("Saved at").wait_for()
    else:
        page.locator("label[for=level2]").click()
    page.get_by_role("button", name="Save and go to the overview").click()
    page.get_by_role("link", name="Send in your levels").click()
    page.get_by_role("button", name="Send in my levels").click()
