"""A practice of the demonstration as its organisation tells it."""

from dataclasses import dataclass

from evidence.states import Confidence, EvidenceKind, HowFar, State, Stories


@dataclass(frozen=True)
class Told:
    """A practice as its organisation tells it, and how far it has come since; `days` ago it was begun.

    `needs` and `steps` are parted by bars. An empty word is left out; a draft stops after the second step.
    """

    by: str
    title: str
    days: int
    summary: str
    why: str
    needs: str
    steps: str
    who: str
    how_much: str
    cost: str
    not_for: str
    found: str
    went_wrong: str
    unsure: str
    contact: str
    evidence: EvidenceKind
    how_far: HowFar
    criteria: tuple[str, ...]
    confidence: Confidence | str = ""
    cannot_tell: str = ""
    how: str = "Face to face"
    where: str = ""
    tailoring: str = ""
    changes: str = ""
    planned_check: str = ""
    real_check: str = ""
    stories: Stories = Stories.NONE
    state: State = State.PUBLISHED
    question: str = ""
