"""A form as a person meets it: label, hint, field, error; and a summary that leads to each field."""

from typing import Any

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.forms.models import formset_factory

from lero_hub.pages.form_errors import Line, summary
from lero_hub.pages.views.styleguide import SampleForm
from tests.design.pages import by_id, component, ids, render, tags

PAGE = """{% extends "layouts/narrow.html" %}{% block title %}Add{% endblock %}{% block content %}
<form method="post" novalidate>{% include "components/_form.html" with form=form submit="Save" only %}</form>
{% endblock %}"""
WRONG: dict[str, Any] = {"name": "Potters’ Porch", "postcode": "ST6 4", "email": "dee", "activities": ["door"]}


@pytest.fixture
def new() -> str:
    """Render the sample form before anybody typed."""
    return component("form", form=SampleForm(), submit="Save")


@pytest.fixture
def wrong() -> str:
    """Render the sample form come back with errors."""
    return component("form", form=SampleForm(WRONG), submit="Save")


def test_hint_stands_between_label_and_field(new: str) -> None:
    places = [new.index('for="id_summary"'), new.index('id="id_summary_helptext"'), new.index('name="summary"')]
    assert places == sorted(places)


def test_field_points_at_its_hint(new: str) -> None:
    assert by_id(new, "id_postcode")["aria-describedby"] == "id_postcode_helptext"
    assert "aria-describedby" not in by_id(new, "id_email")


def test_field_with_an_error_points_at_hint_and_error(wrong: str) -> None:
    assert by_id(wrong, "id_postcode")["aria-describedby"] == "id_postcode_helptext id_postcode_error"
    assert by_id(wrong, "id_postcode")["aria-invalid"] == "true"
    assert by_id(wrong, "id_email")["aria-describedby"] == "id_email_error"


def test_every_description_and_label_leads_somewhere(wrong: str) -> None:
    named = set(ids(wrong))
    described = {
        identifier
        for tag in ("input", "select", "textarea", "fieldset")
        for attributes in tags(wrong, tag)
        for identifier in (attributes.get("aria-describedby") or "").split()
    }
    assert described - named == set()
    assert {attributes["for"] for attributes in tags(wrong, "label")} - named == set()
    assert len(ids(wrong)) == len(named)


def test_groups_are_fieldsets_with_a_legend(new: str) -> None:
    assert [field["id"] for field in tags(new, "fieldset") if field.get("id")] == ["div_id_activities", "div_id_shown"]
    assert new.count("<legend>") == 3  # the two groups, and the form's own part


def test_radio_carries_no_invalid_mark_which_it_may_not(wrong: str) -> None:
    radios = [attributes for attributes in tags(wrong, "input") if attributes["type"] == "radio"]
    assert [attributes.get("aria-invalid") for attributes in radios] == [None, None]
    assert by_id(wrong, "div_id_shown")["aria-describedby"] == "id_shown_error"


def test_optional_is_said_and_required_is_not_starred(new: str) -> None:
    assert new.count("(optional)") == 4
    assert "asterisk" not in new
    assert "*" not in new


def test_search_forms_can_leave_optional_out() -> None:
    form = SampleForm()
    form.helper.hide_optional = True
    assert "(optional)" not in component("form", form=form, submit="Search")


def test_limit_of_a_text_box_is_told_in_words_and_nothing_is_cut_off(new: str) -> None:
    assert "at the door. Up to about 100 words." in new
    assert "maxlength" not in new


def test_placeholder_is_taken_out() -> None:
    class Loud(forms.Form):
        email = forms.EmailField(widget=forms.EmailInput(attrs={"placeholder": "Email address"}))

    assert "Email address" not in component("form", form=Loud(), submit="Go")


def test_summary_names_each_error_once_in_the_order_of_the_page() -> None:
    assert summary(SampleForm(WRONG)) == [
        Line("Say in a sentence or two what you do", "id_summary"),
        Line("Choose an answer for “Can we show the address?”", "id_shown_0"),
        Line("The postcode is not complete. ST6 4 needs two more letters, or give only ST6", "id_postcode"),
        Line("Give a whole e-mail address, such as name@example.org.", "id_email"),
        Line("Tick “I am 18 or over and accept the house rules” to go on", "id_accept"),
    ]


def test_summary_leads_to_fields_that_are_there(wrong: str) -> None:
    (box,) = [attributes for attributes in tags(wrong, "div") if attributes.get("role") == "alert"]
    assert box["tabindex"] == "-1"
    assert "Five things to put right" in wrong
    targets = {(attributes["href"] or "").removeprefix("#") for attributes in tags(wrong, "a")}
    assert targets - set(ids(wrong)) == set()


def test_error_at_the_field_says_what_the_summary_says(wrong: str) -> None:
    assert wrong.count("Choose an answer for “Can we show the address?”") == 2


def test_page_with_errors_says_so_in_its_title_and_shows_the_summary_once_on_top() -> None:
    html = render(PAGE, {"form": SampleForm(WRONG)})
    assert "<title>Error: Add – LERO Hub</title>" in html
    assert html.count("things to put right") == 1
    assert html.index("things to put right") < html.index("<form")


