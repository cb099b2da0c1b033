"""The page of one organisation."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organisations import maps
from organisations.models import Organisation
from organisations.workflows.entries import save_logo
from organisations.workflows.offer import LocationValues, ServiceValues
from tests.factories import NOW, browser_of, coordinator, entry, join, me, person, queries
from tests.organisations.directory_world import (
    BRADFORD,
    IN_HALIFAX,
    IN_SHIPLEY,
    LEEDS,
    ONLINE,
    Spot,
    listed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geography")]

WORDS = {
    "summary": "A kitchen and a walking group.",
    "description": "We began in 2016.\n\nNobody is asked about their past.",
    "lived_experience": "Seven of nine on our committee.",
    "how_to_join": "Walk in.",
    "cost": "Free.",
    "languages": "English and Urdu.",
    "accessibility": "Step-free.",
    "phone": "+44 (0)1632 960118",
    "phone_hours": "Monday to Friday, 10 am to 4 pm",
    "email": "hello@kilnlane.example",
    "website": "https://www.kilnlane.example/",
    "legal_form": "cio",
    "since_year": 2017,
}


def page(address: str, status: int = 200, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(address)
    assert answer.status_code == status
    return answer.content.decode()


def text_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def full(name: str = "Kiln Lane", **changes) -> Organisation:
    """List an organisation that has said everything."""
    return listed(
        name,
        Spot("Burslem", BRADFORD, "53.83", "-1.78", address="1 Kiln Lane", postcode="BD18 3AA"),
        ONLINE,
        terms=["open-door", "music", "anyone-in-recovery", "any-route", "recovery-community-centre"],
        serves=[BRADFORD, LEEDS],
        services=[ServiceValues(name="Open kitchen", times="Tuesdays, 11 am", description="Cook or sit.")],
        numbers={"GB-CHC": "9800067"},
        **{**WORDS, **changes},
    )


def test_a_profile_says_everything_that_it_was_given():
    full(now=timezone.now() - timedelta(days=12))
    answer = Client().get("/directory/kiln-lane/")
    markup = answer.content.decode()
    text = text_of(markup)
    assert answer.cookies == {}
    assert "<title>Kiln Lane, Burslem – LERO Hub</title>" in markup
    facts = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", markup)
    assert facts == [
        ("What it is", "Recovery community centre"),
        ("Who it is for", "Anyone in recovery"),
        ("How to join", "Walk in."),
        ("Cost", "Free."),
        ("Getting in and taking part", "Step-free."),
        ("Languages", "English and Urdu."),
        ("Roads to recovery it welcomes", "Any route you choose"),
        ("Areas it serves", "Bradford, Leeds"),
        ("How it is set up", "Charitable incorporated organisation (CIO or SCIO). Well established, since 2017"),
        ("On public registers", "Charity Commission for England and Wales: 9800067"),
    ]
    for words in (
        "Confirmed 12 days ago",
        "Open kitchen Tuesdays, 11 am Cook or sit.",
        "1 Kiln Lane, Burslem BD18 3AA",
        "Online, anywhere in the UK",
        "Nobody is asked about their past.",
        "LEROs are not treatment services, and are not judged against treatment standards.",
        "We ask again every six months",
    ):
        assert words in text
    for link in (
        'href="tel:+441632960118"',
        'href="mailto:hello@kilnlane.example"',
        '<a href="https://www.kilnlane.example/" rel="noopener nofollow ugc">kilnlane.example</a>',
        'href="/directory/kiln-lane/report/"',
        '<link rel="canonical" href="http://127.0.0.1:8000/directory/kiln-lane/">',
        'href="/areas/E08000032/"',
    ):
        assert link in markup


def test_what_is_missing_is_not_shown():
    listed("Bare", LocationValues(kind="online", label="Video group"))
    markup = page("/directory/bare/")
    assert [label for label, _value in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", markup)] == [
        "What it is",
        "Who it is for",
        "How it is set up",
    ]
    assert "tel:" not in markup.split("<aside")[1].split("</aside>")[0]
    assert "More about it" not in markup
    assert '<svg class="dotmap' not in markup
    assert 'id="standards"' not in markup
    assert "Shared with the network" not in markup


def test_linked_data_say_the_same_and_end_no_script():
    full("Kiln </script><b>Lane", summary="<!-- </SCRIPT> & \u2028 -->")
    markup = page("/directory/kiln-scriptblane/")
    found = re.findall(r"<script[^>]*>(.*?)</script>", markup, re.DOTALL)
    assert len(found) == 1
    assert "<" not in found[0]
    data = json.loads(found[0])
    assert data["name"] == "Kiln </script><b>Lane"
    assert data["description"] == "<!-- </SCRIPT> & \u2028 -->".replace("\u2028", data["description"][17])
    assert data["location"] == [
        {
            "@type": "Place",
            "name": "The old mill in Burslem",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "1 Kiln Lane",
                "addressLocality": "Burslem",
                "addressRegion": "Bradford",
                "postalCode": "BD18 3AA",
                "addressCountry": "GB",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 53.83, "longitude": -1.78},
        }
    ]
    assert data["areaServed"] == [
        {"@type": "AdministrativeArea", "name": "Bradford"},
        {"@type": "AdministrativeArea", "name": "Leeds"},
    ]


def test_a_profile_takes_seven_queries_however_much_it_says():
    maps.atlas()
    full()
    listed("Bare", IN_HALIFAX)
    three = [ServiceValues(name=f"Group {number}") for number in range(3)]
    listed("Much", IN_HALIFAX, IN_SHIPLEY, ONLINE, serves=[BRADFORD, LEEDS], services=three)
    browser = Client()
    found = {slug: queries(browser, f"/directory/{slug}/") for slug in ("kiln-lane", "bare", "much")}
    assert found == {"kiln-lane": 7, "bare": 7, "much": 7}


def test_an_entry_that_nobody_confirmed_for_a_year_says_so():
    listed("Sunday Table", IN_HALIFAX, now=timezone.now() - timedelta(days=400))
    text = text_of(page("/directory/sunday-table/"))
    assert "Last confirmed 13 months ago. Ring before you travel." in text
    assert "Nobody has confirmed this page since" in text


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested", "unlisted", "archived"])
def test_an_entry_that_is_not_listed_is_seen_by_its_team_and_by_coordinators_once_sent_in(state):
    lead = person()
    organisation = entry(state, lead=lead, now=NOW)
    address = f"/directory/{organisation.slug}/"
    assert Client().get(address).status_code == 404
    assert browser_of(person()).get(address).status_code == 404
    assert browser_of(coordinator()).get(address).status_code == (404 if state == "draft" else 200)
    preview = page(address, browser=browser_of(lead))
    assert "Only you and the coordinators see this page." in preview
    assert "application/ld+json" not in preview
    assert f'href="{address}report/"' not in preview
    assert '<meta name="robots" content="noindex">' in preview


def test_the_banner_leads_the_team_home_and_a_coordinator_to_the_answer():
    lead, editor = person(), person()
    organisation = entry("submitted", lead=lead)
    join(organisation, editor)
    address = f"/directory/{organisation.slug}/"
    assert f'href="/organisations/{organisation.slug}/"' in page(address, browser=browser_of(editor))
    assert f'href="/coordination/entries/{organisation.slug}/"' in page(address, browser=browser_of(coordinator()))


def test_a_listed_profile_offers_its_team_to_change_it_and_others_to_ask():
    lead = person()
    organisation = listed("Calder Steps", IN_HALIFAX, lead=lead)
    address = f"/directory/{organisation.slug}/"
    assert "Change this entry" in page(address, browser=browser_of(lead))
    assert "Ask to look after its page" in page(address)


def test_a_name_that_is_very_long_has_a_page():
    listed("Recovery " * 13, IN_HALIFAX)
    assert page("/directory/" + Organisation.objects.get().slug + "/").count("<h1>") == 1


class TestLogo:
    """The picture of an organisation."""

    def test_visitors_see_the_picture_of_a_listed_entry_and_keep_it_a_while(self):
        lead = person()
        organisation = listed("Calder Steps", IN_HALIFAX, lead=lead)
        address = f"/directory/{organisation.slug}/logo.webp"
        assert Client().get(address).status_code == 404
        save_logo(organisation_id=organisation.pk, image=b"RIFF-picture", by=me(lead), now=NOW)
        answer = Client().get(address)
        assert b"".join(answer.streaming_content) == b"RIFF-picture"
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        assert answer.cookies == {}
        assert f'src="{address}?' in page(f"/directory/{organisation.slug}/")

    def test_the_picture_of_a_draft_is_seen_by_its_team_alone(self):
        lead = person()
        organisation = entry("draft", lead=lead)
        save_logo(organisation_id=organisation.pk, image=b"RIFF-picture", by=me(lead), now=NOW)
        address = f"/directory/{organisation.slug}/logo.webp"
        assert Client().get(address).status_code == 404
        answer = browser_of(lead).get(address)
        assert b"".join(answer.streaming_content) == b"RIFF-picture"
        assert "public" not in answer.headers["Cache-Control"]

    def test_a_picture_that_was_lost_is_not_there(self):
        lead = person()
        organisation = listed("Calder Steps", IN_HALIFAX, lead=lead)
        save_logo(organisation_id=organisation.pk, image=b"RIFF-picture", by=me(lead), now=NOW)
        logo = Organisation.objects.get(pk=organisation.pk).logo
        logo.storage.delete(logo.name)
        assert Client().get(f"/directory/{organisation.slug}/logo.webp").status_code == 404
