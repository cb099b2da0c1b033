"""The life of an assessment: begun, written, sent in, taken back, sent back with a question, withdrawn.

Each verb checks the transition table of `standards.states.ASSESSMENT`. Whoever writes holds the assessment's row first:
a save and a sending at once wait for each other, and the second finds what the first did.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import Policy
from lero_hub.errors import Refused, StaleVersion, WrongState
from organisations.models import Organisation
from standards.messages import assessment as messages
from standards.models import Answer, Assessment, Criterion, FrameworkVersion, ScaleLevel
from standards.policies import (
    can_coordinate_assessment,
    can_send_assessment,
    can_start_assessment,
    can_write_assessment,
    is_writable,
)
from standards.queries.answers import answer_to
from standards.queries.assessment import Gap, gaps, standings
from standards.states import ASSESSMENT, AssessmentState

NAMED_GAPS = 6
ECHO = timedelta(seconds=30)


@dataclass(frozen=True)
class AnswerValues:
    """What the organisation says of one criterion. What does not apply has a reason and no level."""

    level: int | None = None
    narrative: str = ""
    not_applicable: bool = False
    not_applicable_reason: str = ""

    def settled(self) -> "AnswerValues":
        """Drop what does not go together: a level of what does not apply, a reason of what does."""
        if self.not_applicable:
            return AnswerValues(None, self.narrative.strip(), True, self.not_applicable_reason.strip())
        return AnswerValues(self.level, self.narrative.strip())


FIELDS = ("level", "narrative", "not_applicable", "not_applicable_reason")


def locked(assessment_id: UUID) -> Assessment:
    """Hold the row until the end of the transaction."""
    rows = Assessment.objects.select_related("organisation", "version")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=assessment_id)


def locked_for_writing(assessment_id: UUID, by: Actor) -> Assessment:
    """Hold the row of an assessment that the actor may write. Raises NotAllowed, WrongState."""
    assessment = locked(assessment_id)
    can_write_assessment.require(by, assessment)
    require_writable(assessment)
    return assessment


def require_writable(assessment: Assessment) -> None:
    """Raise WrongState once it is sent in, withdrawn or decided."""
    if not is_writable(assessment):
        state = AssessmentState(assessment.state).label
        message = _("This assessment is “%(state)s” now, so nobody can change it.") % {"state": state}
        raise WrongState(message, verb="write", state=assessment.state)


@transaction.atomic
def start_assessment(*, organisation_id: UUID, version_id: UUID, by: Actor, now: datetime) -> Assessment:
    """Begin an assessment against a current edition.

    Raises NotAllowed, Refused("one_open") while another is not over, Refused("not_current") for an edition that is not.
    """
    # Two clicks race here: the organisation's row makes the second wait, and find the first one's assessment.
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    can_start_assessment.require(by, organisation)
    version = FrameworkVersion.objects.current().filter(pk=version_id).first()
    if version is None:
        raise Refused("not_current", _("This edition is not in use. Choose the current one."))
    if Assessment.objects.open().filter(organisation=organisation).exists():
        raise Refused("one_open", _("Your organisation has begun to look at itself already. Go on with that one."))
    assessment = Assessment.objects.create(
        organisation=organisation, version=version, started_at=now, started_by=by.person
    )
    record(actor=by, verb="standards.start_assessment", subject=assessment, now=now, version=str(version.pk))
    return assessment


@transaction.atomic
def save_answer(
    *, assessment_id: UUID, code: str, values: AnswerValues, number: int, by: Actor, now: datetime
) -> Answer:
    """Write the answer to one criterion. Saving what stands there already changes nothing.

    `number` is that of the answer that the person built on, 0 for none. Raises NotAllowed; WrongState once it is sent
    in; StaleVersion when somebody else saved this answer in the meantime; Refused: `unknown_criterion`, `off_scale`,
    `always_applies`.
    """
    assessment = locked_for_writing(assessment_id, by)
    criterion = criterion_of(assessment, code)
    wanted = values.settled()
    answer = answer_to(assessment, criterion)
    changed = [name for name in FIELDS if getattr(answer, name) != getattr(wanted, name)]
    if not changed:
        return answer
    if answer.number != number and not _is_echo(answer, number, by, now):
        raise StaleVersion(answer.number)
    _check(criterion, wanted)
    for name in changed:
        setattr(answer, name, getattr(wanted, name))
    answer.number, answer.changed_at, answer.changed_by = answer.number + 1, now, by.person
    if answer.number > 1:
        answer.save(update_fields=[*changed, "number", "changed_at", "changed_by"])
    else:
        answer.save(force_insert=True)
    record(actor=by, verb="standards.save_answer", subject=assessment, now=now, criterion=code)
    return answer


def _is_echo(answer: Answer, number: int, by: Actor, now: datetime) -> bool:
    """Tell whether what came in between is the same person's own save, seconds ago.

    It was saved as they wrote, and its answer was still under way when they pressed the button, or was lost with the
    connection: their page does not know the new number yet, and there is nobody else to tell them of.
    """
    return answer.number == number + 1 and answer.changed_by_id == by.user_id and now - answer.changed_at < ECHO


def criterion_of(assessment: Assessment, code: str) -> Criterion:
    """Fetch a criterion of the assessment's edition. Raises Refused("unknown_criterion")."""
    criterion = Criterion.objects.filter(version=assessment.version_id, code=code).first()
    if criterion is None:
        raise Refused("unknown_criterion", _("This edition has no such criterion."))
    return criterion


