"""Levels that each assessor chooses alone, and the moment at which the seal opens.

Every verb locks the review, which guards its assignments: two assessors who send in at once find each other.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused, StaleVersion, WrongState
from standards.messages import scoring as messages
from standards.models import AssessorScore, Assignment, Criterion, Review, ScaleLevel
from standards.policies import can_score
from standards.queries.scoring import criteria_of, own_assignment, set_aside
from standards.states import ASSESSORS, REVIEW, SCORABLE, ReviewState
from standards.workflows.leaving import locked_review


@transaction.atomic
def save_score(
    *, review_id: UUID, code: str, level: int | None, note: str, number: int, by: Actor, now: datetime
) -> AssessorScore:
    """Write the actor's own level and note for one criterion. Saving what stands there changes nothing.

    `number` is that of the row that the person built on, 0 for none. Raises NotAllowed, WrongState once the levels are
    open, StaleVersion when another of the person's windows saved first, and Refused: "sent_in", "not_applicable",
    "off_scale", "unknown_criterion".
    """
    review = locked_review(review_id)
    can_score.require(by, review)
    if review.state not in SCORABLE:
        raise WrongState(_("The levels of this review are fixed."), verb="save_score", state=review.state)
    assignment = own_assignment(review, by)
    criterion = _criterion(review, code)
    _require_on_scale(review, level)
    score = AssessorScore.objects.filter(assignment=assignment, criterion=criterion).first()
    standing = (score.level, score.note) if score else (None, "")
    if score is not None and standing == (level, note.strip()):
        return score
    if (score.number if score else 0) != number:
        raise StaleVersion(score.number if score else 0)
    if assignment.submitted_at is not None:
        raise Refused("sent_in", _("You have sent in your levels. They stay as they are."))
    if score is None:
        score = AssessorScore(assignment=assignment, criterion=criterion, number=0)
    score.level, score.note, score.changed_at = level, note.strip(), now
    score.number += 1
    if score.number == 1:
        score.save(force_insert=True)
    else:
        score.save(update_fields=["level", "note", "number", "changed_at"])
    # Not which criterion: operators read the log, and would learn who changed their mind where.
    record(actor=by, verb="standards.save_score", subject=assignment, now=now)
    return score


def _criterion(review: Review, code: str) -> Criterion:
    criterion = Criterion.objects.filter(version_id=review.assessment.version_id, code=code).first()
    if criterion is None:
        raise Refused("unknown_criterion", _("There is no such criterion in this edition."))
    if code in set_aside(review.assessment):
        raise Refused("not_applicable", _("This does not apply to the organisation, so there is no level to choose."))
    return criterion


def _require_on_scale(review: Review, level: int | None) -> None:
    if level is None:
        return
    if not ScaleLevel.objects.filter(version_id=review.assessment.version_id, level=level).exists():
        raise Refused("off_scale", _("Choose one of the levels that are described."))


@transaction.atomic
def submit_scores(*, review_id: UUID, by: Actor, now: datetime) -> Review:
    """Fix the actor's levels. When the other assessor has sent in already, all levels open in the same breath.

    Raises NotAllowed; WrongState; Refused("incomplete") while a criterion that applies has no level. Sending in twice
    changes nothing.
    """
    review = locked_review(review_id)
    can_score.require(by, review)
    assignment = own_assignment(review, by)
    if assignment.submitted_at is not None:
        return review
    if review.state != ReviewState.SCORING:
        REVIEW.check("open_scores", review.state)
    _require_complete(review, assignment)
    assignment.submitted_at = now
    assignment.save(update_fields=["submitted_at"])
    record(actor=by, verb="standards.submit_scores", subject=assignment, now=now)
    _open_when_both_are_in(review, by=by, now=now)
    return review


def _require_complete(review: Review, assignment: Assignment) -> None:
    away = set_aside(review.assessment)
    chosen = set(assignment.scores.filter(level__isnull=False).values_list("criterion__code", flat=True))
    waiting = [each.code for each in criteria_of(review.assessment) if each.code not in away | chosen]
    if waiting:
        words = ngettext(
            "One criterion still needs a level: %(codes)s.", "%(n)s criteria still need a level: %(codes)s.",
            len(waiting),
        )  # fmt: skip
        raise Refused("incomplete", words % {"n": len(waiting), "codes": ", ".join(waiting)})


def _open_when_both_are_in(review: Review, *, by: Actor, now: datetime) -> None:
    """Open the seal. The caller holds the lock on the review: of two who send in at once, the second comes here last.

    The first one's commit is over by then, so that its time of sending in is seen by this count and by no other.
    """
    sent = review.assignments.open().filter(submitted_at__isnull=False).count()
    if sent < ASSESSORS:
        return
    review.state = REVIEW.check("open_scores", review.state)
    review.scores_opened_at = now
    review.save(update_fields=["state", "scores_opened_at"])
    record(actor=by, verb="standards.open_scores", subject=review, now=now)
    messages.tell_scores_open(review, now=now)
