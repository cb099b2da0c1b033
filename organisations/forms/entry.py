"""The four steps of an entry as forms. Each turns section values into fields and back."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lero_hub.typed_text import has_visible
from organisations.models import Area, Organisation, Term
from organisations.models.geography import AreaKind
from organisations.placenames import search_key
from organisations.sections import ABOUT, CONTACT, WHAT, WHERE, Section, SectionValues
from organisations.states import LegalForm, RegisterScheme, Stage

NUMBER_FORMS = {
    RegisterScheme.GB_CHC: (r"\d{6,7}", _("A charity number in England and Wales has six or seven digits")),
    RegisterScheme.GB_SC: (r"SC\d{6}", _("A Scottish charity number is SC and six digits")),
    RegisterScheme.GB_NIC: (r"\d{6}", _("A charity number in Northern Ireland has six digits")),
    RegisterScheme.GB_COH: (r"[A-Z0-9]{2}\d{6}", _("A company number has eight characters, such as 01234567")),
    RegisterScheme.GB_MPR: (r"[A-Z0-9]{3,12}", _("Give the number as it is on the register")),
}


def length_of(field: str) -> int:
    """Take the longest text from the model, so that form and table agree."""
    length: int = Organisation._meta.get_field(field).max_length  # type: ignore[union-attr,assignment]
    return length


def text(field: str, label: Any, help_text: Any = "", *, rows: int = 0, required: bool = False) -> forms.CharField:
    """Make a text field for a column of the entry; `rows` above 0 makes it an area."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=length_of(field), widget=widget
    )


class SectionForm(forms.Form):
    """One step. `mark` carries what the person built on."""

    section: ClassVar[Section]
    needed: ClassVar[tuple[str, ...]] = ()
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].needed_for = _("needed to be listed")  # type: ignore[attr-defined]  # shown by our template
        for taxonomy in self.section.taxonomies:
            field = self.fields[taxonomy]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = list(
                Term.objects.filter(taxonomy=taxonomy).order_by("position", "slug").values_list("slug", "name")
            )

    @classmethod
    def initial_from(cls, values: SectionValues) -> dict[str, Any]:
        """Turn what the entry holds into the form's first values."""
        return {**values.words, **{taxonomy: list(slugs) for taxonomy, slugs in values.terms.items()}}

    def values(self, current: SectionValues) -> SectionValues:
        """Give what the person wants the step to hold; a field with an error stays as it is now."""
        good = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        words = {name: good.get(name, current.words.get(name)) for name in self.section.words}
        terms = {t: tuple(sorted(good.get(t, current.terms.get(t, ())))) for t in self.section.taxonomies}
        return SectionValues(words=words, terms=terms, areas=current.areas, identifiers=current.identifiers)


def choose_terms(label: Any, help_text: Any = "", *, required: bool = False) -> forms.MultipleChoiceField:
    """Make check boxes for the words of a taxonomy; the words come when the form is made."""
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=required, widget=forms.CheckboxSelectMultiple
    )


