"""The form of "Contact us"."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from lero_hub.pages.workflows import Letter


class ContactForm(forms.Form):
    """What somebody writes to the coordinators. `key` tells one letter from a double click."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Whatever you like to be called."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("So that we can answer. The coordinators see it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give an e-mail address, so that we can answer"),
            "invalid": _("Write the whole e-mail address, such as sam@example.org"),
        },
    )
    message = forms.CharField(
        label=_("What would you like to say?"),
        help_text=_("Please leave out anything about your own or other people’s health."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you would like to say")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].error_messages["required"] = _("Load this page again, then send your message")

    def letter(self) -> Letter:
        """Give the letter that the form holds."""
        return Letter(**{name: self.cleaned_data[name] for name in ("key", "name", "email", "message")})
