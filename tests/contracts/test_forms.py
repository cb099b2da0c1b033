"""What every form of ours owes the person who fills it in: each line of the summary on top says what it is about."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from lero_hub.checks import is_ours
from lero_hub.pages.form_errors import summary
from tests.contracts.ours import source

WRONG = {
    "empty": "",
    "NUL": "a\0b",
    "blanks": "   ",
    "no sense": "?",
    "a long text": "x" * 20_000,
    "a negative number": "-1",
    "a huge number": "9" * 30,
    "half an address": "http://[",
    "half an e-mail address": "a@",
}


def all_forms() -> list[type[forms.BaseForm]]:
    """List every form class of ours: those in `forms` modules, and the few that stand beside their view."""
    for name in source():
        if "/forms" in name or "forms.py" in name or "/views" in name or "/admin" in name:
            importlib.import_module(name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    return sorted(set(_below(forms.BaseForm)), key=lambda form: f"{form.__module__}.{form.__name__}")


def _below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for each in form.__subclasses__():
        yield from _below(each)
        if is_ours(each.__module__) and getattr(each, "base_fields", None):
            yield each


def summaries(form: type[forms.BaseForm], wrong: str) -> Iterator[tuple[str, str, bool]]:
    """Fill in a form of the same fields with what is wrong; give each field's label with each line about it.

    The third value tells whether it is a check box: its label is a whole sentence, and the line needs none of it.
    """
    fields = {name: deepcopy(field) for name, field in getattr(form, "base_fields", {}).items()}
    for name, field in fields.items():
        file = SimpleUploadedFile("x" * 300 + ".exe", b"") if isinstance(field, forms.FileField) and wrong else None
        data = MultiValueDict({name: [wrong], f"{name}_0": [wrong], f"{name}_1": [wrong]})
        alone = type("Alone", (forms.Form,), {name: field})(data, MultiValueDict({name: [file]} if file else {}))
        is_box = isinstance(field.widget, forms.CheckboxInput)
        yield from ((str(alone[name].label), line.text, is_box) for line in summary(alone) if not alone[name].is_hidden)


def test_our_forms_are_found() -> None:
    names = {form.__name__ for form in all_forms()}
    assert {"ContactForm", "HelpLineForm", "SignupForm", "GrantForm", "SampleForm"} <= names


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", WRONG)
def test_every_line_of_the_summary_names_its_field(wrong: str) -> None:
    """Whatever Django, allauth or we ourselves say about a field, it is told with the field's name."""
    told = [(form.__name__, *each) for form in all_forms() for each in summaries(form, WRONG[wrong])]
    assert told != []
    assert [each for each in told if not each[3] and each[1].rstrip("?:. ").casefold() not in each[2].casefold()] == []
    assert [each for each in told if not each[1] or not each[2] or "<" in each[2]] == []
