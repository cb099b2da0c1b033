"""The sketch of an organisation that does not exist: enough to write a whole entry from."""

from dataclasses import dataclass

from organisations.states import LegalForm, Stage, State


@dataclass(frozen=True)
class Happening:
    """Something that happens: its name, its times in words, and a sentence."""

    name: str
    times: str
    what: str


@dataclass(frozen=True)
class Sketch:
    """One organisation. Words with blanks between are slugs of terms; `serves` holds names of areas.

    `district` is a postcode district, empty for an organisation that meets online alone. `confirmed` counts days
    since somebody said that the entry is true.
    """

    name: str
    town: str
    district: str
    kinds: str
    activities: str
    audiences: str
    summary: str
    happens: tuple[Happening, ...]
    confirmed: int = 40
    since: int = 2019
    stage: str = Stage.DEVELOPING
    form: str = LegalForm.GROUP
    place: str = ""
    serves: tuple[str, ...] = ()
    pathways: str = "any-route"
    confidential: bool = False
    also_online: bool = False
    languages: str = "English"
    state: str = State.LISTED


def at(name: str, times: str, what: str) -> Happening:
    """Make a happening."""
    return Happening(name, times, what)
