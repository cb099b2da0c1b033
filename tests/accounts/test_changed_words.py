"""What happens when the words that people agreed to change: they are told and asked, and nothing is closed."""

import html

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lero_hub.accounts import queries, states, workflows
from lero_hub.accounts.models import User
from lero_hub.accounts.states import Purpose
from lero_hub.errors import NotAllowed
from lero_hub.pages.needs import count_of, needs_of
from tests.accounts.support import LATER, browser_of, me, person

pytestmark = pytest.mark.django_db

MEMBERSHIP = Purpose.MEMBERSHIP
BANNER = "The words you agreed to have changed."
NEED = "Read the words that have changed, and say whether you agree"


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> User:
    """Give somebody who agreed to both purposes before their words changed."""
    user = person("robin")
    for purpose in Purpose:
        monkeypatch.setitem(states.WORDING, purpose, "2027-01")
        monkeypatch.setitem(states.TEXTS, (purpose, "2027-01"), f"New words about {purpose}.")
    return user


def page(browser: Client, address: str) -> str:
    """Open a page."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_while_no_words_have_changed_nobody_is_asked_and_no_query_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user = person()
    with django_assert_num_queries(0):
        assert list(queries.outdated_consents(user.pk)) == []
        assert queries.outdated_consents(user.pk).exists() is False
    assert BANNER not in page(browser_of(user), "/hub/")


def test_changed_words_are_told_on_every_page_and_close_nothing(user: User) -> None:
    browser = browser_of(user)
    for address in ("/hub/", "/", "/account/", "/accounts/email/", "/organisations/add/"):
        text = page(browser, address)
        assert text.count(BANNER) == 1, address
        assert 'href="/account/consent/"' in text
    assert "No area is called" not in page(browser, "/areas/"), "its words are taken for the page's own"
    assert BANNER not in page(browser, "/account/consent/")
    assert BANNER not in page(Client(), "/")
    assert page(browser, "/hub/").count(NEED) == 1


def test_changed_words_are_one_need_and_the_badge_counts_it(user: User) -> None:
    assert [need.label for need in needs_of(me(user), now=LATER)] == [NEED]
    assert count_of(me(user), now=LATER) == 1


def test_old_and_new_words_are_read_side_by_side_and_agreed_to_one_by_one(user: User) -> None:
    browser = browser_of(user)
    text = page(browser, "/account/consent/")
    for purpose in Purpose:
        assert html.escape(f"“{states.TEXTS[purpose, '2026-11']}”") in text
        assert f"“New words about {purpose}.”" in text
        browser.post(f"/account/consent/{purpose}/renew/", {"wording": "2027-01"})
        assert f"Now it says: “New words about {purpose}.”" not in page(browser, "/account/consent/")
    standing = user.consents.standing()
    assert sorted(standing.values_list("purpose", "wording")) == [("membership", "2027-01"), ("terms", "2027-01")]
    assert BANNER not in page(browser, "/hub/")
    assert needs_of(me(user), now=LATER) == []


def test_words_that_changed_again_meanwhile_have_to_be_read(user: User) -> None:
    answer = browser_of(user).post("/account/consent/terms/renew/", {"wording": "2026-12"}, follow=True)
    assert "The words have changed again since you opened the page." in answer.content.decode()
    assert user.consents.standing().filter(wording="2026-11").count() == 2


def test_what_was_taken_back_is_not_renewed_but_given_anew(user: User) -> None:
    workflows.withdraw_consent(user_id=user.pk, by=me(user), now=LATER)
    answer = browser_of(user).post("/account/consent/membership/renew/", {"wording": "2027-01"}, follow=True)
    assert "You took this back before." in answer.content.decode()
    user.refresh_from_db()
    assert user.consented_at is None
    assert [consent.purpose for consent in queries.outdated_consents(user.pk)] == [Purpose.TERMS]


def test_renewing_twice_does_no_harm_and_nobody_does_it_for_another(user: User) -> None:
    other = person("other")
    call = {"user_id": user.pk, "purpose": MEMBERSHIP, "wording": "2027-01", "now": LATER}
    with pytest.raises(NotAllowed):
        workflows.renew_consent(by=me(other), **call)
    first = workflows.renew_consent(by=me(user), **call)
    assert workflows.renew_consent(by=me(user), **call) == first
    assert first.given_at == LATER
