"""What a search gives back: plain values, ready for a page."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.dotmap import MarkIn
from organisations.geodesy import Point, about_miles
from organisations.queries.directory.asked import CLOSE, Asked
from organisations.standing import Standing
from organisations.wording import confirmed, is_old, where

MAP_REACH = 60
"""Miles around the point of a search that the map beside the list shows."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One organisation in the list. `number` is its number on the map, 0 for one without a place."""

    slug: str
    name: str
    summary: str
    tags: tuple[str, ...]
    confirmed_at: datetime | None
    meets_online: bool
    miles: float | None
    town: str
    area_name: str
    area_code: str
    is_confidential: bool
    point: Point | None
    number: int
    standings: tuple[Standing, ...]
    now: datetime

    @property
    def anchor(self) -> str:
        """Name the row, for the links of the map."""
        return f"r{self.number}" if self.number else ""

    @property
    def is_place(self) -> bool:
        """Tell whether people meet somewhere."""
        return bool(self.area_code)

    @property
    def where(self) -> str:
        """Say where people meet and how far it is from the point of the search."""
        place = where(town=self.town, area=self.area_name, is_confidential=self.is_confidential, is_place=self.is_place)
        return place if self.miles is None else f"{place} · {about_miles(self.miles)}"

    def nearness(self, reach: int) -> str:
        """Say whether people meet near, farther away or online."""
        if self.miles is None:
            return _("Online")
        if self.miles > reach:
            return _("Farther away")
        return ngettext("Within %(n)s mile", "Within %(n)s miles", reach) % {"n": reach}

    @property
    def fresh(self) -> str:
        """Say when somebody last confirmed the entry."""
        return confirmed(self.confirmed_at, self.now)

    @property
    def is_old(self) -> bool:
        """Tell whether nobody has confirmed the entry for a year."""
        return is_old(self.confirmed_at, self.now)

    @property
    def mark(self) -> MarkIn | None:
        """Give the mark on the map beside the list. A confidential place stands at the middle of its area."""
        if self.point is None or not self.number:
            return None
        return MarkIn(
            label=self.name,
            href=f"#{self.anchor}",
            lat=self.point.lat,
            lon=self.point.lon,
            area=self.area_code,
            number=self.number,
            area_only=self.is_confidential,
        )


@dataclass(frozen=True, slots=True)
class Facet:
    """An option of a filter: `count` is how many results there would be with this option alone in its group."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A group of check boxes; options beyond the first few stand under "More"."""

    name: str
    legend: str
    first: tuple[Facet, ...]
    more: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader should know about how the search was understood."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Something to try: words and an address."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Part:
    """Results of a page that are alike near, under a heading where there are several kinds; `start` is the first."""

    label: str
    start: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Answer:
    """A page of results and all around it.

    `asked` is the search as it was understood, fit for links: a whole postcode is cut to its sector there. `placed`
    counts the hits with a place (within the radius, if there is one); the others meet online. `close` counts those
    within the radius, or within `CLOSE` miles where none was asked for. `is_cry`: somebody may need help now.
    """

    asked: Asked
    total: int
    placed: int
    page: Page[int]
    hits: tuple[Hit, ...]
    order: str
    orders: tuple[str, ...]
    groups: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    heading: str
    title: str
    point: Point | None = None
    notes: tuple[Note, ...] = ()
    meant: tuple[Link, ...] = ()
    tries: tuple[Link, ...] = field(default=())
    close: int = 0
    is_cry: bool = False

    @property
    def parts(self) -> list[Part]:
        """Give the results of this page, parted by how near they are when the nearest come first."""
        start = self.page.start_index()
        if not self.point or self.order != "nearest" or self.close in (0, self.total):
            return [Part("", start, self.hits)]
        reach = self.asked.within or CLOSE
        parts = []
        for label, group in groupby(self.hits, key=lambda hit: hit.nearness(reach)):
            hits = tuple(group)
            parts.append(Part(label, start, hits))
            start += len(hits)
        return parts

    @property
    def marks(self) -> list[MarkIn]:
        """Give the marks of the map beside the list: of a search from a point those around it, if there are any."""
        near = [hit for hit in self.hits if hit.miles is not None and hit.miles <= MAP_REACH]
        return [mark for hit in near or self.hits if (mark := hit.mark)]

    @property
    def map_is_cut(self) -> bool:
        """Tell whether results of this page lie beyond the map."""
        return len(self.marks) < sum(hit.number > 0 for hit in self.hits)
