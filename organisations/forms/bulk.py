"""Many entries at once, carried from the queue to the page that asks, and from there to the act."""

from collections.abc import Iterable
from typing import Any

from django import forms

MOST = 25
LONGEST_VERSION = 9  # digits


def read_marks(marks: Iterable[str]) -> dict[str, int]:
    """Read what the tick boxes of the queue carry: a slug, a colon and the version that was shown."""
    pairs = [mark.rpartition(":") for mark in marks]
    return {
        slug: int(version)
        for slug, _colon, version in pairs
        if version.isdecimal() and version.isascii() and len(version) <= LONGEST_VERSION
    }


class BulkForm(forms.Form):
    """What to do (`list` or `ask`) with which entries, each by slug and the version that was read."""

    do = forms.ChoiceField(choices=[("list", "list"), ("ask", "ask")], widget=forms.HiddenInput)
    entry = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, data: Any, *, marks: list[str]) -> None:
        super().__init__(data)
        entry = self.fields["entry"]
        assert isinstance(entry, forms.MultipleChoiceField)
        entry.choices = [(mark, mark) for mark in marks[:MOST]]
