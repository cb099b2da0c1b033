"""What Django says of a wrong value, in our words: the same for every form that has none of its own."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lero_hub.words import Words

Params = Mapping[str, Any]


def plain(error: ValidationError) -> str:
    """Give our words for an error that carries a text of the framework; "" for every other one.

    Texts are known by identity: a form with words of its own holds another object, also where they read alike.
    """
    params = error.params or {}
    ours = next((ours for text, ours in _SAID if text is error.message), "")
    return ours(params) if callable(ours) else str(ours) % params


def _own(field: type[forms.Field], code: str) -> Any:
    return field.default_error_messages[code]


def _at_least(params: Params) -> str:
    limit = params.get("limit_value")
    if not isinstance(limit, int | float | Decimal):
        return ""
    return _("Give a number of at least %(limit)s.") % {"limit": limit}


def _at_most(params: Params) -> str:
    limit = params.get("limit_value")
    if not isinstance(limit, int | float | Decimal):
        return ""
    return _("Give a number of at most %(limit)s.") % {"limit": limit}


def _too_long(params: Params) -> str:
    limit, shown = params["limit_value"], params["show_value"]
    words = ngettext(
        "This is too long: %(limit)s character is the most, and there are %(shown)s.",
        "This is too long: %(limit)s characters are the most, and there are %(shown)s.",
        limit,
    )
    return words % {"limit": limit, "shown": shown}


def _too_short(params: Params) -> str:
    limit, shown = params["limit_value"], params["show_value"]
    words = ngettext(
        "This is too short: %(limit)s character is the least, and there are %(shown)s.",
        "This is too short: %(limit)s characters are the least, and there are %(shown)s.",
        limit,
    )
    return words % {"limit": limit, "shown": shown}


_ADDRESS = gettext_lazy("Give the whole address, beginning with https://")
_NUMBER = gettext_lazy("Give a number, in figures.")
_CHOICE = gettext_lazy("Choose from the answers that are shown.")

_SAID: Final[tuple[tuple[Any, Words | Callable[[Params], str]], ...]] = (
    (validators.MinValueValidator.message, _at_least),
    (validators.MaxValueValidator.message, _at_most),
    (validators.MaxLengthValidator.message, _too_long),
    (validators.MinLengthValidator.message, _too_short),
    (validators.URLValidator.message, _ADDRESS),
    (_own(forms.URLField, "invalid"), _ADDRESS),
    (validators.EmailValidator.message, gettext_lazy("Give a whole e-mail address, such as name@example.org.")),
    (_own(forms.IntegerField, "invalid"), gettext_lazy("Give a whole number, in figures.")),
    (_own(forms.FloatField, "invalid"), _NUMBER),
    (_own(forms.DecimalField, "invalid"), _NUMBER),
    (_own(forms.DateField, "invalid"), gettext_lazy("Give a day that there is, such as 27/3/2026.")),
    (_own(forms.TimeField, "invalid"), gettext_lazy("Give a time, such as 18:30.")),
    (_own(forms.ChoiceField, "invalid_choice"), _CHOICE),
    (_own(forms.MultipleChoiceField, "invalid_choice"), _CHOICE),
    (_own(forms.ModelChoiceField, "invalid_choice"), _CHOICE),
    (_own(forms.ModelMultipleChoiceField, "invalid_choice"), _CHOICE),
    (_own(forms.FileField, "empty"), gettext_lazy("There is nothing in this file. Choose another one.")),
    (
        _own(forms.FileField, "max_length"),
        gettext_lazy("The name of this file is too long. Give it one of at most %(max)s characters."),
    ),
    (
        _own(forms.ImageField, "invalid_image"),
        gettext_lazy("This file is not a picture that we can read. Choose another one."),
    ),
)
"""A text of the framework, and the same in our words: a phrase, or what makes one where a value decides."""
