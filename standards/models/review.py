"""A review by peers: who assesses, on what promise, with what interests, and how far it has come."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, one_of, paired, required_in
from lero_hub.personal_data import PersonalData
from standards.models.assessment import Assessment
from standards.models.frozen import refuse
from standards.querysets import AssignmentQuerySet, ReviewQuerySet
from standards.states import CONFLICT_MONTHS, AssignmentEnd, Interest, ReviewState

AGREEMENT, REVIEW = "standards_assessor_agreement", "standards_review"
ASSIGNMENT, DECLARATION = "standards_assignment", "standards_interest_declaration"


class AssessorAgreement(models.Model):
    """An assessor accepted the agreement and said that they have lived experience: yes, and nothing more.

    Taken back at any time; then the yes is removed from the row.
    """

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("version", "accepted_at", "lived_experience", "withdrawn_at"),
        on_erasure="blank",
        blank={"lived_experience": None},
        why="That reviews were made under an agreement stays known by an unnamed id; the yes itself goes.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessor_agreements")
    version = models.CharField(max_length=12)
    accepted_at = models.DateTimeField()
    lived_experience = models.BooleanField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = AGREEMENT
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(withdrawn_at__isnull=True),
                name=f"{AGREEMENT}_one_open",
                violation_error_message=_("You have accepted already."),
            ),
            check(
                AGREEMENT,
                "yes_or_nothing",
                Q(lived_experience__isnull=True) | Q(lived_experience=True),
                _("Say yes, or say nothing."),
            ),
            check(
                AGREEMENT,
                "nothing_kept_when_withdrawn",
                Q(withdrawn_at__isnull=True) | Q(lived_experience__isnull=True),
                _("What was taken back is not kept."),
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.id}"


class Review(models.Model):
    """Two people with lived experience look at one assessment; a panel member decides. One open for an assessment."""

    personal_data: ClassVar = PersonalData(
        person=("opened_by",),
        export=("opened_at",),
        on_erasure="keep",
        why="Who opened a review stays known by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=12, choices=ReviewState.choices, default=ReviewState.FORMING)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scores_opened_at = models.DateTimeField(null=True)
    panel_at = models.DateTimeField(null=True)
    return_reason = models.TextField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.TextField(max_length=1000, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        db_table = REVIEW
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=~Q(state=ReviewState.CANCELLED),
                name=f"{REVIEW}_one_for_an_assessment",
                violation_error_message=_("This assessment has a review already."),
            ),
            one_of(REVIEW, "state", ReviewState.values),
            required_in(REVIEW, "scores_opened_at", [ReviewState.CONSENSUS, ReviewState.PANEL, ReviewState.DECIDED]),
            required_in(REVIEW, "panel_at", [ReviewState.PANEL, ReviewState.DECIDED]),
            required_in(REVIEW, "decided_at", [ReviewState.DECIDED]),
            required_in(REVIEW, "cancelled_at", [ReviewState.CANCELLED]),
            paired(REVIEW, "cancelled_at", "cancelled_by"),
            check(
                REVIEW,
                "cancel_reason_when_cancelled",
                ~Q(state=ReviewState.CANCELLED) | ~Q(cancel_reason=""),
                _("Say why it is called off."),
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.id}"


class Assignment(models.Model):
    """One assessor on one review, from the day they are asked until they leave or the review ends.

    The lead assessor sends the agreed levels to the panel. `submitted_at` is when their own levels were sent in: from
    then they are fixed. Whoever belongs to the organisation, or did within 24 months, is refused by a trigger.
    """

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("review", "assigned_at", "submitted_at", "ended_at", "end"),
        on_erasure="keep",
        why="Who assessed stays known by an unnamed id, so that a recognition can be traced.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    is_lead = models.BooleanField(default=False)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=AssignmentEnd.choices, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        db_table = ASSIGNMENT
        constraints = [
            models.UniqueConstraint(
                fields=["review", "user"],
                condition=Q(ended_at__isnull=True),
                name=f"{ASSIGNMENT}_one_open",
                violation_error_message=_("This person assesses here already."),
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(ended_at__isnull=True, is_lead=True),
                name=f"{ASSIGNMENT}_one_lead",
                violation_error_message=_("A review has one lead assessor."),
            ),
            one_of(ASSIGNMENT, "end", ["", *AssignmentEnd.values]),
            check(
                ASSIGNMENT,
                "end_when_ended",
                Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                _("Say how it ended."),
            ),
            check(
                ASSIGNMENT,
                "submitted_stays",
                Q(submitted_at__isnull=True) | Q(ended_at__isnull=True),
                _("Whoever has sent in their levels stays with the review."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_conflict",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__ended_at__isnull=True),
                # The lock makes an assignment and a membership of the same person wait for each other.
                func=f"""
                    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.user_id::text, 24));
                    IF EXISTS (
                        SELECT 1 FROM organisations_membership m
                        JOIN standards_assessment a ON a.organisation_id = m.organisation_id
                        JOIN standards_review r ON r.assessment_id = a.id
                        WHERE r.id = NEW.review_id AND m.user_id = NEW.user_id
                          AND (m.ended_at IS NULL
                               OR m.ended_at > NEW.assigned_at - INTERVAL '{CONFLICT_MONTHS} months')
                    ) THEN
                        {refuse("standards_assignment_no_conflict", "This person belongs to the organisation.")}
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"assignment {self.id}"


class InterestDeclaration(models.Model):
    """What an assessor declared before any evidence opened. Append-only; anything but `none` ends the assignment."""

    personal_data: ClassVar = PersonalData(
        person=("assignment__user",),
        export=("interest", "declared_at"),
        on_erasure="keep",
        why="That interests were declared, and which kind, has to stay traceable; it names nobody.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="declarations")
    interest = models.CharField(max_length=14, choices=Interest.choices)
    declared_at = models.DateTimeField()

    class Meta:
        db_table = DECLARATION
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                name=f"{DECLARATION}_once",
                violation_error_message=_("You have declared already."),
            ),
            one_of(DECLARATION, "interest", Interest.values),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"declaration {self.id}"
