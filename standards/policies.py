"""Who may do what with assessments, reviews and levels. Data, with the refusal in plain words.

Two ties are told apart here: acting for an organisation now (`is_team`) opens what is its own; acting for it now or
within 24 months (`tied_organisations`) closes what others do about it. Workflows that assign and decide ask for the
second one again, with their own clock (`standards.ties`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import policy
from lero_hub.authz.states import Role
from organisations.policies import is_lead, is_team
from organisations.states import State
from standards.states import READ_BY_DESK, UNSEALED, WRITABLE, Interest, ReviewState
from standards.ties import tying_memberships

if TYPE_CHECKING:
    from organisations.models import Organisation
    from standards.models import (
        Assessment,
        AssessmentEvidence,
        AssessorScore,
        Assignment,
        ConsensusScore,
        FrameworkVersion,
        PanelDecision,
        Pledge,
        Review,
    )

_ONLY_TEAM = _("Only people who act for this organisation can do this.")
_ONLY_LEAD = _("Only a lead of this organisation can do this. Ask one of them.")
_ONLY_DESK = _("Only coordinators who have not acted for this organisation within two years can do this.")
_ONLY_ASSESSORS = _("Only the assessors of this review can do this.")
_ONLY_PANEL = _("Only a panel member who did not assess here, and has no tie to the organisation, can do this.")
WITH_PANEL = (ReviewState.PANEL, ReviewState.DECIDED)


@dataclass(frozen=True)
class OwnAssignment:
    """One of the actor's assignments.

    `is_open` until it ended or the review was called off, and while the review goes on only as long as the person has
    the role of an assessor; `is_clear` once no interest was declared.
    """

    id: UUID
    review_id: UUID
    assessment_id: UUID
    is_open: bool
    is_clear: bool


def own_assignments(actor: Actor) -> tuple[OwnAssignment, ...]:
    """Read the actor's assignments, ended ones too, once a request. None counts without consent."""
    if actor.user is None or not (actor.is_authenticated and actor.has_consented):
        return ()
    if "standards.assignments" not in actor.known:
        rows = actor.user.assignments.values_list(
            "id", "review_id", "review__assessment_id", "ended_at", "review__state", "declarations__interest"
        )
        actor.known["standards.assignments"] = tuple(
            OwnAssignment(pk, review, assessment, ended is None and _opens(actor, state), interest == Interest.NONE)
            for pk, review, assessment, ended, state, interest in rows
        )
    known: tuple[OwnAssignment, ...] = actor.known["standards.assignments"]
    return known


def _opens(actor: Actor, state: str) -> bool:
    """Tell whether an assignment that has not ended opens a review in this state."""
    return state == ReviewState.DECIDED or (state != ReviewState.CANCELLED and actor.has(Role.ASSESSOR))


def forget_assignments(actor: Actor) -> None:
    """Drop what was read, after a workflow has changed assignments or declarations."""
    actor.known.pop("standards.assignments", None)


def _assesses(actor: Actor, review: "Review", *, clear: bool) -> bool:
    """Tell whether the actor assesses here now; `clear` asks that no interest was declared as well."""
    return any(
        each.review_id == review.pk and each.is_open and (each.is_clear or not clear) for each in own_assignments(actor)
    )


def has_assessed(actor: Actor, review: "Review") -> bool:
    """Tell whether the actor is or was an assessor of this review."""
    return any(each.review_id == review.pk for each in own_assignments(actor))


def tied_organisations(actor: Actor) -> frozenset[UUID]:
    """Name the organisations that the actor acts for, or did within 24 months: read once a request.

    Somebody who leaves an organisation does not become free to look after its review the day after.
    """
    if actor.user is None or not actor.is_authenticated:
        return frozenset()
    if "standards.ties" not in actor.known:
        rows = tying_memberships(timezone.now()).filter(user=actor.user)
        actor.known["standards.ties"] = frozenset(rows.values_list("organisation_id", flat=True))
    tied: frozenset[UUID] = actor.known["standards.ties"]
    return tied


def _coordinates(actor: Actor, organisation_id: UUID) -> bool:
    return actor.has(Role.COORDINATOR) and organisation_id not in tied_organisations(actor)


def _on_panel(actor: Actor, review: "Review") -> bool:
    """Tell whether the actor may read this review as a panel member."""
    return (
        actor.has(Role.PANEL_MEMBER)
        and review.state in WITH_PANEL
        and not has_assessed(actor, review)
        and review.assessment.organisation_id not in tied_organisations(actor)
    )


@policy(refusal=_("Only coordinators of the network publish and retire editions."))
def can_keep_framework(actor: Actor, version: "FrameworkVersion") -> bool:
    """Coordinators publish and retire; loading a file takes the command line."""
    return actor.has(Role.COORDINATOR)


@policy(refusal=_ONLY_LEAD)
def can_pledge(actor: Actor, organisation: "Organisation") -> bool:
    """A lead pledges; the workflow asks that the organisation is listed, and says so."""
    return is_lead(actor, organisation)


@policy(refusal=_ONLY_LEAD)
def can_withdraw_pledge(actor: Actor, pledge: "Pledge") -> bool:
    """A lead withdraws the pledge of their organisation."""
    return is_lead(actor, pledge.organisation)


@policy(refusal=_ONLY_TEAM)
def can_open_standards(actor: Actor, organisation: "Organisation") -> bool:
    """Leads and editors open what their organisation does with the standards."""
    return is_team(actor, organisation)


