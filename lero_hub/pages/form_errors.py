"""How a form's errors are told: a summary on top whose lines lead to their fields, and the same words at each field.

A line of the summary stands far from its field, so it names it: by the words of the error or else in front of them. The
label of a check box is a sentence, often a long one: there the error's own sentence says enough. What Django says of a
value is told in our words (`pages.plain_errors`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _

from lero_hub.pages.plain_errors import plain

if TYPE_CHECKING:
    AnyForm = forms.BaseForm | BaseFormSet[forms.Form]
else:  # Django's class takes no parameter while it runs
    AnyForm = forms.BaseForm | BaseFormSet


LONG_LABEL = 60
"""From how many characters on a label is told by its beginning."""


@dataclass(frozen=True)
class Line:
    """One line of the summary: what is wrong, and the id of where it is put right ("" for the whole form)."""

    text: str
    target: str = ""


def field_messages(field: BoundField) -> list[str]:
    """Return what is wrong with one field, in words that name what to do."""
    errors = field.form.errors.as_data().get(field.name, [])
    return [text for error in errors for text in _texts(error, field)]


def first_input(field: BoundField) -> str:
    """Return the id of the input that a link to this field should land on."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def summary(form: AnyForm) -> list[Line]:
    """Return every error of a form or formset in the order of the page, each text once for its target."""
    return list(dict.fromkeys(_lines(form)))


def _lines(form: AnyForm) -> Iterator[Line]:
    if isinstance(form, BaseFormSet):
        yield from (Line(str(text)) for text in form.non_form_errors())
        for part in form.forms:
            yield from _lines(part)
        return
    for error in form.errors.as_data().get(NON_FIELD_ERRORS, []):
        yield from (Line(str(text)) for text in error.messages)
    for field in form:
        if field.is_hidden:
            yield from (Line(_lost()) for _text in field_messages(field)[:1])
        else:
            yield from (Line(_named(text, field), first_input(field)) for text in field_messages(field))


def _lost() -> str:
    """Say what to do when a part that nobody sees is missing: no person can put that right in the form."""
    return _("Part of this form was lost on its way. Open the page again, and send it once more.")


def _named(text: str, field: BoundField) -> str:
    """Put the field's label in front of a text that does not say what it is about, unless it is a check box."""
    if isinstance(field.field.widget, forms.CheckboxInput):
        return text
    label = str(field.label or "").strip()
    says = re.search(rf"(?<!\w){re.escape(label.rstrip('?:. '))}(?!\w)", text, re.IGNORECASE)
    if says or not label:
        return text
    return f"{label} {text}" if label[-1] in "?:." else _("%(label)s: %(text)s") % {"label": label, "text": text}


def _texts(error: ValidationError, field: BoundField) -> list[str]:
    framework_text = forms.Field.default_error_messages["required"]
    if error.code != "required" or error.message != framework_text:
        words = plain(error)
        return [words] if words else [str(text) for text in error.messages]
    widget, label = field.field.widget, field.label
    if isinstance(widget, forms.CheckboxInput):
        return [_("Tick “%(label)s” to go on") % {"label": _begun(str(label))}]
    if isinstance(widget, forms.FileInput):
        return [_("Choose a file for “%(label)s”") % {"label": label}]
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return [_("Choose an answer for “%(label)s”") % {"label": label}]
    return [_("Fill in “%(label)s”") % {"label": label}]


def _begun(label: str) -> str:
    """Give a label, or the first words of a long one."""
    return label if len(label) <= LONG_LABEL else f"{label[:LONG_LABEL].rsplit(' ', 1)[0].rstrip(',;:.')} …"
