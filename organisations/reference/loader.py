"""Bring the tables of geography to the edition that is shipped. The only writer of those tables.

Loading the same edition again is one query. A newer one replaces postcodes and places; areas are only added or
changed, never deleted, because entries point at them: a council that merged into another is marked as not current.
All of it happens in one transaction, under a lock, so that two loads at once leave what one would. What entries are
found by holds names of areas and what lies around them, so newer areas write that again in the same transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from organisations import maps
from organisations.models import Organisation
from organisations.models.geography import ReferenceEdition
from organisations.reference.shipped import DATASETS, SHIPPED, BrokenReference, Row, Shipped
from organisations.workflows.search_document import refresh_many

LOCK = 4_711_301  # any number that nothing else in this database locks


@dataclass(frozen=True)
class Table:
    """Where the rows of a data set go; rows that an edition no longer has are deleted if `prune`."""

    name: str
    columns: tuple[str, ...]
    prune: bool

    @property
    def key(self) -> str:
        """The first column is the primary key."""
        return self.columns[0]


TABLES = {
    "areas": Table(
        "organisations_area",
        (
            "code",
            "name",
            "official_name",
            "kind",
            "parent_id",
            "lineage",
            "lat",
            "lon",
            "former_codes",
            "alt_names",
            "is_current",
        ),
        prune=False,
    ),
    "postcodes": Table("organisations_postcode_point", ("code", "kind", "lat", "lon", "area_id"), prune=True),
    "places": Table(
        "organisations_place",
        ("geonameid", "name", "nation", "lat", "lon", "population", "area_id", "key", "search_names"),
        prune=True,
    ),
}


@dataclass
class Report:
    """What a load did: the number of rows of each data set that it brought in, and what was there already."""

    loaded: dict[str, int] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)


def load_reference(
    *,
    now: datetime,
    only: Collection[str] = tuple(DATASETS),
    within: Collection[str] = (),
    folder: Path = SHIPPED,
    using: str = DEFAULT_DB_ALIAS,
) -> Report:
    """Load what is not there yet, and say what that was.

    `only` names data sets (`areas`, `postcodes`, `places`; the last two need the first). `within` keeps only the
    postcodes and places of these areas: a small world for tests. Raises `BrokenReference`, with nothing changed.
    """
    if unknown := set(only) - set(DATASETS):
        raise ValueError(f"no such data set: {', '.join(sorted(unknown))}")
    shipped = Shipped(folder, frozenset(within))
    wanted = {dataset: shipped.digest(dataset) for dataset in DATASETS if dataset in only}
    report = Report()
    if _pending(wanted, using):
        try:
            with transaction.atomic(using=using), connections[using].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                for dataset in _pending(wanted, using):
                    report.loaded[dataset] = _load(cursor, dataset, shipped)
                    _note(dataset, wanted[dataset], report.loaded[dataset], now, using)
                if "areas" in report.loaded:
                    _refresh_entries(using)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a wrong code is told here, not at the commit
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except (IntegrityError, DataError) as error:
            raise BrokenReference(f"{folder}: the database refused a row. {error}") from error
        maps.forget()
    report.unchanged = [dataset for dataset in wanted if dataset not in report.loaded]
    return report


def _pending(wanted: dict[str, str], using: str) -> list[str]:
    """Find the data sets whose edition in the tables is another one."""
    held = dict(ReferenceEdition.objects.using(using).values_list("dataset", "digest"))
    return [dataset for dataset, digest in wanted.items() if held.get(dataset) != digest]


def _load(cursor: CursorWrapper, dataset: str, shipped: Shipped) -> int:
    """Bring one table to the shipped edition, and give the number of its rows."""
    table, rows = TABLES[dataset], shipped.rows(dataset)
    _refuse_repeats(dataset, rows)
    cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table.name)))
    (filled,) = cursor.fetchone()
    if filled:
        _merge(cursor, table, rows)
    else:
        _copy(cursor, table.name, table.columns, rows)
    if dataset == "areas":
        _retire(cursor)
    cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table.name)))
    return len(rows)


def _refuse_repeats(dataset: str, rows: Sequence[Row]) -> None:
    """Insist on one row for each key."""
    keys = [row[0] for row in rows]
    if len(set(keys)) != len(keys):
        raise BrokenReference(f"{dataset}: the same code stands in two rows.")


def _copy(cursor: CursorWrapper, target: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Stream rows into a table."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(target), _listed(columns))
    with cursor.db.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _merge(cursor: CursorWrapper, table: Table, rows: Sequence[Row]) -> None:
    """Add, change and (where the table says so) delete what differs; a row that is the same is not written."""
    staged = f"{table.name}_staged"
    words = {
        "held": sql.Identifier(table.name),
        "staged": sql.Identifier(staged),
        "key": sql.Identifier(table.key),
        "columns": _listed(table.columns),
        "old": _listed(table.columns, "old"),
        "new": _listed(table.columns, "excluded"),
    }
    cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {staged} (LIKE {held})").format(**words))
    _copy(cursor, staged, table.columns, rows)
    cursor.execute(
        sql.SQL(
            "INSERT INTO {held} AS old ({columns}) SELECT {columns} FROM {staged} "
            "ON CONFLICT ({key}) DO UPDATE SET ({columns}) = ROW ({new}) WHERE ({old}) IS DISTINCT FROM ({new})",
        ).format(**words),
    )
    if table.prune:
        gone = "DELETE FROM {held} old WHERE NOT EXISTS (SELECT FROM {staged} new WHERE new.{key} = old.{key})"
        cursor.execute(sql.SQL(gone).format(**words))
    cursor.execute(sql.SQL("DROP TABLE {staged}").format(**words))


def _listed(columns: Sequence[str], table: str = "") -> sql.Composed:
    """Name columns, of a table when it is given."""
    names = [sql.Identifier(table, column) if table else sql.Identifier(column) for column in columns]
    return sql.SQL(", ").join(names)


def _retire(cursor: CursorWrapper) -> None:
    """Mark the areas whose code a current area had before: they merged into it or were given another code."""
    cursor.execute(
        "UPDATE organisations_area held SET is_current = false "
        "WHERE EXISTS (SELECT FROM organisations_area heir "
        "WHERE heir.code <> held.code AND held.code = ANY (heir.former_codes))",
    )


def _refresh_entries(using: str) -> None:
    """Write again what every organisation is found by. Locked first: a save in the meantime waits."""
    held = Organisation.objects.using(using).select_for_update(of=("self",), no_key=True).order_by("id")
    refresh_many(list(held.values_list("pk", flat=True)), using=using)


def _note(dataset: str, digest: str, rows: int, now: datetime, using: str) -> None:
    """Remember the edition that the table now holds."""
    ReferenceEdition.objects.using(using).update_or_create(
        dataset=dataset,
        defaults={"digest": digest, "rows": rows, "loaded_at": now},
    )
