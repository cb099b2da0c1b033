"""The form of one answer, and the small ones around an assessment."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standards.models import Answer, Criterion, FrameworkVersion, ScaleLevel
from standards.workflows.assessment import FIELDS, AnswerValues


def _longest(field: str) -> int:
    """Take the longest text from the model, so that form and table agree."""
    length: int = Answer._meta.get_field(field).max_length  # type: ignore[union-attr,assignment]
    return length


class AnswerForm(forms.Form):
    """What an organisation says of one criterion. `number` carries what the person built on."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    level = forms.TypedChoiceField(
        label=_("Where are you now?"),
        help_text=_("Choose the one that is nearest today, not the one you hope for."),
        choices=(),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    narrative = forms.CharField(
        label=_("In your own words, what happens here?"),
        help_text=_("A few sentences are plenty. Leave out names, stories and health."),
        max_length=_longest("narrative"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    not_applicable = forms.BooleanField(label=_("This does not apply to us"), required=False)
    not_applicable_reason = forms.CharField(
        label=_("Why does it not apply?"),
        max_length=_longest("not_applicable_reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criterion: Criterion, scale: Sequence[ScaleLevel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(each.level), each.name) for each in scale]
        if not criterion.not_applicable_when:
            del self.fields["not_applicable"], self.fields["not_applicable_reason"]

    @staticmethod
    def initial_from(answer: Answer) -> dict[str, Any]:
        """Read an answer into the form."""
        return {name: getattr(answer, name) for name in ("number", *FIELDS)}

    def values(self, current: Answer) -> AnswerValues:
        """Give what the person wants the answer to say; a field with an error stays as it is now."""
        good = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        return AnswerValues(**{name: good.get(name, getattr(current, name)) for name in FIELDS})

    @property
    def built_on(self) -> int:
        """Give the number that the person built on; one that makes no sense fits nothing."""
        number = self.cleaned_data.get("number")
        return -1 if number is None else number


class EditionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's class takes no parameter when it runs
    """A choice of editions by title and number."""

    def label_from_instance(self, obj: FrameworkVersion) -> str:
        """Say the title and the number."""
        return f"{obj.title} {obj.number}"


class StartForm(forms.Form):
    """Which edition to look at oneself with; a single one needs no choosing."""

    version = EditionField(
        label=_("Which standards?"),
        queryset=FrameworkVersion.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = FrameworkVersion.objects.current().order_by("-published_at", "id")
        field = self.fields["version"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = current
        editions = list(current[:2])
        if len(editions) == 1:
            field.widget = forms.HiddenInput()
            field.initial = editions[0].pk
