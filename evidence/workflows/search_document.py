"""Keep the columns that items are found by: what citation, recipe and links say, in one place.

Every workflow that changes one of these calls `refresh_search` before its transaction ends. One statement does one
item or ten thousand.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from evidence.models import Item

# Weights: A title, B people, organisations and key words, C summary and where it stood, D the recipe and the limits.
_REFRESH = """
UPDATE evidence_item AS item
SET criteria = found.criteria,
    domains = found.domains,
    about = found.about,
    search_words = found.search_words,
    search_document = found.search_document
FROM (
    SELECT i.id,
           coalesce(spoken.criteria, '{}') AS criteria,
           coalesce(spoken.domains, '{}') AS domains,
           coalesce(named.ids, '{}') AS about,
           left(lower(f_unaccent(concat_ws(' . ', i.title, people.names, named.names))), 500) AS search_words,
           setweight(to_tsvector('lero', i.title), 'A')
               || setweight(to_tsvector('lero', concat_ws(
                      ' . ', people.names, named.names, left(i.citation ->> 'keyword', 1000))), 'B')
               || setweight(to_tsvector('lero', concat_ws(
                      ' . ', i.summary, left(i.citation ->> 'container-title', 300),
                      left(i.citation ->> 'publisher', 300), recipe.why, recipe.found)), 'C')
               || setweight(to_tsvector('lero', concat_ws(
                      ' . ', i.cannot_tell, i.doi, recipe.needs, recipe.steps, recipe.who, recipe.how, recipe.where,
                      recipe.how_much, recipe.tailoring, recipe.changes, recipe.went_wrong, recipe.not_for,
                      recipe.cost)), 'D')
               AS search_document
    FROM evidence_item AS i
    LEFT JOIN evidence_recipe AS recipe ON recipe.item_id = i.id
    LEFT JOIN LATERAL (
        SELECT array_agg(c.framework || '.' || c.code ORDER BY c.framework, c.code) AS criteria,
               array_agg(DISTINCT c.framework || '.' || c.domain) AS domains
        FROM evidence_item_criterion AS c
        WHERE c.item_id = i.id
    ) AS spoken ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(o.id ORDER BY o.id) AS ids, string_agg(o.name, ' . ' ORDER BY o.id) AS names
        FROM organisations_organisation AS o
        WHERE o.id = i.organisation_id
           OR o.id IN (SELECT l.organisation_id FROM evidence_item_organisation AS l WHERE l.item_id = i.id)
    ) AS named ON true
    LEFT JOIN LATERAL (
        SELECT string_agg(left(concat_ws(' ', each ->> 'given', each ->> 'family', each ->> 'literal'), 120), ' . ')
               AS names
        FROM jsonb_path_query(i.citation, '$.author[0 to 50]') AS each
    ) AS people ON true
    WHERE i.id = ANY(%s)
) AS found
WHERE item.id = found.id
"""


def refresh_search(item_id: UUID) -> None:
    """Write again what one item is found by, inside the caller's transaction."""
    refresh_many([item_id])


def refresh_many(item_ids: Sequence[UUID]) -> int:
    """Write again what these items are found by; give back how many rows there were.

    Raises RuntimeError outside a transaction: the columns belong to the change that made them stale.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("The search columns belong to the transaction of the change that made them stale")
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, [list(item_ids)])
        return int(cursor.rowcount)


def follow_name(*, organisation_id: UUID) -> None:
    """Let the items of an organisation, and those that speak of it, be found by the name that it has now."""
    named = Q(organisation_id=organisation_id) | Q(organisation_links__organisation_id=organisation_id)
    found = Item.objects.filter(pk__in=Item.objects.filter(named).values("pk"))
    # A next version is locked before what it revises, as when it takes its place.
    ordered = found.order_by(F("revises").asc(nulls_last=True), "id")
    refresh_many(list(ordered.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)))
