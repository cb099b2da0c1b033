"""The steps in which an organisation writes down a practice: which words each of them holds. Data.

The twelve questions of TIDieR in plain words, and what it leaves out: what went wrong, what it costs, who it did not
suit, consent, and when to look at it again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words


@dataclass(frozen=True)
class Step:
    """One page of the form: its address, its title, and what of the item and of its recipe it holds."""

    slug: str
    title: Words
    item: tuple[str, ...] = ()
    recipe: tuple[str, ...] = ()
    has_criteria: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Name all words of the step."""
        return self.item + self.recipe


WHAT = Step("what", _("What it is"), item=("title", "summary"), recipe=("why",))
HOW = Step("how", _("How it goes"), recipe=("needs", "steps", "who", "how", "where", "how_much", "cost"))
FITTING = Step("fitting", _("How you fit it to people"), recipe=("tailoring", "changes", "not_for"))
SEEN = Step(
    "seen", _("What you saw"), item=("evidence_kind", "how_far"), recipe=("planned_check", "real_check", "found")
)
LIMITS = Step("limits", _("What went wrong, and what you do not know"), recipe=("went_wrong", "unsure"))
CARE = Step("care", _("People’s stories, and questions"), item=("stories", "contact_role", "review_on"))
CRITERIA = Step("criteria", _("What it helps with"), has_criteria=True)

STEPS = {step.slug: step for step in (WHAT, HOW, FITTING, SEEN, LIMITS, CARE, CRITERIA)}


@dataclass(frozen=True)
class StepValues:
    """What a step holds at one moment, or what somebody wants it to hold. `criteria` are permanent names, sorted."""

    words: Mapping[str, str | date | None] = field(default_factory=dict)
    criteria: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """Give the mark of this content: a form carries it, and a save asks that it is still the same."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()[:32]

    def differing(self, other: "StepValues") -> list[str]:
        """Name what differs, in the order of the form."""
        names = [name for name in self.words if self.words[name] != other.words.get(name)]
        return [*names, "criteria"] if self.criteria != other.criteria else names
