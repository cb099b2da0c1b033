"""Numbers to ring now: with rows, without rows, and what a phone makes of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lero_hub.pages.help_lines import grouped
from organisations.models import Area, HelpLine
from organisations.queries.help_lines import Shown
from tests.factories import coordinator

pytestmark = pytest.mark.django_db


def line(slug: str, **given: object) -> HelpLine:
    """Make a line."""
    return HelpLine.objects.create(
        **{"slug": slug, "name": slug.title(), "source": "Its website", "phone": "0300 123 6600", **given}
    )


def nation(code: str, name: str) -> Area:
    """Make a nation of the map."""
    return Area.objects.create(
        code=code,
        name=name,
        official_name=name,
        kind="nation",
        lineage=[code],
        alt_names=[name.lower()],
        lat=54,
        lon=-3,
    )


def test_without_any_line_the_page_still_says_999_and_111(client: Client) -> None:
    html = client.get("/help-now/").content.decode()
    assert [number for number in ("tel:999", "tel:111") if html.count(f'href="{number}"') < 2] == []
    assert "To be confirmed by the network" in html


def test_a_visitor_gets_no_cookie_no_script_and_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    nation("W92000004", "Wales")
    line("one")
    for slug in ("two", "three"):
        line(slug, nations=["W92000004"])
    with django_assert_num_queries(2):
        answer = client.get("/help-now/")
    assert not answer.cookies
    assert b"<script" not in answer.content
    assert b'<form method="post"' not in answer.content


def test_lines_stand_under_emergency_anywhere_and_each_nation() -> None:
    for code, name in (("W92000004", "Wales"), ("S92000003", "Scotland")):
        nation(code, name)
    line("late", position=2)
    line("urgent", is_emergency=True)
    line("early", position=1)
    line("celtic", nations=["W92000004", "S92000003"])
    line("elsewhere", nations=["X1"])
    assert [(group.title, [shown.line.slug for shown in group.lines]) for group in grouped()] == [
        ("Life at risk, or urgent", ["urgent"]),
        ("Somebody to talk to, anywhere in the UK", ["early", "late"]),
        ("In Scotland", ["celtic"]),
        ("In Wales", ["celtic"]),
        ("In X1", ["elsewhere"]),
    ]


@pytest.mark.parametrize(
    ("given", "call", "send"),
    [
        ({"phone": "0300 123 6600"}, "tel:03001236600", ""),
        ({"phone": "+44 (0)20 7946 0000"}, "tel:+4402079460000", ""),
        ({"phone": "", "text_to": "85258"}, "", "sms:85258"),
        ({"phone": "", "text_to": "85258", "text_word": "SHOUT NOW"}, "", "sms:85258?body=SHOUT%20NOW"),
    ],
)
def test_numbers_are_links_that_a_phone_understands(given: dict[str, str], call: str, send: str) -> None:
    shown = Shown(HelpLine(**given))
    assert (shown.call, shown.send) == (call, send)


def test_a_line_says_its_source_and_when_it_was_checked(client: Client) -> None:
    line("checked", source="samaritans.org", checked_on=date(2026, 3, 2), checked_by=coordinator())
    line("open", source="general knowledge")
    html = client.get("/help-now/").content.decode()
    assert "Checked on 2 March 2026 by the network. Source: samaritans.org." in html
    assert "To be confirmed by the network. Source: general knowledge." in html


def test_what_a_coordinator_writes_is_never_markup(client: Client) -> None:
    line("bad", name="<b>bad</b>", what="{{ 7 }}<script>", hours="<i>", website="https://x.example/?a=1&b=<")
    html = client.get("/help-now/").content.decode()
    assert "&lt;b&gt;bad&lt;/b&gt;" in html
    assert "<script" not in html
