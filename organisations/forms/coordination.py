"""Forms of the coordinators' desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from organisations.models import EntryReport, HelpLine, Organisation
from organisations.queries.help_lines import nation_names
from organisations.workflows.help_lines import LineValues


class ChangeRequestForm(forms.Form):
    """What an entry needs before it can be listed."""

    reason = forms.CharField(
        label=_("What should change?"),
        help_text=_("The team reads your words as they are. Say what, why, and what would be right."),
        max_length=Organisation._meta.get_field("change_request").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class UnlistForm(forms.Form):
    """Why an entry comes off the list."""

    reason = forms.CharField(
        label=_("Why does it come off the list?"),
        help_text=_("The team reads your words as they are, and what they can do about it."),
        max_length=Organisation._meta.get_field("unlisted_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CloseReportForm(forms.Form):
    """What was done about a report."""

    what_was_done = forms.CharField(
        label=_("What was done?"),
        help_text=_("Goes to the person who told us, if they left an address. Name nobody."),
        max_length=EntryReport._meta.get_field("what_was_done").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


_NUMBER = RegexValidator(r"^\+?[0-9][0-9 ]*$", _("Write the number with digits and spaces alone"))


def _length(name: str) -> int:
    length: int = HelpLine._meta.get_field(name).max_length  # type: ignore[union-attr,assignment]
    return length


def _text(name: str, label: Any, help_text: Any = "", **options: Any) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(label=label, help_text=help_text, max_length=_length(name), **options)


class HelpLineForm(forms.Form):
    """A line to ring or text. `version` is what the person built on, `slug` the key of a new line."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    slug = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40)
    name = _text("name", _("Name"), required=True)
    what = _text(
        "what",
        _("What it is for"),
        _("A sentence for somebody who needs it now."),
        required=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    phone = _text("phone", _("Number to ring"), validators=[_NUMBER])
    text_to = _text("text_to", _("Number to text"), validators=[_NUMBER])
    text_word = _text("text_word", _("Word to text"), _("What to write in the message, if it takes a certain word."))
    website = forms.URLField(label=_("Website"), required=False, max_length=_length("website"), assume_scheme="https")
    hours = _text("hours", _("When it is open"), _("In words: day and night; weekdays 6 pm to midnight."))
    nations = forms.MultipleChoiceField(
        label=_("Where it answers"),
        help_text=_("Leave all empty if it answers everywhere."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_emergency = forms.BooleanField(label=_("It is for emergencies: show it first"), required=False)
    source = _text("source", _("Where the details come from"), _("For example: its own website."), required=True)
    checked = forms.BooleanField(
        label=_("I have checked today that all of this is right"),
        help_text=_("Without it, the page says that the line is to be confirmed by the network."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nations = self.fields["nations"]
        assert isinstance(nations, forms.MultipleChoiceField)
        nations.choices = list(nation_names().items())

    @classmethod
    def initial_from(cls, line: HelpLine) -> dict[str, Any]:
        """Turn a line into the form's first values."""
        return {name: getattr(line, name) for name in cls.base_fields if name not in {"checked", "slug"}}

    def clean(self) -> dict[str, Any]:
        """Ask for a number to ring or to text."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("phone") or cleaned.get("text_to") or {"phone", "text_to"} & self.errors.keys()):
            raise ValidationError({"phone": _("Give a number to ring or to text")})
        return cleaned

    def values(self) -> LineValues:
        """Give what the coordinator says about the line."""
        good = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "slug", "nations"}}
        return LineValues(**good, nations=tuple(sorted(self.cleaned_data["nations"])))
