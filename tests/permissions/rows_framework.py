"""Rows of the matrix about the public standards pages and the pledge."""

from __future__ import annotations

from typing import Any

from django.db import models

from lero_hub.authz.actor import Actor
from organisations.states import State
from standards.models import FrameworkVersion, Pledge
from standards.policies import can_keep_framework, can_open_standards
from standards.states import VersionState
from tests.permissions.outcomes import (
    ON,
    Outcome,
    Outcomes,
    Row,
    Rule,
    act,
    coordinators,
    everybody,
    leads,
    outsiders,
    page,
    team,
)
from tests.permissions.people import COORDINATOR, EDITOR, LEAD, OTHER_LEAD
from tests.permissions.world_framework import DRAFT, PUBLISHED, RETIRED

NOBODY: tuple[str, ...] = ()


def edition(name: str, **more: str) -> dict[str, str]:
    """Name the edition that a public page is about, and the rest of its address."""
    return {"framework": f"name of {name}", "number": f"number of {name}", **more}


def of(entry: str, **more: str) -> dict[str, str]:
    """Name the organisation that a row is about, and the rest of its address."""
    return {"slug": entry, **more}


def owners(outcome: Outcome) -> Outcomes:
    """The lead of the other organisation."""
    return {**outsiders("other"), LEAD: 403, EDITOR: 403, OTHER_LEAD: outcome}


PUBLIC = [
    page("standards:index", everybody(200)),
    page("standards:how_we_assess", everybody(200)),
    page("standards:edition", everybody(200), on=edition(PUBLISHED)),
    page("standards:edition", everybody(200), on=edition(RETIRED)),
    page("standards:edition", {**everybody(404), COORDINATOR: 200}, on=edition(DRAFT)),
    page("standards:domain", everybody(200), on=edition(PUBLISHED, domain="LED")),
    page("standards:domain", everybody(404), on=edition(PUBLISHED, domain="DOOR")),
    page("standards:domain", {**everybody(404), COORDINATOR: 200}, on=edition(DRAFT, domain="DOOR")),
    page("standards:criterion", everybody(200), on=edition(PUBLISHED, domain="LED", code="LED-1")),
    page("standards:criterion", everybody(404), on=edition(PUBLISHED, domain="LED", code="DOOR")),
    page("standards:criterion", everybody(404), on=edition(PUBLISHED, domain="DOOR", code="LED-1")),
    page("standards:criterion", everybody(404), on=edition(DRAFT, domain="DOOR", code="LED-1")),
]

PLEDGING = [
    *(page("standards:organisation", team(200, state), on=of(state)) for state in State.values),
    page("standards:organisation", owners(200), on=of("other")),
    page("standards:ask_pledge", leads(200), on=of(State.LISTED, version_id=PUBLISHED)),
    page("standards:ask_pledge", leads(404), post=leads(405), on=of(State.LISTED, version_id=DRAFT)),
    act("standards:pledge", leads(ON), on=of(State.LISTED, version_id=PUBLISHED)),
    act("standards:pledge", leads(ON), on=of(State.LISTED, version_id=RETIRED), changes=NOBODY),
    act(
        "standards:pledge",
        leads(404),
        get=leads(405),
        on=of(State.LISTED, version_id=DRAFT),
    ),
    act(
        "standards:pledge",
        leads(ON, State.UNLISTED),
        on=of(State.UNLISTED, version_id=PUBLISHED),
        changes=NOBODY,
    ),
    page("standards:ask_withdraw_pledge", owners(200), on=of("other", pledge_id="pledge of other")),
    page("standards:ask_withdraw_pledge", team(404), post=team(405), on=of(State.LISTED, pledge_id="pledge of other")),
    act("standards:withdraw_pledge", owners(ON), on=of("other", pledge_id="pledge of other")),
    act("standards:withdraw_pledge", team(404), get=team(405), on=of(State.LISTED, pledge_id="pledge of other")),
]


def desk(name: str, outcome: Outcome, version: str, **more: Any) -> Row:
    """Describe an act of coordinators about an edition: for others there is no such draft."""
    return act(name, coordinators(outcome, others=404 if version == DRAFT else 403), on={"version_id": version}, **more)


DESK = [
    page("standards:frameworks", coordinators(200)),
    page("standards:ask_publish_framework", coordinators(200, others=404), on={"version_id": DRAFT}),
    page("standards:ask_retire_framework", coordinators(200), on={"version_id": PUBLISHED}),
    desk("standards:publish_framework", ON, DRAFT),
    desk("standards:publish_framework", ON, PUBLISHED, changes=NOBODY),
    desk("standards:publish_framework", 409, RETIRED, get=coordinators(405)),
    desk("standards:retire_framework", ON, PUBLISHED),
    desk("standards:retire_framework", ON, RETIRED, changes=NOBODY),
    desk("standards:retire_framework", 409, DRAFT, get=coordinators(405, others=404)),
]

ROWS: list[Row] = [*PUBLIC, *PLEDGING, *DESK]


def reads(actor: Actor, version: FrameworkVersion) -> bool:
    """Everybody reads what was published; visitors are asked no policy."""
    return version.state != VersionState.DRAFT or can_keep_framework(actor, version)


RULES: dict[type[models.Model], Rule] = {
    FrameworkVersion: reads,
    Pledge: lambda actor, row: can_open_standards(actor, row.organisation),
}
"""What each model's `visible_to` must agree with."""
