"""Load the words that organisations describe themselves with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from organisations.models import Organisation, OrganisationTerm, Term
from organisations.reference.terms import TERMS, TermRow
from organisations.states import TaxonomyKind
from organisations.workflows.search_document import refresh_many

_WRITTEN = ("taxonomy", "name", "description", "synonyms", "position")


@dataclass(frozen=True)
class TermsLoaded:
    """What a load did. `kept` are words that the list no longer has and that an organisation still uses."""

    written: int
    removed: int
    kept: tuple[str, ...]
    refreshed: int


@transaction.atomic
def load_terms(*, terms: Mapping[TaxonomyKind, Sequence[TermRow]] = TERMS) -> TermsLoaded:
    """Make the table say what the list says; a second load of the same list changes nothing.

    A word that left the list goes, unless an organisation uses it: it cannot be taken from under their entry. Entries
    with a word that changed are found by the new words at once.
    """
    before = {term.slug: term for term in Term.objects.select_for_update()}
    wanted = [_term(row, taxonomy, place) for taxonomy, rows in terms.items() for place, row in enumerate(rows)]
    changed = [term for term in wanted if not _same(term, before.get(term.slug))]
    gone = set(before) - {term.slug for term in wanted}
    kept = set(OrganisationTerm.objects.filter(term_id__in=gone).values_list("term_id", flat=True))
    removed, _each = Term.objects.filter(slug__in=gone - kept).delete()
    Term.objects.bulk_create(changed, update_conflicts=True, unique_fields=["slug"], update_fields=list(_WRITTEN))
    users = Organisation.objects.filter(terms__in=[term.slug for term in changed]).values_list("pk", flat=True)
    refreshed = refresh_many(list(users.distinct())) if changed else 0
    return TermsLoaded(len(changed), removed, tuple(sorted(kept)), refreshed)


def _term(row: TermRow, taxonomy: str, position: int) -> Term:
    return Term(
        slug=row.slug,
        taxonomy=taxonomy,
        name=row.name,
        description=row.description,
        synonyms=list(row.synonyms),
        position=position,
    )


def _same(one: Term, other: Term | None) -> bool:
    return other is not None and all(getattr(one, field) == getattr(other, field) for field in _WRITTEN)
