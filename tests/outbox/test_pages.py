"""The coordinators' page about mail that could not be delivered."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lero_hub.accounts.models import User
from lero_hub.authz.models import RoleGrant
from lero_hub.outbox.models import OutboxMessage
from tests.outbox.support import MINUTE, NOW, SECURITY, fail, person, queue

pytestmark = pytest.mark.django_db

LIST = "/coordination/mail/"


@pytest.fixture
def keeper(client: Client, coordinator: User) -> Client:
    """Sign the coordinator in."""
    coordinator.consented_at = NOW
    coordinator.save(update_fields=["consented_at"])
    RoleGrant.objects.create(user=coordinator, role="coordinator", reason="a test", granted_at=NOW)
    client.force_login(coordinator)
    return client


def failures(count: int) -> list[OutboxMessage]:
    """Make failures, the newest first."""
    made = [fail(queue(recipient=person(f"p{n}"), now=NOW + n * MINUTE), NOW + n * MINUTE) for n in range(count)]
    return made[::-1]


def notes(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_page_lists_failures_in_words_without_addresses(keeper: Client) -> None:
    (message,) = failures(1)
    page = keeper.get(LIST).content.decode()
    assert "1 message</h2>" in page
    assert "to P0</label>" in page
    assert "The mail server refused this message for good (answer 550)." in page
    assert "2 March 2026, 12:20, UK time" in page
    assert "p0@people.example" not in page
    assert message.subject not in page
    assert reverse("outbox:try_again", kwargs={"message": message.pk}) in page


def test_an_empty_page_says_that_all_is_well(keeper: Client) -> None:
    queue()
    page = keeper.get(LIST).content.decode()
    assert "All mail is getting through" in page
    assert "<select" not in page


def test_the_page_can_be_narrowed_to_a_kind_and_ordered(keeper: Client) -> None:
    new, old = failures(2)
    fail(queue(kind=SECURITY))
    narrowed = keeper.get(LIST, {"kind": "test.optional", "sort": "oldest"})
    assert [failure.id for failure in narrowed.context["failures"]] == [old.pk, new.pk]
    nothing = keeper.get(LIST, {"kind": "test.nothing\x00"})
    assert "No mail of this kind" in nothing.content.decode()


def test_the_page_is_cut_at_twenty_five_and_a_page_out_of_range_is_not_found(keeper: Client) -> None:
    failures(26)
    assert len(keeper.get(LIST).context["failures"]) == 25
    assert len(keeper.get(LIST, {"page": 2}).context["failures"]) == 1
    for page in ("3", "0", "x"):
        assert keeper.get(LIST, {"page": page}).status_code == 404


def test_the_page_needs_as_many_queries_for_one_failure_as_for_three(
    keeper: Client, django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    fail(queue(recipient=person("first")))
    with django_assert_max_num_queries(12) as one:
        keeper.get(LIST)
    failures(2)
    with django_assert_num_queries(len(one.captured_queries)):
        keeper.get(LIST)


def test_try_again_queues_and_says_so(keeper: Client) -> None:
    (message,) = failures(1)
    answer = keeper.post(f"{LIST}{message.pk}/try-again/", follow=True)
    message.refresh_from_db()
    assert (message.state, answer.redirect_chain) == ("queued", [(LIST, 302)])
    assert notes(answer) == ["The message is on its way again. If it fails once more, it comes back here."]


def test_a_double_click_on_try_again_has_one_effect_and_explains(keeper: Client) -> None:
    (message,) = failures(1)
    keeper.post(f"{LIST}{message.pk}/try-again/")
    assert keeper.post(f"{LIST}{message.pk}/try-again/").status_code == 409
    message.refresh_from_db()
    assert message.state == "queued"


def test_set_aside_asks_first_and_then_does_it(keeper: Client) -> None:
    (message,) = failures(1)
    address = f"{LIST}{message.pk}/set-aside/"
    asked = keeper.post(address)
    message.refresh_from_db()
    assert (asked.status_code, message.state) == (200, "failed")
    assert "Set 1 message aside?" in asked.content.decode()
    done = keeper.post(address, {"confirmed": "yes"}, follow=True)
    message.refresh_from_db()
    assert (message.state, notes(done)) == ("void", ["The message is set aside. It will not be sent."])


@pytest.mark.parametrize(
    ("act", "question", "state", "told"),
    [
        ("try-again", "Try 2 messages again?", "queued", "2 messages are on their way again."),
        ("set-aside", "Set 2 messages aside?", "void", "2 messages are set aside."),
    ],
)
def test_several_are_dealt_with_after_a_question(
    keeper: Client, act: str, question: str, state: str, told: str
) -> None:
    ids = [str(message.pk) for message in failures(2)]
    asked = keeper.post(f"{LIST}{act}/", {"message": [*ids, "no id"]})
    assert question in asked.content.decode()
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"failed"}
    done = keeper.post(f"{LIST}{act}/", {"message": ids, "confirmed": "yes"}, follow=True)
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {state}
    assert notes(done) == [told]


@pytest.mark.parametrize("act", ["try-again", "set-aside"])
def test_several_of_which_somebody_else_took_one_says_so(keeper: Client, act: str) -> None:
    first, second = failures(2)
    keeper.post(f"{LIST}{second.pk}/try-again/")
    keeper.get(LIST)
    both = [str(first.pk), str(second.pk)]
    done = keeper.post(f"{LIST}{act}/", {"message": both, "confirmed": "yes"}, follow=True)
    (told,) = notes(done)
    assert told.startswith("1 message is ")
    assert told.endswith("1 was left as it is: somebody else dealt with it, or it is too late.")


@pytest.mark.parametrize("act", ["try-again", "set-aside"])
def test_nothing_ticked_asks_to_tick_something(keeper: Client, act: str) -> None:
    answer = keeper.post(f"{LIST}{act}/", follow=True)
    assert notes(answer) == ["Tick one message or more first."]


def test_asking_about_what_others_dealt_with_says_that_they_were_first(keeper: Client) -> None:
    answer = keeper.post(f"{LIST}set-aside/", {"message": str(uuid4())})
    assert "Somebody else was here first" in answer.content.decode()


@pytest.mark.parametrize("act", ["try-again", "set-aside"])
def test_an_unknown_message_is_not_found(keeper: Client, act: str) -> None:
    assert keeper.post(f"{LIST}{uuid4()}/{act}/").status_code == 404


def test_a_member_and_a_visitor_see_nothing_and_change_nothing(client: Client, coordinator: User) -> None:
    message = fail(queue())
    addresses = [f"{LIST}{message.pk}/try-again/", f"{LIST}{message.pk}/set-aside/", f"{LIST}try-again/"]
    assert client.get(LIST).status_code == 302
    assert [client.post(address).status_code for address in addresses] == [302] * 3
    client.force_login(person("member", consented_at=NOW))
    assert client.get(LIST).status_code == 403
    assert [client.post(address).status_code for address in addresses] == [403] * 3
    message.refresh_from_db()
    assert message.state == "failed"


def test_a_change_is_never_made_by_following_a_link(keeper: Client) -> None:
    (message,) = failures(1)
    for address in (f"{message.pk}/try-again/", f"{message.pk}/set-aside/", "try-again/", "set-aside/"):
        assert keeper.get(f"{LIST}{address}").status_code == 405
