"""Read the data files: rows in the order of the tables' columns, and a fingerprint of each data set.

A file that is missing, damaged or of another shape raises `BrokenReference`, which says which and why.
"""

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from organisations.placenames import search_key

SHIPPED = Path(__file__).resolve().parent / "data"
SHAPE = "1"
"""Part of every fingerprint: raise it when the same files must be loaded again in another form."""

DATASETS = {"areas": ("areas",), "postcodes": ("points", "exceptions"), "places": ("places",)}
"""Each data set with its files, in the order in which they are loaded."""

COLUMNS = {
    "areas": "code kind name official_name parent lineage lat lon former_codes alt_names",
    "points": "code lat lon area",
    "exceptions": "sector area ends",
    "places": "geonameid name nation lat lon population area alt_names",
}

Cell = str | bool | list[str] | None
Row = tuple[Cell, ...]


class BrokenReference(Exception):
    """A data file cannot be used; the message names it and says why."""


@dataclass(frozen=True)
class Shipped:
    """One folder of data files, or the part of it that lies within some areas."""

    folder: Path = SHIPPED
    within: frozenset[str] = frozenset()

    def digest(self, dataset: str) -> str:
        """Fingerprint a data set: its files, how they are read, and which part of them."""
        sha = hashlib.sha256(f"{SHAPE} {sorted(self.within)}".encode())
        for name in DATASETS[dataset]:
            sha.update(self._bytes(name))
        return sha.hexdigest()

    def rows(self, dataset: str) -> list[Row]:
        """Read a data set as rows for its table."""
        readers = {"areas": self.areas, "postcodes": self.postcodes, "places": self.places}
        return list(readers[dataset]())

    def areas(self) -> Iterator[Row]:
        """Read code, name, official_name, kind, parent, lineage, lat, lon, former_codes, alt_names, is_current.

        All of them, whatever `within` says: there are few, and each names those that it lies in.
        """
        for code, kind, name, official, parent, lineage, lat, lon, former, others in self._read("areas"):
            keys = sorted({search_key(text) for text in [name, official, *_split(others)]})
            yield code, name, official, kind, parent or None, _split(lineage), lat, lon, _split(former), keys, True

    def postcodes(self) -> Iterator[Row]:
        """Read code, kind, lat, lon, area: districts and sectors first, then the whole postcodes that differ."""
        for code, lat, lon, area in self._inside("points", column=3):
            yield code, "sector" if " " in code else "outcode", lat, lon, area
        for sector, area, ends in self._inside("exceptions", column=1):
            for start in range(0, len(ends), 2):
                yield sector + ends[start : start + 2], "unit", None, None, area

    def places(self) -> Iterator[Row]:
        """Read geonameid, name, nation, lat, lon, population, area, key, search_names."""
        for number, name, nation, lat, lon, population, area, others in self._inside("places", column=6):
            key = search_key(name)
            names = sorted({key} | {search_key(text) for text in _split(others)})
            yield number, name, nation, lat, lon, population, area, key, names

    def _inside(self, name: str, *, column: int) -> Iterator[list[str]]:
        """Read the rows whose area, in this column, lies within the wanted ones; insist that it exists."""
        wanted = {row[0]: not self.within or bool(self.within & set(_split(row[5]))) for row in self._read("areas")}
        for row in self._read(name):
            if row[column] not in wanted:
                raise BrokenReference(f"{self._path(name)}: there is no area {row[column]!r} (at {row[0]!r}).")
            if wanted[row[column]]:
                yield row

    def _bytes(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except OSError as error:
            raise BrokenReference(f"{self._path(name)} cannot be read: {error.strerror}.") from error

    def _read(self, name: str) -> Iterator[list[str]]:
        columns = COLUMNS[name].split()
        try:
            text = gzip.decompress(self._bytes(name)).decode()
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            raise BrokenReference(f"{self._path(name)} is damaged: {error}.") from error
        rows = csv.reader(io.StringIO(text, newline=""))
        self._insist(name, 1, next(rows, []), columns)
        for number, row in enumerate(rows, start=2):
            if len(row) != len(columns):
                self._insist(name, number, row, columns)
            yield row

    def _insist(self, name: str, number: int, row: Sequence[str], columns: Sequence[str]) -> None:
        """Refuse a header with other names, or a row with another number of cells."""
        if list(row) != list(columns):
            path = self._path(name)
            raise BrokenReference(f"{path}, line {number}: expected {len(columns)} cells ({' '.join(columns)}).")

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.csv.gz"


def _split(cell: str) -> list[str]:
    return cell.split("|") if cell else []
