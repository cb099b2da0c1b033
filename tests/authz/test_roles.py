"""Granting and ending roles, and what the actor and the policies make of them."""

import uuid
from collections import defaultdict
from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from lero_hub.accounts.models import User
from lero_hub.authz import role_ends
from lero_hub.authz.actor import ANONYMOUS, Actor, actor_for
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.policies import is_coordinator, is_superuser, policy
from lero_hub.authz.states import MEANING, Role
from lero_hub.authz.workflows import end_role, grant_first_coordinator, grant_role
from lero_hub.errors import NotAllowed, Refused
from tests.accounts.support import LATER, NOW, coordinator, me, open_roles, person, verbs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_grant_role_by_a_coordinator_opens_one_grant_however_often(role: Role) -> None:
    by, user = coordinator(), person()

    first = grant_role(user_id=user.pk, role=role, by=me(by), reason="Knows how", now=LATER)
    second = grant_role(user_id=user.pk, role=role, by=me(by), reason="Again", now=LATER)

    assert second == first
    assert (first.user, first.role, first.reason, first.granted_by, first.granted_at, first.ended_at) == (
        user,
        role,
        "Knows how",
        by,
        LATER,
        None,
    )
    assert me(user).roles == frozenset({role})
    assert verbs().count("authz.grant_role") == 2  # the coordinator's own, and this one


@pytest.mark.parametrize("who", ["visitor", "member", *[role.value for role in Role if role != Role.COORDINATOR]])
def test_grant_role_by_anybody_else_is_not_allowed(who: str) -> None:
    by, user, other = coordinator(), person(), person("other")
    if who in Role.values:
        grant_role(user_id=other.pk, role=who, by=me(by), reason="Because", now=NOW)
    actor = ANONYMOUS if who == "visitor" else me(other)

    with pytest.raises(NotAllowed):
        grant_role(user_id=user.pk, role=Role.COORDINATOR, by=actor, reason="Because", now=LATER)

    assert open_roles(user) == []


@pytest.mark.parametrize("role", list(Role))
def test_grant_role_to_oneself_is_refused(role: Role) -> None:
    by = coordinator()

    with pytest.raises(Refused) as refusal:
        grant_role(user_id=by.pk, role=role, by=me(by), reason="I would like to decide too", now=LATER)

    assert refusal.value.code == "own_role"
    assert open_roles(by) == ["coordinator"]


def test_grant_role_that_does_not_exist_is_refused() -> None:
    by, user = coordinator(), person()

    with pytest.raises(Refused) as refusal:
        grant_role(user_id=user.pk, role="king", by=me(by), reason="Because", now=LATER)

    assert refusal.value.code == "unknown_role"


def test_grant_role_to_a_closed_account_is_refused() -> None:
    by, user = coordinator(), person()
    User.objects.filter(pk=user.pk).update(is_active=False)

    for somebody in (user.pk, uuid.uuid4()):
        with pytest.raises(Refused) as refusal:
            grant_role(user_id=somebody, role="curator", by=me(by), reason="Because", now=LATER)
        assert refusal.value.code == "closed_account"


def test_end_role_by_a_coordinator_or_the_holder_ends_it_once() -> None:
    by, user = coordinator(), person()
    for actor in (me(by), me(user)):
        grant = grant_role(user_id=user.pk, role="curator", by=me(by), reason="Because", now=NOW)

        end_role(grant_id=grant.pk, by=actor, reason="Enough", now=LATER)
        end_role(grant_id=grant.pk, by=actor, reason="Twice", now=LATER)

        grant.refresh_from_db()
        assert (grant.ended_at, grant.ended_by_id, grant.end_reason) == (LATER, actor.user_id, "Enough")
    assert open_roles(user) == []
    assert verbs().count("authz.end_role") == 2


def test_end_role_of_somebody_else_is_not_allowed() -> None:
    by, user, other = coordinator(), person(), person("other")
    grant = grant_role(user_id=user.pk, role="curator", by=me(by), reason="Because", now=NOW)

    with pytest.raises(NotAllowed):
        end_role(grant_id=grant.pk, by=me(other), reason="Envy", now=LATER)

    assert open_roles(user) == ["curator"]


def test_end_role_of_the_last_coordinator_is_refused() -> None:
    by, other = coordinator(), person("other")
    own = RoleGrant.objects.get(user=by)

    with pytest.raises(Refused) as refusal:
        end_role(grant_id=own.pk, by=me(by), reason="Tired", now=LATER)
    assert refusal.value.code == "last_coordinator"

    grant_role(user_id=other.pk, role="coordinator", by=me(by), reason="Takes over", now=NOW)
    end_role(grant_id=own.pk, by=me(by), reason="Tired", now=LATER)
    assert (open_roles(by), open_roles(other)) == ([], ["coordinator"])


