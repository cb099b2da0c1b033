"""Consent: given in words of a date, withdrawn at will, and what follows."""

import pytest

from lero_hub.accounts import queries, states, workflows
from lero_hub.accounts.models import Consent
from lero_hub.accounts.states import Purpose
from lero_hub.errors import NotAllowed
from tests.accounts.support import LATER, NOW, browser_of, me, person, verbs

pytestmark = pytest.mark.django_db

MEMBERSHIP = Purpose.MEMBERSHIP


def test_give_consent_twice_gives_back_the_first() -> None:
    user = person()
    first = user.consents.get(purpose=MEMBERSHIP)

    assert workflows.give_consent(user_id=user.pk, purpose=MEMBERSHIP, by=me(user), now=LATER) == first
    assert user.consents.count() == 2


def test_give_consent_to_a_newer_wording_ends_the_older(monkeypatch: pytest.MonkeyPatch) -> None:
    user = person()
    monkeypatch.setitem(states.WORDING, MEMBERSHIP, "2027-01")
    assert queries.wording_is_current(user.consents.get(purpose=MEMBERSHIP)) is False

    workflows.give_consent(user_id=user.pk, purpose=MEMBERSHIP, by=me(user), now=LATER)

    kept = Consent.objects.filter(purpose=MEMBERSHIP).order_by("given_at")
    assert list(kept.values_list("wording", "given_at", "withdrawn_at")) == [
        ("2026-11", NOW, LATER),
        ("2027-01", LATER, None),
    ]
    assert queries.wording_is_current(queries.overview(user).consent) is True
    user.refresh_from_db()
    assert user.consented_at == LATER


def test_withdraw_consent_ends_it_and_leaves_the_terms_standing() -> None:
    user = person()

    workflows.withdraw_consent(user_id=user.pk, by=me(user), now=LATER)
    workflows.withdraw_consent(user_id=user.pk, by=me(user), now=LATER)

    user.refresh_from_db()
    assert user.consented_at is None
    assert sorted(user.consents.values_list("purpose", "withdrawn_at")) == [("membership", LATER), ("terms", None)]
    assert verbs().count("accounts.withdraw_consent") == 1


def test_consent_of_somebody_else_is_not_allowed() -> None:
    user, other = person("robin"), person("other")

    with pytest.raises(NotAllowed):
        workflows.give_consent(user_id=user.pk, purpose=MEMBERSHIP, by=me(other), now=LATER)
    with pytest.raises(NotAllowed):
        workflows.withdraw_consent(user_id=user.pk, by=me(other), now=LATER)

    assert user.consents.standing().count() == 2


def test_every_wording_that_was_ever_in_force_can_be_read() -> None:
    assert all(str(states.text_of(purpose)) for purpose in Purpose)
    assert all((purpose, wording) in states.TEXTS for purpose, wording in states.WORDING.items())


def test_consent_page_story_withdraw_shut_out_give_again_back_in() -> None:
    user = person()
    client = browser_of(user)
    assert "Your consent stands" in client.get("/account/consent/").text

    answer = client.post("/account/consent/withdraw/", follow=True)
    assert [step[0] for step in answer.redirect_chain] == ["/account/consent/"]
    assert "Your consent does not stand" in answer.text

    # Whatever asks for more than the account leads back to the page about consent.
    for path in ("/hub/", "/coordination/people/"):
        assert client.get(path).headers["Location"] == "/account/consent/"
    for path in ("", "profile/", "notifications/", "consent/", "data/", "delete/"):
        assert client.get(f"/account/{path}").status_code == 200

    wrong = client.post("/account/consent/", {})
    assert wrong.status_code == 200
    assert "Tick the box if you agree" in wrong.text

    answer = client.post("/account/consent/", {"consent": "on"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/"
    assert "Everything is open to you again" in answer.text
    assert client.get("/coordination/people/").status_code == 403
    history = [consent.withdrawn_at is None for consent in queries.consent_history(user)]
    assert sorted(history) == [False, True, True]


def test_withdrawing_is_a_post_only_address() -> None:
    client = browser_of(person())

    assert client.get("/account/consent/withdraw/").status_code == 405
