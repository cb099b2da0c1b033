"""What curators fill in about research: references to import, labels, a notice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evidence.citations.csl import Unfit, safe_url
from evidence.citations.ris import MOST_LETTERS, decoded
from evidence.forms.told import ToldField
from evidence.models import Item
from evidence.queries.criteria import Known
from evidence.queries.library.search import organisations_by_slug
from evidence.states import Confidence, EvidenceKind, Notice
from evidence.workflows.research import Labels
from evidence.workflows.shelf import MOST_CRITERIA, MOST_ORGANISATIONS

NEEDED = _("needed before it goes into the library")


class ImportForm(forms.Form):
    """References as a file or as pasted text."""

    file = forms.FileField(
        label=_("RIS file"),
        help_text=_("Zotero, EndNote, PubMed and most journals can save one. Up to 1 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ris,.txt,application/x-research-info-systems"}),
    )
    text = forms.CharField(
        label=_("Or paste RIS here"),
        help_text=_("Each reference begins with a line like “TY  - JOUR” and ends with “ER  -”."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the file, else the text; put the result under `text`."""
        data = super().clean() or {}
        upload = data.get("file")
        try:
            if upload:
                if upload.size > MOST_LETTERS:
                    raise ValidationError({"file": _("The file is larger than 1 MB. Split it.")})
                data["text"], data["name"] = decoded(upload.read()), upload.name
            elif not (data.get("text") or "").strip():
                raise ValidationError({"file": _("Choose a file, or paste references")})
            else:
                data["text"], data["name"] = decoded(data["text"].encode()), ""
        except Unfit as error:
            raise ValidationError({"file" if upload else "text": str(error)}) from error
        return data


class LabelForm(forms.Form):
    """What a curator says about a study. Everything may stay empty until it goes into the library."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    summary = ToldField(
        label=_("What is it, in plain words?"),
        help_text=_("One to three sentences in your own words. Do not copy the abstract."),
        required=False,
        max_length=Item._meta.get_field("summary").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence_kind = forms.ChoiceField(
        label=_("What does it rest on?"), required=False, choices=[("", _("Not chosen yet")), *EvidenceKind.choices]
    )
    confidence = forms.ChoiceField(
        label=_("How sure are we of its main claim?"),
        help_text=_("Your own judgement. It does not follow from the kind of study alone."),
        required=False,
        choices=[("", _("Not chosen yet")), *Confidence.choices],
    )
    cannot_tell = ToldField(
        label=_("What can this not tell us?"),
        help_text=_("Who was not asked, what was not compared, where it may not hold. It is shown beside the summary."),
        required=False,
        max_length=Item._meta.get_field("cannot_tell").max_length,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    criteria = forms.MultipleChoiceField(
        label=_("Which criteria does it speak to?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    organisations = forms.CharField(
        label=_("Which organisations does it speak of?"),
        help_text=_("The last part of the address of each page in the directory, one a line."),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    review_on = forms.DateField(
        label=_("When should somebody look at it again?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, known: dict[str, Known], standing: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("summary", "evidence_kind", "confidence", "cannot_tell"):
            self.fields[name].needed_for = NEEDED  # type: ignore[attr-defined]  # shown by our template
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, each in known.items():
            groups.setdefault(each.domain_title, []).append((key, f"{each.code} {each.title}"))
        choices: list[Any] = [*groups.items(), *((key, key) for key in standing if key not in known)]
        self.fields["criteria"].choices = choices  # type: ignore[attr-defined]  # a field of choices
        if not choices:
            del self.fields["criteria"]

    def clean_criteria(self) -> list[str]:
        """Keep to a few."""
        chosen: list[str] = self.cleaned_data["criteria"]
        if len(chosen) > MOST_CRITERIA:
            raise ValidationError(_("Choose at most 12: the ones it really speaks to"))
        return chosen

    def clean_organisations(self) -> list[str]:
        """Find the organisations by their addresses."""
        slugs = [line.strip().rstrip("/").rpartition("/")[2] for line in self.cleaned_data["organisations"].split()]
        found = organisations_by_slug(slugs=slugs) if slugs else {}
        if missing := [slug for slug in slugs if slug not in found]:
            raise ValidationError(
                _("No listed organisation has the address %(slug)s"), params={"slug": missing[0][:80]}
            )
        if len(found) > MOST_ORGANISATIONS:
            raise ValidationError(_("Name at most 12"))
        return [str(organisation_id) for organisation_id, _name in found.values()]

    @property
    def labels(self) -> Labels:
        """Give what was filled in."""
        data = self.cleaned_data
        names = ("summary", "evidence_kind", "confidence", "cannot_tell", "review_on")
        return Labels(
            **{name: data[name] for name in names},
            criteria=tuple(data.get("criteria", ())),
            organisations=tuple(data["organisations"]),
        )


class WithdrawForm(forms.Form):
    """Why an item is taken out of the library."""

    reason = forms.CharField(
        label=_("Why is it taken out?"),
        help_text=_("Kept with the item, for the people who look after it."),
        max_length=Item._meta.get_field("withdrawn_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoticeForm(forms.Form):
    """What readers must know about an item that changed where it was published."""

    notice = forms.ChoiceField(
        label=_("What happened?"), required=False, choices=[("", _("Nothing: take the notice off")), *Notice.choices]
    )
    text = forms.CharField(
        label=_("What must readers know?"),
        required=False,
        max_length=Item._meta.get_field("notice_text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    url = forms.CharField(
        label=_("Where does it say so?"),
        help_text=_("A web address that begins with https."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words with a notice, and for a real address."""
        data = super().clean() or {}
        if data.get("notice") and not (data.get("text") or "").strip():
            self.add_error("text", _("Say what readers must know"))
        if (data.get("url") or "").strip() and not safe_url(data["url"]):
            self.add_error("url", _("Give a web address that begins with http or https"))
        return data
