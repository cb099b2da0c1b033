"""The mail of the demonstration: readable there, absent everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from lero_hub.outbox.mailbox import FileMailbox
from lero_hub.pages.preview import plain_html


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> None:
    """Run as a demonstration with an empty mailbox."""
    settings.DEMO, settings.HOME_DIR = True, tmp_path


def deliver(subject: str, to: str = "mo@people.example", html: str = "<p>Hello</p>") -> None:
    """Let a mail land."""
    message = EmailMultiAlternatives(subject, "Hello\nhttp://127.0.0.1:8000/about/", "hub@hub.example", [to])
    message.attach_alternative(html, "text/html")
    FileMailbox().send_messages([message])


@pytest.mark.parametrize(
    "path", ["/demo/mail/", "/demo/mail/20260302T120000.000000Z-" + "0" * 32 + "/", "/styleguide/"]
)
def test_outside_a_demonstration_there_is_no_such_page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.usefixtures("demo")
def test_an_empty_mailbox_says_what_to_try(client: Client) -> None:
    answer = client.get("/demo/mail/")
    assert "No mail yet" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.usefixtures("demo")
def test_mails_are_listed_newest_first_and_narrowed_by_address(client: Client) -> None:
    for number in range(30):
        deliver(f"Letter number {number}", to=f"p{number % 2}@people.example")
    page = client.get("/demo/mail/").content.decode()
    assert page.index("Letter number 29") < page.index("Letter number 28")
    assert "Letter number 4<" not in page
    assert "Letter number 4<" in client.get("/demo/mail/?page=2").content.decode()
    narrowed = client.get("/demo/mail/?to=p0@people.example").content.decode()
    assert [number for number in range(30) if f"Letter number {number}<" in narrowed] == list(range(0, 30, 2))


@pytest.mark.usefixtures("demo")
def test_a_mail_is_shown_as_text_with_links_and_as_html_without_scripts(client: Client) -> None:
    deliver(
        "A <b>letter</b>", html="<h1>Hi</h1><script>alert(1)</script><p>See <a href='http://127.0.0.1:8000/x/'>x</a>"
    )
    listing = client.get("/demo/mail/").content.decode()
    address = listing.partition('class="stretched-link" href="')[2].partition('"')[0]
    html = client.get(address).content.decode()
    assert "<h1>A &lt;b&gt;letter&lt;/b&gt;</h1>" in html
    assert '<p><b>Hi</b></p><p>See <a href="http://127.0.0.1:8000/x/" rel="noreferrer">x</a></p>' in html
    assert "alert(1)" not in html
    assert 'href="http://127.0.0.1:8000/about/"' in html


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fetc", "20260302T120000.000000Z-" + "0" * 32])
def test_a_mail_that_is_not_there_is_a_kind_404(client: Client, name: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a<b>c</p>d", "<p>a<b>c</b></p>d"),
        ("<img src='https://spy.example/x'>x", "x"),
        ("<p style='color:red' onclick='x()'>x</p>", "<p>x</p>"),
        ("<a href='javascript:x()'>x</a>", "x"),
        (
            "<a href='https://a.example/?x=\"1\"'>x</a>",
            '<a href="https://a.example/?x=&quot;1&quot;" rel="noreferrer">x</a>',
        ),
        ("<style>p{}</style><title>t</title>&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
        ("one<br>two</i></script>", "one<br>two"),
        ("<table><tr><td>x", "x"),
    ],
)
def test_a_preview_keeps_plain_elements_alone(html: str, shown: str) -> None:
    assert plain_html(html) == shown
