"""What an import would do, record by record: new, here already, or damaged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from evidence.citations.ris import Damaged, Reference, read
from evidence.models import Item
from evidence.states import Kind

T = TypeVar("T")
Status = Literal["new", "here", "damaged"]


@dataclass(frozen=True)
class Row:
    """One record as the preview tells it. `slug` leads to the item that is here already."""

    line: int
    status: Status
    title: str
    reason: str = ""
    slug: str = ""
    reference: Reference | None = None


@dataclass(frozen=True)
class Preview:
    """All records of a text, in their order."""

    rows: tuple[Row, ...]
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def new(self) -> list[Reference]:
        """List what an import would add."""
        return [row.reference for row in self.rows if row.status == "new" and row.reference]


def preview(text: str) -> Preview:
    """Judge every record of an RIS text against the library: two queries. Raises Unfit for a text without records."""
    records = read(text)
    library = _in_library(record for record in records if isinstance(record, Reference))
    rows = tuple(_rows(records, library))
    return Preview(rows, Counter(row.status for row in rows))


def _rows(records: Iterable[Reference | Damaged], library: "_Seen[str]") -> Iterator[Row]:
    before: _Seen[int] = _Seen()
    for record in records:
        if isinstance(record, Damaged):
            yield Row(record.line, "damaged", record.title, record.reason)
        elif slug := library.find(record.doi, record.title_key, record.year):
            yield Row(record.line, "here", record.title, _("It is in the library already."), slug)
        elif line := before.find(record.doi, record.title_key, record.year):
            reason = _("It is the same as the reference at line %(line)s.") % {"line": line}
            yield Row(record.line, "here", record.title, reason)
        else:
            before.add(record.doi, record.title_key, record.year, record.line)
            yield Row(record.line, "new", record.title, reference=record)


def _in_library(references: Iterable[Reference]) -> "_Seen[str]":
    references = list(references)
    dois = {each.doi for each in references if each.doi}
    rule = Q(doi__in=dois) | Q(title_key__in={each.title_key for each in references})
    seen: _Seen[str] = _Seen()
    for row in Item.objects.filter(rule, kind=Kind.RESEARCH).values_list("doi", "title_key", "year", "slug"):
        seen.add(*row)
    return seen


class _Seen(Generic[T]):
    """Where a study was seen: by DOI, else by title and year. Two DOIs that differ are two studies."""

    def __init__(self) -> None:
        self._by_doi: dict[str, T] = {}
        self._by_title: dict[tuple[str, int | None], tuple[str, T]] = {}

    def add(self, doi: str, title: str, year: int | None, place: T) -> None:
        """Remember where a study was seen; by title, one without a DOI goes first: it may be any."""
        if doi:
            self._by_doi[doi] = place
        if not doi or (title, year) not in self._by_title:
            self._by_title[title, year] = (doi, place)

    def find(self, doi: str, title: str, year: int | None) -> T | None:
        """Tell where the same study was seen."""
        if doi in self._by_doi:
            return self._by_doi[doi]
        other, place = self._by_title.get((title, year), ("", None))
        return None if doi and other else place
