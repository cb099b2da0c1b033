"""Keep the columns that organisations are found by: what locations, terms, areas and words say, in one place.

Every workflow that changes one of these calls `refresh_search` before its transaction ends. One statement does one
organisation or ten thousand, so that a bulk load costs one pass.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, transaction

# "Based in" holds every area around every place that the organisation has, so that a group with rooms in two towns is
# found in both. "Serves" holds the areas that it chose; "serves_within" those and all around them.
# Weights: A name and terms, B other words for the terms, and services, C summary and place names, D the rest.
_REFRESH = """
UPDATE organisations_organisation AS entry
SET base_area_id = found.base_area_id,
    base_place = found.base_place,
    meets_online = found.meets_online,
    based_in = found.based_in,
    serves = found.serves,
    serves_within = found.serves_within,
    term_slugs = found.term_slugs,
    search_name = found.search_name,
    search_document = found.search_document
FROM (
    SELECT o.id,
           main.area_id AS base_area_id,
           coalesce(main.town, '') AS base_place,
           coalesce(place.meets_online, false) AS meets_online,
           coalesce(based.codes, '{}') AS based_in,
           coalesce(served.codes, '{}') AS serves,
           coalesce(around.codes, '{}') AS serves_within,
           coalesce(said.slugs, '{}') AS term_slugs,
           left(lower(f_unaccent(o.name)), 120) AS search_name,
           setweight(to_tsvector('lero', concat_ws(' . ', o.name, said.names)), 'A')
               || setweight(to_tsvector('lero', concat_ws(' . ', said.synonyms, offer.names)), 'B')
               || setweight(to_tsvector('lero', concat_ws(
                      ' . ', o.summary, place.towns, based.names, around.names, o.languages)), 'C')
               || setweight(to_tsvector('lero', concat_ws(
                      ' . ', o.description, o.lived_experience, o.how_to_join, o.accessibility, offer.words)), 'D')
               AS search_document
    FROM organisations_organisation AS o
    LEFT JOIN LATERAL (
        SELECT l.area_id, CASE WHEN l.is_confidential THEN '' ELSE l.town END AS town
        FROM organisations_location AS l
        WHERE l.organisation_id = o.id AND l.kind = 'place'
        ORDER BY l.is_main DESC, l.position, l.id
        LIMIT 1
    ) AS main ON true
    LEFT JOIN LATERAL (
        SELECT bool_or(l.kind = 'online') AS meets_online,
               string_agg(l.town, ' . ') FILTER (WHERE NOT l.is_confidential) AS towns
        FROM organisations_location AS l
        WHERE l.organisation_id = o.id
    ) AS place ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(a.code ORDER BY a.code) AS codes, string_agg(a.name, ' . ') AS names
        FROM organisations_area AS a
        WHERE a.code IN (
            SELECT unnest(b.lineage)
            FROM organisations_location AS l JOIN organisations_area AS b ON b.code = l.area_id
            WHERE l.organisation_id = o.id AND l.kind = 'place')
    ) AS based ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(s.area_id ORDER BY s.area_id) AS codes
        FROM organisations_service_area AS s
        WHERE s.organisation_id = o.id
    ) AS served ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(a.code ORDER BY a.code) AS codes, string_agg(a.name, ' . ') AS names
        FROM organisations_area AS a
        WHERE a.code IN (
            SELECT unnest(b.lineage)
            FROM organisations_service_area AS s JOIN organisations_area AS b ON b.code = s.area_id
            WHERE s.organisation_id = o.id)
    ) AS around ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(t.slug ORDER BY t.slug) AS slugs,
               string_agg(t.name, ' . ') AS names,
               string_agg(array_to_string(t.synonyms, ' . '), ' . ') AS synonyms
        FROM organisations_organisation_term AS chosen JOIN organisations_term AS t ON t.slug = chosen.term_id
        WHERE chosen.organisation_id = o.id
    ) AS said ON true
    LEFT JOIN LATERAL (
        SELECT string_agg(s.name, ' . ') AS names,
               string_agg(concat_ws(' . ', s.times, s.description), ' . ') AS words
        FROM organisations_service AS s
        WHERE s.organisation_id = o.id
    ) AS offer ON true
    WHERE o.id = ANY(%s)
) AS found
WHERE entry.id = found.id
"""


def refresh_search(organisation_id: UUID) -> None:
    """Write again what one organisation is found by, inside the caller's transaction."""
    refresh_many([organisation_id])


def refresh_many(organisation_ids: Sequence[UUID], *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Write again what these organisations are found by; give back how many rows there were.

    Raises RuntimeError outside a transaction: the columns belong to the change that made them stale.
    """
    connection = transaction.get_connection(using)
    if not connection.in_atomic_block:
        raise RuntimeError("The search columns belong to the transaction of the change that made them stale")
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, [list(organisation_ids)])
        return int(cursor.rowcount)
