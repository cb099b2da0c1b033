"""What the matrix needs of scores, consensus, decision and recognition: a review at each stage.

The organisations are the lead's. The assessor leads each review, with a second assessor whom the matrix does not ask.
"""

from __future__ import annotations

from lero_hub.authz.states import Role
from lero_hub.authz.workflows import grant_role
from standards.models import AssessorScore, Recognition
from standards.queries.shown import mark_of
from standards.workflows.agreement import accept_assessor_agreement
from tests.factories import NOW, join, me, person
from tests.permissions.people import ASSESSOR, COORDINATOR, EDITOR, LEAD, PANEL, World
from tests.standards.builders_scoring import (
    Cast,
    Stage,
    agreed,
    decided,
    opened,
    score_all,
    scoring,
    send_in,
    with_panel,
)

SECOND = "second assessor"
SENTINEL = "Quillwort of the seventh jetty"
"""What the assessor noted: nobody else may read it before the seal opens."""


def build(world: World) -> None:
    """Add a review at each stage."""
    world.people[SECOND] = person("second-assessor")
    by = me(world.people[COORDINATOR])
    grant_role(user_id=world.people[SECOND].pk, role=Role.ASSESSOR, by=by, reason="Needed", now=NOW)
    for role in (ASSESSOR, SECOND):
        accept_assessor_agreement(by=me(world.people[role]), lived_experience=True, now=NOW)

    sealed = _stage(world, "sealed")
    send_in(sealed, sealed.one, level=3, note=SENTINEL)
    score_all(sealed, sealed.two, level=1)
    ready = _stage(world, "ready")
    score_all(ready, ready.one, level=3)
    score = AssessorScore.objects.get(assignment__review=ready.review, criterion__code="SUP-1")
    world.things["code SUP-1"] = "SUP-1"
    world.things["number of score"] = str(score.number)
    opened(_stage(world, "compared"), one={"SUP-1": 3}, two={"SUP-1": 1})
    for name, bring in (("agreed", agreed), ("panelled", with_panel)):
        world.things[f"mark of {name}"] = mark_of(bring(_stage(world, name)).fresh)
    done = decided(_stage(world, "decided"))
    join(done.organisation, world.people[EDITOR])
    world.things["recognition"] = str(Recognition.objects.get(review=done.review).pk)


def _stage(world: World, name: str) -> Stage:
    people = world.people
    cast = Cast(people[LEAD], people[COORDINATOR], people[ASSESSOR], people[SECOND], people[PANEL])
    stage = scoring(cast, name=f"Steps {name}")
    world.things[f"review {name}"] = str(stage.review.pk)
    world.things[f"assessment of {name}"] = str(stage.review.assessment_id)
    return stage
