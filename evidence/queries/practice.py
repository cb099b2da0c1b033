"""Reads for those who write down a practice: what a step holds now, what is missing, and what their shelf holds."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evidence.models import Item, Recipe
from evidence.queries.gaps import Gap
from evidence.states import State
from evidence.steps import STEPS, Step, StepValues
from organisations.models import Organisation


def recipe_of(item: Item) -> Recipe:
    """Give the recipe of a practice; an empty one, not saved, where nothing was written."""
    return Recipe.objects.filter(item=item).first() or Recipe(item=item)


def step_values(item: Item, step: Step, recipe: Recipe | None = None) -> StepValues:
    """Read what a step holds now."""
    words = {name: getattr(item, name) for name in step.item}
    if step.recipe:
        recipe = recipe or recipe_of(item)
        words |= {name: getattr(recipe, name) for name in step.recipe}
    keys = tuple(sorted(link.key for link in item.criterion_links.all())) if step.has_criteria else ()
    return StepValues(words, keys)


def missing_to_send(item: Item, recipe: Recipe | None = None) -> list[Gap]:
    """List what a practice still needs before a curator reads it, in the order of the form."""
    recipe = recipe or recipe_of(item)
    asked = [
        (item, "summary", _("Say in a sentence or two what it is")),
        (recipe, "why", _("Say why it should help")),
        (recipe, "steps", _("Say what you do, step by step")),
        (recipe, "who", _("Say who does it")),
        (recipe, "how_much", _("Say when, how often and how long")),
        (recipe, "cost", _("Say what it costs")),
        (recipe, "not_for", _("Say who it did not suit")),
        (item, "evidence_kind", _("Say what your words rest on")),
        (item, "how_far", _("Say how far along it is")),
        (recipe, "found", _("Say what you saw")),
        (recipe, "went_wrong", _("Say what went wrong")),
        (recipe, "unsure", _("Say what you cannot be sure of")),
        (item, "stories", _("Say whether somebody’s story is told, and that they agreed")),
        (item, "contact_role", _("Say who answers questions")),
        (item, "review_on", _("Say when to look at it again")),
    ]
    return [Gap(name, message) for row, name, message in asked if not getattr(row, name)]


@dataclass(frozen=True)
class Progress:
    """How far one step is: what is missing in it, and whether anything is written."""

    step: Step
    missing: tuple[str, ...]
    is_begun: bool


def progress(item: Item) -> list[Progress]:
    """Read how far each step is: two queries."""
    recipe, found = recipe_of(item), []
    gaps = missing_to_send(item, recipe)
    for step in STEPS.values():
        values = step_values(item, step, recipe)
        lacking = tuple(gap.message for gap in gaps if gap.field in step.fields)
        found.append(Progress(step, lacking, bool(values.criteria) or any(values.words.values())))
    return found


def step_of(name: str) -> Step:
    """Find the step that holds a word."""
    return next(step for step in STEPS.values() if name in step.fields)


TABS: dict[str, list[str]] = {
    "": State.values,
    "open": [State.DRAFT, State.CHANGES_REQUESTED],
    "waiting": [State.SUBMITTED],
    "published": [State.PUBLISHED],
    "withdrawn": [State.WITHDRAWN],
}


def shelf(organisation: Organisation, *, part: str, text: str) -> QuerySet[Item]:
    """List what an organisation shares or is writing, what was touched last first."""
    rows = Item.objects.practice().of_organisation(organisation.pk).filter(state__in=TABS[part])
    if text:
        rows = rows.filter(title__icontains=text)
    return rows.select_related("revises").defer("search_document", "search_words").order_by("-changed_at", "id")