@policy(refusal=_ONLY_TEAM)
def can_start_assessment(actor: Actor, organisation: "Organisation") -> bool:
    """Leads and editors of a listed organisation begin to look at themselves."""
    return is_team(actor, organisation) and organisation.state == State.LISTED


@policy(refusal=_("You cannot see this assessment."))
def can_see_assessment(actor: Actor, assessment: "Assessment") -> bool:
    """The team; while it is sent in, coordinators without a tie; assessors who declared; the panel when it has it."""
    if is_team(actor, assessment.organisation):
        return True
    if assessment.state in READ_BY_DESK and _coordinates(actor, assessment.organisation_id):
        return True
    if any(each.assessment_id == assessment.pk and each.is_open and each.is_clear for each in own_assignments(actor)):
        return True
    return actor.has(Role.PANEL_MEMBER) and any(_on_panel(actor, review) for review in assessment.reviews.all())


@policy(refusal=_ONLY_TEAM)
def can_write_assessment(actor: Actor, assessment: "Assessment") -> bool:
    """Leads and editors write, until it is sent in."""
    return is_team(actor, assessment.organisation)


@policy(refusal=_ONLY_LEAD)
def can_send_assessment(actor: Actor, assessment: "Assessment") -> bool:
    """A lead sends it in, takes it back, withdraws it."""
    return is_lead(actor, assessment.organisation)


def is_writable(assessment: "Assessment") -> bool:
    """Tell whether answers may change in this state."""
    return assessment.state in WRITABLE


@policy(refusal=_("You cannot see this evidence."))
def can_see_evidence(actor: Actor, evidence: "AssessmentEvidence") -> bool:
    """Whoever may see the assessment."""
    return can_see_assessment(actor, evidence.assessment)


@policy(refusal=_ONLY_DESK)
def can_coordinate_assessment(actor: Actor, assessment: "Assessment") -> bool:
    """A coordinator who does not act for the organisation asks for a change and opens a review."""
    return assessment.submitted_at is not None and _coordinates(actor, assessment.organisation_id)


@policy(refusal=_("You cannot see this review."))
def can_see_review(actor: Actor, review: "Review") -> bool:
    """Coordinators without a tie, its assessors, and the panel once it has it. The organisation sees the result."""
    return (
        _coordinates(actor, review.assessment.organisation_id)
        or _assesses(actor, review, clear=False)
        or _on_panel(actor, review)
    )


@policy(refusal=_ONLY_DESK)
def can_coordinate_review(actor: Actor, review: "Review") -> bool:
    """A coordinator who does not act for the organisation assigns, releases and calls off."""
    return _coordinates(actor, review.assessment.organisation_id)


@policy(refusal=_("This is another assessor's."))
def can_answer_assignment(actor: Actor, assignment: "Assignment") -> bool:
    """An assessor declares interests, or says no, for themselves."""
    return assignment.user_id == actor.user_id and assignment.ended_at is None and actor.has_consented


@policy(refusal=_("Only coordinators without a tie, and the assessor, see this."))
def can_see_assignment(actor: Actor, assignment: "Assignment") -> bool:
    """The assessor, and coordinators without a tie to the organisation."""
    own = any(each.id == assignment.pk for each in own_assignments(actor))
    return own or _coordinates(actor, assignment.review.assessment.organisation_id)


@policy(refusal=_ONLY_ASSESSORS)
def can_score(actor: Actor, review: "Review") -> bool:
    """An assessor who has declared that they have no interest."""
    return _assesses(actor, review, clear=True)


@policy(refusal=_("Levels are sealed until both assessors have sent in theirs."))
def can_see_score(actor: Actor, score: "AssessorScore") -> bool:
    """Its assessor; once both are in, the other assessor, coordinators without a tie, and the panel."""
    review = score.assignment.review
    if any(each.id == score.assignment_id and each.is_open for each in own_assignments(actor)):
        return True
    return review.state in UNSEALED and can_see_review(actor, review)


@policy(refusal=_("Levels are sealed until both assessors have sent in theirs."))
def can_compare(actor: Actor, review: "Review") -> bool:
    """Whoever sees the review, once both assessors have sent in."""
    return review.state in UNSEALED and can_see_review(actor, review)


@policy(refusal=_("You cannot see these levels."))
def can_see_consensus(actor: Actor, score: "ConsensusScore") -> bool:
    """Whoever sees the review, and the organisation once it is decided."""
    return can_see_review(actor, score.review) or can_see_result(actor, score.review)


@policy(refusal=_ONLY_PANEL)
def can_decide(actor: Actor, review: "Review") -> bool:
    """A panel member who did not assess and does not act for the organisation."""
    return _on_panel(actor, review)


@policy(refusal=_("The result opens to the organisation once the panel has decided."))
def can_see_result(actor: Actor, review: "Review") -> bool:
    """The organisation sees agreed levels and reasons, once decided."""
    return review.state == ReviewState.DECIDED and is_team(actor, review.assessment.organisation)


@policy(refusal=_("You cannot see this decision."))
def can_see_decision(actor: Actor, decision: "PanelDecision") -> bool:
    """Whoever sees the review or its result."""
    return can_see_review(actor, decision.review) or can_see_result(actor, decision.review)


@policy(refusal=_("This is for assessors. A coordinator can give you that role."))
def is_assessor(actor: Actor, thing: object) -> bool:
    """Assessors have pages of their own."""
    return actor.has(Role.ASSESSOR)


@policy(refusal=_("This is for panel members. A coordinator can give you that role."))
def is_panel_member(actor: Actor, thing: object) -> bool:
    """Panel members have a queue of their own."""
    return actor.has(Role.PANEL_MEMBER)
