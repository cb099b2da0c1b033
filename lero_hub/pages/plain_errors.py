"""What Django says of a wrong value, in our words: the same for every form that has none of its own."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Params = Mapping[str, Any]


def plain(error: ValidationError) -> str:
    """Give our words for an error that carries a text of the framework; "" for every other one.

    Texts are known by identity: a form with words of its own holds another object, also where they read alike.
    """
    params = error.params or {}
    return next((say(params) for text, say in _SAID if text is error.message), "")


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


def _address(_params: Params) -> str:
    return _("Give the whole address, beginning with https://")


def _mail(_params: Params) -> str:
    return _("Give a whole e-mail address, such as name@example.org.")


def _whole_number(_params: Params) -> str:
    return _("Give a whole number, in figures.")


def _number(_params: Params) -> str:
    return _("Give a number, in figures.")


def _day(_params: Params) -> str:
    return _("Give a day that there is, such as 27/3/2026.")


def _time(_params: Params) -> str:
    return _("Give a time, such as 18:30.")


def _choice(_params: Params) -> str:
    return _("Choose from the answers that are shown.")


def _empty_file(_params: Params) -> str:
    return _("There is nothing in this file. Choose another one.")


def _long_name(params: Params) -> str:
    return _("The name of this file is too long. Give it one of at most %(max)s characters.") % {"max": params["max"]}


def _no_picture(_params: Params) -> str:
    return _("This file is not a picture that we can read. Choose another one.")


_SAID: Final[tuple[tuple[Any, Callable[[Params], str]], ...]] = (
    (validators.MinValueValidator.message, _at_least),
    (validators.MaxValueValidator.message, _at_most),
    (validators.MaxLengthValidator.message, _too_long),
    (validators.MinLengthValidator.message, _too_short),
    (validators.URLValidator.message, _address),
    (_own(forms.URLField, "invalid"), _address),
    (validators.EmailValidator.message, _mail),
    (_own(forms.IntegerField, "invalid"), _whole_number),
    (_own(forms.FloatField, "invalid"), _number),
    (_own(forms.DecimalField, "invalid"), _number),
    (_own(forms.DateField, "invalid"), _day),
    (_own(forms.TimeField, "invalid"), _time),
    (_own(forms.ChoiceField, "invalid_choice"), _choice),
    (_own(forms.MultipleChoiceField, "invalid_choice"), _choice),
    (_own(forms.ModelChoiceField, "invalid_choice"), _choice),
    (_own(forms.ModelMultipleChoiceField, "invalid_choice"), _choice),
    (_own(forms.FileField, "empty"), _empty_file),
    (_own(forms.FileField, "max_length"), _long_name),
    (_own(forms.ImageField, "invalid_image"), _no_picture),
)
"""A text of the framework, and what says the same in our words."""
