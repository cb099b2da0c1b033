"""Reads of an edition for its pages: domains, criteria, levels, and what each outcome asks."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from standards.models import Criterion, Domain, FrameworkVersion, LevelDescriptor, ScaleLevel, Threshold
from standards.states import CriterionType


@dataclass(frozen=True)
class Chapter:
    """A domain and its criteria, in order."""

    domain: Domain
    criteria: list[Criterion]

    def criterion(self, code: str) -> Criterion | None:
        """Find a criterion by its code."""
        return next((each for each in self.criteria if each.code == code), None)


@dataclass(frozen=True)
class Rule:
    """An outcome and what it asks, in words."""

    threshold: Threshold
    words: list[str]


@dataclass(frozen=True)
class Edition:
    """A whole edition without the descriptions of its levels: four queries."""

    version: FrameworkVersion
    scale: list[ScaleLevel]
    thresholds: list[Threshold]
    chapters: list[Chapter]

    @cached_property
    def criteria(self) -> list[Criterion]:
        """Every criterion, in order."""
        return [criterion for chapter in self.chapters for criterion in chapter.criteria]

    def chapter(self, code: str) -> Chapter | None:
        """Find a domain by its code."""
        return next((each for each in self.chapters if each.domain.code == code), None)

    def count(self, kind: str) -> int:
        """Count the criteria of one type."""
        return sum(criterion.type == kind for criterion in self.criteria)

    @property
    def types(self) -> list[tuple[str, str, str, int]]:
        """List each type: its value, its name, what the edition says that it means, how many there are."""
        meanings = self.version.type_meanings
        return [(kind, str(kind.label), meanings.get(kind, ""), self.count(kind)) for kind in CriterionType]

    @property
    def met_name(self) -> str:
        """Name the level from which a criterion counts as met."""
        return next((step.name for step in self.scale if step.level == self.version.met_at), "")

    @property
    def rules(self) -> list[Rule]:
        """Say what each outcome asks."""
        return [Rule(threshold, _asked(threshold)) for threshold in self.thresholds]


def _asked(threshold: Threshold) -> list[str]:
    """Write the shares of a threshold: "every essential criterion", "80 of every 100 expected criteria"."""
    shares = ((threshold.essential, CriterionType.ESSENTIAL), (threshold.expected, CriterionType.EXPECTED))
    found = []
    for share, kind in shares:
        if not share:
            continue
        name = str(kind.label).lower()
        whole = _("every %(kind)s criterion") % {"kind": name}
        part = _("at least %(share)s %% of the %(kind)s criteria") % {"share": share, "kind": name}
        found.append(whole if share == 100 else part)
    return found


def current_editions() -> list[FrameworkVersion]:
    """List the editions that are open to pledges and assessments, the newest first."""
    rows = FrameworkVersion.objects.current().select_related("framework")
    return list(rows.order_by("-published_at", "id"))


def desk_editions() -> QuerySet[FrameworkVersion]:
    """List every edition for coordinators, the newest first, each with how many pledges stand."""
    standing = Count("pledges", filter=Q(pledges__withdrawn_at__isnull=True))
    rows = FrameworkVersion.objects.select_related("framework").annotate(standing_pledges=standing)
    return rows.order_by("-loaded_at", "id")


def editions_for(actor: Actor) -> QuerySet[FrameworkVersion]:
    """Give the editions that the actor may read, with their frameworks."""
    return FrameworkVersion.objects.visible_to(actor).select_related("framework")


def read_edition(version: FrameworkVersion) -> Edition:
    """Read the parts of an edition: four queries, however many criteria."""
    criteria: dict[object, list[Criterion]] = {}
    for criterion in version.criteria.order_by("position"):
        criteria.setdefault(criterion.domain_id, []).append(criterion)
    return Edition(
        version=version,
        scale=list(version.scale.order_by("level")),
        thresholds=list(version.thresholds.order_by("position")),
        chapters=[Chapter(domain, criteria.get(domain.pk, [])) for domain in version.domains.order_by("position")],
    )


@dataclass(frozen=True)
class Described:
    """A criterion with its levels, each with its step of the scale."""

    criterion: Criterion
    levels: list[tuple[ScaleLevel, LevelDescriptor]]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """List where the criterion comes from: the title of the source, and the words that led to it."""
        named = self.criterion.version.sources
        return [
            (named.get(each["seed"], {}).get("title", each["seed"]), each["quote"])
            for each in self.criterion.derived_from
        ]

    @property
    def type_meaning(self) -> str:
        """Say what the edition means by the type."""
        meaning: str = self.criterion.version.type_meanings.get(self.criterion.type, "")
        return meaning

    @property
    def type_label(self) -> str:
        """Name the type."""
        return str(CriterionType(self.criterion.type).label)


def describe(edition: Edition, criteria: list[Criterion]) -> list[Described]:
    """Read the levels of some criteria of an edition: one query."""
    steps = {step.level: step for step in edition.scale}
    found: dict[object, list[tuple[ScaleLevel, LevelDescriptor]]] = {}
    for row in LevelDescriptor.objects.filter(criterion__in=criteria).order_by("level"):
        found.setdefault(row.criterion_id, []).append((steps[row.level], row))
    for criterion in criteria:
        criterion.version = edition.version
    return [Described(criterion, found.get(criterion.pk, [])) for criterion in criteria]


def address(version: FrameworkVersion) -> str:
    """Give the address of an edition that was fetched with its framework."""
    return reverse("standards:edition", args=[version.framework.slug, version.number])


def sitemap() -> list[str]:
    """List the addresses of all public pages of open editions: three queries for each."""
    found = []
    for version in current_editions():
        edition, place = read_edition(version), [version.framework.slug, version.number]
        found.append(address(version))
        for chapter in edition.chapters:
            found.append(reverse("standards:domain", args=[*place, chapter.domain.code]))
            found += [
                reverse("standards:criterion", args=[*place, chapter.domain.code, criterion.code])
                for criterion in chapter.criteria
            ]
    return found
