"""Levels: each assessor's own, sealed until both have sent theirs in, and the one that they agree on."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check
from lero_hub.personal_data import PersonalData
from standards.models.framework import Criterion
from standards.models.frozen import refuse
from standards.models.review import Assignment, Review
from standards.querysets import AssessorScoreQuerySet, ConsensusScoreQuerySet

SCORE, CONSENSUS = "standards_assessor_score", "standards_consensus_score"


class AssessorScore(models.Model):
    """The level that one assessor sees in one criterion, with a note. Sealed from everyone else until both are in.

    Read it only through `AssessorScore.objects.visible_to(actor)`. Not in the admin, not in search, not in exports.
    From the day the assessor sends in, a trigger keeps it as it is.
    """

    personal_data: ClassVar = PersonalData(
        person=("assignment__user",),
        export=("criterion", "changed_at"),
        on_erasure="keep",
        why="A recognition rests on these levels; they name the assessor by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(max_length=2000, blank=True)
    number = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = AssessorScoreQuerySet.as_manager()

    class Meta:
        db_table = SCORE
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "criterion"],
                name=f"{SCORE}_once",
                violation_error_message=_("You have scored this criterion already."),
            ),
            check(SCORE, "level_on_scale", Q(level__isnull=True) | Q(level__range=(0, 9)), _("Choose a level.")),
            check(SCORE, "number_positive", Q(number__gte=1), _("A number starts at 1.")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fixed_once_submitted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("sent", "timestamptz")],
                func=f"""
                    SELECT submitted_at INTO sent FROM standards_assignment
                        WHERE id = COALESCE(NEW.assignment_id, OLD.assignment_id) FOR SHARE;
                    IF sent IS NOT NULL THEN
                        {refuse("standards_assessor_score_fixed", "These levels have been sent in.")}
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"score {self.id}"


class ConsensusScore(models.Model):
    """The level that the two assessors agreed on, with a reason wherever theirs differed. Fixed once with the panel."""

    personal_data: ClassVar = PersonalData(
        person=("recorded_by",),
        export=("criterion", "recorded_at"),
        on_erasure="keep",
        why="The agreed level is the review's; who wrote it down stays known by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="consensus")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=2000, blank=True)
    number = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ConsensusScoreQuerySet.as_manager()

    class Meta:
        db_table = CONSENSUS
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"],
                name=f"{CONSENSUS}_once",
                violation_error_message=_("A level is agreed on already."),
            ),
            check(CONSENSUS, "level_on_scale", Q(level__range=(0, 9)), _("Choose a level.")),
            check(CONSENSUS, "number_positive", Q(number__gte=1), _("A number starts at 1.")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_in_consensus",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("stage", "text"), ("lowest", "integer"), ("highest", "integer")],
                # The two own levels are read here as well: a difference without a reason cannot be written.
                func=f"""
                    SELECT state INTO stage FROM standards_review
                        WHERE id = COALESCE(NEW.review_id, OLD.review_id) FOR SHARE;
                    IF stage <> 'consensus' THEN
                        {refuse("standards_consensus_score_only_in_consensus", "Levels are agreed on at another time.")}
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    SELECT min(s.level), max(s.level) INTO lowest, highest
                        FROM standards_assessor_score s JOIN standards_assignment g ON g.id = s.assignment_id
                        WHERE g.review_id = NEW.review_id AND g.ended_at IS NULL
                          AND s.criterion_id = NEW.criterion_id;
                    IF NEW.reason = '' AND (lowest <> highest OR NEW.level NOT BETWEEN lowest AND highest) THEN
                        {refuse("standards_consensus_score_reason", "Say why, where the two levels differ.")}
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"consensus {self.id}"
