"""Codes are permanent: a new edition may reword a criterion, and never give its code to another one.

A machine cannot tell a rewording from another criterion. It refuses what cannot be a rewording: a code in another
chapter, a code that an edition gave up, and a code of which nothing is left, not its title, requirement, levels or
sources. The rest is for the people who write it.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from standards.models import Criterion, Framework, FrameworkVersion
from standards.reference.content import CriterionText, FrameworkText
from standards.reference.reading import Notes


def check_codes(framework: Framework, said: FrameworkText) -> None:
    """Compare an edition with those published before it. Raises BrokenFramework with every code used anew."""
    editions = list(FrameworkVersion.objects.public().filter(framework=framework).order_by("published_at", "id"))
    if not editions:
        return
    held = Criterion.objects.filter(version__in=editions).select_related("domain").prefetch_related("levels")
    rows = list(held.order_by("version__published_at", "position"))
    latest = {row.code for row in rows if row.version_id == editions[-1].pk}
    notes = Notes()
    for domain in said.domains:
        for criterion in domain.criteria:
            before = [row for row in rows if row.code == criterion.code]
            words = _trouble(domain.code, criterion, before, given_up=criterion.code not in latest)
            if words:
                notes.add(criterion.line, criterion.code, words)
    notes.raise_if_any()


def _trouble(domain: str, criterion: CriterionText, before: Iterable[Criterion], *, given_up: bool) -> str:
    """Say why a code cannot be what it was; nothing when it is new or may be a rewording."""
    for row in before:
        if row.domain.code != domain:
            words = _("The code belonged to %(domain)s before. A code is never used again for another criterion.")
            return words % {"domain": row.domain.code}
        if given_up:
            return _("The code was given up by a later edition. It is never used again: take a new one.")
        if _said(criterion).isdisjoint(_held(row)):
            return _("Nothing of the criterion is left that had this code. Another criterion takes a new code.")
    return ""


def _said(criterion: CriterionText) -> set[str]:
    quotes = {quote for _seed, quote in criterion.derived_from}
    return {criterion.title, criterion.requirement, *quotes, *(text for _level, text in criterion.levels)}


def _held(row: Criterion) -> set[str]:
    quotes = {source["quote"] for source in row.derived_from}
    return {row.title, row.requirement, *quotes, *(level.text for level in row.levels.all())}
