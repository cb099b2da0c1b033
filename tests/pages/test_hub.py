"""My hub: what each kind of person finds there, and what it costs."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import withdraw_consent
from lero_hub.authz.states import Role
from lero_hub.outbox.models import OutboxMessage
from organisations.desk_places import PLACES
from organisations.workflows.joining import ask_to_join
from tests.factories import NOW, browser_of, coordinator, draft, entry, holder, join, me, person, queries, report

pytestmark = pytest.mark.django_db


def hub(client: Client) -> str:
    """Open My hub."""
    return client.get("/hub/").content.decode()


def headings(html: str) -> list[str]:
    """List the headings of a page, without their markup."""
    return [" ".join(re.sub("<[^>]+>", "", text).split()) for text in re.findall(r"<h[123][^>]*>(.*?)</h[123]>", html)]


def test_a_visitor_is_led_to_sign_in(client: Client) -> None:
    assert client.get("/hub/").headers["Location"] == "/accounts/login/?next=/hub/"


def test_without_consent_the_page_of_the_consent_comes_first() -> None:
    user = person()
    withdraw_consent(user_id=user.pk, by=me(user), now=NOW)
    assert browser_of(user).get("/hub/").headers["Location"] == "/account/consent/"


def test_a_new_member_is_shown_where_to_begin() -> None:
    html = hub(browser_of(person("mo")))
    assert headings(html) == ["Hello, Mo", "Do you act for an organisation?", "Where to begin"]
    assert "Good to have you here." in html
    assert 'class="count"' not in html


def test_a_lead_sees_the_draft_as_a_task_and_as_a_card() -> None:
    lead = person("lea")
    draft(lead, "Calder Steps")
    html = hub(browser_of(lead))
    assert headings(html) == ["Hello, Lea", "What needs you now", "Calder Steps"]
    assert "One thing needs you." in html
    assert "Somebody waits" not in html
    assert '<span class="count">1<span class="visually-hidden"> thing needs you</span></span>' in html
    assert "Nobody yet." in html


def test_a_listed_entry_says_how_fresh_it_is_and_who_else_acts_for_it() -> None:
    lead, editor = person("lea"), person("edi")
    join(entry(lead=lead, name="Calder Steps"), editor)
    html = hub(browser_of(lead))
    assert "You are a lead." in html
    assert "Edi." in html
    assert 'href="/directory/calder-steps/"' in html
    assert "You are an editor." in hub(browser_of(editor))


def test_with_all_in_order_the_page_says_so() -> None:
    lead = person("lea")
    entry(lead=lead, name="Calder Steps", now=timezone.now())
    html = hub(browser_of(lead))
    assert headings(html) == ["Hello, Lea", "Nothing needs you now", "Calder Steps"]
    assert "All is in order." in html


def test_a_request_can_be_taken_back() -> None:
    steps, user = entry(name="Calder Steps"), person("mo")
    request = ask_to_join(organisation_id=steps.pk, note="", by=me(user), now=NOW)
    client = browser_of(user)
    html = hub(client)
    assert headings(html) == ["Hello, Mo", "Your requests", "Where to begin"]
    address = re.findall(r'action="([^"]*withdraw/)"', html)
    assert len(address) == 1
    client.post(address[0])
    request.refresh_from_db()
    assert request.outcome == "withdrawn"


def test_what_others_wait_for_is_said_in_the_first_line() -> None:
    cora = coordinator("cora")
    entry()
    entry("submitted")
    assert "One thing needs you. Somebody waits for it." in hub(browser_of(cora))
    report(entry())
    assert "Two things need you. Somebody waits for the first one." in hub(browser_of(cora))


def test_names_are_never_markup() -> None:
    lead = person("lea", display_name="<b>Lea</b>")
    draft(lead, "<script>alert(1)</script> {{ 7 }}")
    html = hub(browser_of(lead))
    assert "&lt;b&gt;Lea&lt;/b&gt;" in html
    assert "<script>alert" not in html


def test_the_page_takes_at_most_ten_queries_however_much_there_is() -> None:
    """Seven, and here one each for entries, requests and queues: only kinds of things that wait are read."""
    cora = coordinator()
    client, counted = browser_of(cora), []
    for number in (1, 2):
        for extra in range(number):
            draft(cora, f"Draft {number} {extra}")
            own = entry(lead=cora, name=f"Own {number} {extra}")
            join(own)
            ask_to_join(organisation_id=own.pk, note="", by=me(person()), now=NOW)
            other = entry("listed")
            report(other)
            ask_to_join(organisation_id=other.pk, note="", by=me(cora), now=NOW)
            entry("submitted")
        counted.append(queries(client, "/hub/"))
    assert counted[0] == counted[1]
    assert counted[1] <= 10


def test_coordinators_and_operators_find_the_way_to_their_desks() -> None:
    cora, olga, mo = coordinator("cora"), person("olga"), person("mo")
    User.objects.filter(pk=olga.pk).update(is_superuser=True)
    desks = ('href="/coordination/"', 'href="/admin/"')
    assert [[desk in hub(browser_of(user)) for desk in desks] for user in (cora, olga, mo)] == [
        [True, False],
        [False, True],
        [False, False],
    ]


@pytest.mark.parametrize(
    ("role", "guide"), [(Role.ASSESSOR, "assessor"), (Role.PANEL_MEMBER, "panel"), (Role.CURATOR, "curator")]
)
def test_whoever_holds_a_role_finds_its_guide(role: Role, guide: str) -> None:
    words = browser_of(holder(role)).get("/hub/").text
    assert [name for name in ("assessor", "panel", "curator") if f"/help/{name}/" in words] == [guide]


def test_coordinators_find_the_same_places_under_the_same_names_on_the_hub_and_at_their_desk() -> None:
    entry()
    browser = browser_of(coordinator())
    on_hub, at_desk = browser.get("/hub/").text, browser.get("/coordination/").text
    for place in PLACES:
        link = f'href="{place.url}">{place.label}</a>'
        assert link in on_hub
        assert link in at_desk
        page = browser.get(place.url).text
        assert place.part or f"<h1>{place.label}</h1>" in page
        assert '<a href="/coordination/">Coordination</a>' in page


def test_the_card_of_an_organisation_leads_to_what_it_shares() -> None:
    lead = person("lea")
    entry(lead=lead, name="Calder Steps")
    assert f'href="{reverse("evidence:ours", args=["calder-steps"])}"' in hub(browser_of(lead))


def test_an_operator_sees_how_the_hub_runs_and_is_not_taken_for_a_newcomer() -> None:
    entry(lead=person("lea"))
    sent = OutboxMessage.objects.order_by("created_at")
    assert len(sent) >= 1
    OutboxMessage.objects.filter(pk=sent[0].pk).update(state="failed", failed_at=NOW, last_error="timed_out")
    olga = person("olga")
    User.objects.filter(pk=olga.pk).update(is_superuser=True)
    html = hub(browser_of(olga))
    assert headings(html) == ["Hello, Olga", "Nothing needs you now", "Running the hub"]
    assert re.search(r"could not be delivered</dt><dd>1 ", html)
    assert 'href="/readyz"' in html
    assert 'href="/admin/"' in html
    assert "Do you act for an organisation?" not in html
