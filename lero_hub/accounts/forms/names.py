"""The field for the name under which others see a person."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DisplayNameField(forms.CharField):
    """A name of at most 60 characters on one line, without marks that cannot be seen, and not an e-mail address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Name you like to be called"),
            help_text=_("Others here see this name. A first name or a nickname is fine."),
            max_length=60,
            widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """Join spaces, drop invisible signs, and refuse what would give the address away."""
        name = str(super().clean(visible(value) if isinstance(value, str) else value))
        if "@" in name:
            raise ValidationError(_("Choose a name that is not an e-mail address: others will see it."), code="address")
        return name


def visible(text: str) -> str:
    """Keep what can be seen: signs that hide, break lines or turn the direction of writing become nothing."""
    return " ".join("".join(" " if sign.isspace() else sign for sign in text if _shows(sign)).split())


def _shows(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs"}
