"""The panel's word: decide what the thresholds say, or ask the assessors to look again."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused, StaleVersion
from organisations.models import Organisation
from organisations.policies import forget_roles
from organisations.workflows.standing import record_recognition
from standards.messages import scoring as messages
from standards.models import Assessment, PanelDecision, Recognition, Review
from standards.models.recognition import RECOGNISING
from standards.policies import can_decide
from standards.queries.decision import reckon
from standards.queries.shown import is_same, mark_of
from standards.states import ASSESSMENT, RECOGNITION_YEARS, REVIEW, Outcome
from standards.ties import ties
from standards.workflows.assigning import hold_person
from standards.workflows.leaving import locked_review


@transaction.atomic
def decide_review(*, review_id: UUID, reasons: str, seen: str, by: Actor, now: datetime) -> PanelDecision:
    """Confirm the outcome that the agreed levels give, with reasons, and recognise where it says so.

    One panel member decides, once: of two at once, the second meets WrongState. `seen` is the mark of what they read
    (`queries.shown.mark_of`). Raises NotAllowed (also for a tie to the organisation within 24 months), StaleVersion
    when the assessors changed something since, Refused("no_reason").
    """
    review = _review_with_panel(review_id, by, now)
    after = REVIEW.check("decide", review.state)
    _require_seen(review, seen)
    outcome = reckon(review).outcome
    review.state = after
    decision = PanelDecision.objects.create(
        review=review, outcome=outcome, reasons=_reason(reasons), decided_at=now, decided_by=by.person
    )
    review.decided_at = now
    review.save(update_fields=["state", "decided_at"])
    _close_assessment(review, now)
    record(actor=by, verb="standards.decide_review", subject=review, now=now, outcome=outcome)
    if outcome in RECOGNISING:
        _recognise(review, outcome, by=by, now=now)
    messages.tell_decided(review, now=now)
    return decision


@transaction.atomic
def return_to_assessors(*, review_id: UUID, reason: str, seen: str, by: Actor, now: datetime) -> Review:
    """Ask the assessors to look again: their agreed levels can change until the lead sends them anew.

    `seen` is the mark of what the panel member read. Raises NotAllowed, WrongState, StaleVersion, Refused("no_reason").
    """
    review = _review_with_panel(review_id, by, now)
    after = REVIEW.check("return_to_assessors", review.state)
    _require_seen(review, seen)
    review.state = after
    review.return_reason = _reason(reason)
    review.save(update_fields=["state", "return_reason"])
    record(actor=by, verb="standards.return_to_assessors", subject=review, now=now)
    messages.tell_returned(review, now=now)
    return review


def _review_with_panel(review_id: UUID, by: Actor, now: datetime) -> Review:
    """Lock a review for a panel member who may decide it.

    The organisation is locked first, as by whoever lets somebody in, then the person: one who joins the organisation at
    this moment either finds the decision taken, or is found by it.
    """
    organisation_id = Review.objects.values_list("assessment__organisation_id", flat=True).get(pk=review_id)
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    hold_person(by.person.pk)
    review = locked_review(review_id)
    forget_roles(by)
    require_decider(review, by=by, now=now)
    return review


def _require_seen(review: Review, seen: str) -> None:
    if not is_same(seen, mark_of(review)):
        raise StaleVersion(max(review.consensus.values_list("number", flat=True), default=0))


def require_decider(review: Review, *, by: Actor, now: datetime) -> None:
    """Refuse assessors, who put the review together, and who acted for the organisation within 24 months."""
    can_decide.require(by, review)
    if review.opened_by_id == by.person.pk or review.assignments.filter(assigned_by=by.person).exists():
        raise NotAllowed(_("You put this review together. Somebody else of the panel decides."))
    found = ties(by.person.pk, review.assessment.organisation_id, now)
    if found:
        raise NotAllowed(
            _("You act for this organisation, or did within two years. Somebody else of the panel decides.")
        )


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused("no_reason", _("Say why, so that people know what it rests on."))
    return text.strip()


def _close_assessment(review: Review, now: datetime) -> None:
    assessment = Assessment.objects.select_for_update(of=("self",), no_key=True).get(pk=review.assessment_id)
    assessment.state, assessment.decided_at = ASSESSMENT.check("decide", assessment.state), now
    assessment.save(update_fields=["state", "decided_at"])


def _recognise(review: Review, outcome: Outcome, *, by: Actor, now: datetime) -> None:
    assessment, first = review.assessment, localdate(now)
    recognition = Recognition.objects.create(
        organisation_id=assessment.organisation_id,
        review=review,
        version_id=assessment.version_id,
        outcome=outcome,
        criteria_assessed=review.consensus.count(),
        assessors=review.assignments.open().count(),
        valid_from=first,
        valid_until=last_day(first),
    )
    record_recognition(
        organisation_id=assessment.organisation_id,
        recognition_id=recognition.pk,
        valid_from=recognition.valid_from,
        valid_until=recognition.valid_until,
        now=now,
    )
    record(actor=by, verb="standards.recognise", subject=recognition, now=now, outcome=outcome)


def last_day(first: date) -> date:
    """Give the last day of a recognition: the eve of the same day three years on, or of 1 March for a leap day."""
    year = first.year + RECOGNITION_YEARS
    try:
        return first.replace(year=year) - timedelta(days=1)
    except ValueError:
        return date(year, 3, 1) - timedelta(days=1)