def _check(criterion: Criterion, wanted: AnswerValues) -> None:
    if wanted.not_applicable and not criterion.not_applicable_when:
        raise Refused("always_applies", _("This criterion applies to every organisation."))
    if wanted.level is None:
        return
    if not ScaleLevel.objects.filter(version=criterion.version_id, level=wanted.level).exists():
        raise Refused("off_scale", _("Choose one of the levels described here."))


def _move(assessment: Assessment, verb: str, *, by: Actor, policy: Policy[Assessment], now: datetime) -> None:
    policy.require(by, assessment)
    assessment.state = ASSESSMENT.check(verb, assessment.state)
    record(actor=by, verb=f"standards.{verb}_assessment", subject=assessment, now=now)


@transaction.atomic
def submit_assessment(*, assessment_id: UUID, by: Actor, now: datetime) -> Assessment:
    """Send it in: from now nobody changes it. Coordinators are told.

    Raises NotAllowed unless `by` leads the organisation, Refused("incomplete") with the codes of what is missing.
    """
    assessment = locked(assessment_id)
    _move(assessment, "submit", by=by, policy=can_send_assessment, now=now)
    missing = gaps(standings([assessment])[assessment.pk], assessment.version.met_at)
    if missing:
        raise Refused("incomplete", _("Something is still missing in %(codes)s.") % {"codes": _named(missing)})
    assessment.submitted_at, assessment.submitted_by, assessment.change_request = now, by.person, ""
    assessment.save(update_fields=["state", "submitted_at", "submitted_by", "change_request"])
    messages.tell_coordinators(assessment, now=now)
    return assessment


def _named(missing: list[Gap]) -> str:
    codes = ", ".join(gap.code for gap in missing[:NAMED_GAPS])
    left = len(missing) - NAMED_GAPS
    return codes if left <= 0 else _("%(codes)s and %(n)s more") % {"codes": codes, "n": left}


@transaction.atomic
def take_back_assessment(*, assessment_id: UUID, by: Actor, now: datetime) -> Assessment:
    """Take it back while nobody reviews it: it is the team's alone again."""
    assessment = locked(assessment_id)
    _move(assessment, "take_back", by=by, policy=can_send_assessment, now=now)
    assessment.submitted_at = assessment.submitted_by = None
    assessment.save(update_fields=["state", "submitted_at", "submitted_by"])
    return assessment


@transaction.atomic
def request_assessment_changes(*, assessment_id: UUID, reason: str, by: Actor, now: datetime) -> Assessment:
    """Send it back to its team with a question, and tell them. Raises Refused("no_reason") without one."""
    assessment = locked(assessment_id)
    _move(assessment, "request_changes", by=by, policy=can_coordinate_assessment, now=now)
    if not reason.strip():
        raise Refused("no_reason", _("Say what should change, so that the team knows what to do."))
    assessment.change_request = reason.strip()
    assessment.save(update_fields=["state", "change_request"])
    messages.tell_team(assessment, now=now)
    return assessment


@transaction.atomic
def withdraw_assessment(*, assessment_id: UUID, by: Actor, now: datetime) -> Assessment:
    """End it for good; what was written stays for the team to read, and a new one can be begun."""
    assessment = locked(assessment_id)
    _move(assessment, "withdraw", by=by, policy=can_send_assessment, now=now)
    assessment.withdrawn_at = now
    assessment.save(update_fields=["state", "withdrawn_at"])
    return assessment
