"""Roles and accounts when two people act at the same moment: real transactions, real threads."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from lero_hub.accounts import workflows
from lero_hub.accounts.models import User
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.workflows import end_role, grant_role
from lero_hub.errors import Refused
from tests.accounts.support import LATER, NOW, coordinator, me, open_roles, person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; give "done", or the code of each refusal, sorted."""
    gate, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=10)
            act()
            outcomes.append("done")
        except Refused as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


def two_coordinators() -> tuple[User, User]:
    """Make a network with exactly two coordinators."""
    first, second = coordinator("first"), person("second")
    grant_role(user_id=second.pk, role="coordinator", by=me(first), reason="Because", now=NOW)
    return first, second


@pytest.mark.parametrize("_round", range(5))
def test_two_coordinators_who_end_each_other_leave_one(_round: int) -> None:
    first, second = two_coordinators()

    def end(victim: User, by: User) -> Callable[[], object]:
        grant, actor = RoleGrant.objects.get(user=victim), me(by)
        assert actor.roles == {"coordinator"}
        return lambda: end_role(grant_id=grant.pk, by=actor, reason="No", now=LATER)

    outcomes = at_once(end(first, second), end(second, first))

    assert outcomes == ["done", "last_coordinator"]
    assert RoleGrant.objects.open().filter(role="coordinator").count() == 1


def test_two_coordinators_who_leave_at_once_leave_one() -> None:
    first, second = two_coordinators()

    outcomes = at_once(
        lambda: workflows.erase_account(user_id=first.pk, by=me(first), now=LATER),
        lambda: workflows.erase_account(user_id=second.pk, by=me(second), now=LATER),
    )

    assert outcomes == ["done", "last_coordinator"]
    assert User.objects.filter(erased_at__isnull=True).count() == 1
    assert RoleGrant.objects.open().filter(role="coordinator").count() == 1


def test_two_coordinators_who_grant_the_same_role_make_one_grant() -> None:
    first, second = two_coordinators()
    user = person()

    outcomes = at_once(
        *(
            lambda by=by: grant_role(user_id=user.pk, role="curator", by=me(by), reason="Because", now=LATER)
            for by in (first, second)
        )
    )

    assert outcomes == ["done", "done"]
    assert open_roles(user) == ["curator"]


def test_one_address_that_signs_up_twice_at_once_makes_one_account() -> None:
    outcomes = at_once(lambda: person("robin"), lambda: person("robin"))

    assert outcomes == ["address_taken", "done"]
    assert User.objects.count() == 1


def test_consent_given_twice_at_once_stands_once() -> None:
    user = person()
    workflows.withdraw_consent(user_id=user.pk, by=me(user), now=NOW)

    outcomes = at_once(
        *[lambda: workflows.give_consent(user_id=user.pk, purpose="membership", by=me(user), now=LATER)] * 2
    )

    assert outcomes == ["done", "done"]
    assert user.consents.standing().filter(purpose="membership").count() == 1
