"""Each rule that the database holds about the library, broken by its name."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, IntegrityError, connection, transaction

from evidence.models import ImportRun, Item, ItemCriterion, ItemOrganisation, ItemVersion
from evidence.states import Kind, State
from tests.evidence.builders import curator, practice, study, study_draft
from tests.factories import NOW, entry, person

RESEARCH: dict[str, dict[str, Any]] = {
    "evidence_item_title_not_blank": {"title": ""},
    "evidence_item_kind_known": {"kind": "poem", "citation": {"id": "a", "type": "book"}},
    "evidence_item_state_known": {"state": "lost"},
    "evidence_item_evidence_kind_known": {"evidence_kind": "hearsay"},
    "evidence_item_how_far_known": {"how_far": "far", "kind": "practice"},
    "evidence_item_confidence_known": {"confidence": "total"},
    "evidence_item_stories_known": {"stories": "some"},
    "evidence_item_notice_known": {"notice": "odd", "notice_text": "x"},
    "evidence_item_submitted_at_with_submitted_by": {"submitted_at": NOW},
    "evidence_item_published_at_with_published_by": {"published_at": NOW},
    "evidence_item_withdrawn_at_with_withdrawn_by": {"withdrawn_at": NOW},
    "evidence_item_submitted_at_when_state": {"state": State.SUBMITTED},
    "evidence_item_published_at_when_state": {"state": State.PUBLISHED},
    "evidence_item_withdrawn_at_when_state": {"state": State.WITHDRAWN, "withdrawn_reason": "x"},
    "evidence_item_change_request_when_sent_back": {"state": State.CHANGES_REQUESTED},
    "evidence_item_withdrawn_reason_when_withdrawn": {"state": State.WITHDRAWN},
    "evidence_item_published_is_labelled": {"state": State.PUBLISHED, "published_at": NOW},
    "evidence_item_research_has_citation": {"citation": {"id": "without a type"}},
    "evidence_item_research_has_no_owner": {"how_far": "reasoned"},
    "evidence_item_practice_has_owner": {"kind": Kind.PRACTICE, "citation": None},
    "evidence_item_doi_normalised": {"doi": "https://doi.org/10.5555/X"},
    "evidence_item_year_plausible": {"year": 202},
    "evidence_item_notice_has_words": {"notice": "retracted"},
    "evidence_item_version_positive": {"version": 0},
}
OTHERS = {
    "evidence_item_slug_once",
    "evidence_item_doi_once",
    "evidence_item_research_once",
    "evidence_item_published_practice_is_whole",
    "evidence_item_criterion_once",
    "evidence_item_criterion_framework_not_blank",
    "evidence_item_criterion_domain_not_blank",
    "evidence_item_criterion_code_not_blank",
    "evidence_item_organisation_once",
    "evidence_item_version_number_once",
    "evidence_item_version_number_positive",
    "evidence_import_run_text_until_imported",
}
NEXT_VERSION = {"evidence_item_next_version_is_no_item", "evidence_item_one_next_version"}
"""Broken in `test_curation_workflows`, where next versions are made."""
TESTED = {*RESEARCH, *OTHERS, *NEXT_VERSION}
TRIGGERS = {"evidence.ItemVersion:published_stays"}

pytestmark = pytest.mark.django_db


def refused(rule: str, write: Any) -> None:
    """Say that the database refuses a write by this rule."""
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        write()


@pytest.mark.parametrize("rule", RESEARCH)
def test_a_broken_study_is_refused_by_name(rule: str) -> None:
    changes = dict(RESEARCH[rule])
    if "published_at" in changes and changes.get("state"):
        changes["published_by"] = curator()
    if rule == "evidence_item_withdrawn_reason_when_withdrawn":
        by = curator()
        changes |= {"withdrawn_at": NOW, "withdrawn_by": by, "published_at": NOW, "published_by": by}
    if rule == "evidence_item_withdrawn_at_when_state":
        changes |= {"published_at": NOW, "published_by": curator()}
    if rule == "evidence_item_change_request_when_sent_back":
        changes |= {"kind": Kind.PRACTICE, "citation": None, "organisation": entry(), "submitted_at": NOW}
        changes["submitted_by"] = person()
    if rule in {"evidence_item_submitted_at_when_state", "evidence_item_submitted_at_with_submitted_by"}:
        changes |= {"kind": Kind.PRACTICE, "citation": None, "organisation": entry()}
    if rule == "evidence_item_how_far_known":
        changes |= {"citation": None, "organisation": entry()}
    item = study_draft()
    refused(rule, lambda: Item.objects.filter(pk=item.pk).update(**changes))


def next_key(changes: dict[str, Any]) -> str:
    """Name a case by its field."""
    return next(iter(changes))


def copy_of(item: Item, **changes: Any) -> Item:
    """Make a second row that differs as told."""
    item.pk, item._state.adding = uuid4(), True
    for name, value in changes.items():
        setattr(item, name, value)
    return item


def test_one_address_one_doi_one_title_in_a_year() -> None:
    refused("evidence_item_slug_once", lambda: copy_of(study_draft(doi="10.5555/a"), doi="10.5555/b").save())
    again = study_draft(doi="10.5555/c", title="Else")
    refused("evidence_item_doi_once", lambda: copy_of(again, slug="b").save())
    plain = study_draft(title="Third")
    refused("evidence_item_research_once", lambda: copy_of(plain, slug="c").save())
    undated = study_draft(title="Fourth", year="")
    refused("evidence_item_research_once", lambda: copy_of(undated, slug="d").save())


@pytest.mark.parametrize(
    "changes",
    [{"how_far": ""}, {"stories": ""}, {"contact_role": ""}, {"review_on": None}],
    ids=lambda each: next(iter(each)),
)
def test_practice_is_not_published_by_halves(changes: dict[str, Any]) -> None:
    item = practice()
    refused("published_practice_is_whole", lambda: Item.objects.filter(pk=item.pk).update(**changes))


@pytest.mark.parametrize("name", ["summary", "evidence_kind", "confidence", "cannot_tell"])
def test_nothing_is_published_without_its_labels(name: str) -> None:
    item = study()
    refused("published_is_labelled", lambda: Item.objects.filter(pk=item.pk).update(**{name: ""}))


def test_links_are_named_once_and_whole() -> None:
    item, organisation = study_draft(), entry()
    link = {"item": item, "framework": "f", "domain": "A", "code": "A-1"}
    ItemCriterion.objects.create(**link)
    refused("evidence_item_criterion_once", lambda: ItemCriterion.objects.create(**link))
    for name in ("framework", "domain", "code"):
        refused(f"criterion_{name}_not_blank", lambda name=name: ItemCriterion.objects.create(**link | {name: ""}))
    ItemOrganisation.objects.create(item=item, organisation=organisation)
    refused(
        "evidence_item_organisation_once",
        lambda: ItemOrganisation.objects.create(item=item, organisation=organisation),
    )


def test_versions_are_counted_from_one_and_kept_as_they_were() -> None:
    item = study()
    version = ItemVersion.objects.get(item=item)
    row = {"item": item, "published_at": NOW, "published_by": item.published_by, "content": {}}
    refused("number_once", lambda: ItemVersion.objects.create(number=version.number, **row))
    refused("number_positive", lambda: ItemVersion.objects.create(number=0, **row))
    for act in (
        lambda: ItemVersion.objects.update(content={}),
        lambda: ItemVersion.objects.all().delete(),
        lambda: version.save(update_fields=["content"]),
        version.delete,
    ):
        with pytest.raises(Error, match="evidence_item_version"), transaction.atomic():
            act()
    assert ItemVersion.objects.get(pk=version.pk).content == version.content


def test_the_trigger_stands_in_the_database_and_is_switched_on() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgenabled from pg_trigger where tgrelid = 'evidence_item_version'::regclass and not tgisinternal"
        )
        assert cursor.fetchall() == [("O",)]


def test_an_import_holds_its_text_until_it_is_done() -> None:
    row = {"made_at": NOW, "made_by": person()}
    refused("text_until_imported", lambda: ImportRun.objects.create(text="", **row))
    refused("text_until_imported", lambda: ImportRun.objects.create(text="x", imported_at=NOW, **row))


def test_dates_of_practice_are_days() -> None:
    assert practice().review_on == date(2028, 3, 2)
