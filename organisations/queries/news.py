"""What is new, and the figures of the network: reads for the home page and the feed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.dotmap import MarkIn
from organisations.models import Organisation
from organisations.states import ASK_AFTER

RECENT = 3

_FIGURES = """
SELECT count(*),
       count(*) FILTER (WHERE meets_online),
       count(*) FILTER (WHERE confirmed_at >= %(fresh_since)s),
       (SELECT count(DISTINCT a.code) FROM organisations_organisation AS e
            CROSS JOIN LATERAL unnest(e.based_in) AS held(code)
            JOIN organisations_area AS a ON a.code = held.code AND a.kind = 'authority' AND a.is_current
        WHERE e.state = 'listed'),
       (SELECT count(*) FROM organisations_area WHERE kind = 'authority' AND is_current)
FROM organisations_organisation WHERE state = 'listed'
"""

# One mark for each point: a thousand organisations in one city are one row with a count.
_MARKS = """
SELECT shown.lat::float8, shown.lon::float8, shown.area_id, count(*), min(o.slug), min(o.name),
       min(CASE WHEN shown.is_confidential OR shown.town = '' THEN a.name ELSE shown.town END),
       bool_or(shown.is_confidential)
FROM organisations_organisation AS o
JOIN (
    SELECT DISTINCT ON (l.organisation_id) l.organisation_id, l.lat, l.lon, l.area_id, l.town, l.is_confidential
    FROM organisations_location AS l WHERE l.kind = 'place' AND l.lat IS NOT NULL
    ORDER BY l.organisation_id, l.is_main DESC, l.position, l.id
) AS shown ON shown.organisation_id = o.id
JOIN organisations_area AS a ON a.code = shown.area_id
WHERE o.state = 'listed'
GROUP BY shown.lat, shown.lon, shown.area_id
"""


@dataclass(frozen=True)
class Figures:
    """The network in numbers. `fresh` were confirmed within six months.

    In `councils` at least one is based; the page of areas counts those also that one from elsewhere chose to serve.
    """

    listed: int
    online: int
    fresh: int
    councils: int
    all_councils: int


def figures(now: datetime) -> Figures:
    """Count the network: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"fresh_since": now - timedelta(days=ASK_AFTER)})
        return Figures(*cursor.fetchone())


def listed_marks() -> list[MarkIn]:
    """Give the marks of the map of the country: one query. A confidential place stands at its area's middle."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKS)
        rows = cursor.fetchall()
    label, profile = _("%(name)s, %(place)s"), profile_addresses()
    return [
        MarkIn(
            label=label % {"name": name, "place": place},
            href=profile(slug),
            lat=lat,
            lon=lon,
            area=area,
            area_only=hidden,
            count=count,
        )
        for lat, lon, area, count, slug, name, place, hidden in rows
    ]


def profile_addresses() -> Callable[[str], str]:
    """Give what writes the address of a profile: one look-up for thousands of them."""
    before, after = reverse("organisations:profile", args=["-"]).split("-")
    return lambda slug: f"{before}{slug}{after}"


def newest() -> list[Organisation]:
    """Give the organisations that were listed last: one query."""
    listed = Organisation.objects.listed().select_related("base_area")
    return list(listed.order_by("-listed_at", "id")[:RECENT])


def changed_first(ids: Sequence[UUID] | None) -> QuerySet[Organisation]:
    """Order listed entries (or those with these ids) by when they were listed or changed, the newest first."""
    listed = Organisation.objects.listed()
    kept = listed if ids is None else listed.filter(pk__in=ids)
    return kept.order_by(Greatest("listed_at", "changed_at").desc(), "id")
