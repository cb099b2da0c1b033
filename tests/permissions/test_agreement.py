"""One source for "may see": the policy, `visible_to` and the page say the same to everybody about everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from lero_hub.accounts.models import User
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import is_coordinator
from lero_hub.checks import is_ours
from organisations.models import EntryReport, Invitation, JoinRequest, Membership, Organisation
from organisations.policies import (
    can_answer_entry,
    can_edit_entry,
    can_manage_team,
    can_open_workspace,
    can_relist_entry,
    can_see_entry,
    can_send_entry,
    can_unlist_entry,
)
from organisations.states import State
from tests.permissions.matrix import PARTS
from tests.permissions.outcomes import Rule
from tests.permissions.people import ROLES, VISITOR, WITHDRAWN, World, taken_back

pytestmark = pytest.mark.django_db


def sees_entry(actor: Actor, organisation: Organisation) -> bool:
    """Visitors are asked no policy: they see what is listed."""
    return organisation.state == State.LISTED or can_see_entry(actor, organisation)


RULES: dict[type[models.Model], Rule] = {
    Organisation: sees_entry,
    Membership: lambda actor, row: is_coordinator(actor, None) or can_open_workspace(actor, row.organisation),
    Invitation: lambda actor, row: can_open_workspace(actor, row.organisation),
    JoinRequest: lambda actor, row: row.user_id == actor.user_id or can_manage_team(actor, row.organisation),
    EntryReport: is_coordinator,
    User: lambda actor, row: row.pk == actor.user_id or is_coordinator(actor, None),
    **{model: rule for part in PARTS for model, rule in part.RULES.items()},
}
"""What each model's `visible_to` must agree with."""


def with_visible_to() -> Iterator[type[models.Model]]:
    """List the models of ours whose rows some people see and others do not."""
    for model in apps.get_models():
        if is_ours(model.__module__) and hasattr(model._default_manager.all(), "visible_to"):
            yield model


def test_every_model_with_visible_to_has_its_rule_here() -> None:
    assert set(with_visible_to()) == set(RULES)


@pytest.mark.parametrize("model", RULES, ids=lambda model: model.__name__)
@pytest.mark.parametrize("role", ROLES)
def test_visible_to_and_the_rule_say_the_same(role: str, model: type[models.Model], world: World) -> None:
    rows: Any = model._default_manager.all()
    by_query = {row.pk for row in rows.visible_to(world.actor(role))}
    by_rule = {row.pk for row in rows if RULES[model](world.actor(role), row)}

    assert by_query == by_rule


@pytest.mark.parametrize("model", RULES, ids=lambda model: model.__name__)
def test_somebody_sees_a_row_that_somebody_else_does_not(model: type[models.Model], world: World) -> None:
    """Without this the agreement above could be about nothing."""
    rows: Any = model._default_manager.all()
    assert len({rows.visible_to(world.actor(role)).count() for role in ROLES}) > 1


PAGES: dict[str, Rule | None] = {
    "organisations:profile": None,
    "organisations:workspace": can_open_workspace,
    "organisations:team": can_open_workspace,
    "organisations:send": can_send_entry,
    "organisations:ask_unlist": can_unlist_entry,
    "organisations:ask_archive": can_unlist_entry,
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [role for role in ROLES if role != WITHDRAWN])
def test_page_answers_as_the_policy_says(role: str, name: str, world: World) -> None:
    """Not visible: 404. Visible and not permitted: 403. Visitors of a team's page are asked to sign in first."""
    expected, seen = {}, {}
    for entry, organisation in world.entries.items():
        actor, rule = world.actor(role), PAGES[name]
        if rule is not None and role == VISITOR:
            expected[entry] = 302
        elif not sees_entry(actor, organisation):
            expected[entry] = 404
        else:
            expected[entry] = 200 if rule is None or rule(actor, organisation) else 403
        with taken_back():
            seen[entry] = world.browser(role).get(reverse(name, args=[organisation.slug])).status_code

    assert seen == expected


@pytest.mark.parametrize("role", [role for role in ROLES if role != VISITOR])
def test_whoever_may_act_on_an_entry_may_see_it(role: str, world: World) -> None:
    rules = (can_open_workspace, can_edit_entry, can_send_entry, can_manage_team)
    unseen = [
        (entry, rule.name)
        for entry, organisation in world.entries.items()
        for rule in rules
        if rule(world.actor(role), organisation) and not can_see_entry(world.actor(role), organisation)
    ]
    assert unseen == []


def test_nobody_answers_an_entry_that_they_act_for(world: World) -> None:
    coordinator, waiting, own = world.actor("coordinator"), world.entries[State.SUBMITTED], world.entries["own"]

    assert can_answer_entry(coordinator, waiting)
    assert not can_answer_entry(coordinator, own)
    assert can_relist_entry(coordinator, world.entries["taken off"])
    assert not can_relist_entry(world.actor("lead"), world.entries["taken off"])
