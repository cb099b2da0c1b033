"""The steps of a practice as forms, and what a curator fills in about it."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.forms.told import ToldField
from evidence.models import Item, Recipe
from evidence.queries.criteria import Known
from evidence.states import Confidence, EvidenceKind, HowFar, Stories
from evidence.steps import CARE, CRITERIA, FITTING, HOW, LIMITS, SEEN, WHAT, Step, StepValues
from evidence.workflows.shelf import MOST_CRITERIA
from lero_hub.typed_text import has_visible

NEEDED = _("needed before you send it in")
MOST_YEARS = 5


def words(model: type[Model], name: str, label: Any, hint: Any = "", *, rows: int = 0) -> forms.CharField:
    """Make a text field for a column; `rows` above 0 makes it a box. The longest text is the model's."""
    longest: int = model._meta.get_field(name).max_length  # type: ignore[union-attr,assignment]
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return ToldField(label=label, help_text=hint, required=False, max_length=longest, widget=widget)


class StepForm(forms.Form):
    """One step. `mark` carries what the person built on."""

    step: ClassVar[Step]
    needed: ClassVar[tuple[str, ...]] = ()
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, known: dict[str, Known], current: StepValues, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].needed_for = NEEDED  # type: ignore[attr-defined]  # shown by our template

    @classmethod
    def initial_from(cls, values: StepValues) -> dict[str, Any]:
        """Turn what the step holds into the form's first values."""
        return dict(values.words)

    def values(self, current: StepValues) -> StepValues:
        """Give what the person wants the step to hold; a field with an error stays as it is now."""
        good = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        return StepValues({name: good.get(name, current.words.get(name)) for name in self.step.fields})


class WhatForm(StepForm):
    """What it is, and why it should help."""

    step = WHAT
    needed = ("summary", "why")

    title = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("A few words that somebody would remember, such as: Walk in together."),
        max_length=120,
    )
    summary = words(
        Item, "summary", _("What is it, in a sentence or two?"), _("As you would tell it over a cup of tea."), rows=3
    )
    why = words(
        Recipe, "why", _("Why should it help?"), _("What you thought would change for people, and how."), rows=4
    )

    def clean_title(self) -> str:
        """Ask for a title that can be seen and said."""
        title = str(self.cleaned_data["title"])
        if not has_visible(title):
            raise ValidationError(_("Give a title with at least one letter or number"))
        return title


class HowForm(StepForm):
    """The recipe."""

    step = HOW
    needed = ("steps", "who", "how_much", "cost")

    needs = words(
        Recipe, "needs", _("What do you need?"), _("One thing a line: a room, a kettle, a phone, training."), rows=4
    )
    steps = words(
        Recipe, "steps", _("What do you do?"), _("One step a line, so that somebody else could try it."), rows=6
    )
    who = words(Recipe, "who", _("Who does it?"), _("How many people, and in what role. No names."))
    how = words(Recipe, "how", _("How do people take part?"), _("Face to face, by phone, in a group, one to one."))
    where = words(Recipe, "where", _("Where does it happen?"))
    how_much = words(Recipe, "how_much", _("When, how often and for how long?"))
    cost = words(Recipe, "cost", _("What does it cost?"), _("About how much money, and about how many hours."))


class FittingForm(StepForm):
    """How it is fitted to people."""

    step = FITTING
    needed = ("not_for",)

    tailoring = words(Recipe, "tailoring", _("What do you fit to each person?"), rows=3)
    changes = words(
        Recipe, "changes", _("What have you changed since you began?"), _("And why you changed it."), rows=3
    )
    not_for = words(
        Recipe,
        "not_for",
        _("Who did it not suit?"),
        _("There is always somebody. What did they do instead?"),
        rows=3,
    )


