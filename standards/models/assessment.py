"""An organisation's look at itself: one assessment, its answers, and what shows them to be so."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of, paired, required_in
from lero_hub.personal_data import NoPersonalData, PersonalData
from organisations.models import Organisation
from standards.models.framework import Criterion, FrameworkVersion
from standards.models.written import of_assessment, of_evidence
from standards.querysets import AssessmentEvidenceQuerySet, AssessmentQuerySet
from standards.states import OPEN_ASSESSMENT, AssessmentState, EvidenceKind

ASSESSMENT, ANSWER = "standards_assessment", "standards_answer"
EVIDENCE, USE = "standards_assessment_evidence", "standards_evidence_use"
_SENT = [AssessmentState.SUBMITTED, AssessmentState.IN_REVIEW, AssessmentState.DECIDED]


def evidence_path(evidence: "AssessmentEvidence", filename: str) -> str:
    """Name a file by chance: its address tells nothing, and its own name is kept apart."""
    return f"evidence/{evidence.assessment_id}/{uuid.uuid4().hex}"


class Assessment(models.Model):
    """One organisation looks at itself against one edition. One at a time is open; read-only once sent in."""

    personal_data: ClassVar = PersonalData(
        person=("started_by", "submitted_by"),
        export=("organisation", "state", "started_at", "submitted_at"),
        on_erasure="keep",
        why="An assessment is the organisation's; who wrote stays known by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=20, choices=AssessmentState.choices, default=AssessmentState.DRAFTING)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    change_request = models.TextField(max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        db_table = ASSESSMENT
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=sorted(OPEN_ASSESSMENT)),
                name=f"{ASSESSMENT}_one_open",
                violation_error_message=_("An assessment of your organisation is open already."),
            ),
            one_of(ASSESSMENT, "state", AssessmentState.values),
            paired(ASSESSMENT, "submitted_at", "submitted_by"),
            required_in(ASSESSMENT, "submitted_at", _SENT),
            required_in(ASSESSMENT, "withdrawn_at", [AssessmentState.WITHDRAWN]),
            required_in(ASSESSMENT, "decided_at", [AssessmentState.DECIDED]),
            check(
                ASSESSMENT,
                "change_request_when_sent_back",
                ~Q(state=AssessmentState.CHANGES_REQUESTED) | ~Q(change_request=""),
                _("Say what should change."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=AssessmentState.SUBMITTED),
                name="standards_assessment_queue",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.id}"


class Answer(models.Model):
    """What the organisation says of one criterion: a level and a few words, or why it does not apply.

    Rows appear as people write. `number` rises with every save: whoever saves on an older one is told.
    """

    personal_data: ClassVar = PersonalData(
        person=("changed_by",),
        export=("criterion", "changed_at"),
        on_erasure="keep",
        why="The words are the organisation's; who wrote last stays known by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True)
    narrative = models.TextField(max_length=4000, blank=True)
    not_applicable = models.BooleanField(default=False)
    not_applicable_reason = models.TextField(max_length=600, blank=True)
    number = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = ANSWER
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                name=f"{ANSWER}_once",
                violation_error_message=_("This criterion has an answer already."),
            ),
            check(ANSWER, "level_on_scale", Q(level__isnull=True) | Q(level__range=(0, 9)), _("Choose a level.")),
            check(
                ANSWER,
                "level_or_not_applicable",
                Q(not_applicable=False) | Q(level__isnull=True),
                _("What does not apply has no level."),
            ),
            check(
                ANSWER,
                "reason_with_not_applicable",
                Q(not_applicable=True) | Q(not_applicable_reason=""),
                _("A reason belongs to what does not apply."),
            ),
            check(ANSWER, "number_positive", Q(number__gte=1), _("A number starts at 1.")),
        ]
        triggers = [of_assessment(ANSWER, has_criterion=True)]

    def __str__(self) -> str:
        return f"answer {self.id}"


class AssessmentEvidence(models.Model):
    """Something that shows how it is: a link, a file, or something to hear or see on the day.

    One can serve many criteria. Never a person's story, health or record: the form says so, and the file's own name
    is shown to its readers alone. `number` rises with every change: whoever changes an older one is told.
    """

    personal_data: ClassVar = PersonalData(
        person=("added_by",),
        export=("kind", "title", "added_at"),
        on_erasure="keep",
        why="Evidence is the organisation's; who added it stays known by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    title = models.CharField(max_length=160)
    note = models.TextField(max_length=600, blank=True)
    link = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to=evidence_path, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_size = models.PositiveIntegerField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    criteria = models.ManyToManyField(Criterion, through="EvidenceUse", related_name="+")

    objects = AssessmentEvidenceQuerySet.as_manager()

    class Meta:
        db_table = EVIDENCE
        constraints = [
            one_of(EVIDENCE, "kind", EvidenceKind.values),
            not_blank(EVIDENCE, "title"),
            check(EVIDENCE, "link_or_file", Q(link="") | Q(file=""), _("Give a link or a file, not both.")),
            check(
                EVIDENCE,
                "link_is_web",
                Q(link="") | Q(link__startswith="https://") | Q(link__startswith="http://"),
                _("A link starts with https:// or http://."),
            ),
            check(
                EVIDENCE,
                "file_is_described",
                Q(file="", file_name="", file_type="", file_size__isnull=True)
                | (~Q(file="") & ~Q(file_name="") & ~Q(file_type="") & Q(file_size__gt=0)),
                _("A file comes with its name, type and size."),
            ),
            check(EVIDENCE, "number_positive", Q(number__gte=1), _("A number starts at 1.")),
        ]
        triggers = [of_assessment(EVIDENCE)]

    def __str__(self) -> str:
        return f"evidence {self.id}"


class EvidenceUse(models.Model):
    """One piece of evidence speaks to one criterion."""

    personal_data: ClassVar = NoPersonalData(why="Ties evidence to a criterion.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(AssessmentEvidence, on_delete=models.CASCADE, related_name="uses")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = USE
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "criterion"],
                name=f"{USE}_once",
                violation_error_message=_("It is with this criterion already."),
            )
        ]
        triggers = [of_evidence(USE)]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.criterion_id}"
