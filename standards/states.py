"""The lives of a framework version, an assessment and a review, and the words that they choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lero_hub.transitions import Machine, Transition


class VersionState(models.TextChoices):
    """Where a version of a framework stands."""

    DRAFT = "draft", _("Being prepared")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class CriterionType(models.TextChoices):
    """How much a criterion weighs."""

    ESSENTIAL = "essential", _("Essential")
    EXPECTED = "expected", _("Expected")
    ASPIRATIONAL = "aspirational", _("Aspirational")


class Outcome(models.TextChoices):
    """What a review may end with."""

    RECOGNISED = "recognised", _("Recognised")
    RECOGNISED_WITH_ACTIONS = "recognised_with_actions", _("Recognised, with an action plan")
    DEFERRED = "deferred", _("Deferred until there is more to see")
    NOT_YET = "not_yet", _("Not yet")


class AssessmentState(models.TextChoices):
    """Where an organisation's look at itself stands."""

    DRAFTING = "drafting", _("Being written")
    SUBMITTED = "submitted", _("Sent in")
    CHANGES_REQUESTED = "changes_requested", _("Sent back with a question")
    IN_REVIEW = "in_review", _("In review")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReviewState(models.TextChoices):
    """Where a review by peers stands."""

    FORMING = "forming", _("Looking for assessors")
    SCORING = "scoring", _("Assessors are looking, each alone")
    CONSENSUS = "consensus", _("Assessors agree on levels")
    PANEL = "panel", _("With the panel")
    DECIDED = "decided", _("Decided")
    CANCELLED = "cancelled", _("Called off")


class EvidenceKind(models.TextChoices):
    """What kind of thing shows that a criterion is met. Talking, showing and visiting count as much as paper."""

    DOCUMENT = "document", _("A document")
    OBSERVATION = "observation", _("Something to be seen")
    CONVERSATION = "conversation", _("A conversation")
    VISIT = "visit", _("A visit")
    NUMBERS = "numbers", _("Numbers")


class Interest(models.TextChoices):
    """What an assessor declares about themselves and an organisation. Anything but `none` means standing down."""

    NONE = "none", _("I have no interest to declare")
    FUNDING = "funding", _("We share a funder, a contract or a host")
    COMPETING = "competing", _("We compete in the same area")
    RELATIONSHIP = "relationship", _("I am close to somebody there")
    RECIPROCAL = "reciprocal", _("They have reviewed my organisation lately")
    OTHER = "other", _("Something else that could look unfair")


class AssignmentEnd(models.TextChoices):
    """Why an assessor left a review before its end."""

    DECLINED = "declined", _("The assessor said no")
    INTEREST = "interest", _("The assessor declared an interest")
    RELEASED = "released", _("A coordinator released the assessor")


_LEAD = _("a lead of the organisation")
_DESK = _("a coordinator")
_COORDINATOR = _("a coordinator who does not act for the organisation")
_ASSESSOR = _("an assessor of this review")
_PANEL = _("a panel member who did not assess and has no tie to the organisation")
A, R, V = AssessmentState, ReviewState, VersionState

EDITION = Machine(
    "Edition of a framework",
    V.choices,
    [
        Transition("publish", frozenset({V.DRAFT}), V.PUBLISHED, _DESK, _("Publish")),
        Transition("retire", frozenset({V.PUBLISHED}), V.RETIRED, _DESK, _("Retire")),
    ],
)

ASSESSMENT = Machine(
    "Assessment",
    A.choices,
    [
        Transition("submit", frozenset({A.DRAFTING, A.CHANGES_REQUESTED}), A.SUBMITTED, _LEAD, _("Send in")),
        Transition("take_back", frozenset({A.SUBMITTED}), A.DRAFTING, _LEAD, _("Take back")),
        Transition(
            "request_changes", frozenset({A.SUBMITTED}), A.CHANGES_REQUESTED, _COORDINATOR, _("Ask for a change")
        ),
        Transition(
            "withdraw", frozenset({A.DRAFTING, A.CHANGES_REQUESTED, A.SUBMITTED}), A.WITHDRAWN, _LEAD, _("Withdraw")
        ),
        Transition("begin_review", frozenset({A.SUBMITTED}), A.IN_REVIEW, _COORDINATOR, _("Begin the review")),
        Transition("leave_review", frozenset({A.IN_REVIEW}), A.SUBMITTED, _COORDINATOR, _("Call the review off")),
        Transition("decide", frozenset({A.IN_REVIEW}), A.DECIDED, _PANEL, _("Decide")),
    ],
)

REVIEW = Machine(
    "Review",
    R.choices,
    [
        Transition("begin_scoring", frozenset({R.FORMING}), R.SCORING, _COORDINATOR, _("Two assessors are found")),
        Transition("lose_assessor", frozenset({R.SCORING}), R.FORMING, _ASSESSOR, _("An assessor leaves")),
        Transition("open_scores", frozenset({R.SCORING}), R.CONSENSUS, _ASSESSOR, _("Both have sent in their levels")),
        Transition("send_to_panel", frozenset({R.CONSENSUS}), R.PANEL, _ASSESSOR, _("Send to the panel")),
        Transition("return_to_assessors", frozenset({R.PANEL}), R.CONSENSUS, _PANEL, _("Give back to the assessors")),
        Transition("decide", frozenset({R.PANEL}), R.DECIDED, _PANEL, _("Decide")),
        Transition(
            "cancel",
            frozenset({R.FORMING, R.SCORING, R.CONSENSUS, R.PANEL}),
            R.CANCELLED,
            _COORDINATOR,
            _("Call the review off"),
        ),
    ],
)

OPEN_ASSESSMENT = (A.DRAFTING, A.SUBMITTED, A.CHANGES_REQUESTED, A.IN_REVIEW)
WRITABLE = (A.DRAFTING, A.CHANGES_REQUESTED)
READ_BY_DESK = (A.SUBMITTED, A.IN_REVIEW, A.DECIDED)
"""The states in which coordinators read what an organisation wrote: not while it is changed, nor once withdrawn."""
OPEN_REVIEW = (R.FORMING, R.SCORING, R.CONSENSUS, R.PANEL)
SCORABLE = (R.FORMING, R.SCORING)
"""The states in which an assessor writes levels, also while another assessor is being found: nothing is lost."""
UNSEALED = (R.CONSENSUS, R.PANEL, R.DECIDED)
"""The states of a review in which its assessors, the panel and coordinators see what each assessor chose."""

ASSESSORS = 2
RECOGNITION_YEARS = 3
CONFLICT_MONTHS = 24
AGREEMENT_VERSION = "2026-11"
AGREEMENT_DAYS = 365
"""An assessor accepts the agreement anew each year, and whenever its words change."""