class AboutForm(SectionForm):
    """Step 1: who you are."""

    section = ABOUT
    needed = ("summary", "kind", "stage")

    name = text("name", _("Name people know you by"), _("As it is on the door."), required=True)
    summary = text("summary", _("What you do"), _("One or two sentences, as you would say it at the door."), rows=3)
    kind = choose_terms(_("What kind of organisation are you?"), _("Choose all that fit."))
    stage = forms.ChoiceField(
        label=_("How far along are you?"),
        help_text=_("In your own view. Nobody checks it, and no stage is better than another."),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    description = text("description", _("More about you"), _("How you began, what a week is like."), rows=6)
    lived_experience = text(
        "lived_experience",
        _("How lived experience leads"),
        _("Say how people with lived experience run things. Nobody has to be named, and no history told."),
        rows=4,
    )
    since_year = forms.IntegerField(
        label=_("Year you started"), required=False, min_value=1900, max_value=2100, widget=forms.NumberInput
    )
    legal_form = forms.ChoiceField(
        label=_("What are you in law?"), required=False, choices=[("", _("Rather not say")), *LegalForm.choices]
    )
    register_1 = forms.ChoiceField(
        label=_("A register that you are on"), required=False, choices=[("", _("None")), *RegisterScheme.choices]
    )
    number_1 = forms.CharField(label=_("Your number there"), required=False, max_length=20)
    register_2 = forms.ChoiceField(
        label=_("A second register"), required=False, choices=[("", _("None")), *RegisterScheme.choices]
    )
    number_2 = forms.CharField(label=_("Your number on the second one"), required=False, max_length=20)

    @classmethod
    def initial_from(cls, values: SectionValues) -> dict[str, Any]:
        """Spread the register numbers over the two pairs of fields."""
        initial = super().initial_from(values)
        for n, (scheme, number) in enumerate(sorted(values.identifiers.items())[:2], start=1):
            initial[f"register_{n}"], initial[f"number_{n}"] = scheme, number
        return initial

    def clean_name(self) -> str:
        """Ask for a name that can be seen and said."""
        name = str(self.cleaned_data["name"])
        if not has_visible(name):
            raise ValidationError(_("Give a name with at least one letter or number"))
        return name

    def clean_since_year(self) -> int | None:
        """Take no year that is still to come."""
        year: int | None = self.cleaned_data["since_year"]
        if year is not None and year > timezone.localdate().year:
            raise ValidationError(_("Give a year that has begun"))
        return year

    def clean(self) -> dict[str, Any]:
        """Check each number against its register."""
        data: dict[str, Any] = super().clean() or {}
        for n in (1, 2):
            scheme = data.get(f"register_{n}")
            number = re.sub(r"\s", "", data.get(f"number_{n}") or "").upper()
            data[f"number_{n}"] = number
            if bool(scheme) != bool(number):
                self.add_error(f"number_{n}", _("Give both the register and your number, or neither"))
            elif scheme and not re.fullmatch(NUMBER_FORMS[RegisterScheme(scheme)][0], number):
                self.add_error(f"number_{n}", str(NUMBER_FORMS[RegisterScheme(scheme)][1]))
        if data.get("register_1") and data.get("register_1") == data.get("register_2"):
            self.add_error("register_2", _("Choose two different registers"))
        return data

    def values(self, current: SectionValues) -> SectionValues:
        """Add the register numbers."""
        plain = super().values(current)
        pairs = ((f"register_{n}", f"number_{n}") for n in (1, 2))
        if any(name in self.errors for name in ("number_1", "number_2", "register_1", "register_2")):
            return plain
        numbers = {self.cleaned_data[r]: self.cleaned_data[n] for r, n in pairs if self.cleaned_data.get(r)}
        return SectionValues(words=plain.words, terms=plain.terms, identifiers=numbers)


class WhatForm(SectionForm):
    """Step 2: what happens, for whom, and how to join."""

    section = WHAT
    needed = ("activity", "audience")

    activity = choose_terms(_("What happens there?"), _("Choose all that are true most weeks."))
    audience = choose_terms(_("Who is it for?"), _("Choose all that fit. Most groups are open to anyone in recovery."))
    pathway = choose_terms(
        _("Which roads to recovery do you welcome?"), _("Leave it empty if you welcome all of them.")
    )
    how_to_join = text("how_to_join", _("How do people join?"), _("What somebody does on the first day."), rows=3)
    cost = text("cost", _("What does it cost?"), _("For example: free, a tin for the tea, rent of a room."))
    languages = text("languages", _("Languages spoken"))
    accessibility = text(
        "accessibility", _("Getting in and taking part"), _("Steps, toilets, hearing loop, quiet space, prams."), rows=3
    )


class WhereForm(SectionForm):
    """Step 3: the areas served. Places have forms of their own."""

    section = WHERE

    areas = forms.MultipleChoiceField(
        label=_("Areas you serve"),
        help_text=_("Tick a nation only if you serve all of it."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    add = forms.CharField(
        label=_("Add areas"),
        help_text=_("Names of councils, counties, regions or nations, with commas between: Leeds, Wakefield."),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "area-names", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, chosen: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Area.objects.current().filter(kind=AreaKind.NATION) | Area.objects.filter(code__in=chosen)
        rows = sorted(offered.values_list("kind", "name", "code"), key=lambda row: (row[0] == AreaKind.NATION, row[1]))
        field = self.fields["areas"]
        assert isinstance(field, forms.MultipleChoiceField)
        if chosen:
            field.help_text = _("Untick an area to take it away.")
        field.choices = [
            (code, _("All of %s") % name if kind == AreaKind.NATION else name) for kind, name, code in rows
        ]

    @classmethod
    def initial_from(cls, values: SectionValues) -> dict[str, Any]:
        """Tick what is chosen."""
        return {"areas": list(values.areas)}

    def clean_add(self) -> list[str]:
        """Turn names into codes; an unknown name is an error that repeats it."""
        codes, unknown = [], []
        for name in filter(None, (part.strip() for part in self.cleaned_data["add"].split(","))):
            rows = Area.objects.current().filter(alt_names__contains=[search_key(name)]).values_list("kind", "code")
            best = min(rows, key=lambda row: KIND_ORDER.index(AreaKind(row[0])), default=None)
            codes.append(best[1]) if best else unknown.append(name)
        if unknown:
            raise ValidationError(
                _("We do not know an area called “%(name)s”. Give the name of its council."),
                params={"name": unknown[0]},
            )
        return codes

    def values(self, current: SectionValues) -> SectionValues:
        """Join what stays and what comes."""
        if self.errors.get("areas"):
            return current
        codes = {*self.cleaned_data.get("areas", ()), *self.cleaned_data.get("add", ())}
        return SectionValues(areas=tuple(sorted(codes)))


# A name that a council shares with something larger means the council.
KIND_ORDER = [AreaKind.AUTHORITY, AreaKind.COUNTY, AreaKind.METROPOLITAN, AreaKind.REGION, AreaKind.NATION]


class ContactForm(SectionForm):
    """Step 4: how to reach the organisation. All of it is public."""

    section = CONTACT

    phone = text("phone", _("Phone number"), _("Of the organisation, not of one person."))
    phone_hours = text("phone_hours", _("When does somebody answer?"), _("For example: weekdays, 10 am to 4 pm."))
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Everybody can see it."), required=False, max_length=254
    )
    website = forms.URLField(
        label=_("Website or page"), required=False, max_length=length_of("website"), assume_scheme="https"
    )

    def clean_phone(self) -> str:
        """Take digits, spaces, brackets and a plus; between 3 and 15 digits."""
        phone = str(self.cleaned_data["phone"]).strip()
        digits = sum(letter.isdigit() for letter in phone)
        if phone and (not re.fullmatch(r"[+0-9 ()\-]+", phone) or not 3 <= digits <= 15):
            raise ValidationError(_("Give a phone number with its area code, such as 01632 960001"))
        return phone

    def clean_website(self) -> str:
        """Take web addresses only: nothing that a browser would run."""
        website = str(self.cleaned_data["website"])
        if website and not website.startswith(("http://", "https://")):
            raise ValidationError(_("Give a web address that starts with https://"))
        return website


FORMS: dict[str, type[SectionForm]] = {
    form.section.slug: form for form in (AboutForm, WhatForm, WhereForm, ContactForm)
}
