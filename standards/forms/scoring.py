"""Forms of assessors and of the panel: a level with a note, agreed levels by row, reasons."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words
from standards.models import AssessorScore, ConsensusScore, ScaleLevel
from standards.queries.comparison import Compared, Comparison

NOTE, REASON = 2000, 2000


class ScoreForm(forms.Form):
    """One assessor's level in one criterion. `number` is that of the row that they built on."""

    level = forms.TypedChoiceField(
        label=_("Which level do you see?"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("A note to yourself and, later, to the other assessor"),
        help_text=_("What you saw or heard that led you there. Leave out names, stories and health."),
        required=False,
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any, *, levels: list[int], standing: AssessorScore | None) -> None:
        initial: dict[str, Any] = {"number": 0}
        if standing is not None:
            initial = {"number": standing.number, "level": standing.level, "note": standing.note}
        super().__init__(data, initial=initial)
        level = self.fields["level"]
        assert isinstance(level, forms.TypedChoiceField)
        level.choices = [(each, str(each)) for each in levels]

    @property
    def built_on(self) -> int:
        """Give the number of the row that the person saw."""
        return self.cleaned_data.get("number") or 0


class ReasonsForm(forms.Form):
    """Why the panel decides as it does."""

    reasons = forms.CharField(
        label=_("Why you decide this"),
        help_text=_("The organisation and both assessors read this. Begin with what is strong."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReturnForm(forms.Form):
    """What the panel asks of the assessors."""

    reason = forms.CharField(
        label=_("What should they look at again?"),
        help_text=_(
            "Only the assessors and coordinators read this. Ask about how it was done, not for another result."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def seen(row: ConsensusScore | None) -> str:
    """Sum up what a page shows of an agreed level, so that an untouched row can be told from a changed one."""
    if row is None:
        return "0."
    digest = hashlib.sha256(f"{row.level}\n{_plain(row.reason)}".encode()).hexdigest()[:12]
    return f"{row.number}.{digest}"


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


@dataclass
class AgreedRow:
    """One row of the comparison as it was sent: what the person wants, what they saw, and what is wrong with it."""

    compared: Compared
    level: str = ""
    reason: str = ""
    seen: str = "0."
    error: Words = ""
    stale: bool = False

    @property
    def code(self) -> str:
        """Give the code of the criterion."""
        return self.compared.criterion.code

    @property
    def number(self) -> int:
        """Give the number of the row that the person saw."""
        number = self.seen.split(".")[0]
        return int(number) if number.isdecimal() and len(number) < 9 else 0

    @property
    def is_touched(self) -> bool:
        """Tell whether the person changed what they saw."""
        if not self.level and not self.reason:
            return False
        digest = hashlib.sha256(f"{self.level}\n{self.reason}".encode()).hexdigest()[:12]
        return self.seen != f"{self.number}.{digest}"

    @property
    def is_marked(self) -> bool:
        """Tell whether the row asks for attention: the levels differ, or what was sent could not be saved."""
        return bool(self.compared.differs or self.error or self.stale)

    @property
    def own_mark(self) -> SafeString:
        """Write the organisation's level."""
        return _mark(self.compared.own)

    @property
    def agreed_mark(self) -> SafeString:
        """Write the agreed level."""
        return _mark(self.compared.agreed_level)

    @property
    def seen_cells(self) -> SafeString:
        """Write a cell of the table for each assessor."""
        cells = ((each.name, _mark(each.level)) for each in self.compared.seen)
        return format_html_join("", '<td data-label="{}">{}</td>', cells)

    @property
    def options(self) -> SafeString:
        """Write the levels to choose from; rows with the same level share them, as a page has 200."""
        return _options(self.compared.choices, self.level)


def _mark(level: ScaleLevel | None) -> SafeString:
    return SafeString() if level is None else _level_mark(level.level, level.name)


@lru_cache(maxsize=64)
def _level_mark(level: int, name: str) -> SafeString:
    """Write a level as `standards/_level.html` does; the few there are serve all 200 places of a page."""
    return format_html('<span class="level level-{0}"><b>{0}</b>{1}</span>', level, name)


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    marked = ((value, " selected" if value == chosen else "", words) for value, words in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)


@dataclass
class AgreedForm:
    """The comparison as a form: a row for each criterion that applies."""

    comparison: Comparison
    rows: dict[str, AgreedRow] = field(default_factory=dict)

    @classmethod
    def shown(cls, comparison: Comparison) -> "AgreedForm":
        """Fill in what is agreed on now."""
        return cls(comparison, {row.criterion.code: _from_table(row) for row in comparison.rows})

    @classmethod
    def sent(cls, comparison: Comparison, data: Mapping[str, str]) -> "AgreedForm":
        """Read what a person sent; rows that the form did not have stay as they are."""
        form = cls.shown(comparison)
        for code, row in form.rows.items():
            if f"seen-{code}" in data:
                row.level = _plain(data.get(f"level-{code}", ""))[:2]
                row.reason = _plain(data.get(f"reason-{code}", ""))
                row.seen = data[f"seen-{code}"][:40]
        return form

    def check(self) -> list[AgreedRow]:
        """Mark what is wrong with the touched rows; give those that can be written."""
        levels = {value for value, _words in self.comparison.choices}
        good = []
        for row in self.rows.values():
            if not row.is_touched:
                continue
            if row.level not in levels:
                row.error = _("Choose the level that you agreed on.")
            elif len(row.reason) > REASON:
                row.error = _("Keep the reason under 2,000 characters.")
            elif not row.reason and {int(row.level)} != set(row.compared.levels):
                row.error = _("Say why you settled on this level.")
            else:
                good.append(row)
        return good

    @property
    def wrong(self) -> list[AgreedRow]:
        """List the rows that were not saved."""
        return [row for row in self.rows.values() if row.error or row.stale]


def _from_table(row: Compared) -> AgreedRow:
    if row.agreed is None:
        return AgreedRow(row)
    return AgreedRow(row, str(row.agreed.level), _plain(row.agreed.reason), seen(row.agreed))
