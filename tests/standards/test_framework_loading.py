"""Editions: loaded from a file, published for good, retired; codes are permanent."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused, WrongState
from standards.models import Criterion, Domain, FrameworkVersion, LevelDescriptor, ScaleLevel, Threshold
from standards.reference.mistakes import BrokenFramework
from standards.reference.shipped import shipped_text
from standards.states import EDITION, VersionState
from standards.workflows.frameworks import load_framework, publish_framework, retire_framework
from tests.factories import DAY, NOW, coordinator, me, person
from tests.standards.builders import SMALL, framework
from tests.standards.test_framework_reading import changed

pytestmark = pytest.mark.django_db


def test_shipped_framework_is_loaded_whole() -> None:
    version = framework()

    assert (version.framework.slug, version.number, version.state) == ("lero-seed-draft", "0.1", "published")
    assert version.for_consultation
    rows = (Domain, Criterion, LevelDescriptor, ScaleLevel, Threshold)
    assert [model.objects.filter(version=version).count() for model in rows] == [9, 39, 156, 4, 3]
    first = version.criteria.order_by("position")[0]
    assert (first.code, first.domain.code, len(first.shown_by)) == ("LED-1", "LED", 3)
    assert first.derived_from[0] == {"seed": "S1", "quote": "an organisation of lived experience committed to recovery"}


def test_the_same_file_twice_changes_nothing() -> None:
    first = framework()
    events = AuditEvent.objects.count()

    again = load_framework(text=shipped_text(), now=NOW)

    assert (again.version, again.changed) == (first, False)
    assert (FrameworkVersion.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_changed_file_replaces_a_draft() -> None:
    before = framework(text=SMALL, published=False)

    after = load_framework(text=changed(("Small steps", "Smaller steps")), now=NOW)

    assert after.changed
    assert [version.title for version in FrameworkVersion.objects.all()] == ["Smaller steps"]
    assert Criterion.objects.count() == 3
    assert after.version.pk != before.pk


def test_changed_file_under_a_published_number_is_refused() -> None:
    framework(text=SMALL)

    with pytest.raises(Refused, match="Give the changed file another number") as refused:
        load_framework(text=changed(("Small steps", "Smaller steps")), now=NOW)

    assert refused.value.code == "published"
    assert FrameworkVersion.objects.get().title == "Small steps"


def test_broken_file_leaves_the_draft_as_it_was() -> None:
    framework(text=SMALL, published=False)

    with pytest.raises(BrokenFramework):
        load_framework(text=changed(("criteria: 3,", "criteria: 9,")), now=NOW)

    assert Criterion.objects.count() == 3


NEXT = ("version: 1.0", "version: 1.1")


def next_edition(*pairs: tuple[str, str]) -> list[str]:
    """Try to load another edition after the first was published; give back what is wrong with it."""
    framework(text=SMALL)
    try:
        load_framework(text=changed(NEXT, *pairs), now=NOW)
    except BrokenFramework as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


def test_another_edition_may_reword_a_criterion_and_change_its_weight() -> None:
    pairs = [("It is round", "It is round enough"), ("Nobody sits at its head.", "All sit alike.")]

    assert next_edition(*pairs, ('1: "Round."', '1: "Quite round."')) == []
    assert FrameworkVersion.objects.count() == 2


def test_code_that_moves_to_another_domain_is_refused() -> None:
    text = SMALL.replace("TABLE-1", "DOOR-2 ").replace("code: DOOR-2\n", "code: DOOR-9\n").replace("DOOR-2 ", "DOOR-2")
    framework(text=SMALL)

    with pytest.raises(BrokenFramework) as refused:
        load_framework(text=text.replace(*NEXT), now=NOW)

    assert [str(mistake) for mistake in refused.value.mistakes] == [
        "line 48, DOOR-2: The code belonged to DOOR before. A code is never used again for another criterion."
    ]


def test_code_of_which_nothing_is_left_is_refused() -> None:
    pairs = [
        ("It is round", "It is warm"),
        ("Nobody sits at its head.", "There is a stove."),
        ("Long.", "Cold."),
        ("Round.", "Warm."),
    ]

    assert next_edition(*pairs) == [
        "line 48, TABLE-1: Nothing of the criterion is left that had this code. Another criterion takes a new code."
    ]


def test_code_that_an_edition_gave_up_is_refused_later() -> None:
    framework(text=SMALL)
    framework(text=changed(NEXT, ("TABLE-1", "TABLE-2")), now=NOW + DAY)

    with pytest.raises(BrokenFramework) as refused:
        load_framework(text=changed(("version: 1.0", "version: 1.2")), now=NOW)

    assert [str(mistake) for mistake in refused.value.mistakes] == [
        "line 48, TABLE-1: The code was given up by a later edition. It is never used again: take a new one."
    ]


def test_codes_of_another_framework_are_its_own() -> None:
    framework(text=SMALL)

    assert load_framework(text=changed(("id: small-steps", "id: other"), ("TABLE-1", "DOOR-7")), now=NOW).changed


@pytest.mark.parametrize("verb", EDITION.transitions)
@pytest.mark.parametrize("state", VersionState.values)
def test_every_verb_in_every_state(verb: str, state: str) -> None:
    version, by = framework(text=SMALL, published=state != VersionState.DRAFT), me(coordinator())
    if state == VersionState.RETIRED:
        retire_framework(version_id=version.pk, by=by, now=NOW)
    workflow = {"publish": publish_framework, "retire": retire_framework}[verb]

    if EDITION.allows(verb, state):
        assert workflow(version_id=version.pk, by=by, now=NOW).state == EDITION.transitions[verb].target
    else:
        with pytest.raises(WrongState):
            workflow(version_id=version.pk, by=by, now=NOW)
        assert FrameworkVersion.objects.get().state == state


@pytest.mark.parametrize("workflow", [publish_framework, retire_framework])
def test_only_coordinators_publish_and_retire(workflow: object) -> None:
    version = framework(text=SMALL, published=workflow is retire_framework)
    by, before = me(person()), AuditEvent.objects.exclude(verb__startswith="accounts.").count()

    with pytest.raises(NotAllowed, match="Only coordinators"):
        workflow(version_id=version.pk, by=by, now=NOW)  # type: ignore[operator]  # one of the two

    assert AuditEvent.objects.exclude(verb__startswith="accounts.").count() == before


def test_who_published_and_retired_is_known_by_id_alone() -> None:
    version, user = framework(text=SMALL, published=False), coordinator()

    publish_framework(version_id=version.pk, by=me(user), now=NOW)
    retire_framework(version_id=version.pk, by=me(user), now=NOW)

    version.refresh_from_db()
    assert (version.published_by, version.published_at, version.retired_at) == (user, NOW, NOW)
    verbs = AuditEvent.objects.filter(subject_id=str(version.pk)).values_list("verb", "actor_id")
    assert sorted(verbs, key=str) == [
        ("standards.load_framework", None),
        ("standards.publish_framework", user.pk),
        ("standards.retire_framework", user.pk),
    ]


def run(*words: str) -> str:
    """Run the command and give what it says."""
    out = StringIO()
    call_command("load_framework", *words, stdout=out)
    return out.getvalue().strip()


def test_command_loads_what_ships_with_the_hub_and_publishes_when_asked() -> None:
    title = "LERO standards (draft for consultation), edition 0.1"

    assert run() == f"{title}: loaded as a draft."
    assert run("--publish") == f"{title}: there already (Being prepared), now published."
    assert run("--publish") == f"{title}: there already (Published)."
    retire_framework(version_id=FrameworkVersion.objects.get().pk, by=me(coordinator()), now=NOW)
    assert run("--publish") == f"{title}: there already (Retired)."


def test_command_names_the_file_and_every_mistake(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(changed(("type: expected", "type: hoped"), ('1: "Round."', '2: "Round."')))

    with pytest.raises(CommandError) as refused:
        run(str(file))

    assert str(refused.value).splitlines() == [
        f"{file}: There are 3 mistakes in this file. Nothing was changed.",
        "line 39, DOOR-2: “type” must be one of: essential, expected, aspirational.",
        "line 53, TABLE-1: Level 1 is missing.",
        "line 53, TABLE-1: Level 2 is not on the scale.",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * 5_000_000, "The file is larger than 1 MB."),
        (b"\xff\xfe\x00", "is not text in UTF-8."),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_command_refuses_files_that_it_cannot_read(content: bytes | None, words: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        run(str(file))


def test_command_reads_a_file_that_begins_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())

    assert run(str(file)) == "Small steps, edition 1.0: loaded as a draft."
