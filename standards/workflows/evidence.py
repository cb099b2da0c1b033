"""What shows that an answer is so: added, changed, tied to criteria, taken away. Only while the assessment is written.

A file is written before the row that names it, and taken away again when that row cannot be; it is removed for good
only once the change that drops it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused, StaleVersion
from standards.models import Assessment, AssessmentEvidence, Criterion, EvidenceUse
from standards.policies import can_see_evidence
from standards.states import EvidenceKind
from standards.uploads import Checked
from standards.workflows.assessment import criterion_of, locked_for_writing

MOST_PIECES = 200
MOST_BYTES = 200 * 1024 * 1024
ON_PAPER = frozenset({EvidenceKind.DOCUMENT, EvidenceKind.NUMBERS})
"""Kinds that need a link or a file; the others are heard or seen on the day."""


@dataclass(frozen=True)
class EvidenceValues:
    """A piece of evidence in words; a file comes beside it."""

    kind: str
    title: str
    note: str = ""
    link: str = ""


@transaction.atomic
def add_evidence(
    *,
    assessment_id: UUID,
    evidence_id: UUID,
    codes: Sequence[str],
    values: EvidenceValues,
    file: Checked | None,
    by: Actor,
    now: datetime,
) -> AssessmentEvidence:
    """Add a piece to some criteria. The id comes from the form: sending it twice makes one piece.

    A link or a file that the assessment has already is not kept twice: the piece that has it, with its own words,
    joins the criteria, and comes back. Its id is then another than was asked for.

    Raises NotAllowed, WrongState, Refused: `unknown_criterion`, `link_or_file`, `nothing_to_see`, `too_many`.
    """
    assessment = locked_for_writing(assessment_id, by)
    standing = AssessmentEvidence.objects.filter(pk=evidence_id).first()
    if standing is not None:
        if standing.assessment_id != assessment.pk:
            raise NotAllowed(can_see_evidence.refusal)
        return standing
    criteria = [criterion_of(assessment, code) for code in codes]
    _check(values, has_file=file is not None)
    twin = _twin(assessment, values, file)
    if twin is not None:
        for criterion in criteria:
            _join(twin, criterion, by, now)
        return twin
    _leave_room(assessment, file)
    evidence = AssessmentEvidence(id=evidence_id, assessment=assessment, added_at=now, added_by=by.person)
    _write(evidence, values)
    if file is None:
        evidence.save(force_insert=True)
    else:
        _keep(evidence, file)
    _tie(evidence, criteria)
    record(actor=by, verb="standards.add_evidence", subject=evidence, now=now, has_file=file is not None)
    return evidence


def _check(values: EvidenceValues, *, has_file: bool) -> None:
    if values.link and has_file:
        raise Refused("link_or_file", _("Give a link or a file, not both."))
    if values.kind in ON_PAPER and not (values.link or has_file):
        raise Refused("nothing_to_see", _("Give a link or a file, or offer a conversation or a visit instead."))


def _twin(assessment: Assessment, values: EvidenceValues, file: Checked | None) -> AssessmentEvidence | None:
    """Find the piece that has the same link, or a file with the same content."""
    held = AssessmentEvidence.objects.filter(assessment=assessment).order_by("added_at", "id")
    if values.link:
        return held.filter(link=values.link).first()
    if file is None:
        return None
    alike = held.filter(file_size=len(file.content))
    return next((each for each in alike if _content(each) == file.content), None)


def _content(evidence: AssessmentEvidence) -> bytes | None:
    """Read the file of a piece; None when the storage has lost it."""
    try:
        with evidence.file.storage.open(str(evidence.file.name)) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        return None


def _leave_room(assessment: Assessment, file: Checked | None) -> None:
    held = AssessmentEvidence.objects.filter(assessment=assessment).aggregate(n=Count("pk"), bytes=Sum("file_size"))
    if held["n"] >= MOST_PIECES:
        raise Refused("too_many", _("There are 200 pieces already. Take one away first; a few good ones are plenty."))
    if file is not None and (held["bytes"] or 0) + len(file.content) > MOST_BYTES:
        raise Refused("too_many", _("Your files come to 200 MB already. Take one away first, or give a link."))


def _write(evidence: AssessmentEvidence, values: EvidenceValues) -> None:
    evidence.kind, evidence.title = values.kind, values.title.strip()
    evidence.note, evidence.link = values.note.strip(), values.link


def _keep(evidence: AssessmentEvidence, file: Checked) -> None:
    evidence.file_name, evidence.file_type, evidence.file_size = file.name, file.type, len(file.content)
    evidence.file.save("", ContentFile(file.content), save=False)
    try:
        evidence.save(force_insert=True)
    except BaseException:  # whatever happened: no file without a row that names it
        evidence.file.storage.delete(str(evidence.file.name))
        raise


def _tie(evidence: AssessmentEvidence, criteria: Sequence[Criterion]) -> None:
    uses = [EvidenceUse(evidence=evidence, criterion=criterion) for criterion in criteria]
    EvidenceUse.objects.bulk_create(uses, ignore_conflicts=True)


def _held(evidence_id: UUID, by: Actor) -> AssessmentEvidence:
    """Hold the assessment of a piece, then read the piece as it is now."""
    found = AssessmentEvidence.objects.get(pk=evidence_id)
    assessment = locked_for_writing(found.assessment_id, by)
    evidence = AssessmentEvidence.objects.get(pk=evidence_id)
    evidence.assessment = assessment
    return evidence


@transaction.atomic
def change_evidence(
    *,
    evidence_id: UUID,
    values: EvidenceValues,
    codes: Sequence[str],
    number: int,
    by: Actor,
    now: datetime,
) -> AssessmentEvidence:
    """Change the words of a piece, and which criteria it speaks to. A file stays the one that it is.

    Raises NotAllowed, WrongState, StaleVersion, Refused: `unknown_criterion`, `link_or_file`, `nothing_to_see`.
    """
    evidence = _held(evidence_id, by)
    if evidence.number != number:
        raise StaleVersion(evidence.number)
    criteria = [criterion_of(evidence.assessment, code) for code in codes]
    _check(values, has_file=bool(evidence.file))
    _write(evidence, values)
    evidence.number += 1
    evidence.save(update_fields=["kind", "title", "note", "link", "number"])
    evidence.uses.exclude(criterion__in=criteria).delete()
    _tie(evidence, criteria)
    record(actor=by, verb="standards.change_evidence", subject=evidence, now=now)
    return evidence


@transaction.atomic
def attach_evidence(*, evidence_id: UUID, code: str, by: Actor, now: datetime) -> None:
    """Let a piece speak to one more criterion. Doing so twice changes nothing."""
    evidence = _held(evidence_id, by)
    _join(evidence, criterion_of(evidence.assessment, code), by, now)


def _join(evidence: AssessmentEvidence, criterion: Criterion, by: Actor, now: datetime) -> None:
    if evidence.uses.filter(criterion=criterion).exists():
        return
    _tie(evidence, [criterion])
    record(actor=by, verb="standards.attach_evidence", subject=evidence, now=now, criterion=criterion.code)


@transaction.atomic
def detach_evidence(*, evidence_id: UUID, code: str, by: Actor, now: datetime) -> None:
    """Let a piece no longer speak to a criterion; the piece stays, to be used elsewhere or here again."""
    evidence = _held(evidence_id, by)
    criterion = criterion_of(evidence.assessment, code)
    gone, _rows = evidence.uses.filter(criterion=criterion).delete()
    if gone:
        record(actor=by, verb="standards.detach_evidence", subject=evidence, now=now, criterion=code)


@transaction.atomic
def remove_evidence(*, evidence_id: UUID, by: Actor, now: datetime) -> None:
    """Take a piece away for good, with its file. Doing so twice is harmless."""
    if not AssessmentEvidence.objects.filter(pk=evidence_id).exists():
        return
    evidence = _held(evidence_id, by)
    record(actor=by, verb="standards.remove_evidence", subject=evidence, now=now)
    if evidence.file:
        name, storage = str(evidence.file.name), evidence.file.storage
        transaction.on_commit(lambda: storage.delete(name))
    evidence.uses.all().delete()
    evidence.delete()
