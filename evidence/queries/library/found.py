"""What a search of the library gives back: plain values, ready for a page."""

from dataclasses import dataclass

from django.core.paginator import Page

from evidence.queries.library.asked import Asked
from evidence.states import Confidence
from organisations.queries.directory.found import Chip, FacetGroup, Link

BARS = {Confidence.VERY_LOW: 1, Confidence.LOW: 2, Confidence.MODERATE: 3, Confidence.HIGH: 4}


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure we are, in words and in bars from one to four."""

    label: str
    bars: int

    @classmethod
    def of(cls, confidence: str) -> "Sure | None":
        """Read a label; None while none is given."""
        if not confidence:
            return None
        return cls(str(Confidence(confidence).label), BARS[Confidence(confidence)])

    @property
    def lit(self) -> tuple[bool, ...]:
        """Tell for each of the four bars whether it is lit."""
        return tuple(number < self.bars for number in range(len(BARS)))


@dataclass(frozen=True, slots=True)
class Hit:
    """One item in a list. `where` says who, where it stood and when."""

    slug: str
    title: str
    is_practice: bool
    kind: str
    where: str
    summary: str
    cannot_tell: str
    rests_on: str
    how_far: str
    sure: Sure | None
    notice: str


@dataclass(frozen=True)
class Answer:
    """A page of results and all around it. `is_alike` tells that no item has all the words, and these are near."""

    asked: Asked
    total: int
    page: Page[int]
    hits: tuple[Hit, ...]
    order: str
    orders: tuple[str, ...]
    groups: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    heading: str
    title: str
    is_alike: bool = False
    tries: tuple[Link, ...] = ()
