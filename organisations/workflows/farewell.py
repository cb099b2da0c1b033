"""What happens to memberships, requests, invitations and reports when a person deletes their account."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.accounts.erasure import Obstacle
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from organisations.models import EntryReport, Invitation, JoinRequest, Membership
from organisations.queries.team import led_alone_by
from organisations.states import RequestOutcome, State
from organisations.workflows.team import end_membership, locked, require_another_lead


def obstacles(user_id: UUID) -> list[Obstacle]:
    """Say which organisations a person leads alone. An archived one holds nobody back."""
    message = _("You are the last lead of %(name)s. Hand the lead over, archive its entry or delete the draft first.")
    return [
        Obstacle(
            "last_lead",
            message % {"name": organisation.name},
            reverse("organisations:team", args=[organisation.slug]),
        )
        for organisation in led_alone_by(user_id)
    ]


def say_farewell(*, user_id: UUID, by: Actor, now: datetime) -> None:
    """End a person's memberships, take back their requests, and forget what came to or from their addresses.

    Runs in the transaction of the erasure. Raises Refused("last_lead") when somebody else left in the meantime.
    """
    theirs = Membership.objects.open().filter(user_id=user_id)
    for organisation_id in theirs.order_by("organisation_id").values_list("organisation_id", flat=True):
        organisation = locked(organisation_id)
        for membership in theirs.filter(organisation=organisation):
            if organisation.state != State.ARCHIVED:
                require_another_lead(membership)
            end_membership(membership, verb="organisations.leave", by=by, now=now)
    for request in JoinRequest.objects.open().filter(user_id=user_id):
        request.outcome, request.answered_at, request.answered_by_id = RequestOutcome.WITHDRAWN, now, user_id
        request.save(update_fields=["outcome", "answered_at", "answered_by"])
        record(actor=by, verb="organisations.withdraw_request", subject=request, now=now)
    addresses = EmailAddress.objects.filter(user_id=user_id).values(address=Lower("email"))
    # Reports of theirs that point to them go with the register; these were made before the account had the address.
    reports = EntryReport.objects.alias(address=Lower("reply_to")).filter(address__in=addresses.filter(verified=True))
    reports.update(**EntryReport.personal_data.blank)
    for invitation in Invitation.objects.open().alias(address=Lower("email")).filter(address__in=addresses):
        invitation.revoked_at, invitation.email = now, ""
        invitation.save(update_fields=["revoked_at", "email"])
        record(actor=by, verb="organisations.revoke_invitation", subject=invitation, now=now)
