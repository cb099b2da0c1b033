"""Error pages, the pages of signing in, and the style guide."""

from contextlib import suppress
from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from lero_hub.pages.views.styleguide import StyleGuideView
from tests.design.pages import ids, request, tags

PROBLEMS = ("400", "403", "403_csrf", "404", "405", "409", "429", "500")


class Password(forms.Form):
    """Stands in for allauth's forms."""

    password = forms.CharField(label="Password", widget=forms.PasswordInput)


@pytest.mark.parametrize("code", PROBLEMS)
def test_problem_page_needs_nothing_to_say_what_happened(code: str) -> None:
    html = render_to_string(f"{code}.html")
    assert len(tags(html, "h1")) == 1
    assert len(tags(html, "li")) >= 2
    assert {"name": "robots", "content": "noindex"} in tags(html, "meta")
    assert len(ids(html)) == len(set(ids(html)))


@pytest.mark.parametrize("code", PROBLEMS)
def test_problem_page_offers_a_way_on(code: str) -> None:
    html = render_to_string(f"{code}.html", {}, request(name="Dee"))
    main = html.split("<main", 1)[1].split("</main>")[0]
    assert tags(main, "a") or tags(main, "textarea") or "Go back" in main or "go back" in main


def test_conflict_page_tells_the_reason_and_gives_back_what_was_typed() -> None:
    html = render_to_string(
        "409.html",
        {"error": SimpleNamespace(message="Marlon changed it."), "kept": [("What you do", "<b>We</b> cook")]},
        request(name="Dee"),
    )
    assert "Marlon changed it." in html
    assert "&lt;b&gt;We&lt;/b&gt; cook" in html
    assert tags(html, "textarea")[0]["id"] == "kept-1"


def test_refusal_is_told_in_the_words_of_the_rule() -> None:
    html = render_to_string("403.html", {"refusal": "Only its lead may do this."}, request(name="Dee"))
    assert "Only its lead may do this. You have done nothing wrong." in html


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("account/login.html", "Sign in"),
        ("account/signup.html", "Make an account"),
        ("account/logout.html", "Sign out?"),
        ("account/password_reset.html", "Make a new password"),
        ("account/password_reset_done.html", "Look in your e-mail"),
        ("account/password_reset_from_key.html", "Choose a new password"),
        ("account/password_reset_from_key_done.html", "Your password is changed"),
        ("account/password_change.html", "Change your password"),
        ("account/password_set.html", "Choose a password"),
        ("account/email_change.html", "Your e-mail address"),
        ("account/email_confirm.html", "This link does not work any more"),
        ("account/verification_sent.html", "Look in your e-mail"),
        ("account/verified_email_required.html", "First, show us that your address is yours"),
        ("account/reauthenticate.html", "Is it still you?"),
        ("account/request_login_code.html", "Sign in with a code"),
        ("account/confirm_login_code.html", "Type the code from the e-mail"),
        ("account/account_inactive.html", "This account is closed"),
        ("account/signup_closed.html", "New accounts are closed for now"),
        ("mfa/index.html", "Signing in with a second step"),
        ("mfa/authenticate.html", "Now the code from your app"),
        ("mfa/reauthenticate.html", "Is it still you?"),
        ("mfa/totp/activate_form.html", "Set up the app"),
        ("mfa/totp/deactivate_form.html", "Switch the app off?"),
        ("mfa/recovery_codes/index.html", "Spare codes"),
        ("mfa/recovery_codes/generate.html", "Make new spare codes?"),
    ],
)
def test_page_of_signing_in_is_ours(template: str, heading: str) -> None:
    context = {"form": Password(), "verify_form": Password(), "totp_svg": "<?xml version='1.0'?>\n<svg></svg>"}
    html = render_to_string(template, context, request("/accounts/", name="Dee"))
    assert f"<h1>{heading}</h1>" in html
    assert "site-header" in html
    assert {"name": "robots", "content": "noindex"} in tags(html, "meta")
    assert "<?xml" not in html
    assert all("novalidate" in form for form in tags(html, "form") if form.get("method") == "post")


def test_login_page_lists_no_accounts_outside_a_demonstration() -> None:
    html = render_to_string("account/login.html", {"form": Password()}, request("/accounts/login/"))
    assert "Use this account" not in html


def test_signing_in_and_out_says_nothing_that_would_need_a_cookie() -> None:
    for name in ("logged_in", "logged_out"):
        assert render_to_string(f"account/messages/{name}.txt").strip() == ""


def test_style_guide_shows_every_component_with_unique_ids() -> None:
    html = StyleGuideView().get(request("/styleguide/")).content.decode()
    assert len(tags(html, "h1")) == 1
    assert sorted(ids(html)) == sorted(set(ids(html)))


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_style_guide_is_for_demonstrations(client: Client, demo: bool, status: int) -> None:
    with override_settings(DEMO=demo):
        assert client.get("/styleguide/").status_code == status


def test_mail_frame_needs_no_picture_and_tells_who_to_ring() -> None:
    html = render_to_string("emails/_base.html", {"subject": "Hello & welcome", "base_url": "https://hub.example"})
    assert "<title>Hello &amp; welcome</title>" in html
    assert tags(html, "img") == tags(html, "link") == []
    assert "116 123" in html
    assert "116 123" in render_to_string("emails/_base.txt", {"base_url": "https://hub.example"})


def test_printed_page_says_where_it_came_from_without_what_was_asked_of_it() -> None:
    asked = request("/about/?q=secret")
    asked.resolver_match = resolve("/about/")
    page = render_to_string("404.html", {}, asked)
    line = page.split('<p class="printed">')[1].split("</p>")[0]
    assert line.startswith("LERO Hub, http")
    assert "/about/, as it stood on " in line
    assert "secret" not in line
    assert '<p class="printed">' not in render_to_string("404.html")


@pytest.mark.parametrize("path", ["/calendar/a-secret.ics", "/circles/invitations/a-token/", "/nowhere/"])
def test_an_address_that_opens_something_is_not_printed(path: str) -> None:
    asked = request(path)
    with suppress(Resolver404):
        asked.resolver_match = resolve(path)
    assert '<p class="printed">' not in render_to_string("404.html", {}, asked)
