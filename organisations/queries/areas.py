"""Coverage by area: how many listed organisations have a place in each, and how many serve it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q

from organisations.geodesy import Point, miles_from
from organisations.models import Area, Organisation
from organisations.models.geography import AreaKind
from organisations.placenames import search_key
from organisations.states import Stage

SHOWN = 25
NEIGHBOURS = 5

# "Based" counts an organisation in every area around any of its places, "serving" in every area that it chose, that
# lies around one that it chose, or that lies in one: whoever serves Wales serves Cardiff, and Cardiff is in Wales.
# "Local" keeps those of "serving" that chose anything smaller than a nation there: who serves Wales alone is everywhere
# in it, and says nothing about any one place.
# "Recognised" and "pledged" count what the directory finds for the area with that filter: based there or serving it.
_COUNTED = """
WITH marked AS (
    SELECT id, based_in || serves_within AS codes, pledged_at IS NOT NULL AS has_pledged,
           coalesce(%(today)s BETWEEN recognised_from AND recognised_until, false) AS is_recognised
    FROM organisations_organisation
    WHERE state = 'listed' AND (pledged_at IS NOT NULL OR recognised_until >= %(today)s)
)
SELECT a.code, a.name, a.kind, a.parent_id, a.lineage, a.alt_names,
       coalesce(based.n, 0), coalesce(serving.n, 0), coalesce(serving.local, 0),
       coalesce(standing.recognised, 0), coalesce(standing.pledged, 0)
FROM organisations_area AS a
LEFT JOIN (
    SELECT code, count(*) AS n FROM (
        SELECT unnest(o.based_in) AS code FROM organisations_organisation AS o WHERE o.state = 'listed'
    ) AS each GROUP BY code
) AS based ON based.code = a.code
LEFT JOIN (
    SELECT reached.code, count(DISTINCT s.organisation_id) AS n,
           count(DISTINCT s.organisation_id) FILTER (WHERE reached.kind <> 'nation') AS local
    FROM organisations_service_area AS s
    JOIN organisations_organisation AS o ON o.id = s.organisation_id AND o.state = 'listed'
    JOIN (
        SELECT chosen.code AS chosen, chosen.kind, other.code
        FROM organisations_area AS chosen JOIN organisations_area AS other
             ON other.lineage @> ARRAY[chosen.code] OR other.code = ANY(chosen.lineage)
    ) AS reached ON reached.chosen = s.area_id
    GROUP BY reached.code
) AS serving ON serving.code = a.code
LEFT JOIN (
    SELECT there.code, count(*) FILTER (WHERE marked.is_recognised) AS recognised,
           count(*) FILTER (WHERE marked.has_pledged) AS pledged
    FROM marked JOIN (
        SELECT id, unnest(codes) AS code FROM marked
        UNION
        SELECT s.organisation_id, below.code
        FROM marked
        JOIN organisations_service_area AS s ON s.organisation_id = marked.id
        JOIN organisations_area AS below ON below.lineage @> ARRAY[s.area_id]
    ) AS there ON there.id = marked.id
    GROUP BY there.code
) AS standing ON standing.code = a.code
WHERE a.is_current
ORDER BY a.name, a.code
"""


@dataclass
class Row:
    """An area with its numbers, and the rows below it."""

    code: str
    name: str
    kind: str
    parent: str | None
    lineage: list[str]
    keys: list[str]
    based: int
    serving: int
    local: int
    recognised: int
    pledged: int
    within: str = ""
    rows: list["Row"] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        """Say what sort of area it is."""
        return str(AreaKind(self.kind).label)

    @property
    def national(self) -> int:
        """Count those that reach it only because they serve a whole nation."""
        return self.serving - self.local

    @property
    def has_own(self) -> bool:
        """Tell whether somebody has a place there, or chose to serve it or what is around it below the nation."""
        return bool(self.based or self.local)

    @property
    def is_top(self) -> bool:
        """Tell whether it has a heading of its own in the list."""
        return self.kind in {AreaKind.NATION, AreaKind.REGION}


def coverage(*, today: date) -> dict[str, Row]:
    """Read every current area with its numbers, by code: one query. A recognition counts while it holds."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"today": today})
        found = {row[0]: Row(*row) for row in cursor.fetchall()}
    for row in found.values():
        above = [found[code].name for code in reversed(row.lineage[:-1]) if code in found]
        row.within = ", ".join(above)
    return found


