"""Asking to act for an organisation that is on the hub already, and the answer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused
from organisations.messages import team as messages
from organisations.models import JoinRequest
from organisations.policies import can_ask_to_join, forget_roles
from organisations.states import MemberRole, RequestOutcome
from organisations.workflows.team import admit, led_by, locked

MOST_OPEN = 5
PAUSE_AFTER_A_NO = timedelta(days=30)


@transaction.atomic
def ask_to_join(*, organisation_id: UUID, note: str, by: Actor, now: datetime) -> JoinRequest:
    """Ask the leads to be let in. Asking twice gives back the open request.

    Raises NotAllowed for members and for entries that are not listed, Refused("declined_lately", "too_many").
    """
    organisation = locked(organisation_id)
    forget_roles(by)
    can_ask_to_join.require(by, organisation)
    own = JoinRequest.objects.filter(user=by.person)
    standing = own.open().filter(organisation=organisation).first()
    if standing is not None:
        return standing
    lately = own.filter(outcome=RequestOutcome.DECLINED, answered_at__gt=now - PAUSE_AFTER_A_NO)
    if lately.filter(organisation=organisation).exists():
        raise Refused("declined_lately", _("A lead said no less than a month ago. Talk with them before asking again."))
    if own.open().count() >= MOST_OPEN:
        raise Refused("too_many", _("Five of your requests wait for an answer. Take one back, or wait a little."))
    request = JoinRequest.objects.create(user=by.person, organisation=organisation, note=note.strip(), created_at=now)
    record(actor=by, verb="organisations.ask_to_join", subject=request, now=now, organisation=organisation.pk)
    messages.ask_leads(request, now=now)
    return request


@transaction.atomic
def answer_join_request(*, request_id: UUID, accepted: bool, by: Actor, now: datetime) -> JoinRequest:
    """Say yes (the person becomes an editor) or no. Giving the same answer twice is harmless.

    Raises NotAllowed unless `by` leads, Refused("answered_already") when the answer was another one.
    """
    organisation = led_by(by, JoinRequest.objects.values_list("organisation_id", flat=True).get(pk=request_id))
    request = JoinRequest.objects.select_related("organisation", "user").get(pk=request_id)
    outcome = RequestOutcome.ACCEPTED if accepted else RequestOutcome.DECLINED
    if request.answered_at is not None:
        if request.outcome != outcome:
            answer = RequestOutcome(request.outcome).label
            raise Refused("answered_already", _("This request has its answer: %(answer)s.") % {"answer": answer})
        return request
    _close(request, outcome, by=by, now=now)
    if accepted:
        admit(request.user, organisation, role=MemberRole.EDITOR, by=by, now=now)
    messages.tell_asker(request, now=now)
    return request


@transaction.atomic
def withdraw_request(*, request_id: UUID, by: Actor, now: datetime) -> JoinRequest:
    """Take one's own request back. Twice does no harm.

    Raises NotAllowed for somebody else's, Refused("answered_already") once a lead has answered.
    """
    locked(JoinRequest.objects.values_list("organisation_id", flat=True).get(pk=request_id))
    request = JoinRequest.objects.get(pk=request_id)
    if request.user_id != by.user_id:
        raise NotAllowed(_("You can take back only your own request."))
    if request.answered_at is None:
        _close(request, RequestOutcome.WITHDRAWN, by=by, now=now)
    elif request.outcome != RequestOutcome.WITHDRAWN:
        raise Refused("answered_already", _("A lead has answered already."))
    return request


def _close(request: JoinRequest, outcome: RequestOutcome, *, by: Actor, now: datetime) -> None:
    request.outcome, request.answered_at, request.answered_by_id = outcome, now, by.user_id
    request.save(update_fields=["outcome", "answered_at", "answered_by"])
    verb = "withdraw_request" if outcome == RequestOutcome.WITHDRAWN else "answer_join_request"
    record(actor=by, verb=f"organisations.{verb}", subject=request, now=now, outcome=str(outcome))
