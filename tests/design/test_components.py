"""Each component, in the states that matter."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.test import override_settings

from lero_hub.pages import navigation
from lero_hub.pages.icons import DRAWINGS
from lero_hub.pages.navigation import Item, Link, links
from tests.design.pages import component, ids, render, request, tags

BASE = '{% extends "base.html" %}{% load hub %}{% block main %}'
END = "{% endblock %}"


def pages(number: int) -> object:
    """Return one page of a list of 250."""
    return Paginator(range(250), 25).page(number)


class Waiting(BaseStorage):
    """Messages that wait, held in memory."""

    def _get(self) -> tuple[list[object], bool]:
        return [], True

    def _store(self, messages: list[object], response: object) -> list[object]:
        return []


def test_each_symbol_is_printed_once_however_often_its_icon_is_used() -> None:
    html = render(
        BASE + '{% icon "pen" %}{% icon "pen" %}{% include "components/_fresh.html" with text="x" only %}' + END
    )
    assert html.count('<use href="#i-pen"/>') == 2
    assert [name for name in ids(html) if name == "i-pen"] == ["i-pen"]
    assert "i-clock" in ids(html)


def test_page_prints_no_symbol_that_it_does_not_use() -> None:
    assert "i-seal" not in ids(render(BASE + END))


def test_icon_is_drawn_in_full_where_no_page_follows() -> None:
    part = request(headers={"HX-Request": "true"})
    assert DRAWINGS["pen"] in render('{% load hub %}{% icon "pen" %}', on=part)


def test_header_leads_only_where_something_is() -> None:
    there = Item("account_login", "Sign in")
    nowhere = Item("nothing:here", "Nothing")
    assert links((there, nowhere), "/accounts/login/") == [Link("/accounts/login/", "Sign in", "page")]
    assert links((there,), "/accounts/login/code/")[0].current == "true"
    assert links((there,), "/")[0].current == ""


@pytest.mark.parametrize("item", [*navigation.HEADER, *navigation.FOOTER_SITE, *navigation.FOOTER_LEGAL], ids=str)
def test_every_link_of_header_and_footer_has_a_page(item: Item) -> None:
    assert item.href is not None


def test_footer_leads_to_the_source_where_the_operator_has_said_where_it_is() -> None:
    assert "Source code of this site" not in render(BASE + END)
    with override_settings(SOURCE_URL="https://code.example/hub?a=1&b=2"):
        html = render(BASE + END)
    assert '<a href="https://code.example/hub?a=1&amp;b=2" rel="noreferrer">Source code of this site</a>' in html


def test_visitor_sees_sign_in_and_gets_no_script() -> None:
    html = render(BASE + END)
    assert "Sign in" in html
    assert "My hub" not in html
    assert tags(html, "script") == []


def test_person_sees_their_hub_with_what_needs_them_and_stays_out_of_search_engines() -> None:
    html = render(BASE + END, {"hub_count": 4}, on=request(name="Dee"))
    assert "My hub" in html
    assert '<span class="count">4<span class="visually-hidden"> things need you</span>' in html
    assert "Signed in as Dee." in html
    assert {"name": "robots", "content": "noindex"} in tags(html, "meta")
    assert len(tags(html, "script")) == 1


def test_display_name_is_escaped() -> None:
    assert "<script>alert" not in render(BASE + END, on=request(name="<script>alert(1)</script>"))


@pytest.mark.parametrize("demo", [True, False])
def test_banner_stands_in_a_demonstration_alone(demo: bool) -> None:
    with override_settings(DEMO=demo):
        assert ("every organisation and person here is made up" in render(BASE + END)) is demo


def with_message(page: HttpRequest, **cookies: str) -> str:
    """Render a page while a message waits."""
    page._messages = Waiting(page)  # type: ignore[attr-defined]  # as the middleware does
    page.COOKIES.update(cookies)
    messages.success(page, "Taken off the list.", extra_tags="undo:/organisations/x/list/")
    return render(BASE + END, on=page)


def test_message_shows_with_its_undo() -> None:
    html = with_message(request(name="Dee"), session="x")
    assert "Taken off the list." in html
    assert [form["action"] for form in tags(html, "form")] == ["/organisations/x/list/"]


def test_messages_are_not_looked_for_without_a_session() -> None:
    assert "Taken off the list." not in with_message(request())


def test_undo_elsewhere_is_not_offered() -> None:
    page = request(name="Dee")
    page._messages = Waiting(page)  # type: ignore[attr-defined]
    page.COOKIES["session"] = "x"
    messages.success(page, "Done.", extra_tags="undo://elsewhere.example/")
    assert tags(render(BASE + END, on=page), "form") == []


def test_pages_keep_the_search_and_mark_this_one() -> None:
    html = component("pagination", page=pages(5), on=request("/directory/?q=a+b&page=5&activity=1&activity=2"))
    here = [link for link in tags(html, "a") if link.get("aria-current")]
    assert [link["href"] for link in here] == ["?q=a+b&activity=1&activity=2&page=5"]
    assert [link["aria-label"] for link in tags(html, "a") if link.get("aria-label")] == [
        "Page 1", "Page 4", "Page 5", "Page 6", "Page 10",
    ]  # fmt: skip


def test_first_page_has_no_number_in_its_address() -> None:
    html = component("pagination", page=pages(2), querystring="q=x")
    assert tags(html, "a")[0]["href"] == "?q=x"


def test_one_page_needs_no_list_of_pages() -> None:
    assert component("pagination", page=Paginator(range(3), 25).page(1)).strip() == ""


def test_trail_ends_at_this_page() -> None:
    html = component("trail", items=[("Directory", "/directory/"), ("Kiln Lane", "")])
    assert [link["href"] for link in tags(html, "a")] == ["/directory/"]
    assert [item.get("aria-current") for item in tags(html, "li")] == [None, "page"]


def test_empty_says_what_to_try_and_waits_with_a_role() -> None:
    html = component("empty", title="None", text="Looked.", tries=[("Try", "/x/"), ("Or", "")], level=3, id="e")
    assert len(tags(html, "li")) == 2
    assert len(tags(html, "h3")) == 1
    assert tags(component("empty", title="Wait", waiting=True), "section")[0]["role"] == "status"


def test_lists_without_content_leave_no_empty_element() -> None:
    assert tags(component("tags", tags=[]), "ul") == []
    assert tags(component("empty", title="None", text="Looked."), "ul") == []
    assert tags(component("facts", facts=[("Cost", ""), ("Where", "Leeds")]), "dt") == [{}]


def test_standing_shows_what_it_is_by_word_and_mark() -> None:
    assert "#i-seal" in component("standing", kind="recognised", label="Recognised until June 2029")
    assert "#i-pen" in component("standing", kind="pledged", label="Pledged March 2025")
    assert "<svg" not in component("standing", kind="ended", label="Recognition ended")


def test_confirmation_lists_what_happens_and_offers_the_way_back() -> None:
    html = component("confirm", title="Leave?", consequences=["It goes."], kept=["This stays."], submit="Leave",
                     cancel_url="/back/")  # fmt: skip
    assert tags(html, "form") == [{"method": "post", "novalidate": None}]
    assert [link["href"] for link in tags(html, "a")] == ["/back/"]
    assert "btn-outline-danger" in html


def test_limits_are_escaped_and_no_map_leaves_nothing() -> None:
    assert component("dotmap", map=None).strip() == ""
    assert "&lt;b&gt;" in component("limits", title="x", text="<b>")
