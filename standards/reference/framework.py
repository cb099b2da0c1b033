"""Read a framework out of a file: its shape, its values, and whether they fit together. Every mistake is named."""

import re
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from standards import paths
from standards.models import Criterion, Domain, Framework, FrameworkVersion, LevelDescriptor, ScaleLevel
from standards.reference.content import CriterionText, DomainText, FrameworkText, Step
from standards.reference.parsing import Node, Scalar, parse
from standards.reference.reading import Notes, Part
from standards.reference.thresholds import check_thresholds, read_thresholds
from standards.states import CriterionType

LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
STATUSES = ("draft", "adopted")
MOST_DOMAINS, MOST_CRITERIA = 40, 100  # criteria of one domain


def read_framework(text: str) -> FrameworkText:
    """Read and check a whole file. Raises BrokenFramework with every mistake, its line and its code."""
    notes = Notes()
    top = Part(parse(text), notes, "", needs="framework domains")
    head = Part(
        top.node("framework"),
        notes,
        "framework",
        needs="id version status language title purpose scale types thresholds evidence_rules",
        may="not_for seeds reading_notes counts",
        line=top.line,
    )
    scale, met_at = _scale(head)
    levels = frozenset(step.level for step in scale)
    domains = _domains(top, levels)
    found = FrameworkText(
        slug=_name(head, "id", paths.SLUG, _most(Framework, "slug")),
        number=_name(head, "version", paths.NUMBER, _most(FrameworkVersion, "number")),
        for_consultation=head.choice("status", STATUSES) == "draft",
        language=_name(head, "language", LANGUAGE, _most(FrameworkVersion, "language")),
        title=head.text("title", _most(FrameworkVersion, "title")),
        purpose=head.text("purpose", _most(FrameworkVersion, "purpose")),
        not_for=head.text("not_for", _most(FrameworkVersion, "not_for")),
        met_at=met_at,
        scale=scale,
        type_meanings=_types(head),
        thresholds=read_thresholds(head),
        evidence_rules=head.texts("evidence_rules", each=_most(FrameworkVersion, "evidence_rules")),
        reading_notes=head.texts("reading_notes", each=_most(FrameworkVersion, "reading_notes")),
        sources=_sources(head),
        domains=domains,
    )
    _check_whole(head, found)
    notes.raise_if_any()
    return found


@cache
def _most(model: type[models.Model], name: str) -> int:
    """Give how long a text may be, as its column says."""
    column: Any = model._meta.get_field(name)
    most: int = getattr(column, "base_field", column).max_length
    return most


def _name(part: Part, key: str, shape: str, most: int) -> str:
    """Give a name that becomes part of an address."""
    name = part.written(key, most)
    if name and not re.fullmatch(shape, name):
        part.note(_("“%(name)s” is no good as “%(key)s”.") % {"name": name, "key": key}, part.node(key))
    elif name in paths.FIXED_PATHS:
        part.note(_("“%(name)s” is taken by a page of the hub.") % {"name": name}, part.node(key))
    return name


def _scale(head: Part) -> tuple[tuple[Step, ...], int]:
    part = Part(head.node("scale"), head.notes, "scale", needs="met_at levels", line=head.line)
    steps = []
    for key, node in part.pairs("levels"):
        level = part.as_number(key, "level", 0, 9)
        words = Part(node, part.notes, f"scale {level}", needs="name meaning")
        name, meaning = (
            words.text("name", _most(ScaleLevel, "name")),
            words.text("meaning", _most(ScaleLevel, "meaning")),
        )
        if level is not None:
            steps.append(Step(level, name, meaning))
    steps.sort(key=lambda step: step.level)
    if part.has("levels") and [step.level for step in steps] != list(range(max(2, len(steps)))):
        part.note(_("The levels must run from 0 upwards without a gap, and be two or more."), part.node("levels"))
    met_at = part.number("met_at", 0, 9)
    if met_at is not None and steps and met_at not in range(1, steps[-1].level + 1):
        part.note(_("“met_at” is not a level above 0 of this scale."), part.node("met_at"))
    return tuple(steps), met_at or 0


def _types(head: Part) -> dict[str, str]:
    part = Part(head.node("types"), head.notes, "types", needs=" ".join(CriterionType.values), line=head.line)
    return {kind: part.text(kind, 400) for kind in CriterionType.values if part.has(kind)}


def _sources(head: Part) -> dict[str, dict[str, str]]:
    """Read what the framework was made from: a short code for each source, with its file and title."""
    found = {}
    for key, node in head.pairs("seeds"):
        code = key.value if isinstance(key, Scalar) else ""
        part = Part(node, head.notes, f"seeds {code}", needs="title", may="file")
        found[code] = {"title": part.text("title", 300), "file": part.text("file", 200)}
    return found


