"""Forms about one session: moving it, marking it held, the challenge, a swap."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from peer_supervision.states import Theme
from peer_supervision.workflows.challenges import LONGEST_QUESTION, LONGEST_TEXT


class MoveForm(forms.Form):
    """When it is to be instead."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    local_time = forms.TimeField(
        label=gettext_lazy("Start"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=30, max_value=240)
    sequence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class HeldForm(forms.Form):
    """Who was there, and one theme, if the circle likes."""

    attended = forms.MultipleChoiceField(
        label=gettext_lazy("Who was there?"),
        help_text=gettext_lazy("Seen by the circle alone. Everybody can change it for themselves."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("What was it about?"),
        help_text=gettext_lazy("One word from this list is all that is kept. You can leave it out."),
        choices=[("", gettext_lazy("Leave it out")), *Theme.choices],
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the members of the circle."""
        super().__init__(*args, **kwargs)
        self.fields["attended"].choices = list(people)  # type: ignore[attr-defined]  # a field with choices, made above


class ChallengeForm(forms.Form):
    """What the presenter writes. The page does not keep it when the session has ended, as other forms do."""

    text = forms.CharField(
        label=gettext_lazy("Your challenge"),
        help_text=gettext_lazy("What is going on, and what have you tried? Please name nobody whom you support."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 9, "autocomplete": "off"}),
    )
    question = forms.CharField(
        label=gettext_lazy("Your question to the group"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SureForm(forms.Form):
    """What the page that asks before a challenge is lost sends on: that one is sure, and a no to the whole session."""

    sure = forms.CharField(widget=forms.HiddenInput)
    answer = forms.CharField(required=False, widget=forms.HiddenInput)


class SwapForm(forms.Form):
    """Whom to ask, and for what."""

    whom = forms.ChoiceField(label=gettext_lazy("Whom do you ask?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer other turns, and people."""
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = list(choices)  # type: ignore[attr-defined]  # a field with choices, made above
