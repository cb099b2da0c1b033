"""Many entries at once, carried from the queue to the page that asks, and from there to the act."""

from typing import Any

from django import forms

MOST = 25


class BulkForm(forms.Form):
    """What to do (`list` or `ask`) with which entries, by slug."""

    do = forms.ChoiceField(choices=[("list", "list"), ("ask", "ask")], widget=forms.HiddenInput)
    entry = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, data: Any, *, slugs: list[str]) -> None:
        super().__init__(data)
        entry = self.fields["entry"]
        assert isinstance(entry, forms.MultipleChoiceField)
        entry.choices = [(slug, slug) for slug in slugs[:MOST]]
