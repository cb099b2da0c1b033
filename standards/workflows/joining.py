"""Nobody joins an organisation while they assess it: said in words here, held by a trigger on memberships."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from standards.models import Assignment
from standards.states import OPEN_REVIEW
from standards.workflows.assigning import hold_person


def refuse_while_assessing(*, user_id: UUID, organisation_id: UUID, by: Actor, now: datetime) -> None:
    """Raise Refused("assessing") while the person assesses this organisation.

    Only the person themselves is told the reason: who assesses is not for the organisation to learn on the way.
    """
    hold_person(user_id)
    assesses = Assignment.objects.open().filter(
        user_id=user_id, review__assessment__organisation_id=organisation_id, review__state__in=OPEN_REVIEW
    )
    if not assesses.exists():
        return
    if by.user_id == user_id:
        words = _("You are asked to assess this organisation. Step down from the review first, under “My reviews”.")
    else:
        words = _("This person cannot join your organisation at the moment. Ask the coordinators of the network.")
    raise Refused("assessing", words)
