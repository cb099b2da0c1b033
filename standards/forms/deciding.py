"""Forms of acts on agreed levels: each carries what its page showed, so that nobody signs what they never saw."""

from typing import Any

from django import forms

from standards.forms.scoring import ReasonsForm, ReturnForm


class SeenForm(forms.Form):
    """The mark of what the page shows (`standards.queries.shown`). Without it nothing was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, mark: str = "") -> None:
        super().__init__(data, initial={"seen": mark})

    @property
    def shown(self) -> str:
        """Give the mark that came along."""
        return str(self.data.get("seen", ""))

    def show_anew(self, mark: str) -> None:
        """Keep what the person wrote, on a page that now shows what the mark stands for."""
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "seen": mark}


class DecideForm(SeenForm, ReasonsForm):
    """The panel's reasons, for what it read."""


class GiveBackForm(SeenForm, ReturnForm):
    """The panel's question, about what it read."""
