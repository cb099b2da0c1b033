"""The forms of a person's own account."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.forms.names import DisplayNameField
from lero_hub.accounts.models import User
from lero_hub.accounts.queries import Switch
from lero_hub.accounts.states import Purpose, text_of


class ProfileForm(forms.Form):
    """The name under which others see a person."""

    display_name = DisplayNameField()


class NotificationsForm(forms.Form):
    """One box for each kind of mail that can be switched off."""

    wanted = forms.MultipleChoiceField(
        label=_("Write to me about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, switches: Iterable[Switch], data: Any = None) -> None:
        self.switches = list(switches)
        self.helper = FormHelper()
        self.helper.hide_optional = True
        super().__init__(data, initial={"wanted": [switch.key for switch in self.switches if switch.on]})
        field = self.fields["wanted"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(switch.key, switch.label) for switch in self.switches]

    def chosen(self) -> dict[str, bool]:
        """Say for each kind that was shown whether it is wanted."""
        return {switch.key: switch.key in self.cleaned_data["wanted"] for switch in self.switches}


class ConsentForm(forms.Form):
    """Agree, in so many words, to what membership may imply being held."""

    consent = forms.BooleanField(
        label=text_of(Purpose.MEMBERSHIP),
        error_messages={"required": _("Tick the box if you agree, or leave this page as it is.")},
    )


class DeletionForm(forms.Form):
    """Confirm in words that an account is to be deleted."""

    confirmation = forms.CharField(
        label=_("To confirm, type your e-mail address"),
        help_text=_("Or type: delete my account"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    words = _("delete my account")

    def __init__(self, user: User, data: Any = None) -> None:
        self.user = user
        super().__init__(data)

    def clean_confirmation(self) -> str:
        """Accept the person's own address or the words, in any case."""
        typed = " ".join(self.cleaned_data["confirmation"].split()).casefold()
        if typed not in {self.user.email.casefold(), str(self.words).casefold()}:
            raise ValidationError(_("This is not your e-mail address, nor the words. Type one of them."), code="words")
        return typed
