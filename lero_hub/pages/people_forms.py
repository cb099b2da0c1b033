"""The forms of the coordinators' pages about people."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.states import MEANING, Role


class ReasonField(forms.CharField):
    """A sentence that says why, for whoever asks later."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class GrantForm(forms.Form):
    """A role and why this person gets it."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    reason = ReasonField(
        label=_("Reason"),
        help_text=_("One or two sentences. The person can read them, and so can every coordinator."),
    )

    def __init__(self, data: Any = None, *, held: Collection[str]) -> None:
        super().__init__(data)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, f"{role.label}. {MEANING[role]}") for role in Role if role.value not in held]


class EndForm(forms.Form):
    """Why a role ends."""

    reason = ReasonField(
        label=_("Reason"), help_text=_("One or two sentences. The person can read them, and so can every coordinator.")
    )


class FindForm(forms.Form):
    """What coordinators look for in the list of people; whatever makes no sense is left out."""

    q = forms.CharField(required=False, max_length=200)
    role = forms.ChoiceField(required=False, choices=Role.choices)
    sort = forms.CharField(required=False, max_length=20)
