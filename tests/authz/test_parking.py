"""A session that ends while somebody writes costs them no text, and shows it to nobody else."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory
from django.utils import timezone

from lero_hub.accounts.models import User
from lero_hub.authz import parking
from standards.forms.scoring import REASON
from standards.reference.framework import read_framework
from standards.reference.shipped import shipped_text
from tests.accounts.support import PASSWORD, coordinator, person, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/account/profile/"


def mark_on(client: Client, page: str = PAGE) -> str:
    """Read the mark that the form on a page carries."""
    _, _, rest = client.get(page).text.partition('name="form_owner" value="')
    mark = rest.partition('"')[0]
    assert mark
    return mark


def wrote(user: User, text: str = "A long new name", **more: str) -> tuple[Client, dict[str, str]]:
    """Open the form signed in, lose the session, and send the form."""
    client = Client()
    sign_in(client, user)
    form = {parking.FIELD: mark_on(client), "display_name": text, **more}
    Session.objects.all().delete()
    return client, form


def test_story_text_sent_after_the_session_ended_is_there_again_after_sign_in() -> None:
    user = person()
    client, form = wrote(user)

    sent = client.post(PAGE, form)
    assert sent.headers["Location"] == f"/accounts/login/?next={PAGE}"
    user.refresh_from_db()
    assert user.display_name == "Robin"

    answer = sign_in(client, user, next=PAGE)
    assert answer.headers["Location"] == PAGE
    page = client.get(PAGE)
    assert 'value="A long new name"' in page.text
    assert "We kept your text: check it and send it again." in page.text
    assert 'value="A long new name"' in client.get(PAGE).text  # looking twice loses nothing

    client.post(PAGE, {**form, parking.FIELD: mark_on(client)})
    user.refresh_from_db()
    assert user.display_name == "A long new name"
    assert parking.KEY not in client.session
    assert "We kept your text" not in client.get(PAGE).text


def test_somebody_else_who_signs_in_sees_nothing_of_it() -> None:
    user, other = person("robin"), person("other")
    client, form = wrote(user)
    client.post(PAGE, form)

    sign_in(client, other)

    assert "A long new name" not in client.get(PAGE).text
    assert parking.KEY not in client.session


def test_text_is_kept_for_an_hour_and_no_longer() -> None:
    user = person()
    client, form = wrote(user)
    client.post(PAGE, form)
    assert client.session.get_expiry_age() == 3600
    sign_in(client, user)
    assert client.session.get_expiry_age() > 3600  # the session itself lasts as long as any

    with time_machine.travel(timezone.now() + timedelta(minutes=59), tick=False):
        assert "A long new name" in client.get(PAGE).text
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert "A long new name" not in client.get(PAGE).text
        assert parking.KEY not in client.session


def test_secrets_and_tokens_are_never_kept() -> None:
    secrets = {
        "password": "p",
        "oldpassword": "p",
        "api_token": "t",
        "code": "1",
        "otp": "2",
        "csrfmiddlewaretoken": "c",
    }
    client, form = wrote(person(), postcode="ST6 4AA", **secrets)

    client.post(PAGE, form)

    assert client.session[parking.KEY][0]["fields"] == {"display_name": ["A long new name"], "postcode": ["ST6 4AA"]}


@pytest.mark.parametrize("mark", ["", "made:up:mark", "x"])
def test_a_form_without_our_mark_keeps_nothing_and_leads_to_its_page(mark: str) -> None:
    client = Client()

    answer = client.post(PAGE, {parking.FIELD: mark, "display_name": "Fill my session"})

    assert answer.headers["Location"] == f"/accounts/login/?next={PAGE}"
    assert Session.objects.count() == 0


def test_a_form_without_our_mark_for_a_post_only_address_leads_nowhere_in_particular() -> None:
    answer = Client().post("/account/consent/withdraw/")

    assert answer.headers["Location"] == "/accounts/login/"


def test_a_mark_grows_old() -> None:
    user = person()
    client, form = wrote(user)

    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        client.post(PAGE, form)

    assert Session.objects.count() == 0


def test_a_form_that_posts_elsewhere_comes_back_to_the_page_that_shows_it() -> None:
    by, user = coordinator(), person()
    page = f"/coordination/people/{user.pk}/"
    client = Client()
    sign_in(client, by)
    mark = mark_on(client, page)
    Session.objects.all().delete()

    sent = client.post(f"{page}grant/", {parking.FIELD: mark, "role": "curator", "reason": "Knows the shelves"})
    assert sent.headers["Location"] == f"/accounts/login/?next={page}"

    sign_in(client, by)
    shown = client.get(page).text
    assert "Knows the shelves" in shown
    assert 'value="curator"' in shown
    assert "checked" in shown


def test_two_forms_are_kept_side_by_side_and_only_the_last_five() -> None:
    user = person()
    client, form = wrote(user)
    for number in range(7):
        mark = parking.mark_for(user.pk, f"{PAGE}?tab={number}")
        client.post(PAGE, {**form, parking.FIELD: mark, "display_name": f"Tab {number}"})
    client.post(PAGE, {**form, parking.FIELD: mark, "display_name": "Tab 6 again"})

    kept = [kept["fields"]["display_name"] for kept in client.session[parking.KEY]]
    assert kept == [["Tab 2"], ["Tab 3"], ["Tab 4"], ["Tab 5"], ["Tab 6 again"]]
    sign_in(client, user)
    client.post(PAGE, {parking.FIELD: parking.mark_for(user.pk, f"{PAGE}?tab=3"), "display_name": "Tab 3"})
    assert [kept["fields"]["display_name"][0] for kept in client.session[parking.KEY]] == [
        "Tab 2",
        "Tab 4",
        "Tab 5",
        "Tab 6 again",
    ]
    assert 'value="Tab 4"' in client.get(f"{PAGE}?tab=4").text
    assert 'value="Tab 4"' not in client.get(PAGE).text


@pytest.mark.parametrize("more", [{"display_name": "x" * 100_001}, {"x" * 100_001: ""}, {"display_name": "ŵ" * 50_001}])
def test_a_text_beyond_all_measure_is_not_kept(more: dict[str, str]) -> None:
    user = person()
    client, form = wrote(user)

    sent = client.post(PAGE, urlencode({**form, **more}), content_type="application/x-www-form-urlencoded")

    assert sent.headers["Location"] == f"/accounts/login/?next={PAGE}"
    assert Session.objects.count() == 0


def test_the_longest_form_that_we_have_is_kept() -> None:
    standards = read_framework(shipped_text())
    codes = [criterion.code for domain in standards.domains for criterion in domain.criteria]
    comparison = {f"reason-{code}": "x" * REASON for code in codes} | {
        f"seen-{code}": "1." + "f" * 12 for code in codes
    }
    client, form = wrote(person(), **comparison)

    client.post(PAGE, form)

    assert len(client.session[parking.KEY][0]["fields"]) == 1 + 2 * len(codes) == 79


def test_forms_of_one_person_are_kept_twenty_times_an_hour_from_wherever_they_come() -> None:
    user, other = person(), person("other")
    form = {parking.FIELD: parking.mark_for(user.pk, PAGE), "display_name": "Fill the table"}

    answers = [Client(REMOTE_ADDR=f"192.0.2.{n}").post(PAGE, form) for n in range(25)]

    assert {answer.headers["Location"] for answer in answers} == {f"/accounts/login/?next={PAGE}"}
    assert Session.objects.count() == 20
    Client().post(PAGE, {**form, parking.FIELD: parking.mark_for(other.pk, PAGE)})
    assert Session.objects.count() == 21


def test_forms_from_one_network_address_are_kept_thirty_times_in_ten_minutes_whosever_they_are() -> None:
    for number in range(35):
        Client().post(PAGE, {parking.FIELD: parking.mark_for(uuid4(), PAGE), "display_name": f"Fill {number}"})

    assert Session.objects.count() == 30


def test_a_request_behind_the_page_takes_the_whole_page_along() -> None:
    user = person()
    client, form = wrote(user)

    answer = client.post(PAGE, form, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/accounts/login/?next={PAGE}")
    assert client.session[parking.KEY] != []


def test_parked_text_survives_two_step_stages_of_sign_in() -> None:
    user = person()
    client, form = wrote(user)
    client.post(PAGE, form)

    client.post("/accounts/login/", {"login": user.email, "password": "not the right one"})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    assert "A long new name" in client.get(PAGE).text


def test_form_owner_prints_nothing_for_visitors_and_without_a_request() -> None:
    template = Template("{% load parking %}{% form_owner %}")
    request = RequestFactory().get("/")
    request.user = User()

    assert template.render(Context()) == ""
    assert Client().get("/accounts/login/").text.count("form_owner") == 0
    assert template.render(RequestContext(request, {})).startswith('<input type="hidden" name="form_owner" value="')
    assert template.render(Context({"request": request})).startswith("<input")
