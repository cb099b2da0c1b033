"""How a review ends: the panel member's decision, and the recognition that may follow."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of
from lero_hub.personal_data import NoPersonalData, PersonalData
from organisations.models import Organisation
from standards.models.framework import FrameworkVersion
from standards.models.frozen import refuse
from standards.models.review import Review
from standards.querysets import PanelDecisionQuerySet, RecognitionQuerySet
from standards.states import Outcome

DECISION, RECOGNITION = "standards_panel_decision", "standards_recognition"
RECOGNISING = [Outcome.RECOGNISED, Outcome.RECOGNISED_WITH_ACTIONS]


class PanelDecision(models.Model):
    """One panel member who did not assess confirmed the computed outcome, with reasons. Append-only."""

    personal_data: ClassVar = PersonalData(
        person=("decided_by",),
        export=("outcome", "decided_at"),
        on_erasure="keep",
        why="Who decided stays known by an unnamed id, so that a recognition can be traced.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=30, choices=Outcome.choices)
    reasons = models.TextField(max_length=3000)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PanelDecisionQuerySet.as_manager()

    class Meta:
        db_table = DECISION
        constraints = [
            models.UniqueConstraint(
                fields=["review"], name=f"{DECISION}_once", violation_error_message=_("This review is decided.")
            ),
            one_of(DECISION, "outcome", Outcome.values),
            not_blank(DECISION, "reasons"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="not_by_an_assessor",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF EXISTS (SELECT 1 FROM standards_assignment
                               WHERE review_id = NEW.review_id AND user_id = NEW.decided_by_id) THEN
                        {refuse("standards_panel_decision_not_by_an_assessor", "Assessors do not decide.")}
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.id}"


class Recognition(models.Model):
    """An organisation is recognised against an edition from one day to another (the last day counts). Append-only.

    The row carries what its public page says, so that the page stays true whatever happens to the rest.
    """

    personal_data: ClassVar = NoPersonalData(why="A public statement about an organisation.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="recognitions")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="recognitions")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="recognitions")
    outcome = models.CharField(max_length=30, choices=Outcome.choices)
    criteria_assessed = models.PositiveSmallIntegerField()
    assessors = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField()

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        db_table = RECOGNITION
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                name=f"{RECOGNITION}_one_for_a_review",
                violation_error_message=_("This review has led to a recognition already."),
            ),
            one_of(RECOGNITION, "outcome", RECOGNISING),
            check(
                RECOGNITION,
                "ends_later",
                Q(valid_until__gt=F("valid_from")),
                _("A recognition ends after it begins."),
            ),
            check(RECOGNITION, "by_two_or_more", Q(assessors__gte=2), _("At least two people assess.")),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["organisation", "valid_until"], name="standards_recognition_org")]

    def __str__(self) -> str:
        return f"recognition {self.id}"
