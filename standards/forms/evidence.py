"""Forms for what shows that an answer is so: a file, a link, something to hear or see."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from lero_hub.errors import Refused
from lero_hub.typed_text import has_visible
from standards.models import AssessmentEvidence
from standards.states import EvidenceKind
from standards.uploads import ACCEPTED, Checked, check_upload
from standards.workflows.evidence import EvidenceValues

FILE, LINK, TALK = "file", "link", "talk"
KINDS: dict[str, tuple[EvidenceKind, ...]] = {
    FILE: (EvidenceKind.DOCUMENT, EvidenceKind.NUMBERS, EvidenceKind.OBSERVATION),
    LINK: (EvidenceKind.DOCUMENT, EvidenceKind.NUMBERS, EvidenceKind.OBSERVATION),
    TALK: (EvidenceKind.CONVERSATION, EvidenceKind.VISIT, EvidenceKind.OBSERVATION),
}
_PROMISES = (
    ("names", _("Nobody is named or can be made out, or they hold a public role and know of it")),
    ("stories", _("No recovery stories")),
    ("health", _("Nothing about anybody’s health, substances or treatment")),
    ("records", _("Nothing about anybody’s convictions or record checks, beyond how many were done")),
)


class EvidenceForm(forms.Form):
    """The words of a piece of evidence."""

    kind = forms.ChoiceField(label=_("What kind is it?"), widget=forms.RadioSelect, choices=EvidenceKind.choices)
    title = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("For example: supervision dates, January to October. Counts and dates say more than names."),
        max_length=160,
    )
    note = forms.CharField(
        label=_("What should somebody look for?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_title(self) -> str:
        """Ask for a title that can be seen and said."""
        title = str(self.cleaned_data["title"])
        if not has_visible(title):
            raise forms.ValidationError(_("Use letters or digits in what you call it"))
        return title

    def values(self) -> EvidenceValues:
        """Give the words as the workflow takes them."""
        data = self.cleaned_data
        return EvidenceValues(data["kind"], data["title"], data["note"], data.get("link", ""))


class WebAddressField(forms.URLField):
    """A web address and no other: Django's own field takes ftp as well."""

    default_validators = [URLValidator(schemes=["https", "http"])]

    def to_python(self, value: Any | None) -> str | None:
        """Write the scheme as the database asks for it: in small letters."""
        address: str | None = super().to_python(value)
        scheme, sign, rest = (address or "").partition("://")
        return f"{scheme.lower()}{sign}{rest}" if sign else address


def link_field(*, required: bool = True) -> WebAddressField:
    """Make the field of a link."""
    return WebAddressField(
        label=_("Web address"),
        help_text=_("It must open without a password, or say in the box below how to get in."),
        max_length=500,
        assume_scheme="https",
        required=required,
    )


class AddEvidenceForm(EvidenceForm):
    """A new piece. `what` says which way it comes; the id is made with the form."""

    evidence = forms.UUIDField(widget=forms.HiddenInput)
    link = link_field()
    file = forms.FileField(
        label=_("Choose a file"),
        help_text=_("PDF, Word, Excel, OpenDocument, text, CSV or a picture, up to 10 MB."),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    promises = forms.MultipleChoiceField(
        label=_("Before you add it, please check"),
        choices=_PROMISES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick all four, or leave this piece out.")},
    )
    field_order = ("evidence", "kind", "title", "file", "link", "note", "promises")

    def __init__(self, *args: Any, what: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"evidence": uuid4(), "kind": KINDS[what][0], **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(each.value, each.label) for each in KINDS[what]]
        for name in {FILE: ("link",), LINK: ("file",), TALK: ("link", "file")}[what]:
            del self.fields[name]
        self.checked: Checked | None = None

    def clean_file(self) -> Any:
        """Look into the file itself."""
        upload = self.cleaned_data["file"]
        try:
            self.checked = check_upload(upload, name=upload.name, size=upload.size)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return upload

    def clean_promises(self) -> list[str]:
        """Ask for every tick: each stands for something that must not be in it."""
        given = list(self.cleaned_data["promises"])
        if len(given) < len(_PROMISES):
            raise forms.ValidationError(_("Tick all four, or leave this piece out."))
        return given


class ChangeEvidenceForm(EvidenceForm):
    """A piece that is there. `number` carries what the person built on; a file stays the one that it is."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    link = link_field(required=False)
    criteria = forms.MultipleChoiceField(
        label=_("What does it speak to?"),
        help_text=_("One piece can serve many. Untick all and it waits in your list."),
        choices=(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("number", "kind", "title", "link", "note", "criteria")

    def __init__(
        self, *args: Any, piece: AssessmentEvidence, choices: Sequence[tuple[str, list[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kind, criteria = self.fields["kind"], self.fields["criteria"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(criteria, forms.MultipleChoiceField)
        what = FILE if piece.file else LINK if piece.link else TALK
        kind.choices = [(each.value, each.label) for each in KINDS[what]]
        criteria.choices = list(choices)
        if what == LINK:
            self.fields["link"].required = True
        else:
            del self.fields["link"]

    @staticmethod
    def initial_from(piece: AssessmentEvidence, codes: Iterable[str]) -> dict[str, Any]:
        """Read a piece into the form."""
        names = ("kind", "title", "note", "link", "number")
        return {**{name: getattr(piece, name) for name in names}, "criteria": list(codes)}
