"""The pages that tell: open to everybody, without a cookie and without a query."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from lero_hub.accounts import privacy as register
from lero_hub.accounts.states import TEXTS
from lero_hub.pages import privacy_words
from lero_hub.pages.help import GUIDES, Guide
from lero_hub.pages.queries import held_about_people, wordings
from lero_hub.personal_data import PersonalData
from organisations.reference.attributions import ATTRIBUTIONS

PAGES = {
    "/about/": "What a LERO is",
    "/help/": "Help with this site",
    "/terms/": "House rules",
    "/privacy/": "Privacy",
    "/accessibility/": "Accessibility",
    "/attributions/": "Maps and data we use",
    **{f"/help/{guide.role}/": str(guide.title) for guide in GUIDES},
}


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_a_page_tells_without_cookie_or_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, heading: str
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r"<h1>(.*?)</h1>", html) == [heading]
    assert not answer.cookies
    assert '<form method="post"' not in html
    assert "<script" not in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in html
    assert 'href=""' not in html
    assert len(re.findall('<meta name="description" content="[^"]{40,}"', html)) == 1


@pytest.mark.django_db
def test_every_title_and_description_is_its_own(client: Client) -> None:
    heads = [client.get(path).content.decode().partition("</head>")[0] for path in PAGES]
    for pattern in (r"<title>(.*?)</title>", r'<meta name="description" content="(.*?)"'):
        found = [match[1] for head in heads if (match := re.search(pattern, head))]
        assert len(set(found)) == len(PAGES)


@pytest.mark.django_db
def test_there_is_no_guide_for_a_role_that_nobody_has(client: Client) -> None:
    assert client.get("/help/nobody/").status_code == 404


@pytest.mark.django_db
def test_the_help_page_leads_to_every_guide(client: Client) -> None:
    html = client.get(reverse("pages:help")).content.decode()
    assert [guide.role for guide in GUIDES if f'href="{guide.url}"' not in html] == []


@pytest.mark.django_db
def test_the_about_page_says_that_a_lero_is_no_treatment_service(client: Client) -> None:
    html = client.get("/about/").content.decode()
    assert "A LERO is not a treatment service" in html
    assert "not judged on treatment standards" in html


# --- Privacy -----------------------------------------------------------------------------------------------------


def test_every_table_about_people_stands_on_the_privacy_page_in_plain_words() -> None:
    known = set(privacy_words.TABLES) | privacy_words.UNUSED
    assert [
        model._meta.label_lower for model, _said in register.about_people() if model._meta.label_lower not in known
    ] == []


def test_every_field_that_is_told_has_plain_words() -> None:
    told = {path for model, said in register.about_people() for path in said.export}
    told -= set(register.OF_LIBRARIES["admin.logentry"].export)  # type: ignore[union-attr]  # it is declared with fields
    assert sorted(told - set(privacy_words.FIELDS)) == []


def test_the_words_name_no_table_that_is_gone() -> None:
    found = {model._meta.label_lower for model, _said in register.about_people()}
    assert sorted(set(privacy_words.TABLES) - found) == []


def test_a_table_without_words_is_shown_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(privacy_words.TABLES, "accounts.consent")
    monkeypatch.delitem(privacy_words.FIELDS, "wording")
    held = held_about_people()[-1]
    assert str(held.title) == "Consents"
    assert "wording" in held.what
    assert held.why == "Proof that consent stood while data was held; it points at an unnamed id after erasure."


@pytest.mark.django_db
def test_the_privacy_page_shows_each_wording_word_by_word(client: Client) -> None:
    html = client.get("/privacy/").content.decode()
    assert [text for text in TEXTS.values() if str(text) not in html] == []


def test_wordings_in_force_come_before_older_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    purpose, version = next(iter(TEXTS))
    monkeypatch.setitem(TEXTS, (purpose, "2025-01"), "Older words.")
    found = [(wording.version, wording.in_force) for wording in wordings()]
    assert found == [(version, True)] * (len(TEXTS) - 1) + [("2025-01", False)]


def test_the_code_that_runs_here_can_be_had_or_asked_for(client: Client, settings: Settings) -> None:
    html = client.get("/attributions/").content.decode()
    assert '<a href="/contact/">Ask us</a> for the code that runs here.' in html
    settings.SOURCE_URL = "https://code.example/hub"
    html = client.get("/attributions/").content.decode()
    assert '<a href="https://code.example/hub" rel="noreferrer">Get the code that runs here</a>.' in html
    assert "Ask us" not in html


@pytest.mark.django_db
def test_the_privacy_page_names_who_answers_for_the_hub(client: Client, settings: Settings) -> None:
    settings.OPERATOR = "Example Network, 1 High Street, Leeds"
    assert "Example Network, 1 High Street, Leeds" in client.get("/privacy/").content.decode()


def test_each_way_of_leaving_has_words() -> None:
    used = {said.on_erasure for _model, said in register.about_people() if isinstance(said, PersonalData)}
    assert used <= set(privacy_words.AFTERWARDS)


# --- Attributions --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_source_of_data_is_thanked_in_its_own_words(client: Client) -> None:
    html = client.get("/attributions/").content.decode()
    assert [work.url for work in ATTRIBUTIONS if str(work.text) not in html or work.licence_url not in html] == []


# --- Guides --------------------------------------------------------------------------------------------------------

QUOTED = re.compile("“([^”]+)”")
# Words in quotation marks that stand for something else than a label on a page.
NOT_LABELS = {"About 4 miles", "Contact us"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.role)
def test_what_a_guide_quotes_stands_on_a_page(guide: Guide) -> None:
    folder = Path(settings.BASE_DIR)
    text = (folder / "templates" / guide.template_name).read_text(encoding="utf-8")
    elsewhere = "\n".join(
        file.read_text(encoding="utf-8")
        for pattern in (
            "templates/[!ps]*/*.html",
            "templates/p[!a]*/*.html",
            "templates/standards/*.html",
            "organisations/reference/terms.py",
            "*/views/*.py",
            "*/forms/*.py",
            "*/states.py",
        )
        for file in folder.glob(pattern)
    )
    assert [label for label in QUOTED.findall(text) if label not in elsewhere and label not in NOT_LABELS] == []