def test_end_role_of_another_duty_of_the_last_coordinator_is_fine() -> None:
    by, other = coordinator(), coordinator("other")
    grant = grant_role(user_id=by.pk, role="curator", by=me(other), reason="Because", now=NOW)
    end_role(grant_id=RoleGrant.objects.get(user=other).pk, by=me(by), reason="Enough", now=NOW)

    end_role(grant_id=grant.pk, by=me(by), reason="Enough", now=LATER)

    assert open_roles(by) == ["coordinator"]


def test_end_role_hands_back_what_was_held_by_it_once_however_often_an_app_registers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by, user = coordinator(), person()
    handed: list[object] = []

    def hand_back(*, user_id: uuid.UUID, by: Actor, now: datetime) -> None:
        handed.append(user_id)

    monkeypatch.setattr(role_ends, "_callbacks", defaultdict(list))
    assert role_ends.register_role_end(Role.CURATOR, hand_back) is hand_back
    assert role_ends.register_role_end(Role.CURATOR, hand_back) is hand_back

    for role in ("panel_member", "curator"):
        grant = grant_role(user_id=user.pk, role=role, by=me(by), reason="Because", now=NOW)
        end_role(grant_id=grant.pk, by=me(by), reason="Enough", now=LATER)

    assert handed == [user.pk]


def test_grant_first_coordinator_needs_no_coordinator_and_names_none() -> None:
    user = person()

    grant = grant_first_coordinator(user_id=user.pk, reason="To begin with", now=NOW)

    assert (grant.role, grant.granted_by) == ("coordinator", None)
    assert str(grant) == f"coordinator {user.pk} since 2026-03-02 ({grant.pk})"


def test_actor_of_a_visitor_holds_nothing() -> None:
    for actor in (ANONYMOUS, actor_for(AnonymousUser())):
        assert (actor.user_id, actor.is_authenticated, actor.is_superuser, actor.has_consented) == (
            None,
            False,
            False,
            False,
        )
        assert actor.roles == frozenset()
        assert is_coordinator(actor, None) is False
        with pytest.raises(RuntimeError, match="A visitor came"):
            _ = actor.person


def test_actor_of_a_person_gives_that_person() -> None:
    user = person()

    assert me(user).person == user


def test_actor_of_a_closed_account_holds_nothing_any_more() -> None:
    by = coordinator()
    User.objects.filter(pk=by.pk).update(is_active=False, is_superuser=True)

    actor = me(by)

    assert (actor.is_authenticated, actor.is_superuser, actor.roles) == (False, False, frozenset())
    assert actor.has(Role.COORDINATOR) is False


def test_policies_answer_and_refuse_in_words() -> None:
    by, user = coordinator(), person()
    operator = User.objects.create_superuser("operator@people.example")

    assert [is_coordinator(me(someone), None) for someone in (by, user, operator)] == [True, False, False]
    assert [is_superuser(me(someone), None) for someone in (by, user, operator)] == [False, False, True]
    is_coordinator.require(me(by), None)
    with pytest.raises(NotAllowed, match="Only coordinators of the network can open this"):
        is_coordinator.require(me(user), None)
    assert (repr(is_coordinator), is_coordinator.__doc__) == (
        "<Policy is_coordinator>",
        "Coordinators run the network's queues.",
    )


def test_a_policy_is_never_asked_about_a_visitor() -> None:
    asked: list[Actor] = []

    @policy(refusal="No")
    def anybody(actor: Actor, thing: object) -> bool:
        asked.append(actor)
        return True

    assert anybody(ANONYMOUS, None) is False
    assert asked == []


def test_every_role_says_what_it_is_for() -> None:
    assert list(MEANING) == list(Role)


def test_grant_command_makes_the_first_coordinator_once(capsys: pytest.CaptureFixture[str]) -> None:
    user = person()

    call_command("grant", "ROBIN@people.example", "--reason", "Begins the network")
    call_command("grant", "robin@people.example", "coordinator")

    assert open_roles(user) == ["coordinator"]
    assert RoleGrant.objects.get().reason == "Begins the network"
    assert capsys.readouterr().out.splitlines() == [
        "robin@people.example is a coordinator now.",
        "robin@people.example was a coordinator already.",
    ]


def test_grant_command_without_an_open_account_says_what_to_do() -> None:
    closed = person()
    User.objects.filter(pk=closed.pk).update(is_active=False)

    for address in ("robin@people.example", "nobody@people.example"):
        with pytest.raises(CommandError, match="Sign up first"):
            call_command("grant", address)
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("grant", "robin@people.example", "king")
    assert RoleGrant.objects.count() == 0
