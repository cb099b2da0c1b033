"""What is wrong with a file: one line for each mistake, with the place where it stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.errors import Refused

MOST = 100  # mistakes named at once; a file with more is not the file that somebody meant


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing to mend. `where` is the code of a criterion or domain, or the name of a part."""

    line: int
    where: str
    words: str

    def __str__(self) -> str:
        place = _("line %(line)s") % {"line": self.line}
        return f"{place}, {self.where}: {self.words}" if self.where else f"{place}: {self.words}"


class BrokenFramework(Refused):
    """A file cannot be loaded; nothing was changed. `mistakes` are in the order of their lines."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(set(mistakes))
        number = len(self.mistakes)
        head = ngettext(
            "There is %(n)s mistake in this file. Nothing was changed.",
            "There are %(n)s mistakes in this file. Nothing was changed.",
            number,
        ) % {"n": number}
        super().__init__("broken_framework", "\n".join([head, *map(str, self.mistakes[:MOST])]))
