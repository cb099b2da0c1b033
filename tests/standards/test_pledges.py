"""The pledge: made by a lead, seen by everybody, withdrawn on any day; never taken for a recognition."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused
from organisations.models import Organisation
from organisations.states import State
from organisations.workflows.standing import record_recognition
from standards.models import Pledge
from standards.workflows.frameworks import retire_framework
from standards.workflows.pledges import pledge, withdraw_pledge
from tests.factories import DAY, NOW, browser_of, coordinator, entry, join, me, person
from tests.standards.builders import SMALL, framework, pledged

pytestmark = pytest.mark.django_db


def refusal(organisation: Organisation, user: object, version: object = None) -> str:
    """Try to pledge, and give the name of the rule that stands in the way."""
    version_id = getattr(version or framework(), "pk", None)
    with pytest.raises(Refused) as refused:
        pledge(organisation_id=organisation.pk, version_id=version_id, by=me(user), now=NOW)  # type: ignore[arg-type]
    return refused.value.code


def test_pledge_shows_in_the_entry_and_is_noted_by_ids() -> None:
    lead = person()
    organisation = entry(lead=lead)

    made = pledged(organisation)

    organisation.refresh_from_db()
    assert (organisation.pledged_at, made.pledged_by, made.withdrawn_at) == (NOW, lead, None)
    event = AuditEvent.objects.get(verb="standards.pledge")
    assert (event.actor_id, event.detail) == (
        lead.pk,
        {"organisation": str(organisation.pk), "version": str(made.version_id)},
    )


def test_pledge_can_be_withdrawn_and_made_again() -> None:
    lead = person()
    organisation = entry(lead=lead)
    first = pledged(organisation)

    withdraw_pledge(pledge_id=first.pk, by=me(lead), now=NOW + DAY)
    organisation.refresh_from_db()
    assert organisation.pledged_at is None

    pledged(organisation, now=NOW + 2 * DAY)
    organisation.refresh_from_db()
    assert organisation.pledged_at == NOW + 2 * DAY
    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by, Pledge.objects.open().count()) == (NOW + DAY, lead, 1)


def test_withdrawing_leaves_a_recognition_as_it_is() -> None:
    lead = person()
    organisation = entry(lead=lead)
    made = pledged(organisation)
    record_recognition(
        organisation_id=organisation.pk,
        recognition_id=uuid4(),
        valid_from=NOW.date(),
        valid_until=NOW.date() + DAY,
        now=NOW,
    )

    withdraw_pledge(pledge_id=made.pk, by=me(lead), now=NOW)

    organisation.refresh_from_db()
    assert organisation.recognised_from == NOW.date()


def test_second_pledge_is_refused() -> None:
    lead = person()
    organisation = entry(lead=lead)
    pledged(organisation)

    assert refusal(organisation, lead) == "pledged"


@pytest.mark.parametrize("state", [state for state in State.values if state != State.LISTED])
def test_only_a_listed_organisation_pledges(state: str) -> None:
    lead = person()

    assert refusal(entry(state, lead=lead), lead) == "not_listed"
    assert not Pledge.objects.exists()


def test_only_a_published_edition_takes_pledges() -> None:
    lead = person()
    organisation = entry(lead=lead)
    version = framework(text=SMALL, published=False)
    assert refusal(organisation, lead, version) == "not_current"

    framework(text=SMALL)
    retire_framework(version_id=version.pk, by=me(coordinator()), now=NOW)
    assert refusal(organisation, lead, version) == "not_current"


def test_withdrawing_twice_is_refused() -> None:
    lead = person()
    made = pledged(entry(lead=lead))
    withdraw_pledge(pledge_id=made.pk, by=me(lead), now=NOW)

    with pytest.raises(Refused) as refused:
        withdraw_pledge(pledge_id=made.pk, by=me(lead), now=NOW)

    assert refused.value.code == "withdrawn"


def test_editors_coordinators_and_others_neither_pledge_nor_withdraw() -> None:
    organisation, other = entry(), entry()
    editor = join(organisation).user
    made = pledged(other)
    for user in (editor, coordinator(), person()):
        with pytest.raises(NotAllowed, match="Only a lead"):
            pledge(organisation_id=organisation.pk, version_id=made.version_id, by=me(user), now=NOW)
        with pytest.raises(NotAllowed, match="Only a lead"):
            withdraw_pledge(pledge_id=made.pk, by=me(user), now=NOW)

    assert list(Pledge.objects.values_list("pk", "withdrawn_at")) == [(made.pk, None)]


def test_lead_pledges_on_the_pages_and_takes_it_back() -> None:
    lead, version = person(), framework()
    organisation = entry(lead=lead)
    browser = browser_of(lead)
    home = reverse("standards:organisation", args=[organisation.slug])
    ask = reverse("standards:ask_pledge", args=[organisation.slug, version.pk])

    assert f'href="{ask}"' in browser.get(home).content.decode()
    asked = browser.get(ask).content.decode()
    assert "Nobody checks it, and it never looks like one." in asked
    act = reverse("standards:pledge", args=[organisation.slug, version.pk])
    assert f'action="{act}"' in asked
    done = browser.post(act, follow=True).content.decode()
    assert "You have pledged." in done
    assert "has pledged already" in browser.post(act, follow=True).content.decode()

    made = Pledge.objects.get()
    withdraw = reverse("standards:withdraw_pledge", args=[organisation.slug, made.pk])
    asked = browser.get(reverse("standards:ask_withdraw_pledge", args=[organisation.slug, made.pk])).content.decode()
    assert f'action="{withdraw}"' in asked
    assert "The pledge is withdrawn." in browser.post(withdraw, follow=True).content.decode()
    assert "was withdrawn already" in browser.post(withdraw, follow=True).content.decode()
    assert "Pledges that were withdrawn" in browser.get(home).content.decode()


def test_editor_is_told_to_ask_a_lead() -> None:
    organisation = entry()
    framework()
    editor = join(organisation).user

    page = browser_of(editor).get(reverse("standards:organisation", args=[organisation.slug])).content.decode()

    assert "A lead of your organisation can pledge." in page
    assert "ask/" not in page


def test_page_of_an_organisation_that_is_not_listed_says_what_comes_first() -> None:
    lead = person()
    organisation = entry(State.DRAFT, lead=lead)
    framework()

    page = browser_of(lead).get(reverse("standards:organisation", args=[organisation.slug])).content.decode()

    assert "Only a listed organisation can pledge." in page


def test_page_without_any_edition_says_so() -> None:
    lead = person()
    organisation = entry(lead=lead)

    page = browser_of(lead).get(reverse("standards:organisation", args=[organisation.slug])).content.decode()

    assert "There are no published standards to pledge to at the moment." in page