def _domains(top: Part, levels: frozenset[int]) -> tuple[DomainText, ...]:
    return tuple(
        _domain(node, top.notes, levels, number)
        for number, node in enumerate(top.items("domains", most=MOST_DOMAINS), 1)
    )


def _code_of(node: Node) -> str:
    """Find the code of a domain or criterion, to name it in mistakes, whatever else is wrong with it."""
    for key, value in getattr(node, "pairs", ()):
        if isinstance(key, Scalar) and key.value == "code" and isinstance(value, Scalar):
            return value.value[:20]
    return ""


def _domain(node: Node, notes: Notes, levels: frozenset[int], number: int) -> DomainText:
    part = Part(node, notes, _code_of(node) or f"domain {number}", needs="code title summary criteria")
    criteria = [
        _criterion(each, notes, levels, f"{part.where}, criterion {place}")
        for place, each in enumerate(part.items("criteria", most=MOST_CRITERIA), 1)
    ]
    return DomainText(
        code=_name(part, "code", paths.CODE, _most(Domain, "code")),
        title=part.text("title", _most(Domain, "title")),
        summary=part.text("summary", _most(Domain, "summary")),
        criteria=tuple(criteria),
        line=part.line_of("code"),
    )


def _criterion(node: Node, notes: Notes, levels: frozenset[int], fallback: str) -> CriterionText:
    needs = "code title type requirement evidence levels"
    part = Part(node, notes, _code_of(node) or fallback, needs=needs, may="not_applicable_when derived_from")
    kind = part.choice("type", CriterionType.values)
    notes.types_known = notes.types_known and bool(kind)
    return CriterionText(
        code=_name(part, "code", paths.CODE, _most(Criterion, "code")),
        type=CriterionType(kind) if kind else CriterionType.ESSENTIAL,
        title=part.text("title", _most(Criterion, "title")),
        requirement=part.text("requirement", _most(Criterion, "requirement")),
        shown_by=part.texts("evidence", each=_most(Criterion, "shown_by")),
        levels=_levels(part, levels),
        not_applicable_when=part.text("not_applicable_when", _most(Criterion, "not_applicable_when")),
        derived_from=_derived(part),
        line=part.line_of("code"),
    )


def _levels(part: Part, scale: frozenset[int]) -> tuple[tuple[int, str], ...]:
    """Read a description for each level of the scale: none missing, none outside."""
    found: dict[int, str] = {}
    for key, node in part.pairs("levels"):
        level = part.as_number(key, "level", 0, 9)
        text = part.as_text(node, _("level %(level)s") % {"level": level}, _most(LevelDescriptor, "text"))
        if level is None:
            continue
        if scale and level not in scale:
            part.note(_("Level %(level)s is not on the scale.") % {"level": level}, key)
        found[level] = text
    if part.has("levels"):
        for level in sorted(scale - set(found)):
            part.note(_("Level %(level)s is missing.") % {"level": level}, part.node("levels"))
    return tuple(sorted(found.items()))


def _derived(part: Part) -> tuple[tuple[str, str], ...]:
    found = []
    for node in part.items("derived_from", most=10):
        source = Part(node, part.notes, part.where, needs="seed quote")
        found.append((source.text("seed", 20), source.text("quote", 300)))
    return tuple(found)


def _check_whole(head: Part, found: FrameworkText) -> None:
    """Check what only the whole can tell: codes, sources, counts and thresholds."""
    notes = head.notes
    _check_codes(notes, "", [(domain.code, domain.line) for domain in found.domains])
    _check_codes(notes, "", [(criterion.code, criterion.line) for criterion in found.criteria])
    for criterion in found.criteria:
        for seed, _quote in criterion.derived_from:
            if seed and seed not in found.sources:
                notes.add(criterion.line, criterion.code, _("There is no source “%(seed)s”.") % {"seed": seed})
    _check_counts(head, found)
    check_thresholds(head, found)


def _check_codes(notes: Notes, where: str, codes: list[tuple[str, int]]) -> None:
    first: dict[str, int] = {}
    for code, line in codes:
        if code and code in first:
            words = _("The code is used already, in line %(line)s. A code names one thing.")
            notes.add(line, code, words % {"line": first[code]})
        first.setdefault(code, line)


def _check_counts(head: Part, found: FrameworkText) -> None:
    """Compare what the file says that it holds with what it holds."""
    if not head.has("counts") or not head.notes.types_known:
        return
    actual = {"domains": len(found.domains), "criteria": len(found.criteria)}
    actual |= {kind: sum(each.type == kind for each in found.criteria) for kind in CriterionType.values}
    part = Part(head.node("counts"), head.notes, "counts", needs="domains criteria", may=" ".join(CriterionType.values))
    for name, number in actual.items():
        said = part.number(name, 0, 9999)
        if said is not None and said != number:
            words = _("The file says %(said)s “%(name)s” and holds %(number)s.")
            part.note(words % {"said": said, "name": name, "number": number}, part.node(name))