def tree(rows: dict[str, Row]) -> list[Row]:
    """Give the nations, each with its regions or councils, each region with its councils."""
    for row in rows.values():
        if home := _heading_above(row, rows):
            home.rows.append(row)
    return [row for row in rows.values() if row.kind == AreaKind.NATION]


def _heading_above(row: Row, rows: dict[str, Row]) -> Row | None:
    """Find the smallest nation or region around an area: councils of England stand under their region."""
    above = [rows[code] for code in row.lineage[:-1] if code in rows]
    return next((area for area in reversed(above) if area.is_top), None)


def named(rows: dict[str, Row], text: str) -> list[Row]:
    """Find the areas with a name that has this text in it, largest kind first."""
    key = search_key(text)
    if not key:
        return []
    order = list(AreaKind.values)
    found = [row for row in rows.values() if any(key in each for each in row.keys)]
    return sorted(found, key=lambda row: (order.index(row.kind), row.name))


@dataclass(frozen=True)
class AreaPage:
    """One area: its numbers, who is there, who serves it, what lies in it, what lies near."""

    area: Area
    row: Row
    above: list[Row]
    inside: list[Row]
    near: list[Row]
    based: list[Organisation]
    serving: list[Organisation]
    stages: list[tuple[str, int]]
    online: int


def read_area(area: Area, *, today: date) -> AreaPage:
    """Read all about a current area: five queries, however much is in it."""
    rows = coverage(today=today)
    listed = Organisation.objects.listed()
    based = listed.based_in_area(area.code)
    serving = listed.serving_area(area.code, area.lineage)
    either = listed.filter(Q(pk__in=based.values("pk")) | Q(pk__in=serving.values("pk")))
    shown = ("slug", "name", "summary", "base_place", "confirmed_at", "meets_online", "base_area__name")
    counted = either.values("stage", "meets_online").annotate(n=Count("pk")).order_by("stage")
    stages: list[Mapping[str, Any]] = list(counted)
    not_based = serving.exclude(based_in__contains=[area.code])
    return AreaPage(
        area=area,
        row=rows[area.code],
        above=[rows[code] for code in area.lineage[:-1] if code in rows],
        inside=_inside(area, rows),
        near=[rows[code] for code in _near(area) if code in rows],
        based=list(based.select_related("base_area").only(*shown).order_by("search_name", "id")[:SHOWN]),
        serving=list(not_based.select_related("base_area").only(*shown).order_by("search_name", "id")[:SHOWN]),
        stages=_by_stage(stages),
        online=sum(each["n"] for each in stages if each["meets_online"]),
    )


def _inside(area: Area, rows: dict[str, Row]) -> list[Row]:
    """List what lies in an area: regions alone where there are some, since each has a page with its councils."""
    below = [row for row in rows.values() if area.code in row.lineage and row.code != area.code]
    return [row for row in below if row.is_top] or below


def _by_stage(counted: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    return [
        (str(label), sum(each["n"] for each in counted if each["stage"] == value)) for value, label in Stage.choices
    ]


def _near(area: Area) -> list[str]:
    """Find the nearest areas of the same kind, by the middles of where their people are."""
    others = Area.objects.current().of_kind(area.kind).exclude(pk=area.pk)
    ordered = others.annotate(miles=miles_from(Point(area.lat, area.lon))).order_by(F("miles"), "code")
    return list(ordered.values_list("code", flat=True)[:NEIGHBOURS])
