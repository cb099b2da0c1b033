"""What the matrix needs of forming a review: one in which the assessor is asked, one declared, one called off.

The organisations are the lead's, but for one that is the coordinator's own.
"""

from __future__ import annotations

from standards.models import Assignment
from standards.workflows.agreement import accept_assessor_agreement
from standards.workflows.reviews import cancel_review
from tests.factories import NOW, me
from tests.permissions.people import ASSESSOR, COORDINATOR, LEAD, World
from tests.standards.builders_review import ask, assessor, declare, forming, waiting


def build(world: World) -> None:
    """Add reviews that are being formed."""
    people = world.people
    accept_assessor_agreement(by=me(people[ASSESSOR]), lived_experience=True, now=NOW)
    free = assessor("free-assessor")
    world.things["id of free assessor"] = str(free.pk)
    for name in ("asked", "declared", "over"):
        case = forming(name=f"Steps {name}", lead=people[LEAD], desk=people[COORDINATOR])
        assignment = ask(case, people[ASSESSOR])
        if name != "asked":
            declare(assignment)
        if name == "over":
            cancel_review(review_id=case.review.pk, reason="They merge.", by=me(people[COORDINATOR]), now=NOW)
        _name(world, name, case.assessment.pk, case.review.pk, assignment)
    own = forming(name="Steps of the coordinator", lead=people[COORDINATOR])
    _name(world, "own", own.assessment.pk, own.review.pk, ask(own, free))
    world.things["assessment that waits"] = str(waiting(name="Steps that wait", lead=people[LEAD]).pk)


def _name(world: World, name: str, assessment: object, review: object, assignment: Assignment) -> None:
    world.things |= {
        f"assessment of {name}": str(assessment),
        f"review {name}": str(review),
        f"assignment of {name}": str(assignment.pk),
    }
