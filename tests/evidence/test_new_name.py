"""An organisation that has a new name is found by it, with what it shares and what speaks of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.models import Item
from evidence.queries.library import Asked, search
from evidence.states import State
from evidence.workflows.practice import revise_practice
from evidence.workflows.search_document import follow_name
from organisations.models import Organisation
from organisations.queries.entry import section_values
from organisations.sections import ABOUT
from organisations.workflows import renames
from tests.evidence.builders import LABELS, study
from tests.evidence.builders_practice import Cast, cast, practice_in
from tests.factories import NOW, me, write

pytestmark = pytest.mark.django_db


def rename(people: Cast, **words: object) -> None:
    """Write the first step of the entry anew."""
    organisation = Organisation.objects.get(pk=people.organisation.pk)
    values = section_values(organisation, ABOUT)
    write(organisation, ABOUT, replace(values, words=values.words | words), by=me(people.lead))


def found(words: str) -> set[str]:
    """Search the library."""
    answer = search(Asked(q=words))
    return set() if answer.is_alike else {hit.slug for hit in answer.hits}


def test_what_it_shares_and_what_speaks_of_it_is_found_by_the_new_name() -> None:
    people = cast()
    item = practice_in(State.PUBLISHED, people)
    following = revise_practice(item_id=item.pk, by=me(people.lead), now=NOW)
    about = study(labels=replace(LABELS, organisations=(people.organisation.pk,)))
    other = study(key="b2", title="Something else")
    assert found("Zwetschge") == set()
    rename(people, name="Zwetschge Lane")
    assert found("Zwetschge") == {item.slug, about.slug}
    words = dict(Item.objects.values_list("pk", "search_words"))
    assert {pk for pk, text in words.items() if "zwetschge" in text} == {item.pk, following.pk, about.pk}
    assert other.pk in words


def test_apps_are_told_of_a_new_name_alone_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert follow_name in renames._follows
    told = []

    def follow(*, organisation_id: object) -> None:
        told.append(organisation_id)

    monkeypatch.setattr(renames, "_follows", [])
    for _twice in range(2):
        assert renames.register_renamed(follow) is follow
    people = cast()
    rename(people, summary="We bake on Fridays.")
    assert told == []
    rename(people, name="Zwetschge Lane")
    assert told == [people.organisation.pk]
