"""Editions of a framework: loaded from a file, published for good, retired when another has taken over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from standards.models import Criterion, Domain, Framework, FrameworkVersion, LevelDescriptor, ScaleLevel, Threshold
from standards.policies import can_keep_framework
from standards.reference.content import DomainText, FrameworkText
from standards.reference.framework import read_framework
from standards.reference.permanent import check_codes
from standards.states import EDITION, VersionState


@dataclass(frozen=True)
class Loaded:
    """What a load did: `changed` is False when the edition was there as it is in the file."""

    version: FrameworkVersion
    changed: bool


@transaction.atomic
def load_framework(*, text: str, now: datetime) -> Loaded:
    """Bring an edition to what a file says, as a draft. The command line calls this; no page does.

    The same file again changes nothing; a changed one replaces a draft. Raises BrokenFramework with every mistake, and
    Refused("published") for a changed file under the number of an edition that is published.
    """
    said = read_framework(text)
    Framework.objects.get_or_create(slug=said.slug)
    framework = Framework.objects.select_for_update(no_key=True).get(slug=said.slug)
    held = FrameworkVersion.objects.filter(framework=framework, number=said.number).first()
    if held is not None and held.source_digest == said.digest:
        return Loaded(held, changed=False)
    if held is not None and held.state != VersionState.DRAFT:
        words = _("Edition %(number)s is published and does not change. Give the changed file another number.")
        raise Refused("published", words % {"number": said.number})
    check_codes(framework, said)
    if held is not None:
        held.delete()
    version = _write(framework, said, now)
    record(actor=None, verb="standards.load_framework", subject=version, now=now, digest=said.digest[:16])
    return Loaded(version, changed=True)


def _write(framework: Framework, said: FrameworkText, now: datetime) -> FrameworkVersion:
    version = FrameworkVersion.objects.create(
        framework=framework,
        number=said.number,
        for_consultation=said.for_consultation,
        language=said.language,
        title=said.title,
        purpose=said.purpose,
        not_for=said.not_for,
        met_at=said.met_at,
        type_meanings=said.type_meanings,
        evidence_rules=list(said.evidence_rules),
        reading_notes=list(said.reading_notes),
        sources=said.sources,
        source_digest=said.digest,
        loaded_at=now,
    )
    ScaleLevel.objects.bulk_create(
        ScaleLevel(version=version, level=step.level, name=step.name, meaning=step.meaning) for step in said.scale
    )
    Threshold.objects.bulk_create(
        Threshold(
            version=version,
            position=position,
            outcome=share.outcome,
            essential=share.essential,
            expected=share.expected,
        )
        for position, share in enumerate(said.thresholds)
    )
    _write_domains(version, said.domains)
    return version


def _write_domains(version: FrameworkVersion, texts: tuple[DomainText, ...]) -> None:
    """Write domains, criteria and levels; positions run through the whole edition."""
    criteria: list[Criterion] = []
    levels: list[LevelDescriptor] = []
    for place, text in enumerate(texts):
        domain = Domain.objects.create(
            version=version, code=text.code, title=text.title, summary=text.summary, position=place
        )
        for each in text.criteria:
            criterion = Criterion(
                version=version,
                domain=domain,
                code=each.code,
                type=each.type,
                title=each.title,
                requirement=each.requirement,
                shown_by=list(each.shown_by),
                not_applicable_when=each.not_applicable_when,
                derived_from=[{"seed": seed, "quote": quote} for seed, quote in each.derived_from],
                position=len(criteria),
            )
            criteria.append(criterion)
            levels += [
                LevelDescriptor(version=version, criterion=criterion, level=level, text=words)
                for level, words in each.levels
            ]
    Criterion.objects.bulk_create(criteria)
    LevelDescriptor.objects.bulk_create(levels)


@transaction.atomic
def publish_framework(*, version_id: UUID, by: Actor | None, now: datetime) -> FrameworkVersion:
    """Publish an edition: it is open to pledges and assessments, and frozen. `by` None is the command line."""
    version = _locked(version_id)
    if by is not None:
        can_keep_framework.require(by, version)
    version.state = EDITION.check("publish", version.state)
    version.published_at, version.published_by = now, by.user if by else None
    version.save(update_fields=["state", "published_at", "published_by"])
    record(actor=by, verb="standards.publish_framework", subject=version, now=now)
    return version


@transaction.atomic
def retire_framework(*, version_id: UUID, by: Actor, now: datetime) -> FrameworkVersion:
    """Close an edition to new pledges and assessments. What was begun against it goes on; its pages stay."""
    version = _locked(version_id)
    can_keep_framework.require(by, version)
    version.state = EDITION.check("retire", version.state)
    version.retired_at = now
    version.save(update_fields=["state", "retired_at"])
    record(actor=by, verb="standards.retire_framework", subject=version, now=now)
    return version


def _locked(version_id: UUID) -> FrameworkVersion:
    """Lock against other verbs and against parts being slipped in, which the database reads FOR SHARE."""
    return FrameworkVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