class SeenForm(StepForm):
    """What was seen, and what it rests on."""

    step = SEEN
    needed = ("found", "evidence_kind", "how_far")

    planned_check = words(Recipe, "planned_check", _("How did you mean to check that it happens as planned?"), rows=2)
    real_check = words(Recipe, "real_check", _("What happened when you checked?"), rows=2)
    found = words(
        Recipe,
        "found",
        _("What did you see?"),
        _("What changed for people, and what did not. Numbers if you have them."),
        rows=4,
    )
    evidence_kind = forms.ChoiceField(
        label=_("What do your words rest on?"),
        help_text=_("The one that fits best. None of them stands above another."),
        choices=EvidenceKind.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    how_far = forms.ChoiceField(
        label=_("How far along is it?"),
        help_text=_("Every step is a real one. A good reason is where everything begins."),
        choices=HowFar.choices,
        required=False,
        widget=forms.RadioSelect,
    )


class LimitsForm(StepForm):
    """What went wrong, and what nobody knows."""

    step = LIMITS
    needed = ("went_wrong", "unsure")

    went_wrong = words(
        Recipe,
        "went_wrong",
        _("What went wrong?"),
        _("This helps others most. Say what you would do in another way."),
        rows=5,
    )
    unsure = words(
        Recipe,
        "unsure",
        _("What can you not be sure of?"),
        _("Who you did not ask, and what else may be the reason. A curator writes from it what readers see."),
        rows=4,
    )


class CareForm(StepForm):
    """Stories, consent, questions, and the next look."""

    step = CARE
    needed = ("told", "contact_role", "review_on")

    told = forms.ChoiceField(
        label=_("Can anybody be known in what you wrote?"),
        help_text=_("By a name, or by something that people nearby would know them by."),
        choices=[("no", _("No, nobody’s story is told")), ("yes", _("Yes, somebody’s story is told"))],
        required=False,
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(
        label=_("Everybody whose story is told has read it, agrees that everybody may read it here, and knows that "
                "they may change their mind at any time"),
        help_text=_("Tick this only if it is true of each of them."),
        required=False,
    )  # fmt: skip
    contact_role = words(
        Item,
        "contact_role",
        _("Who answers questions about it?"),
        _("A role, not a name: the welcome lead, the kitchen team."),
    )
    review_on = forms.DateField(
        label=_("When will you look at it again?"),
        help_text=_("Two years from now is usual."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def initial_from(cls, values: StepValues) -> dict[str, Any]:
        """Turn the one label about stories into a question and a tick."""
        stories = values.words["stories"]
        told = {Stories.NONE: "no", Stories.AGREED: "yes"}.get(Stories(str(stories)), "") if stories else ""
        return {**values.words, "told": told, "agreed": stories == Stories.AGREED}

    def clean_contact_role(self) -> str:
        """Take a role: no address and no number."""
        role = str(self.cleaned_data["contact_role"])
        if "@" in role or sum(sign.isdigit() for sign in role) > 4:
            raise ValidationError(_("Give a role, not an address or a number: those stand on your page"))
        return role

    def clean_review_on(self) -> Any:
        """Take a day that is still to come, within five years."""
        day, today = self.cleaned_data["review_on"], timezone.localdate()
        if day is not None and day <= today:
            raise ValidationError(_("Give a day that is still to come"))
        if day is not None and day.year > today.year + MOST_YEARS:
            raise ValidationError(_("Look at it again within five years"))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the tick where stories are told."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("told") == "yes" and not data.get("agreed"):
            self.add_error("agreed", _("Ask everybody whose story is told first, or take their stories out"))
        return data

    def values(self, current: StepValues) -> StepValues:
        """Join question and tick. A story without consent is no answer yet."""
        told, agreed = self.cleaned_data.get("told"), self.cleaned_data.get("agreed")
        stories = Stories.NONE if told == "no" else Stories.AGREED if told == "yes" and agreed else ""
        plain = super().values(current)
        return StepValues({**plain.words, "stories": str(stories)})


class CriteriaForm(StepForm):
    """Which criteria it speaks to, by domain."""

    step = CRITERIA

    criteria = forms.MultipleChoiceField(
        label=_("Which of these does it help with?"),
        help_text=_("At most twelve: the ones it really speaks to. Readers of each criterion find it there."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, known: dict[str, Known], current: StepValues, **kwargs: Any) -> None:
        super().__init__(*args, known=known, current=current, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, each in known.items():
            groups.setdefault(each.domain_title, []).append((key, f"{each.code} {each.title}"))
        if left := [(key, key) for key in current.criteria if key not in known]:
            groups[str(_("From before"))] = left
        self.fields["criteria"].choices = list(groups.items())  # type: ignore[attr-defined]  # a field of choices

    @classmethod
    def initial_from(cls, values: StepValues) -> dict[str, Any]:
        """Tick what is chosen."""
        return {"criteria": list(values.criteria)}

    def clean_criteria(self) -> list[str]:
        """Keep to a few."""
        chosen: list[str] = self.cleaned_data["criteria"]
        if len(chosen) > MOST_CRITERIA:
            raise ValidationError(_("Choose at most 12: the ones it really speaks to"))
        return chosen

    def values(self, current: StepValues) -> StepValues:
        """Give what is ticked; on an error, what stands."""
        return StepValues(criteria=tuple(sorted(self.cleaned_data.get("criteria", current.criteria))))


FORMS: dict[str, type[StepForm]] = {
    form.step.slug: form for form in (WhatForm, HowForm, FittingForm, SeenForm, LimitsForm, CareForm, CriteriaForm)
}


class JudgeForm(forms.Form):
    """How sure a curator is, and what the practice cannot tell us."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    confidence = forms.ChoiceField(
        label=_("How sure are you of its main claim?"),
        help_text=_("Your own judgement. It does not follow from the kind of evidence alone."),
        required=False,
        choices=[("", _("Not chosen yet")), *Confidence.choices],
    )
    cannot_tell = words(
        Item,
        "cannot_tell",
        _("What can this not tell us?"),
        _("In plain words, from what the organisation says itself. Readers see it beside the recipe."),
        rows=5,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("confidence", "cannot_tell"):
            self.fields[name].needed_for = _("needed before it goes into the library")  # type: ignore[attr-defined]  # shown by our template


class ChangeForm(forms.Form):
    """What a curator asks a team to change."""

    reason = ToldField(
        label=_("What should change?"),
        help_text=_("Say what is good about it first, then one or two things. The whole team reads it."),
        max_length=Item._meta.get_field("change_request").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
