"""The public pages of the library: what is shown, to whom, and what it costs."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from evidence.models import Item
from evidence.workflows.shelf import mark_item, withdraw_item
from evidence.workflows.shipped import load_shipped
from tests.evidence.builders import curator, practice, study, study_draft
from tests.factories import NOW, browser_of, me, queries

pytestmark = pytest.mark.django_db

LIBRARY = "/library/"


def test_an_empty_library_says_so_and_gives_a_line_to_ring(client: Client) -> None:
    page = client.get(LIBRARY)
    assert page.status_code == 200
    assert "The shelves are still empty" in page.content.decode()
    assert reverse("pages:help_now") in page.content.decode()


def test_the_list_shows_labels_apart_and_limits(client: Client) -> None:
    practice()
    text = client.get(LIBRARY).content.decode()
    assert "Low confidence" in text
    assert "Routine counts" in text
    assert "We saw a change, and cannot say what caused it" in text
    assert "Whether keener people asked for a companion." in text


def test_visitors_get_no_cookie_and_no_form_that_posts(client: Client) -> None:
    item = practice()
    for address in (LIBRARY, f"{LIBRARY}?q=walk", f"{LIBRARY}{item.slug}/"):
        page = client.get(address)
        assert not page.cookies
        assert 'method="post"' not in page.content.decode()
        assert 'type="text/javascript"' not in page.content.decode()


def test_a_search_stays_out_of_search_engines_and_the_library_does_not(client: Client) -> None:
    study()
    assert 'content="noindex"' not in client.get(LIBRARY).content.decode()
    assert 'content="noindex"' in client.get(f"{LIBRARY}?q=people").content.decode()


def test_a_page_that_is_not_there_is_a_kind_404(client: Client) -> None:
    study()
    for number in ("2", "0", "x", "99999999"):
        page = client.get(f"{LIBRARY}?page={number}")
        assert page.status_code == 404
        assert "The list ends before this page" in page.content.decode()


def test_a_practice_reads_like_a_recipe(client: Client) -> None:
    item = practice()
    text = client.get(reverse("evidence:item", args=[item.slug])).content.decode()
    for words in ("Bus fares", "They meet at the stop.", "Two people carried it all.", "What this cannot tell us"):
        assert words in text
    assert reverse("organisations:profile", args=[item.organisation.slug]) in text  # type: ignore[union-attr]


def test_drafts_and_withdrawn_items_are_nobody_else_s_business(client: Client) -> None:
    by = curator()
    draft = study_draft()
    gone = study(by, title="Another", key="a2")
    withdraw_item(item_id=gone.pk, reason="A mistake.", by=me(by), now=NOW)
    for item in (draft, gone):
        assert client.get(reverse("evidence:item", args=[item.slug])).status_code == 404
        assert client.get(reverse("evidence:cite", args=[item.slug, "ris"])).status_code == 404
        assert browser_of(by).get(reverse("evidence:item", args=[item.slug])).status_code == 200
    assert json.loads(b"".join(client.get("/library/export.json").streaming_content)) == []  # type: ignore[attr-defined]


def test_a_retracted_study_says_so_in_the_list_and_on_its_page(client: Client) -> None:
    item, by = study(), curator()
    url = "https://journal.example/retraction"
    mark_item(item_id=item.pk, notice="retracted", text="Its data were made up.", url=url, by=me(by), now=NOW)
    assert "Retracted by its publisher" in client.get(LIBRARY).content.decode()
    text = client.get(reverse("evidence:item", args=[item.slug])).content.decode()
    assert "Its data were made up." in text
    assert url in text


def test_tags_for_machines_are_there(client: Client) -> None:
    item = study(doi="10.5555/Example.1")
    text = client.get(reverse("evidence:item", args=[item.slug])).content.decode()
    assert '<meta name="citation_title" content="What brings people back">' in text
    assert '<meta name="citation_author" content="Lindqvist, Åsa">' in text
    assert '<meta name="citation_doi" content="10.5555/example.1">' in text
    data = json.loads(text.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["@type"] == "ScholarlyArticle"
    assert data["sameAs"] == "https://doi.org/10.5555/example.1"


def test_a_practice_is_a_report_of_its_organisation(client: Client) -> None:
    item = practice()
    text = client.get(reverse("evidence:item", args=[item.slug])).content.decode()
    data = json.loads(text.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["@type"] == "Report"
    assert data["author"] == [{"@type": "Organization", "name": item.organisation.name}]  # type: ignore[union-attr]


def test_what_people_typed_is_text_in_the_feed(client: Client) -> None:
    item = practice(summary="<b>Tea</b> & cake.", cannot_tell='<img src="x" onerror="alert(1)">')
    root = ElementTree.fromstring(client.get("/library/feed.atom").content)  # noqa: S314  # our own answer
    (one,) = root.iter("{http://www.w3.org/2005/Atom}entry")
    summary = one.find("{http://www.w3.org/2005/Atom}summary")
    assert summary is not None
    assert summary.get("type") == "text"
    assert summary.text == '<b>Tea</b> & cake. What this cannot tell us: <img src="x" onerror="alert(1)">'
    assert one.findtext("{http://www.w3.org/2005/Atom}id") == f"urn:uuid:{item.pk}"


def test_queries_do_not_grow_with_the_library(client: Client) -> None:
    study(key="a1", title="First")
    one = queries(client, LIBRARY), queries(client, f"{LIBRARY}?q=people"), queries(client, "/library/feed.atom")
    practice()
    study(key="a2", title="Second")
    three = queries(client, LIBRARY), queries(client, f"{LIBRARY}?q=people"), queries(client, "/library/feed.atom")
    assert three[0] - one[0] <= 1  # the names of organisations, once there are some
    assert three[1] - one[1] <= 1
    assert three[2] == one[2]


def test_the_page_of_an_item_takes_the_same_queries_whatever_it_links_to(client: Client) -> None:
    load_shipped(now=NOW, by=me(curator()))
    few, many = Item.objects.get(citation__id="tracy2016"), Item.objects.get(citation__id="eddie2019")
    assert queries(client, f"{LIBRARY}{few.slug}/") == queries(client, f"{LIBRARY}{many.slug}/")


def test_the_feed_tells_what_is_new_and_what_it_cannot_tell(client: Client) -> None:
    item = study()
    feed = client.get("/library/feed.atom")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    text = feed.content.decode()
    assert f"/library/{item.slug}/" in text
    assert "How those felt who did not answer." in text
    assert "What brings" not in client.get("/library/feed.atom?kind=practice").content.decode()


def test_the_sitemap_and_the_header_lead_to_the_library(client: Client) -> None:
    item = study()
    assert f"/library/{item.slug}/" in client.get("/sitemap.xml").content.decode()
    assert f'href="{LIBRARY}"' in client.get("/about/").content.decode()


def test_a_card_says_the_name_of_each_label_and_is_short(client: Client) -> None:
    item = practice()
    study()
    card, page = (client.get(address).content.decode() for address in (LIBRARY, f"{LIBRARY}{item.slug}/"))
    assert [card.count(f"<dt>{name}</dt>") for name in ("Rests on", "How far along", "How sure")] == [2, 1, 2]
    assert [page.count(f"<dt>{name}</dt>") for name in ("Rests on", "How far along", "How sure")] == [1, 1, 1]
    assert (card.count('class="mb-2 clamp"'), "clamp" in page) == (2, False)
