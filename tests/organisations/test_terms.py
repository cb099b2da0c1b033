"""The words that organisations describe themselves with."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from organisations.models import Organisation, Term
from organisations.reference.terms import ACTIVITIES, TERMS, TermRow
from organisations.states import TaxonomyKind
from organisations.workflows.terms import TermsLoaded, load_terms
from tests.organisations.directory_world import IN_LEEDS, listed

EVERY = [row for rows in TERMS.values() for row in rows]
UNKIND = re.compile(
    r"\b(addicts?|patients?|clients?|service users?|clean|abuser|alcoholics?|offenders?|treatment)\b", re.I
)


def test_the_shipped_words_fit_their_columns_and_are_unlike():
    assert len({row.slug for row in EVERY}) == len(EVERY)
    assert all(re.fullmatch(r"[a-z0-9-]{1,40}", row.slug) for row in EVERY)
    for rows in TERMS.values():
        assert len({row.name for row in rows}) == len(rows)
    assert all(len(row.name) <= 80 and len(row.description) <= 300 for row in EVERY)
    assert all(len(word) <= 60 for row in EVERY for word in row.synonyms)
    assert all(row.synonyms for row in EVERY)


def test_the_shipped_words_are_those_that_people_use_for_themselves():
    found = [word for row in EVERY for word in (row.name, row.description, *row.synonyms) if UNKIND.search(word)]
    assert found == []


def test_the_kinds_of_the_seeds_are_all_there():
    kinds = {row.name for row in TERMS[TaxonomyKind.KIND]}
    assert kinds >= {
        "Mutual aid group",
        "Recovery community organisation",
        "Recovery social club",
        "Recovery community centre",
        "Recovery home",
        "Family support organisation",
        "Online community",
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("geography")
class TestLoading:
    """Bringing the table to the list."""

    def test_the_first_load_writes_all_and_the_second_nothing(self):
        assert load_terms() == TermsLoaded(len(EVERY), 0, (), 0)
        assert load_terms() == TermsLoaded(0, 0, (), 0)
        first = Term.objects.filter(taxonomy="activity").order_by("position").values_list("slug", flat=True)
        assert list(first) == [row.slug for row in ACTIVITIES]

    def test_another_list_takes_its_place_and_what_is_used_is_kept(self):
        listed("Calder Steps", IN_LEEDS, terms=["music", "women", "recovery-home"])
        other = {TaxonomyKind.ACTIVITY: [TermRow("knitting", "Knitting", "", ("wool",))]}
        loaded = load_terms(terms=other)
        assert loaded == TermsLoaded(1, len(EVERY) - 3, ("music", "recovery-home", "women"), 0)
        assert set(Term.objects.values_list("slug", flat=True)) == {"knitting", "music", "recovery-home", "women"}

    def test_entries_are_found_by_new_words_at_once(self):
        organisation = listed("Calder Steps", IN_LEEDS, terms=["music"])
        changed = {**TERMS, TaxonomyKind.ACTIVITY: [TermRow("music", "Making music", "", ("ukulele",))]}
        assert load_terms(terms=changed).refreshed == 1
        matches = Organisation.objects.extra(where=["search_document @@ websearch_to_tsquery('lero', 'ukuleles')"])
        assert list(matches) == [organisation]

    def test_the_command_says_what_it_did(self, capsys):
        call_command("load_terms")
        assert capsys.readouterr().out == f"{len(EVERY)} words written, 0 removed, 0 entries refreshed.\n"
        listed("Calder Steps", IN_LEEDS, terms=["music"])
        Term.objects.create(slug="old", taxonomy="activity", name="Old", position=99)
        organisation = Organisation.objects.get()
        organisation.terms.add("old")
        call_command("load_terms")
        assert (
            capsys.readouterr().out == "0 words written, 0 removed, 0 entries refreshed.\nStill in use, so kept: old.\n"
        )