def test_page_without_errors_has_a_plain_title_and_no_summary() -> None:
    html = render(PAGE, {"form": SampleForm()})
    assert "<title>Add – LERO Hub</title>" in html
    assert 'class="errors"' not in html


def test_errors_of_the_whole_form_are_told_without_a_link() -> None:
    class Pair(forms.Form):
        email = forms.EmailField(required=False)

        def clean(self) -> None:
            raise forms.ValidationError("Give one or the other.")

    assert summary(Pair({})) == [Line("Give one or the other.")]


def test_label_stands_in_front_of_an_error_that_does_not_name_its_field() -> None:
    class Door(forms.Form):
        name = forms.CharField(label="Name", error_messages={"required": "Say what its name is"})
        why = forms.CharField(label="Why?", error_messages={"required": "Renamed? Say more"})
        how = forms.CharField(label="", error_messages={"required": "Say how"})

    assert [line.text for line in summary(Door({}))] == ["Say what its name is", "Why? Renamed? Say more", "Say how"]


def test_lost_hidden_fields_are_told_once_and_in_words_that_help() -> None:
    class Versioned(forms.Form):
        part = forms.UUIDField(widget=forms.HiddenInput)
        version = forms.IntegerField(widget=forms.HiddenInput)

    lost = "Part of this form was lost on its way. Open the page again, and send it once more."
    assert summary(Versioned({"version": "one"})) == [Line(lost)]


def test_formset_errors_are_told_in_order() -> None:
    class Row(forms.Form):
        when = forms.CharField(label="When")
        hidden = forms.CharField(widget=forms.HiddenInput)

    rows = formset_factory(Row, extra=0, min_num=2)
    sent = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-when": "Mondays", "form-0-hidden": "x"}
    formset = rows({**sent, "form-1-when": ""})
    assert [line.target for line in summary(formset)] == ["id_form-1-when", ""]
    assert "things to put right" in render("{% include 'components/_errors.html' %}", {"formset": formset})


def test_required_words_fit_the_kind_of_field() -> None:
    class Kinds(forms.Form):
        name = forms.CharField(label="Name")
        photo = forms.FileField(label="Photo")
        kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])
        agree = forms.BooleanField(label="I agree")

    assert [line.text for line in summary(Kinds({}))] == [
        "Fill in “Name”",
        "Choose a file for “Photo”",
        "Choose an answer for “Kind”",
        "Tick “I agree” to go on",
    ]


def test_what_the_framework_says_of_a_value_is_told_in_plain_words() -> None:
    class Wrong(forms.Form):
        people = forms.IntegerField(label="People", min_value=30)
        few = forms.IntegerField(label="Few", max_value=3)
        whole = forms.IntegerField(label="Count")
        page = forms.URLField(label="Page", assume_scheme="https")
        day = forms.DateField(label="When")
        kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])
        name = forms.CharField(label="Name", max_length=3)
        ours = forms.IntegerField(label="Ours", error_messages={"invalid": "Ours say so"})

    sent = {"people": "2", "few": "4", "whole": "x", "page": "?", "day": "31/2/2026", "kind": "b", "name": "Four"}
    assert [line.text for line in summary(Wrong({**sent, "ours": "x"}))] == [
        "People: Give a number of at least 30.",
        "Few: Give a number of at most 3.",
        "Count: Give a whole number, in figures.",
        "Page: Give the whole address, beginning with https://",
        "When: Give a day that there is, such as 27/3/2026.",
        "Kind: Choose from the answers that are shown.",
        "Name: This is too long: 3 characters are the most, and there are 4.",
        "Ours say so",
    ]


def test_label_of_a_check_box_is_not_run_into_its_error() -> None:
    class Consent(forms.Form):
        long = "I agree that my name here can show that I have a lived experience, and that it is held for that. "
        agree = forms.BooleanField(label=long * 3, error_messages={"required": "We need this to keep an account."})
        more = forms.BooleanField(label=long * 3)

    assert [line.text for line in summary(Consent({}))] == [
        "We need this to keep an account.",
        "Tick “I agree that my name here can show that I have a lived …” to go on",
    ]


def test_file_that_is_there_can_be_seen_and_removed() -> None:
    class Logo(forms.Form):
        logo = forms.FileField(label="Logo", required=False)

    kept = ContentFile(b"x", name="mark.png")
    kept.url = "/media/mark.png"  # type: ignore[attr-defined]  # as a stored file has
    html = component("form", form=Logo(initial={"logo": kept}), submit="Save")
    assert by_id(html, "logo-clear_id")["type"] == "checkbox"
    assert [link["href"] for link in tags(html, "a")] == ["/media/mark.png"]
    assert by_id(html, "id_logo")["type"] == "file"


def test_typed_text_comes_back_escaped() -> None:
    html = component("form", form=SampleForm({"summary": "</textarea><b>{{ 7 }}", "name": '"><i>'}), submit="Save")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;/textarea&gt;&lt;b&gt;{{ 7 }}" in html


def test_hidden_fields_have_no_label() -> None:
    class Versioned(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    html = component("form", form=Versioned(), submit="Save")
    assert tags(html, "label") == []
    assert by_id(html, "id_version")["value"] == "3"
