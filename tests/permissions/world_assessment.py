"""What the matrix needs of self-assessment: one being written, one that could be sent in, one that waits."""

from __future__ import annotations

from organisations.models import Organisation
from organisations.states import State
from standards.states import AssessmentState
from standards.uploads import TEXT, Checked
from tests.factories import entry, join
from tests.permissions.people import EDITOR, LEAD, World
from tests.standards.builders_assessment import answer, assessment_in, begin, complete, edition, piece

DRAFTING, WHOLE, SENT = "assessment", "whole assessment", "sent assessment"


def build(world: World) -> None:
    """Add to the world. The lead's listed organisation is in the middle of it."""
    lead = world.people[LEAD]
    drafting = begin(world.entries[State.LISTED], lead=lead)
    answer(drafting, "LED-1")
    whole = complete(begin(_organisation(world, "Steps whole")))
    sent = assessment_in(AssessmentState.SUBMITTED, organisation=_organisation(world, "Steps sent"))
    for name, assessment in {DRAFTING: drafting, WHOLE: whole, SENT: sent}.items():
        world.things[name] = str(assessment.pk)
    paper = Checked("dates.txt", TEXT, b"Supervision on ten Mondays")
    world.things |= {
        "edition": str(edition().pk),
        "code LED-1": "LED-1",
        "code LED-2": "LED-2",
        "no code": "XYZ-9",
        "a talk": "talk",
        "a song": "song",
        "talk": str(piece(drafting, "LED-1").pk),
        "paper": str(piece(drafting, "LED-1", kind="document", title="Dates", file=paper).pk),
        "sent talk": str(sent.evidence.get().pk),
    }


def _organisation(world: World, name: str) -> Organisation:
    made = entry(lead=world.people[LEAD], name=name)
    join(made, world.people[EDITOR])
    return made
