"""A file is read whole: what it says, and every mistake in it with its line and code."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from standards.reference.content import FrameworkText
from standards.reference.framework import read_framework
from standards.reference.mistakes import MOST, BrokenFramework, Mistake
from standards.reference.parsing import MOST_BYTES
from standards.reference.shipped import shipped_text
from standards.reference.thresholds import OUTCOMES, reachable
from standards.states import CriterionType, Outcome
from tests.standards.builders import SMALL

RELEASED = "02b740ba5678cd9396b211bf05e7aa431d8fc8dcefd46588a794e6701589968b"


def changed(*pairs: tuple[str, str]) -> str:
    """Give the small framework with some words replaced, each where it stands first."""
    text = SMALL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def mistakes(text: str) -> list[str]:
    """Read a text that cannot be loaded, and give what is said about it."""
    with pytest.raises(BrokenFramework) as refused:
        read_framework(text)
    assert refused.value.code == "broken_framework"
    return [str(mistake) for mistake in refused.value.mistakes]


def small() -> FrameworkText:
    """Read the small framework as it is."""
    return read_framework(SMALL)


def test_shipped_framework_has_what_it_says() -> None:
    said = read_framework(shipped_text())

    assert (said.slug, said.number, said.language, said.for_consultation) == ("lero-seed-draft", "0.1", "en-GB", True)
    assert (len(said.domains), len(said.criteria), said.met_at) == (9, 39, 2)
    assert [sum(each.type == kind for each in said.criteria) for kind in CriterionType] == [18, 17, 4]
    assert {level for each in said.criteria for level, _text in each.levels} == {0, 1, 2, 3}
    assert [(each.outcome, each.essential, each.expected) for each in said.thresholds] == [
        (Outcome.RECOGNISED, 100, 80),
        (Outcome.RECOGNISED_WITH_ACTIONS, 100, 60),
        (Outcome.DEFERRED, 80, None),
    ]


def test_shipped_edition_is_the_one_that_was_released() -> None:
    """What is published does not change: change the words under another number, in another file."""
    assert read_framework(shipped_text()).digest == RELEASED


def test_small_framework_is_read_as_it_stands() -> None:
    said = small()

    assert (said.number, said.language, said.for_consultation, said.not_for) == ("1.0", "cy", False, "")
    assert said.sources == {"S1": {"title": "A book", "file": ""}}
    door = said.criteria[0]
    assert (door.code, door.line, door.shown_by, door.levels) == (
        "DOOR-1", 30, ("A door",), ((0, "Shut."), (1, "Open.")),
    )  # fmt: skip
    assert door.derived_from == (("S1", "an open door"),)
    assert [each.not_applicable_when for each in said.criteria] == ["", "There is no door.", ""]


def test_comments_and_line_breaks_change_no_fingerprint_and_words_do() -> None:
    assert read_framework("# Hello\n\n" + SMALL).digest == small().digest
    assert read_framework(changed(("Not there.", "Not here."))).digest != small().digest


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([('levels: {0: "Shut.", 1: "Open."}', 'levels: {0: "Shut."}')], ["line 35, DOOR-1: Level 1 is missing."]),
        (
            [('1: "Open."}', '1: "Open.", 2: "Gone."}')],
            ["line 35, DOOR-1: Level 2 is not on the scale."],
        ),
        (
            [('1: "Open."}', '1: "Open.", 12: "Gone."}')],
            ["line 35, DOOR-1: “level” must be a whole number from 0 to 9."],
        ),
        ([('1: "Open."}', '1: "Open.", 1: "Wide open."}')], ["line 35, DOOR-1: “1” comes twice."]),
        ([('1: "Open."}', '1: ""}')], ["line 35, DOOR-1: “level 1” is blank."]),
        ([('1: "Open."}', "1: true}")], ["line 35, DOOR-1: “level 1” must be a text. Put it in quotation marks."]),
        (
            [("code: DOOR-2", "code: DOOR-1")],
            ["line 37, DOOR-1: The code is used already, in line 30. A code names one thing."],
        ),
        (
            [("code: TABLE\n", "code: DOOR\n")],
            ["line 44, DOOR: The code is used already, in line 26. A code names one thing."],
        ),
        ([("code: DOOR-2", "code: door/2")], ["line 37, door/2: “door/2” is no good as “code”."]),
        (
            [("id: small-steps", "id: how-we-assess")],
            ["line 2, framework: “how-we-assess” is taken by a page of the hub."],
        ),
        ([("id: small-steps", "id: Small Steps")], ["line 2, framework: “Small Steps” is no good as “id”."]),
        ([("version: 1.0", "version: ../1")], ["line 3, framework: “../1” is no good as “version”."]),
        ([("status: adopted", "status: done")], ["line 4, framework: “status” must be one of: draft, adopted."]),
        ([("language: cy", "language: Welsh")], ["line 5, framework: “Welsh” is no good as “language”."]),
        (
            [('title: "Small steps"', "titel: Small")],
            [
                "line 2, framework: “title” is missing.",
                "line 6, framework: “titel” is not known here. Is “title” meant?",
            ],
        ),
        ([('  purpose: "To try things out."\n', "")], ["line 2, framework: “purpose” is missing."]),
        ([('"To try things out."', "")], ["line 7, framework: “purpose” is blank."]),
        (
            [('"To try things out."', "[a, b]")],
            ["line 7, framework: “purpose” must be a text. Put it in quotation marks."],
        ),
        ([("The door opens.", "x" * 1001)], ["line 33, DOOR-1: “requirement” has 1001 signs; 1000 is the most."]),
        (
            [("type: essential", "type: vital")],
            [
                "line 32, DOOR-1: “type” must be one of: essential, expected, aspirational.",
            ],
        ),
        (
            [('evidence: ["A door"]', "evidence: []")],
            ["line 34, DOOR-1: “evidence” must be a list with something in it."],
        ),
        (
            [('evidence: ["A door"]', 'evidence: "A door"')],
            ["line 34, DOOR-1: “evidence” must be a list with something in it."],
        ),
        ([("seed: S1", "seed: S9")], ["line 30, DOOR-1: There is no source “S9”."]),
        ([("criteria: 3,", "criteria: 4,")], ["line 24, counts: The file says 4 “criteria” and holds 3."]),
        (
            [("aspirational: 0}", "aspirational: none}")],
            [
                "line 24, counts: “aspirational” must be a whole number from 0 to 9999.",
            ],
        ),
        ([("met_at: 1", "met_at: 0")], ["line 9, scale: “met_at” is not a level above 0 of this scale."]),
        ([("met_at: 1", "met_at: 2")], ["line 9, scale: “met_at” is not a level above 0 of this scale."]),
        ([("met_at: 1", 'met_at: "1"')], ["line 9, scale: “met_at” must be a whole number from 0 to 9."]),
        (
            [('aspirational: "Lovely."', "lovely: Yes")],
            [
                "line 14, types: “aspirational” is missing.",
                "line 16, types: “lovely” is not known here.",
            ],
        ),
        (
            [("- code: TABLE-1", "- kode: TABLE-1")],
            [
                "line 48, TABLE, criterion 1: “code” is missing.",
                "line 48, TABLE, criterion 1: “kode” is not known here. Is “code” meant?",
            ],
        ),
        (
            [("    criteria:\n      - code: TABLE-1", "    criteria: none\n    extra:\n      - code: TABLE-1")],
            [
                "line 24, counts: The file says 2 “expected” and holds 1.",
                "line 24, counts: The file says 3 “criteria” and holds 2.",
                "line 47, TABLE: “criteria” must be a list with something in it.",
                "line 48, TABLE: “extra” is not known here.",
            ],
        ),
    ],
)
def test_mistake_is_named_with_its_line_and_code(pairs: list[tuple[str, str]], expected: list[str]) -> None:
    assert mistakes(changed(*pairs)) == expected


@pytest.mark.parametrize(
    ("thresholds", "expected"),
    [
        (
            "- {outcome: recognised, essential: 101}",
            ["line 20, thresholds: “essential” must be a whole number from 0 to 100."],
        ),
        (
            "- {outcome: recognised, essential: -1}",
            ["line 20, thresholds: “essential” must be a whole number from 0 to 100."],
        ),
        (
            "- {outcome: praised, essential: 100}",
            ["line 20, thresholds: “outcome” must be one of: recognised, recognised_with_actions, deferred."],
        ),
        (
            "- {outcome: recognised}",
            ["line 20, thresholds: This outcome asks for nothing, so everybody would reach it."],
        ),
        (
            "- {outcome: recognised, essential: 100, aspirational: 50}",
            ["line 20, thresholds: “aspirational” is not known here."],
        ),
        (
            "- {outcome: recognised, essential: 80}\n    - {outcome: deferred, essential: 100}",
            ["line 21, thresholds: “deferred” asks more than “recognised” before it. Each asks less than the last."],
        ),
        (
            "- {outcome: recognised, essential: 80}\n    - {outcome: deferred, essential: 80, expected: 0}",
            ["line 21, thresholds: “deferred” asks the same as “recognised”, so it can never be reached."],
        ),
        (
            "- {outcome: deferred, essential: 100}\n    - {outcome: recognised, essential: 80}",
            [f"line 21, thresholds: “recognised” comes too late. Put them in this order: {', '.join(OUTCOMES)}."],
        ),
        (
            "- {outcome: recognised, essential: 100}\n    - {outcome: recognised, essential: 80}",
            ["line 21, thresholds: “recognised” comes twice."],
        ),
        (
            "- {outcome: recognised, essential: 100}\n    - {outcome: deferred, essential: 80}",
            ["line 21, thresholds: “deferred” can never be reached: whoever meets it meets one above it too."],
        ),
    ],
)
def test_threshold_that_makes_no_sense_is_refused(thresholds: str, expected: list[str]) -> None:
    """The last has one essential criterion: whoever meets 80 per cent of one meets the whole of it."""
    start, end = SMALL.index("    - {outcome: recognised,"), SMALL.index("  evidence_rules")

    assert mistakes(SMALL[:start] + "    " + thresholds + "\n" + SMALL[end:]) == expected


def test_outcomes_that_some_levels_lead_to_are_found_with_what_may_not_apply() -> None:
    """Of two expected criteria one may not apply: half of them, or all of one, can be met."""
    assert reachable(small()) == {Outcome.RECOGNISED, Outcome.RECOGNISED_WITH_ACTIONS}
    without = tuple(replace(each, criteria=()) for each in small().domains)
    assert reachable(replace(small(), domains=without)) == {Outcome.RECOGNISED}


def test_every_mistake_is_named_at_once_in_the_order_of_the_lines() -> None:
    text = changed(
        ("language: cy", "language: 9"),
        ('1: "Open."}', '7: "Open."}'),
        ("type: expected", "type: hoped"),
        ("DOOR-2", "D 2"),
    )

    assert mistakes(text) == [
        "line 5, framework: “9” is no good as “language”.",
        "line 35, DOOR-1: Level 1 is missing.",
        "line 35, DOOR-1: Level 7 is not on the scale.",
        "line 37, D 2: “D 2” is no good as “code”.",
        "line 39, D 2: “type” must be one of: essential, expected, aspirational.",
    ]


def test_message_names_the_first_hundred_and_counts_all() -> None:
    error = BrokenFramework([Mistake(line, "X", "wrong") for line in range(1, 151)])

    assert str(error).splitlines()[0] == "There are 150 mistakes in this file. Nothing was changed."
    assert len(str(error).splitlines()) == 1 + MOST
    assert str(BrokenFramework([Mistake(3, "", "wrong")])) == (
        "There is 1 mistake in this file. Nothing was changed.\nline 3: wrong"
    )


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "line 1: Here a group of named values is meant."),
        ("# nothing\n", "line 2: Here a group of named values is meant."),
        ("[]", "line 1: Here a group of named values is meant."),
        (BOMB, "line 1: Anchors and aliases (& and *) are not used here. Write it out."),
        ("a: *b", "line 1: Anchors and aliases (& and *) are not used here. Write it out."),
        ("a: !!python/object/apply:os.system ['true']", "line 1: Tags (such as !name) are not used here."),
        ("a: 1\n---\nb: 2", "line 2: One file holds one framework."),
        ("a: [1, 2", "line 2: This is not YAML: did not find expected ',' or ']'."),
        ("a:\n\t- b", "line 2: This is not YAML: found character that cannot start any token."),
        ("\0", "line 1: The file holds characters that do not belong in a text."),
        ("a: \ud800", "line 1: The file holds characters that do not belong in a text."),
        ("[" * 500 + "]" * 500, "line 1: This is nested deeper than a framework can be."),
        ("a: [" + "1, " * 60_000 + "1]", "line 1: The file holds more parts than a framework can have."),
        ("a: " + "x" * MOST_BYTES, "line 1: The file is larger than 1 MB."),
        ("a: " + "é" * (MOST_BYTES // 2), "line 1: The file is larger than 1 MB."),
    ],
)
def test_hostile_file_is_refused_for_one_reason_and_fast(text: str, expected: str) -> None:
    started = time.monotonic()

    assert mistakes(text)[0] == expected
    assert time.monotonic() - started < 2


def test_merge_key_is_a_key_that_nobody_knows() -> None:
    text = changed(("  id: small-steps", "  <<: {id: other}\n  id: small-steps"))

    assert mistakes(text) == ["line 2, framework: “<<” is not known here."]


@pytest.mark.parametrize("key", ["? [a, b]\n: c", "? {a: b}\n: c", "~: c", "12: c"])
def test_odd_keys_are_named_and_break_nothing(key: str) -> None:
    assert len(mistakes(f"{SMALL}\n{key}\n")) == 1


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "{{ 7*7 }} {% now 'Y' %}", "=1+1", "javascript:alert(1)"]
)
def test_markup_and_formulas_are_only_words(words: str) -> None:
    said = read_framework(changed(("Nobody sits at its head.", words)))

    assert said.criteria[2].requirement == words


@pytest.mark.parametrize("part", ["domains", "criteria"])
def test_more_parts_than_a_framework_has_are_refused(part: str) -> None:
    start = SMALL.index("      - code: DOOR-1") if part == "criteria" else SMALL.index("  - code: TABLE\n")
    end = SMALL.index("      - code: DOOR-2") if part == "criteria" else len(SMALL)
    text = SMALL[:start] + SMALL[start:end] * 101 + SMALL[end:]

    assert any(f"“{part}” has" in mistake for mistake in mistakes(text))
