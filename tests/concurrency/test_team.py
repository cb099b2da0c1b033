"""Two people, or two clicks, at the same moment: the team keeps its lead, and an invitation works once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from lero_hub.errors import HubError
from organisations.invitation_links import token_for
from organisations.models import Membership
from organisations.policies import roles_by_organisation
from organisations.workflows.freshness import sweep_freshness
from organisations.workflows.invitations import accept, invite
from organisations.workflows.joining import ask_to_join
from organisations.workflows.team import change_role, leave
from tests.concurrency.in_turn import in_turn
from tests.factories import DAY, NOW, entry, join, me, person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads that begin together; give what each returned, or the error of ours that it raised."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            results[number] = call()
        except HubError as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
    return results


def known(user):
    """Give an actor that read its roles before the race, as a request does when it checks access."""
    actor = me(user)
    roles_by_organisation(actor)
    return actor


def leads(organisation) -> int:
    """Count the leads."""
    return Membership.objects.open().leads().filter(organisation=organisation).count()


@pytest.mark.parametrize("round_", range(3))
def test_two_leads_who_demote_each_other_leave_one_lead(round_):
    one, other = person(), person()
    organisation = entry(lead=one)
    join(organisation, other, role="lead")
    of = {m.user_id: m.pk for m in Membership.objects.open().filter(organisation=organisation)}
    by_one, by_other = known(one), known(other)
    results = at_once(
        lambda: change_role(membership_id=of[other.pk], role="editor", by=by_one, now=NOW),
        lambda: change_role(membership_id=of[one.pk], role="editor", by=by_other, now=NOW),
    )
    assert leads(organisation) == 1
    assert sum(isinstance(result, HubError) for result in results) == 1


def test_two_leads_who_leave_at_once_leave_one_lead():
    one, other = person(), person()
    organisation = entry(lead=one)
    join(organisation, other, role="lead")
    by_one, by_other = known(one), known(other)
    results = at_once(
        lambda: leave(organisation_id=organisation.pk, by=by_one, now=NOW),
        lambda: leave(organisation_id=organisation.pk, by=by_other, now=NOW),
    )
    assert leads(organisation) == 1
    assert [getattr(result, "code", "") for result in results if result] == ["last_lead"]


def test_one_invitation_accepted_twice_at_once_makes_one_member():
    organisation, user = entry(), person("new")
    call = {"organisation_id": organisation.pk, "email": user.email, "role": "editor", "now": NOW}
    token = token_for(invite(by=me(organisation.created_by), **call))
    one, other = known(user), known(user)
    results = at_once(
        lambda: accept(token=token, by=one, now=NOW),
        lambda: accept(token=token, by=other, now=NOW),
    )
    assert results[0] == results[1]
    assert Membership.objects.filter(user=user).count() == 1


def test_inviting_and_asking_twice_at_once_make_one_of_each():
    organisation, user = entry(), person()
    call = {"organisation_id": organisation.pk, "email": "x@people.example", "role": "editor", "now": NOW}
    first, second = known(organisation.created_by), known(organisation.created_by)
    assert len(set(at_once(lambda: invite(by=first, **call), lambda: invite(by=second, **call)))) == 1
    ask = {"organisation_id": organisation.pk, "note": "", "now": NOW}
    first, second = known(user), known(user)
    assert len(set(at_once(lambda: ask_to_join(by=first, **ask), lambda: ask_to_join(by=second, **ask)))) == 1


def test_the_last_invitation_of_a_day_is_sent_once_when_two_organisations_invite_at_once():
    lead = person()
    one, other = entry(lead=lead), entry(lead=lead)
    for number in range(29):
        address = f"x{number}@people.example"
        invite(organisation_id=one.pk, email=address, role="editor", by=me(lead), now=NOW)
    call = {"email": "last@people.example", "role": "editor", "now": NOW}
    first, second = known(lead), known(lead)
    _sent, refused = in_turn(
        lambda: invite(organisation_id=one.pk, by=first, **call),
        lambda: invite(organisation_id=other.pk, by=second, **call),
    )
    assert refused.code == "too_many_today"


def test_two_sweeps_at_once_ask_each_lead_once():
    for _number in range(4):
        entry()
    now = NOW + 200 * DAY
    swept = at_once(lambda: sweep_freshness(now=now), lambda: sweep_freshness(now=now))
    assert sum(each.asked for each in swept) == 4
