"""The levels that the two assessors agree on, written down while they talk, and handed to the panel."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from standards.messages import scoring as messages
from standards.models import AssessorScore, ConsensusScore, Criterion, Review, ScaleLevel
from standards.policies import can_score
from standards.queries.scoring import criteria_of, own_assignment, set_aside
from standards.queries.shown import is_same, mark_of
from standards.states import REVIEW, ReviewState
from standards.workflows.leaving import locked_review


@transaction.atomic
def record_consensus(
    *, review_id: UUID, code: str, level: int, reason: str, number: int, by: Actor, now: datetime
) -> ConsensusScore:
    """Write down the agreed level of one criterion, with a reason wherever the assessors' own levels differ.

    `number` is that of the row that the person built on, 0 for none. Writing what stands there changes nothing. Raises
    NotAllowed, WrongState, StaleVersion when the other assessor wrote first, and Refused: "unknown_criterion",
    "off_scale", "no_reason".
    """
    review = _agreeing(review_id, by)
    criterion = _applicable(review, code)
    if not ScaleLevel.objects.filter(version_id=review.assessment.version_id, level=level).exists():
        raise Refused("off_scale", _("Choose one of the levels that are described."))
    row = ConsensusScore.objects.filter(review=review, criterion=criterion).first()
    if row is not None and (row.level, row.reason) == (level, reason.strip()):
        return row
    if (row.number if row else 0) != number:
        raise StaleVersion(row.number if row else 0)
    if not reason.strip() and _own_levels(review)[criterion.pk] != {level}:
        raise Refused("no_reason", _("Say why you settled on this level: it is not what you both chose."))
    row = row or ConsensusScore(review=review, criterion=criterion, number=0)
    row.level, row.reason, row.recorded_at, row.recorded_by = level, reason.strip(), now, by.person
    row.number += 1
    if row.number == 1:
        row.save(force_insert=True)
    else:
        row.save(update_fields=["level", "reason", "recorded_at", "recorded_by", "number"])
    record(actor=by, verb="standards.record_consensus", subject=row, now=now, criterion=code)
    return row


def _agreeing(review_id: UUID, by: Actor) -> Review:
    """Lock a review whose assessors agree on levels now."""
    review = locked_review(review_id)
    can_score.require(by, review)
    if review.state != ReviewState.CONSENSUS:
        words = _("Levels are agreed on once both assessors have sent in theirs, and until the panel has them.")
        raise WrongState(words, verb="record_consensus", state=review.state)
    return review


def _applicable(review: Review, code: str) -> Criterion:
    criterion = Criterion.objects.filter(version_id=review.assessment.version_id, code=code).first()
    if criterion is None or code in set_aside(review.assessment):
        raise Refused("unknown_criterion", _("There is no such criterion in this review."))
    return criterion


def _own_levels(review: Review) -> dict[UUID, set[int | None]]:
    """Give the levels that the assessors chose, by criterion. The seal is open: the caller has checked the state."""
    found: dict[UUID, set[int | None]] = {}
    scores = AssessorScore.objects.filter(assignment__in=review.assignments.open())
    for criterion_id, level in scores.values_list("criterion_id", "level"):
        found.setdefault(criterion_id, set()).add(level)
    return found


@transaction.atomic
def agree_where_equal(*, review_id: UUID, by: Actor, now: datetime) -> int:
    """Write down the level wherever both chose the same and nothing is agreed yet; give how many these were."""
    review = _agreeing(review_id, by)
    settled = set(review.consensus.values_list("criterion_id", flat=True))
    away, levels = set_aside(review.assessment), _own_levels(review)
    rows = [
        ConsensusScore(
            review=review, criterion=criterion, level=level, recorded_at=now, recorded_by=by.person
        )
        for criterion in criteria_of(review.assessment)
        if criterion.pk not in settled and criterion.code not in away and len(levels.get(criterion.pk, ())) == 1
        for level in levels[criterion.pk]
        if level is not None
    ]  # fmt: skip
    ConsensusScore.objects.bulk_create(rows)
    if rows:
        record(actor=by, verb="standards.agree_where_equal", subject=review, now=now, number=len(rows))
    return len(rows)


@transaction.atomic
def send_to_panel(*, review_id: UUID, seen: str, by: Actor, now: datetime) -> Review:
    """Hand the agreed levels to the panel; from then they are fixed. The lead assessor does it.

    `seen` is the mark of the levels that the lead read (`queries.shown.mark_of`). Raises NotAllowed, WrongState,
    StaleVersion when the other assessor changed one since, Refused("incomplete") while a criterion that applies has no
    agreed level.
    """
    review = locked_review(review_id)
    can_score.require(by, review)
    if not own_assignment(review, by).is_lead:
        raise NotAllowed(_("The lead assessor sends the agreed levels to the panel."))
    after = REVIEW.check("send_to_panel", review.state)
    _require_all_agreed(review)
    if not is_same(seen, mark_of(review)):
        raise StaleVersion(max(review.consensus.values_list("number", flat=True), default=0))
    review.state = after
    review.panel_at, review.return_reason = now, ""
    review.save(update_fields=["state", "panel_at", "return_reason"])
    record(actor=by, verb="standards.send_to_panel", subject=review, now=now)
    messages.tell_panel(review, now=now)
    return review


def _require_all_agreed(review: Review) -> None:
    settled = set(review.consensus.values_list("criterion__code", flat=True)) | set_aside(review.assessment)
    waiting = [each.code for each in criteria_of(review.assessment) if each.code not in settled]
    if waiting:
        words = ngettext(
            "One criterion still needs an agreed level: %(codes)s.",
            "%(n)s criteria still need an agreed level: %(codes)s.",
            len(waiting),
        )
        raise Refused("incomplete", words % {"n": len(waiting), "codes": ", ".join(waiting)})
