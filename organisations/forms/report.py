"""Telling the network that an entry is wrong."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class ReportForm(forms.Form):
    """What is wrong, and an address for an answer. The id makes a double click one report."""

    report_id = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.CharField(
        label=_("What is wrong, or out of date?"),
        help_text=_("For example: it moved, the phone is not answered, it has closed. Leave out anything private."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what is wrong, in a sentence or two")},
    )
    reply_to = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "Only if you want to hear what was done. "
            "We remove it 90 days after we have answered, and after half a year at the latest."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
