"""The field that people tell things in."""

from typing import Any

from django import forms


class ToldField(forms.CharField):
    """Text whose lines end in one sign, as they are stored.

    Browsers send two. Left so, a text that nobody touched counts as changed, every line is one letter longer than the
    person sees, and an empty line no longer parts two paragraphs.
    """

    def to_python(self, value: Any) -> str:
        """Read the text."""
        return str(super().to_python(value)).replace("\r\n", "\n")
